"""Is every finding still pinned to its words? Asked when written and again when read.

A span that doesn't fit raises: it is never moved to where its words might be now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from firsthand.errors import SpanError
from firsthand.types import Article, ArticleId, ByteSpan, Record, Run, Span, Zone

_BARE = (Run, Zone, str)  # hold no spans; a page has thousands of them


def spans_of(item: object) -> Iterator[Span | ByteSpan]:
    """Give every span in a record, its records and its collections."""
    if isinstance(item, Span | ByteSpan):
        yield item
    elif isinstance(item, Struct):
        for field in item.__struct_fields__:
            yield from spans_of(getattr(item, field))
    elif isinstance(item, tuple) and item and not isinstance(item[0], _BARE):
        for part in item:
            yield from spans_of(part)


def check_spans(record: Record, text_of: Callable[[ArticleId], str]) -> None:
    """Compare every span of a record with its article's text. Raises SpanError."""
    for span in spans_of(record):
        if isinstance(span, ByteSpan):
            continue  # compared with the bytes by check_article
        text = text_of(span.article)
        if text[span.start : span.end] != span.exact:
            raise moved(span, text[span.start : span.end])


def check_article(article: Article, body: bytes) -> None:
    """Compare an article's text, spans and byte spans with its capture. Raises SpanError."""
    check_spans(article, lambda _: article.text)
    for run in article.source_map:
        if not run.direct:
            continue
        words = body[run.first : run.last].decode(article.encoding, "replace")
        if words != article.text[run.start : run.end]:
            fault = f"bytes [{run.first}, {run.last}) no longer read as the text says"
            raise SpanError(fault, where=f"capture {article.capture[:12]}")
    for span in spans_of(article):
        if isinstance(span, ByteSpan):
            words = body[span.start : span.end].decode(article.encoding, "replace")
            if words != span.exact:
                raise moved(span, words)


def moved(span: Span | ByteSpan, found: str) -> SpanError:
    """Describe a span whose words are not there."""
    fault = f"[{span.start}, {span.end}) should read {_short(span.exact)}, it reads {_short(found)}"
    where = (
        f"article {span.article[:12]}" if isinstance(span, Span) else f"capture {span.capture[:12]}"
    )
    return SpanError(fault, where=where, fix="put back the case from a copy")


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else words[:57] + "…")
