"""Scores of blocks to zones: what each stretch of the reading text is.

The model says what is article; which kind of article zone or furniture a block is, its words, its
element and its neighbours say, by rules that can be read. A heading such as "Most read" opens a
stretch of furniture: what follows and has no kind of its own belongs to it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.article.features import Page
from firsthand.article.markup import Block, Element
from firsthand.article.model import LABELS, Array
from firsthand.article.phrases import lexicon
from firsthand.article.setting import bits_of
from firsthand.article.signs import (
    NAME,
    is_byline,
    is_copyright,
    is_credit_line,
    is_photo_credit,
    is_timestamp,
    photo_credit_at,
    printed_date,
)
from firsthand.article.tags import HINTS, hint_names
from firsthand.language.names import outlet_named
from firsthand.types import BODY_ZONES, Zone, ZoneKind

OTHER, BODY, TITLE, CAPTION, STANDFIRST = range(len(LABELS))
CAPTION_BAR = 0.4  # probability
BODY_BAR = 0.4  # probability of body and standfirst together; set on outlets not trained on
# The same for a block that asks the reader for something, of which below it one in three is body,
# and for one that stands between two such: of 870 on the pages of bench/article 23 were body.
ASKING_BAR = 0.8
OPENERS = frozenset((ZoneKind.RELATED, ZoneKind.FEED, ZoneKind.COMMENT, ZoneKind.NEWSLETTER))
# Kinds that a menu's item can have of its own; every other item is navigation.
PLAIN = frozenset((ZoneKind.LEGAL, ZoneKind.SUBSCRIPTION, ZoneKind.ADVERTISEMENT, ZoneKind.SHARE))
# Hints in class names that say which furniture a block is, the first that is there counts.
HINT_KINDS = (
    ("comment", ZoneKind.COMMENT),
    ("newsletter", ZoneKind.NEWSLETTER),
    ("share", ZoneKind.SHARE),
    ("advertisement", ZoneKind.ADVERTISEMENT),
    ("related", ZoneKind.RELATED),
    ("popular", ZoneKind.FEED),
    ("breadcrumb", ZoneKind.NAVIGATION),
    ("navigation", ZoneKind.NAVIGATION),
    ("consent", ZoneKind.LEGAL),
    ("subscription", ZoneKind.SUBSCRIPTION),
    ("teaser", ZoneKind.RELATED),
)
HINT_BITS = tuple((1 << HINTS + hint_names().index(name), kind) for name, kind in HINT_KINDS)
ADVERT = 1 << HINTS + hint_names().index("advertisement")
FURNITURE_HINTS = sum(bit for bit, _ in HINT_BITS)
BYLINE = HINTS + hint_names().index("byline")
ELEMENT_KINDS = {
    "nav": ZoneKind.NAVIGATION,
    "button": ZoneKind.MEDIA_CONTROL,
    "form": ZoneKind.NAVIGATION,
    "footer": ZoneKind.NAVIGATION,
    "header": ZoneKind.NAVIGATION,
}
ASKING = (ZoneKind.SUBSCRIPTION, ZoneKind.NEWSLETTER, ZoneKind.ADVERTISEMENT, ZoneKind.SHARE)
UNMOVED = frozenset((ZoneKind.HEADLINE, ZoneKind.STANDFIRST, ZoneKind.CAPTION))
SHORT_ADVERT = 8  # words
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LONGEST_SUBHEADING = 120
SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔։።။។:;][\"'”’»“)\]]*\s*$")
FULL_STOP = re.compile(r"[.!?。！？।॥؟۔։።။។][\"'”’»“)\]]*\s*$")
SHORTEST_SENTENCE = 5  # words
NAME_ONLY = re.compile(rf"{NAME}(?:[ \u00a0]{NAME}){{1,3}}$")
BULLET = re.compile(r"\s*[•·*◦▪‣⁃□☆★○●■]\s+")


class Kind:
    """The kinds of zones by name: Python 3.11 takes ten times as long to look up an enumeration."""

    ADVERTISEMENT = ZoneKind.ADVERTISEMENT
    BYLINE = ZoneKind.BYLINE
    CAPTION = ZoneKind.CAPTION
    CREDIT = ZoneKind.CREDIT
    FEED = ZoneKind.FEED
    HEADLINE = ZoneKind.HEADLINE
    LIST = ZoneKind.LIST
    NAVIGATION = ZoneKind.NAVIGATION
    OTHER = ZoneKind.OTHER
    PARAGRAPH = ZoneKind.PARAGRAPH
    PHOTO_CREDIT = ZoneKind.PHOTO_CREDIT
    QUOTE_BLOCK = ZoneKind.QUOTE_BLOCK
    RELATED = ZoneKind.RELATED
    STANDFIRST = ZoneKind.STANDFIRST
    SUBHEADING = ZoneKind.SUBHEADING
    TIMESTAMP = ZoneKind.TIMESTAMP


class Piece(Struct):
    """A block on its way to a zone."""

    start: int
    end: int
    text: str
    words: list[str]
    kind: ZoneKind | None = None


def zones(text: str, blocks: list[Block], scores: Array, seen: Page) -> tuple[Zone, ...]:
    """Return zones that cover the text, in order and without gaps."""
    pieces = [
        Piece(block.start, block.end, text[block.start : block.end], words)
        for block, words in zip(blocks, seen.tokens, strict=True)
    ]
    asks = _asks(seen)
    among = asks.copy()
    among[1:-1] |= asks[:-2] & asks[2:]
    body = scores[:, BODY] + scores[:, STANDFIRST] > np.where(among, ASKING_BAR, BODY_BAR)
    for place in body.nonzero()[0].tolist():
        if len(pieces[place].words) <= SHORT_ADVERT:
            body[place] = not _is_advert(seen.groups[place], blocks[place])
    _mark_headline(pieces, scores, body, blocks, asks)
    heads = [place for place, piece in enumerate(pieces) if piece.kind is Kind.HEADLINE]
    body[: min(heads, default=0)] &= ~asks[: min(heads, default=0)]
    _mark_article(pieces, blocks, scores, body)
    _mark_lines(pieces, blocks, body)
    _mark_furniture(pieces, blocks, seen.groups)
    _mark_teasers(pieces)
    _keep_last_words(pieces, blocks)
    starts = _split(pieces)
    if pieces and text[pieces[-1].end :].strip():  # more than is looked at: furniture
        starts.append((Kind.OTHER, pieces[-1].end))
    return _cover(starts, len(text))


def _is_advert(found: int, block: Block) -> bool:
    """Whether a short block is an advertisement by its words or by its element's own name.

    Between two paragraphs it looks like a subheading; of 1,772 in such elements 11 were text.
    """
    if found >> lexicon().kinds.index(Kind.ADVERTISEMENT) & 1:
        return True
    return block.element is not None and bool(bits_of(block.element) & ADVERT)


def _asks(seen: Page) -> NDArray[np.bool_]:
    """Which blocks ask the reader for something, by their words: no headline, no standfirst."""
    bits = sum(1 << lexicon().kinds.index(kind) for kind in ASKING)
    return np.array([bool(found & bits) for found in seen.groups], np.bool_)


def _mark_headline(
    pieces: list[Piece],
    scores: Array,
    body: NDArray[np.bool_],
    blocks: list[Block],
    asks: NDArray[np.bool_],
) -> None:
    """Mark the likeliest headline; its repetitions before the body are headlines as well."""
    plain = body & ~asks
    first = int(np.argmax(plain)) if plain.any() else len(pieces)
    best, highest = -1, 0.1
    for place, chance in enumerate(scores[: first + 3, TITLE].tolist()):
        if chance > 0.01 or _name(blocks[place]) == "h1":
            chance += _headline_signs(pieces, blocks, place) - 0.5 * bool(asks[place])
        if chance > highest:
            best, highest = place, chance
    if best < 0:
        return
    words = pieces[best].words
    for place in range(len(pieces)):
        if place == best or (pieces[place].words == words and place < first and len(words) > 2):
            pieces[place].kind = Kind.HEADLINE


def _headline_signs(pieces: list[Piece], blocks: list[Block], place: int) -> float:
    """Weigh what speaks for a headline beside the model: its element, the byline after it."""
    piece = pieces[place]
    if is_timestamp(piece.text) or is_byline(piece.text) or outlet_named(piece.text.strip(" ·|")):
        return -1.0
    weight = 0.5 if _name(blocks[place]) == "h1" else 0.0
    if len(piece.words) < 3 and not weight:
        weight -= 0.3
    near = [other.text for other in pieces[place + 1 : place + 4]]
    if any(is_byline(words) or is_timestamp(words) for words in near[:2]):
        weight += 0.4
    return weight


def _name(block: Block) -> str:
    return block.element.tag.name if block.element is not None else ""


def _mark_article(
    pieces: list[Piece], blocks: list[Block], scores: Array, body: NDArray[np.bool_]
) -> None:
    in_text = False
    inside, captions = body.tolist(), (scores[:, CAPTION] > CAPTION_BAR).tolist()
    for place, piece in enumerate(pieces):
        if piece.kind is not None:
            continue
        if inside[place]:
            is_first = not in_text and scores[place, STANDFIRST] > scores[place, BODY]
            piece.kind = Kind.STANDFIRST if is_first else _body_kind(piece, blocks[place])
            in_text = in_text or not is_first
            if in_text and _is_line_of_credit(piece):
                piece.kind = Kind.CREDIT
        elif len(piece.words) > 2:
            near = inside[max(0, place - 4) : place + 5]
            if captions[place] or (True in near and _is_captioned(piece)):
                piece.kind = Kind.CAPTION


def _is_captioned(piece: Piece) -> bool:
    """A sentence that ends in a photo credit."""
    return len(piece.words) > 6 and photo_credit_at(piece.text) is not None


def _is_line_of_credit(piece: Piece) -> bool:
    return len(piece.words) <= 40 and (is_credit_line(piece.text) or is_copyright(piece.text))


def _body_kind(piece: Piece, block: Block) -> ZoneKind:
    name = _name(block)
    element = block.element
    if name in HEADINGS:
        return Kind.SUBHEADING
    while element is not None and element.tag.name not in ("article", "main", "body"):
        if element.tag.name in ("ul", "ol"):
            return Kind.LIST
        if element.tag.name == "blockquote":
            return Kind.QUOTE_BLOCK
        element = element.parent
    if _has_bullet(piece.text):
        return Kind.LIST
    bare = piece.text.strip()
    is_short = len(bare) <= LONGEST_SUBHEADING and not SENTENCE_END.search(bare)
    if is_short and bare[:1] not in "\"“„«‘'–—-" and len(piece.words) <= 14:
        return Kind.SUBHEADING
    return Kind.PARAGRAPH


def _mark_lines(pieces: list[Piece], blocks: list[Block], body: NDArray[np.bool_]) -> None:
    """Mark bylines, times and credits: short lines near the article's two ends."""
    marked = [place for place, piece in enumerate(pieces) if piece.kind is Kind.HEADLINE]
    inside = [
        place for place in body.nonzero()[0].tolist() if pieces[place].kind is not Kind.STANDFIRST
    ]
    start = inside[0] if inside else len(pieces)  # of the text
    first = min([*marked, *inside[:1]], default=0)
    last = inside[-1] if inside else (marked[-1] if marked else 0)
    for place in range(max(0, first - 6), min(len(pieces), last + 9)):
        piece = pieces[place]
        is_inside = start < place < last
        if is_inside and piece.kind in BODY_ZONES:
            continue
        if piece.kind in UNMOVED:
            continue
        kind = _line_kind(piece)
        if kind in (Kind.TIMESTAMP, Kind.BYLINE) and is_inside:
            continue  # of a teaser between the paragraphs
        if kind is None and _is_outlet_line(pieces, place):
            kind = Kind.CREDIT
        if kind is None and not is_inside:
            is_before = first < place < start
            if _is_named_byline(piece, blocks[place]) or (
                is_before and _is_name_line(pieces, place)
            ):
                kind = Kind.BYLINE
        if kind is not None and (piece.kind is None or len(piece.words) <= 14):
            piece.kind = kind


