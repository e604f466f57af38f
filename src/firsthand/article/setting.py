"""What the zone model sees of a block's markup: its elements, their names, the containers above.

An element says the same of every block in it, so what stands above it is gathered once and kept on
the element, as bits of one number each (`Tag.read_bits` says which).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firsthand.article.markup import Block, Element
from firsthand.article.tags import ABOVE, BITS, HASHED, HINTS, NAMES, hint_names
from firsthand.article.wording import Floats, Ints

TAGS = (
    ("p",), ("h1",), ("h2",), ("h3",), ("h4", "h5", "h6"), ("li",), ("div", "body", "html"),
    ("td", "th", "caption"), ("figcaption",), ("blockquote",), ("button", "label", "option"),
    ("pre",), ("dt", "dd"), ("section", "article", "main"), ("header", "footer", "nav", "aside"),
    ("figure", "address", "form", "center"),
)  # fmt: skip
TAG_COLUMN = {name: column for column, names in enumerate(TAGS) for name in names}
ANY_TAG = TAG_COLUMN["div"]
LEVELS = 4  # containers above a block whose share of the running text counts
NOTHING = (0, 0, 0, 0)
MARKUP = len(TAGS) + 5 + LEVELS + 2 + 3 * len(hint_names()) + len(ABOVE)

Bands = tuple[int, int, int, int]


def above(element: Element | None) -> Bands:
    """Return the bits of an element and all above it; then those of three bands going up.

    A band is the inline elements up to a block element, and that element.
    """
    if element is not None and element.memo is not None:
        return element.memo
    waiting = []
    while element is not None and element.memo is None:
        waiting.append(element)
        element = element.parent
    found = element.memo if element is not None and element.memo else NOTHING
    for inner in reversed(waiting):
        bits = bits_of(inner)
        far, near, after, last = found
        if inner.tag.is_block:
            found = (far | bits, bits, near, after)
        else:
            found = (far | bits, near | bits, after, last)
        inner.memo = found
    return found


def bits_of(element: Element) -> int:
    """Return what an element's own name, and the names its author gave it, say."""
    bits = element.tag.bits
    return element.tag.read_bits() if bits is None else bits


def markup(blocks: list[Block], prose: Floats, sizes: Ints) -> tuple[Floats, Ints, Ints]:
    """What a block's element, its names and all above it say of it.

    Gives a table with a row for each block, and the hashed words of the names in its three bands:
    their blocks and buckets.
    """
    own: list[int] = []
    higher: list[int] = []
    far: list[int] = []
    words: list[int] = []
    for block in blocks:
        element, inner = block.element, block.inner
        if element is None:
            for column in (own, higher, far, words):
                column.append(0)
            continue
        every, near, after, last = above(element.parent)
        bits = near_bits = bits_of(element)
        if inner is not None and inner is not element:
            bits |= bits_of(inner)
            while inner is not None and inner is not element:
                near_bits |= bits_of(inner)
                inner = inner.parent
        own.append(bits)
        higher.append(near | after | last)
        far.append(every | bits_of(element))
        words.append(near_bits | near | after)
    hints = len(hint_names())
    everywhere = _octets(far)
    table = np.concatenate(
        (
            _sets(blocks, sizes),
            _containers(blocks, prose),
            *(
                _columns(octets, HINTS, hints)
                for octets in (_octets(own), _octets(higher), everywhere)
            ),
            _columns(everywhere, NAMES, len(ABOVE)),
        ),
        axis=1,
    )
    return table, *_classes(words)


def _octets(values: list[int]) -> NDArray[np.uint8]:
    packed = b"".join([value.to_bytes(BITS // 8, "little") for value in values])
    return np.frombuffer(packed, np.uint8).reshape(-1, BITS // 8)


def _columns(octets: NDArray[np.uint8], start: int, width: int) -> NDArray[np.uint8]:
    """Spread the bits from one place on over columns."""
    part = octets[:, start // 8 : start // 8 + 8]
    return np.unpackbits(part, axis=1, count=width, bitorder="little")


def _sets(blocks: list[Block], sizes: Ints) -> Floats:
    """How a block is set: its element, its share of links and of strong text, its depth."""
    table = np.zeros((len(blocks), len(TAGS) + 5))
    names = [block.element.tag.name if block.element else "" for block in blocks]
    columns = [TAG_COLUMN.get(name, ANY_TAG) for name in names]
    table[np.arange(len(blocks)), columns] = 1.0
    size = np.maximum(sizes, 1)
    table[:, -5] = np.array([block.linked for block in blocks]) / size
    table[:, -4] = np.minimum(np.array([block.links for block in blocks]), 5) / 5
    table[:, -3] = np.array([block.strong for block in blocks]) / size
    table[:, -2] = np.array([block.element.depth if block.element else 0 for block in blocks]) / 30
    table[:, -1] = 1.0  # that it is HTML
    return table


def _containers(blocks: list[Block], prose: Floats) -> Floats:
    """Share of the page's running text that lies in each of the containers above a block."""
    boxes: dict[Element | None, int] = {}
    around = [block.element.box if block.element else None for block in blocks]
    places = [boxes.setdefault(box, len(boxes)) for box in around]
    within = np.bincount(places, prose, len(boxes)).tolist()
    ladders = [_ladder(box) for box in boxes]
    shares: dict[Element, float] = {}
    for ladder, size in zip(ladders, within, strict=True):
        if size:
            for step in ladder:
                shares[step] = shares.get(step, 0.0) + size
    total = float(prose.sum()) or 1.0
    best = max(shares, key=shares.__getitem__) if shares else None
    rows = np.zeros((len(boxes), LEVELS + 2))
    for place, ladder in enumerate(ladders):
        row = [shares.get(step, 0.0) / total for step in ladder]
        rows[place, : len(row)] = row
        rows[place, LEVELS] = max(row, default=0.0)
        rows[place, LEVELS + 1] = best in ladder
    return rows[places]


def _ladder(box: Element | None) -> list[Element]:
    """Return a container and those above it, nearest first."""
    ladder: list[Element] = []
    while box is not None and len(ladder) < LEVELS:
        ladder.append(box)
        box = box.box
    return ladder


def _classes(words: list[int]) -> tuple[Ints, Ints]:
    """Return the blocks and buckets of the words, given as bits for each block."""
    numbers: dict[int, int] = {}
    places = [numbers.setdefault(bits, len(numbers)) for bits in words]
    spelled = _octets(list(numbers))[:, : HASHED // 8]
    rows, buckets = np.nonzero(np.unpackbits(spelled, axis=1, bitorder="little"))
    counts = np.bincount(rows, minlength=len(numbers))
    firsts = (np.cumsum(counts) - counts)[places]
    counts = counts[places]
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(np.arange(len(words)), counts), buckets[np.repeat(firsts, counts) + steps]


__all__ = ["MARKUP", "bits_of", "markup"]
