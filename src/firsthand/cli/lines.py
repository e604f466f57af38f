"""Records as lines for a person, 80 columns wide, and as JSON lines for a program.

Words from a page are untrusted: control characters that could steer a terminal are written out.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import click
import msgspec

from firsthand.report import wording
from firsthand.types import Link, Reader, Record, Span

LABEL = 10  # columns of a label before its text
WIDEST = 100  # longer lines are hard to read
TOUCH = 2  # code points between two spans that are shown as one: a space, a comma and a space
EVIDENCE = 70  # characters of a link's words in a list
PLAIN = 80  # columns where there is no terminal to ask


def width() -> int:
    """Give the columns to write in."""
    if not sys.stdout.isatty():
        return PLAIN
    return max(40, min(WIDEST, shutil.get_terminal_size((PLAIN, 24)).columns))


def say(line: str = "") -> None:
    """Write a line of data."""
    click.echo(line)


def tell(line: str) -> None:
    """Write a line about the work to standard error."""
    click.echo(line, err=True)


def bold(text: str) -> str:
    """Make a name stand out where the terminal can; nothing rests on it."""
    return click.style(text, bold=True)


def clean(text: str) -> str:
    """Give a page's words as one visible line."""
    return "".join(map(wording.named, " ".join(text.split())))


def wrapped(
    text: str, *, indent: int = 0, first: str | None = None, most: int = 0, columns: int = 0
) -> list[str]:
    """Break a text into lines; `first` stands where the first line's indent would be.

    `most` caps the lines, the last one ending in "…" where words are left out; `columns` is the
    whole width, if it isn't the screen's.
    """
    room = max(16, (columns or width()) - indent)
    lines = textwrap.wrap(clean(text), room, break_on_hyphens=False) or [""]
    if most and len(lines) > most:
        last = textwrap.shorten(" ".join(lines[most - 1 :]), room - 1, placeholder="")
        lines = [*lines[: most - 1], f"{last}…"]
    start = " " * indent if first is None else first.ljust(indent)
    return [start + lines[0], *(" " * indent + line for line in lines[1:])]


def field(label: str, text: str, *, indent: int = 0, most: int = 0) -> None:
    """Write a label and its text, if there is any."""
    if text:
        start = " " * indent + label.ljust(LABEL)
        for line in wrapped(text, indent=indent + LABEL, first=start, most=most):
            say(line)


def rule(title: str) -> None:
    """Write a heading between parts."""
    say()
    say(title)


def quote(spans: Sequence[Span]) -> str:
    """Give the words of spans, in marks unless they bring their own."""
    words = wording.quoted(spans)
    return words if words[:1] in "“\"‘'«„" else f"“{words}”"


def reasons(link: Link) -> str:
    """Say what a link rests on: each reason with the first of its words."""
    said = []
    for number, reason in enumerate(link.reasons):
        words = link.evidence[number].exact if number < len(link.evidence) else ""
        shown = textwrap.shorten(clean(words), EVIDENCE, placeholder="…")
        said.append(f"{reason} “{shown}”" if shown and shown.rstrip("…") not in reason else reason)
    return f": {'; '.join(dict.fromkeys(said))}" if said else ""


def place(reader: Reader, span: Span) -> str:
    """Say where words stand: the page, the code points of its text, the capture."""
    capture = reader.article(span.article).capture
    return f"{reader.name(span.article)} [{span.start}, {span.end}) capture {capture[:12]}"


def words_at(reader: Reader, spans: Sequence[Span], *, indent: int) -> Iterator[str]:
    """Give lines with each stretch of words and, below it, where it stands."""
    for span in joined(reader, spans):
        yield from wrapped(quote([span]), indent=indent)
        yield " " * indent + place(reader, span)


def joined(reader: Reader, spans: Sequence[Span]) -> list[Span]:
    """Make one span of those that touch or overlap on one page, with the page's own words."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        last = found[-1] if found else None
        if last and last.article == span.article and span.start - last.end <= TOUCH:
            end = max(last.end, span.end)
            found[-1] = reader.article(span.article).span(last.start, end)
        else:
            found.append(span)
    return found


def row(kind: str, record: Record | Mapping[str, object], **more: object) -> None:
    """Write one JSON line: what kind of record it is, the record, and what goes beside it."""
    content = record if isinstance(record, Mapping) else msgspec.to_builtins(record)
    click.echo(msgspec.json.encode({"type": kind, **more, **content}).decode("utf8"))
