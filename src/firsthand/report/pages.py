"""The templates of the dossier, shared by the single HTML file and the server's pages.

Everything is escaped by default, and text from a capture goes through `shown` or `visible`,
which name the characters that would turn or hide it. Where a link leads depends on who shows the
page: inside one file it is an anchor, on the server an address. `Places` says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Protocol

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined

from firsthand.report import wording
from firsthand.report.drawing import anchor, draw
from firsthand.report.layout import page_of, way
from firsthand.report.marking import visible
from firsthand.types import ArticleId, AttributionId, ClaimId, Span, StoryId


class Places(Protocol):
    """Where things are shown."""

    def story(self, story: StoryId) -> str:
        """Give where a story is shown."""

    def claim(self, claim: ClaimId) -> str:
        """Give where a claim is shown."""

    def article(self, article: ArticleId) -> str:
        """Give where an article is shown."""

    def words(self, span: Span) -> str:
        """Give where a span's words are shown, pointed at."""

    def said(self, article: ArticleId, attribution: AttributionId) -> str:
        """Give where an attribution is shown with its panel."""

    def compare(self, left: ArticleId, right: ArticleId) -> str:
        """Give where two articles are compared; empty where they are not."""

    def is_here(self, article: ArticleId) -> bool:
        """Whether this article is shown at all."""


def environment(places: Places, *loaders: BaseLoader) -> Environment:
    """Make the template environment; `loaders` are asked before the room's own templates."""
    env = Environment(
        loader=ChoiceLoader([*loaders, PackageLoader("firsthand.report")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.filters.update(
        counted=wording.counted,
        interval=wording.interval,
        listed=listed,
        quoted=wording.quoted,
        shown=wording.shown,
        answers=wording.answers,
        differences=wording.differences,
        by_rule=wording.by_rule,
        events=wording.events,
        unquoted=wording.unquoted,
        visible=visible,
    )
    env.globals.update(to=places, words=wording, draw=draw, anchor=anchor, way=way, page_of=page_of)
    return env


def listed(names: Sequence[str], most: int = 6) -> str:
    """Join names from pages for a sentence, each made visible."""
    return wording.listed([wording.shown(name, 120) for name in names], most)


def style() -> str:
    """Give the style sheet of all pages."""
    return files("firsthand.report").joinpath("firsthand.css").read_text(encoding="utf8")