def _is_outlet_line(pieces: list[Piece], place: int) -> bool:
    """A line under a byline that names a known outlet and nothing else."""
    if not 0 < len(pieces[place].words) <= 5:
        return False
    words = pieces[place].text.strip(" \u00a0·•|,–—-")
    before = any(piece.kind is Kind.BYLINE for piece in pieces[max(0, place - 2) : place])
    return before and outlet_named(words) is not None


def _is_name_line(pieces: list[Piece], place: int) -> bool:
    """A line of one person's name and nothing else, beside a time or under the headline."""
    if not NAME_ONLY.match(pieces[place].text.strip()) or len(pieces[place].words) > 4:
        return False
    near = pieces[max(0, place - 1) : place] + pieces[place + 1 : place + 2]
    return any(is_timestamp(piece.text) for piece in near)


def _is_named_byline(piece: Piece, block: Block) -> bool:
    """A short line in an element that its author calls a byline."""
    if not 2 <= len(piece.words) <= 14:
        return False
    element: Element | None = block.inner
    for _ in range(4):
        if element is None:
            return False
        if bits_of(element) >> BYLINE & 1:
            return True
        element = element.parent
    return False


def _line_kind(piece: Piece) -> ZoneKind | None:
    if len(piece.words) > 40 or not piece.words:
        return None
    if is_byline(piece.text):
        return Kind.BYLINE
    if is_photo_credit(piece.text) and not is_copyright(piece.text):
        return Kind.PHOTO_CREDIT
    if is_credit_line(piece.text) or is_copyright(piece.text):
        return Kind.CREDIT
    if is_timestamp(piece.text):
        return Kind.TIMESTAMP
    return None


