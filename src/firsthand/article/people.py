"""Who wrote it: people, from the page's data and its byline, each with its place.

A name is cut out of the words around it: openers ("By"), roles ("Political Editor"), outlets and
agencies. Where a page names no person but says outright that a desk or an agency is its author
("dpa", "ORF.at"), that is given as the author, because the page says so; see `authors`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

from firsthand.article.embedded import Node, strings
from firsthand.article.phrases import WORD
from firsthand.article.sheet import Sheet
from firsthand.article.signs import NAME, months, openers, printed_date, table
from firsthand.types import Method, Value, ZoneKind

SPLIT = re.compile(
    r"\s*(?:[;|/&\n•·]|,|\bund\b|\band\b|\bet\b|\by\b|\s[eiи]\s|\bog\b|\boch\b|\bja\b|\bwith\b|\bmit\b|、)\s*"
)
JUNK = re.compile(
    r"\bhttps?\b|www\.|@|\d{3,}|[<>{}\[\]=_]|^\W*$"
    r"|(?i:^(?:read more|about the|published posts|view all|all articles)\b|\barticles by\b)"
)
DOMAIN = re.compile(
    r"\b[\w-]+\.(?:com|org|net|de|at|ch|co|uk|fr|it|es|nl|be|se|no|dk|pl|ua|tr|in|info|tv|news)\b",
    re.I,
)
PERSON = re.compile(rf"^{NAME}(?:[\s\u00a0-]+{NAME}){{1,5}}$")
LONGEST = 60
WRITTEN = frozenset(
    ("written by", "verfasst von", "geschrieben von", "écrit par", "escrito por", "scritto da")
)
INSIDE = re.compile(
    rf"[|·•–,]\s*(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)\s+(?P<name>{NAME}(?:[ \u00a0]{NAME}){{1,3}})"
)
AUTHOR_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl",
    "cxenseparse:author", "dcterms.creator", "citation_author", "og:article:author",
)  # fmt: skip
FIRST_WORDS = re.compile(r"(?:\s*<[^<>]*>)*\s*([^<>]{2,80})")  # the first text inside an element


def authors(sheet: Sheet, outlets: tuple[str, ...]) -> tuple[Value, ...]:
    """Return every reading of an author, those of the best source first, each name once a source.

    The first source that names a person counts; only where none does, the first that names a
    desk or an agency.
    """
    readings = list(_readings(sheet))
    people = [value for value in readings if is_person(value.value, outlets)]
    return tuple(people or [value for value in readings if _is_desk(value.value)])


def best(values: tuple[Value, ...]) -> tuple[str, ...]:
    """Return the names of the best source, in order, each once."""
    if not values:
        return ()
    by, field = values[0].by, values[0].field
    names: dict[str, str] = {}
    for value in values:
        if value.by == by and value.field == field:
            names.setdefault("".join(WORD.findall(value.value.lower())), value.value)
    return tuple(names.values())


def _readings(sheet: Sheet) -> Iterator[Value]:
    for node in _own(sheet.found.articles):
        yield from _of_node(sheet, node)
    for name in AUTHOR_META:
        for content, mark in sheet.found.meta(name):
            for said in cut(content):
                yield from sheet.value("author", said, Method.META, captured=sheet.in_tag(mark))
    for number in ("1", "2"):  # pairs that link previews show: "Written by", a name
        for label, _ in sheet.found.meta(f"twitter:label{number}"):
            for content, mark in sheet.found.meta(f"twitter:data{number}"):
                if label.strip(" :").lower() in WRITTEN:
                    for said in cut(content):
                        pinned = sheet.in_tag(mark)
                        yield from sheet.value("author", said, Method.META, captured=pinned)
    yield from _marked(sheet)
    yield from _bylines(sheet)


def _own(nodes: tuple[Node, ...]) -> list[Node]:
    """Return the nodes that speak of this article: the first, and those of the same headline.

    A page's data often list the articles that it links to, each with its author.
    """
    return [node for node in nodes if _headline(node) in ("", _headline(nodes[0]))]


def _headline(node: Node) -> str:
    return "".join(WORD.findall(" ".join(strings(node.fields.get("headline"))[:1]).lower()))


def _of_node(sheet: Sheet, node: Node) -> Iterator[Value]:
    given = node.fields.get("author") or node.fields.get("creator")
    for item in given if isinstance(given, list) else [given]:
        for written in strings(item):
            pinned = sheet.in_node(node, "author", written)
            for said in cut(written):
                yield from sheet.value("author", said, Method.JSON_LD, captured=pinned)


def _marked(sheet: Sheet) -> Iterator[Value]:
    """Read elements that say they hold an author: itemprop=author, rel=author."""
    if sheet.page is None:
        return
    for mark in sheet.page.marks:
        if mark.tag.name in ("meta", "link", "script", "title", "time"):
            continue
        found = mark.tag.attributes
        if found.get("itemprop") != "author" and "author" not in found.get("rel", "").split():
            continue
        inner = FIRST_WORDS.match(sheet.page.source, mark.end)
        for said in cut(html.unescape(inner[1])) if inner else ():
            at = sheet.text.find(said, mark.place, mark.place + 200)
            if at >= 0 and said[:1].isalpha():
                span = sheet.span(at, at + len(said))
                yield from sheet.value("author", said, Method.MICRODATA, (span,))


def _bylines(sheet: Sheet) -> Iterator[Value]:
    """Read the visible bylines. A time or a reading time glued to a name is cut off."""
    for zone in sheet.of(ZoneKind.BYLINE):
        for line in re.finditer(r"[^\n]+", sheet.text[zone.start : zone.end]):
            words, offset = line[0], zone.start + line.start()
            opener = openers().match(words)
            start = opener.start("rest") if opener else 0
            for said in cut(_before_time(words[start:])):
                at = sheet.text.find(said, offset + start, offset + len(words))
                if at >= 0 and not said[0].islower():
                    span = sheet.span(at, at + len(said))
                    yield from sheet.value("author", said, Method.VISIBLE, (span,))

    for zone in sheet.of(ZoneKind.TIMESTAMP):
        found = INSIDE.search(sheet.text, zone.start, zone.end)
        if found:
            span = sheet.span(*found.span("name"))
            yield from sheet.value("author", span.exact, Method.VISIBLE, (span,))


def _before_time(words: str) -> str:
    """Cut a byline where a date begins: a month, a weekday or a number, even glued to a name."""
    date = printed_date().search(words)
    if date:
        words = words[: date.start()]
    for found in WORD.finditer(words):
        word = found[0]
        if word.isdigit() or (found.start() > 3 and word.lower() in months() and word[0].isupper()):
            rest = words[found.end() : found.end() + 6]
            if word.isdigit() or re.match(r"\.?\s*\d", rest):
                return words[: found.start()]
    return words


def cut(written: str) -> list[str]:
    """Cut the words of a byline into names: openers, roles and outlets fall away."""
    written = re.sub(r"\s+", " ", written).strip()
    opener = openers().match(written)
    if opener:
        written = opener["rest"]
    written = re.sub(r"\([^)]*\)", " ", written)
    roles, collective = _words("words"), _words("collective")
    names = []
    for part in SPLIT.split(written):
        part = re.sub(
            r"\s+(?:in|on|am|für|for|at|from|aus)(?:\s+.*)?$", "", part.strip(" .,:–—-\u00a0")
        )
        again = openers().match(part)
        part = again["rest"] if again else part
        words = part.split()
        if words and all(word.lower().strip(".,") in roles for word in words):
            continue
        if len(words) < 5 and not collective.isdisjoint(map(str.lower, words)):
            names.append(part)
            continue
        while words and words[-1].lower().strip(".,") in roles and len(words) > 2:
            words.pop()
        if len(words) > 2 and all(word.lower() in roles for word in words[:-2]):
            words = words[-2:]
        if words and not all(word.lower() in roles for word in words) and len(part) <= LONGEST:
            names.append(" ".join(words))
    return names


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the words that bylines say of a person, or those that name no person."""
    return frozenset(table()["roles"][kind])


def is_person(name: str, outlets: tuple[str, ...]) -> bool:
    """Tell whether a name is a person's: no outlet, agency, desk, domain or address."""
    if JUNK.search(name) or DOMAIN.search(name) or name in table()["agencies"]:
        return False
    words = [word.lower() for word in WORD.findall(name)]
    key = "".join(words)
    if not words or len(words) > 5:
        return False
    if not _words("collective").isdisjoint(words):
        return False
    acronyms = {word for outlet in outlets for word in WORD.findall(outlet) if word.isupper()}
    if WORD.findall(name)[0] in acronyms and len(WORD.findall(name)[0]) <= 5:
        return False
    if any(key == "".join(WORD.findall(outlet.lower())) for outlet in outlets):
        return False
    if name.isascii() or PERSON.match(name):
        return len(words) > 1
    return len(key) > 1


def _is_desk(name: str) -> bool:
    return not JUNK.search(name) and 1 < len(name) <= LONGEST
