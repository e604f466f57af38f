"""The title: what the page's own headline, its data and its tab say, put to a vote.

No one source is right on every outlet: data hold the headline for search engines, the headline on
the page joins a kicker, the tab adds the site's name. Where two agree, that is the title.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from firsthand.article.embedded import strings
from firsthand.article.phrases import WORD
from firsthand.article.sheet import Sheet
from firsthand.types import Method, Value, ZoneKind

PARTED = re.compile(r"\s+[|–—·•»:]\s+|\s+-\s+|\s*[|｜]\s*|：(?=[^：]{2,20}$)")
VOTES = {Method.VISIBLE: 1.1, Method.JSON_LD: 1.05, Method.META: 1.0, Method.MARKUP: 0.7}
SITE_WORDS = 6  # a part at the end of a title with more words than this is no site's name


def titles(sheet: Sheet, outlets: tuple[str, ...]) -> tuple[Value, ...]:
    """Return every reading of the title, the best first."""
    values = [value for value in _readings(sheet, outlets) if len(value.value) < 500]
    shown = next((value.value for value in values if value.by is Method.VISIBLE), "")
    votes: dict[str, float] = {}
    for value in {(value.by, _key(value.value)): value for value in values}.values():
        key = _key(shown if _is_shown_with_site(value.value, shown) else value.value)
        votes[key] = votes.get(key, 0.0) + VOTES[value.by]
    return tuple(
        sorted(
            values,
            key=lambda value: (
                -votes.get(_key(value.value), 0.0),
                # A kicker in an element of its own runs into the headline ("DemoDer"): of one
                # title's spellings the one that parts most words is right.
                -len(WORD.findall(value.value)),
                -VOTES[value.by],
            ),
        )
    )


def _is_shown_with_site(title: str, shown: str) -> bool:
    """Tell whether a title is the headline shown and, after a break, what must be a site's name."""
    tail = title[len(shown) :]
    parted = PARTED.match(tail) if shown and title.startswith(shown) else None
    return parted is not None and len(WORD.findall(tail)) <= SITE_WORDS


def _key(title: str) -> str:
    return "".join(WORD.findall(title.lower()))


def _readings(sheet: Sheet, outlets: tuple[str, ...]) -> Iterator[Value]:
    headlines = sheet.of(ZoneKind.HEADLINE)
    if headlines:
        zone = headlines[-1]
        span = sheet.span(zone.start, zone.end)
        yield from sheet.value("title", without_site(span.exact, outlets), Method.VISIBLE, (span,))
    for node in sheet.found.articles:
        for title in strings(node.fields.get("headline"))[:1]:
            pinned = sheet.in_node(node, "headline", title)
            said = without_site(html.unescape(title), outlets)
            yield from sheet.value("title", said, Method.JSON_LD, captured=pinned)
    for title, mark in sheet.found.meta("og:title", "twitter:title"):
        said = without_site(title, outlets)
        yield from sheet.value("title", said, Method.META, captured=sheet.in_tag(mark))
    yield from _tab(sheet, outlets)


def _tab(sheet: Sheet, outlets: tuple[str, ...]) -> Iterator[Value]:
    """Read the title element, up to the first part that could be the site's."""
    if sheet.page is None:
        return
    for mark in sheet.page.marks:
        if mark.tag.name == "title" and mark.inner[1] > mark.inner[0]:
            said = html.unescape(sheet.page.source[slice(*mark.inner)]).strip()
            bare = without_site(said, outlets)
            if bare == said:
                bare = re.split(r"\s[|–—-]\s", said)[0]
            pinned = (sheet.byte_span(*mark.inner),)
            yield from sheet.value("title", bare, Method.MARKUP, captured=pinned)
            return


def without_site(title: str, outlets: tuple[str, ...]) -> str:
    """Take the site's name off the end (or the start) of a title."""
    title = re.sub(r"\s+", " ", title).strip()
    names = [_key(outlet) for outlet in outlets if outlet]
    while True:
        breaks = list(PARTED.finditer(title))
        if not breaks:
            return title
        last, first = title[breaks[-1].end() :], title[: breaks[0].start()]
        if _is_site(last, names) and breaks[-1].start() > 0:
            title = title[: breaks[-1].start()].rstrip()
        elif _key(first) in names and _key(first):
            title = title[breaks[0].end() :].lstrip()
        else:
            return title


def _is_site(part: str, names: list[str]) -> bool:
    key = _key(part)
    if not key or len(WORD.findall(part)) > SITE_WORDS:
        return False
    is_domain = re.fullmatch(
        r"[\w-]+\.(?:com|org|net|info|[a-z]{2})(?:\.[a-z]{2})?", part.strip(), re.I
    )
    is_date = re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", part.strip())
    close = any(
        key == name or (len(key) > 3 and key in name) or (len(name) > 4 and name in key)
        for name in names
    )
    return bool(is_domain or is_date or close)