def _mark_furniture(pieces: list[Piece], blocks: list[Block], found: tuple[int, ...]) -> None:
    """Give a kind to everything the model left out of the article."""
    kinds = _lexicon_kinds()
    opened: ZoneKind | None = None
    by_element: dict[int, ZoneKind | None] = {}
    for piece, block, bits in zip(pieces, blocks, found, strict=True):
        if piece.kind is not None:
            if piece.kind in BODY_ZONES or piece.kind is Kind.HEADLINE:
                opened = None
            continue
        own = kinds[(bits & -bits).bit_length() - 1] if bits else None  # the first that matches
        is_item = len(piece.words) <= 12 and _has_bullet(piece.text)
        if own in OPENERS and len(piece.words) <= 10 and not is_item:
            opened = own
        if is_item and own not in PLAIN:
            opened, own = None, Kind.NAVIGATION
        if own is None and id(block.inner) not in by_element:
            by_element[id(block.inner)] = _by_markup(block)
        piece.kind = own or by_element[id(block.inner)] or opened or _by_shape(piece)


@cache
def _lexicon_kinds() -> tuple[ZoneKind, ...]:
    return tuple(map(ZoneKind, lexicon().kinds))


def _has_bullet(text: str) -> bool:
    return not text[:1].isalnum() and BULLET.match(text) is not None


