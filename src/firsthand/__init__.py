"""Firsthand: who said it, through whom it reached this page, how many origins stand behind it.

The public API. Everything here works in memory and offline; the command line adds a case on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from firsthand import pipeline
from firsthand.errors import (
    CaptureError,
    FirsthandError,
    InputError,
    ModelError,
    NotFound,
    SpanError,
    StoreError,
)
from firsthand.story import Grouper, copies
from firsthand.types import Article, Attribution, Capture, Case, Claim, Link, Span, Story, Zone

__all__ = [
    "Article",
    "Attribution",
    "Capture",
    "CaptureError",
    "Case",
    "Claim",
    "FirsthandError",
    "Grouper",
    "InputError",
    "Link",
    "ModelError",
    "NotFound",
    "Span",
    "SpanError",
    "StoreError",
    "Story",
    "Zone",
    "analyse",
    "attributions",
    "copies",
    "read",
]


@cache
def _models() -> pipeline.Models:
    """Load the models on the first call and keep them for the process."""
    return pipeline.load_models()


def read(data: bytes, *, url: str | None = None, media_type: str | None = None) -> Article:
    """Read one capture: its text, zones, title, authors, times, outlet and credit.

    Raises CaptureError where the bytes hold no page.
    """
    return pipeline.read(data, _models(), url=url, media_type=media_type)


def attributions(article_or_text: Article | str) -> tuple[Attribution, ...]:
    """Give every reported statement of an article or a bare text, in order of the page."""
    if isinstance(article_or_text, str):
        if not article_or_text.strip():
            return ()
        article_or_text = Article.from_text(article_or_text)
    return pipeline.attribute(article_or_text, _models())


def analyse(articles: Iterable[Article]) -> Case:
    """Do the whole job in memory: stories, attributions, links, and claims with their origins."""
    return pipeline.analyse(articles, _models())
