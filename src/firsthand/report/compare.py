"""Two articles side by side: what is copied, what is changed, what only one of them has.

Paragraphs are paired by the word pairs they share (an inverted index, so that long pages stay
fast), each at most once, best pair first; the words that differ inside a pair are marked with
`difflib`. This is for looking; whether one text is a copy of the other is a Link's to say.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from firsthand.language.words import fold, folded
from firsthand.report.changes import Change, changes
from firsthand.report.dossier import Head, head
from firsthand.types import Article, Claim, Discrepancy, Link, Record, Response, Span

ALIKE = 0.35  # share of the shorter paragraph's word pairs; set by looking at the demo case
COMMON = 50  # word pairs that more paragraphs than this hold say nothing
LONG = 3000  # words of a pair past which its differences are not marked: the cost is quadratic
_WORD = re.compile(r"\w+(?:['’]\w+)?")


class Words(Record, frozen=True, kw_only=True):
    """A run of words of one side, marked where the other side has others."""

    text: str
    differs: bool


class Row(Record, frozen=True, kw_only=True):
    """One paragraph of each side, or of one side only."""

    kind: str  # copied | changed | left | right
    left: Span | None
    right: Span | None
    left_words: tuple[Words, ...] = ()
    right_words: tuple[Words, ...] = ()


class Comparison(Record, frozen=True, kw_only=True):
    """What two articles have in common and where they part."""

    left: Head
    right: Head
    links: tuple[Link, ...]
    rows: tuple[Row, ...]
    copied: int  # paragraphs
    changed: int
    only_left: int
    only_right: int
    changes: tuple[Change, ...]  # numbers, names, who says it, in paragraphs that both have
    discrepancies: tuple[Discrepancy, ...]
    missing_left: tuple[Response, ...]  # answers that only the right page carries
    missing_right: tuple[Response, ...]


def comparison(
    left: Article, right: Article, links: Sequence[Link], claims: Sequence[Claim]
) -> Comparison:
    """Compare two articles; claims are those of their story or stories."""
    both = {left.id, right.id}
    lefts, rights = _paragraphs(left), _paragraphs(right)
    rows = _rows(lefts, rights, _pairs(lefts, rights))
    kinds = Counter(row.kind for row in rows)
    differences = [
        item
        for claim in claims
        for item in claim.discrepancies
        if {span.article for span in (*item.left, *item.right)} == both
    ]
    missing_left, missing_right = _missing(left, right, claims)
    return Comparison(
        left=head(left),
        right=head(right),
        links=tuple(link for link in links if {link.left, link.right} == both),
        rows=tuple(rows),
        copied=kinds["copied"],
        changed=kinds["changed"],
        only_left=kinds["left"],
        only_right=kinds["right"],
        changes=tuple(
            change
            for row in rows
            if row.kind == "changed" and row.left and row.right
            for change in changes(left, right, row.left, row.right)
        ),
        discrepancies=tuple(dict.fromkeys(differences)),
        missing_left=missing_left,
        missing_right=missing_right,
    )


def _missing(
    left: Article, right: Article, claims: Sequence[Claim]
) -> tuple[tuple[Response, ...], tuple[Response, ...]]:
    """Find who answers on one side only, for claims that both sides tell."""
    by_side: tuple[dict[str, Response], dict[str, Response]] = ({}, {})
    texts = [" ".join(folded(article.body)) for article in (left, right)]
    for claim in claims:
        if not {left.id, right.id} <= {account.article for account in claim.told}:
            continue
        for item in claim.responses:
            for number, article in enumerate((left, right)):
                if any(span.article == article.id for span in item.spans):
                    by_side[number].setdefault(item.by.casefold(), item)
    return (
        tuple(item for key, item in by_side[1].items() if _lacks(texts[0], key, item, by_side[0])),
        tuple(item for key, item in by_side[0].items() if _lacks(texts[1], key, item, by_side[1])),
    )


def _lacks(text: str, key: str, item: Response, there: dict[str, Response]) -> bool:
    """Whether a page has neither an answer of this speaker nor the words of this one.

    A claim keeps one of several copies of an answer, so the words are looked for as well.
    """
    said = max((" ".join(folded(span.exact)) for span in item.spans), key=len, default="")
    return key not in there and said not in text


def _paragraphs(article: Article) -> list[Span]:
    """Pin the article's body blocks without the white space around them."""
    found = []
    for zone in article.blocks:
        text = article.text[zone.start : zone.end]
        start = zone.start + len(text) - len(text.lstrip())
        end = zone.start + len(text.rstrip())
        if start < end:
            found.append(article.span(start, end))
    return found


def _grams(span: Span) -> set[tuple[str, str]]:
    words = [word.casefold() for word in _WORD.findall(span.exact)]
    return set(zip(words, [*words[1:], ""], strict=True))


def _pairs(lefts: Sequence[Span], rights: Sequence[Span]) -> list[tuple[int, int]]:
    """Pair paragraphs by shared word pairs, the best first, each at most once."""
    grams = [_grams(span) for span in rights]
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, found in enumerate(grams):
        for gram in found:
            places[gram].append(number)
    scored = []
    for number, span in enumerate(lefts):
        mine = _grams(span)
        shared = Counter(
            other for gram in mine if len(places[gram]) <= COMMON for other in places[gram]
        )
        for other, count in shared.items():
            share = count / max(1, min(len(mine), len(grams[other])))
            if share >= ALIKE:
                scored.append((-share, abs(number - other), number, other))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, _, number, other in sorted(scored):
        if number not in taken[0] and other not in taken[1]:
            taken[0].add(number)
            taken[1].add(other)
            pairs.append((number, other))
    return sorted(pairs)


def _rows(
    lefts: Sequence[Span], rights: Sequence[Span], pairs: Sequence[tuple[int, int]]
) -> list[Row]:
    """Lay the left side down in its order, the right side's own paragraphs in between."""
    partner = dict(pairs)
    used = set(partner.values())
    rows: list[Row] = []
    done = 0
    for number, span in enumerate(lefts):
        other = partner.get(number)
        if other is None:
            rows.append(Row(kind="left", left=span, right=None))
            continue
        while done <= other:
            if done not in used:
                rows.append(Row(kind="right", left=None, right=rights[done]))
            done += 1
        rows.append(_row(span, rights[other]))
    rows.extend(
        Row(kind="right", left=None, right=rights[rest])
        for rest in range(done, len(rights))
        if rest not in used
    )
    return rows


def _row(left: Span, right: Span) -> Row:
    """Mark the words in which two paragraphs differ."""
    first, second = re.findall(r"\S+\s*", left.exact), re.findall(r"\S+\s*", right.exact)
    keys = [[_key(word) for word in side] for side in (first, second)]
    if keys[0] == keys[1]:
        return Row(kind="copied", left=left, right=right)
    if len(first) + len(second) > LONG:
        return Row(kind="changed", left=left, right=right)
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    mine, theirs = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        differs = kind != "equal"
        if a < b:
            mine.append(Words(text="".join(first[a:b]), differs=differs))
        if c < d:
            theirs.append(Words(text="".join(second[c:d]), differs=differs))
    return Row(
        kind="changed",
        left=left,
        right=right,
        left_words=tuple(mine),
        right_words=tuple(theirs),
    )


def _key(word: str) -> str:
    """Compare words without their case, spelling (-ise, -ize), quotation marks and white space."""
    plain = word.strip().translate(str.maketrans("“”‘’", "\"\"''"))
    return _WORD.sub(lambda found: fold(found[0]), plain).casefold()