def _mark_teasers(pieces: list[Piece]) -> None:
    """A heading between "Read also" and a time is another article's, not this one's."""
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        opened = before.kind in (Kind.RELATED, Kind.FEED)
        if opened and piece.kind is Kind.SUBHEADING and after.kind is Kind.TIMESTAMP:
            piece.kind = Kind.RELATED


def _keep_last_words(pieces: list[Piece], blocks: list[Block]) -> None:
    """Keep a sentence that goes on right after a paragraph and that nothing calls furniture.

    The model is least sure at the article's end, where a short last paragraph often holds what
    must not be lost: who could not be reached, what nobody could confirm.
    """
    for place in range(1, len(pieces)):
        piece, before = pieces[place], pieces[place - 1]
        if piece.kind is not Kind.OTHER or before.kind is not Kind.PARAGRAPH:
            continue
        is_sentence = len(piece.words) >= SHORTEST_SENTENCE and FULL_STOP.search(piece.text)
        if is_sentence and _stand_alike(blocks[place - 1], blocks[place]):
            piece.kind = Kind.PARAGRAPH


def _stand_alike(left: Block, right: Block) -> bool:
    """Two blocks of a text, or two elements of one name in one parent."""
    if left.element is None or right.element is None:
        return left.element is right.element
    same_name = left.element.tag.name == right.element.tag.name
    return same_name and left.element.parent is right.element.parent


def _by_markup(block: Block) -> ZoneKind | None:
    hints = 0
    element: Element | None = block.inner
    for _ in range(6):
        if element is None:
            break
        tag = element.tag
        kind = ELEMENT_KINDS.get(tag.name)
        if kind is not None:
            return kind
        hints |= tag.read_bits() if tag.bits is None else tag.bits
        element = element.parent
    return _by_hints(hints & FURNITURE_HINTS)


@lru_cache(maxsize=4096)
def _by_hints(hints: int) -> ZoneKind | None:
    return next((kind for bit, kind in HINT_BITS if hints & bit), None)


def _by_shape(piece: Piece) -> ZoneKind:
    if len(piece.words) <= 8 and _has_bullet(piece.text):
        return Kind.NAVIGATION
    return Kind.TIMESTAMP if is_timestamp(piece.text) else Kind.OTHER


def _split(pieces: list[Piece]) -> list[tuple[ZoneKind, int]]:
    """Return the kinds with their starts: photo credits and dates parted from what they end."""
    starts: list[tuple[ZoneKind, int]] = []
    for piece in pieces:
        kind = piece.kind or Kind.OTHER
        starts.append((kind, piece.start))
        date = printed_date().search(piece.text) if kind is Kind.BYLINE else None
        if date and date.start() > 0:
            starts.append((Kind.TIMESTAMP, piece.start + date.start()))
        if kind is Kind.CAPTION:
            at = photo_credit_at(piece.text)
            if at == 0:
                starts[-1] = (Kind.PHOTO_CREDIT, piece.start)
            elif at is not None:
                starts.append((Kind.PHOTO_CREDIT, piece.start + at))
    return starts


def _cover(starts: list[tuple[ZoneKind, int]], length: int) -> tuple[Zone, ...]:
    if not starts:
        return (Zone(kind=Kind.OTHER, start=0, end=length),) if length else ()
    begins = [0, *(start for _, start in starts[1:])]
    ends = [*begins[1:], length]
    return tuple(
        Zone(kind=kind, start=start, end=end)
        for (kind, _), start, end in zip(starts, begins, ends, strict=True)
    )
