"""What the zone model sees of a block's markup: its elements, their names, the containers above.

An element says the same of every block in it, so what stands above it is gathered once and kept on
the element, as bits of one number each (`Tag.read_bits` says which).
"""

from __future__ import annotations

from collections.abc import Sequence

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
Table = Floats | NDArray[np.uint8]


def above(element: Element | None) -> Bands:
    """Return the bits of an element and all above it; then those of three bands going up.

    A band is the inline elements up to a block element, and that element.
    """
    waiting = []
    while element is not None and element.memo is None:
        waiting.append(element)
        element = element.parent
    found = element.memo if element is not None and element.memo else NOTHING
    for inner in reversed(waiting):
        far, near, after, last = found
        tag = inner.tag
        bits = tag.read_bits() if tag.bits is None else tag.bits
        if tag.is_block:
            found = (far | bits, bits, near, after)
        else:
            found = (far | bits, near | bits, after, last)
        inner.memo = found
    return found


def bits_of(element: Element) -> int:
    """Return what an element's own name, and the names its author gave it, say."""
    bits = element.tag.bits
    return element.tag.read_bits() if bits is None else bits


def markup(blocks: list[Block], prose: Floats, sizes: Ints) -> tuple[list[Table], Ints, Ints]:
    """What a block's element, its names and all above it say of it.

    Gives tables with a row for each block, and the hashed words of the names in its three bands:
    their blocks and buckets.
    """
    own, higher, far, words = zip(*map(_said_of, blocks), strict=True)
    hints = len(hint_names())
    everywhere = _octets(far)
    tables: list[Table] = [
        _sets(blocks, sizes),
        _containers(blocks, prose),
        *(_columns(octets, HINTS, hints) for octets in (_octets(own), _octets(higher), everywhere)),
        _columns(everywhere, NAMES, len(ABOVE)),
    ]
    return tables, *_classes(words)


def _said_of(block: Block) -> Bands:
    """Return the bits of a block's element and what it stands in; of bands; of all; of words."""
    element, inner = block.element, block.inner
    if element is None:
        return NOTHING
    every, near, after, last = above(element.parent)
    own = near_bits = bits_of(element)
    if inner is not None and inner is not element:
        own |= bits_of(inner)
        while inner is not None and inner is not element:
            near_bits |= bits_of(inner)
            inner = inner.parent
    return own, near | after | last, every | bits_of(element), near_bits | near | after


def _octets(values: Sequence[int]) -> NDArray[np.uint8]:
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
    numbers: dict[Element | None, int] = {None: 0}
    up = [0]
    around = []
    for block in blocks:
        box = block.element.box if block.element else None
        place = numbers.get(box)
        around.append(_numbered(box, numbers, up) if place is None else place)
    rungs = [np.array(around, np.intp)]
    above_box = np.array(up, np.intp)
    for _ in range(LEVELS - 1):
        rungs.append(above_box[rungs[-1]])
    shares = np.zeros(len(up))
    for rung in rungs:
        shares += np.bincount(rung, prose, len(up))
    shares[0] = 0.0
    table = np.zeros((len(blocks), LEVELS + 2))
    most = shares.max()
    if most:
        for level, rung in enumerate(rungs):
            table[:, level] = shares[rung]
        table[:, :LEVELS] /= prose.sum()
        table[:, LEVELS] = table[:, :LEVELS].max(axis=1)
        # Of the containers that hold the most, the first met going up from the running text.
        ladders = np.stack(rungs, axis=1)
        ladder = ladders[prose > 0].ravel()
        best = ladder[(shares[ladder] == most).argmax()]
        table[:, LEVELS + 1] = (ladders == best).any(axis=1)
    return table


def _numbered(box: Element | None, numbers: dict[Element | None, int], up: list[int]) -> int:
    """Number a container and those above it that have no number yet; return its own."""
    ladder = []
    while box not in numbers:
        ladder.append(box)
        box = box.box if box else None
    place = numbers[box]
    for step in reversed(ladder):
        up.append(place)
        place = numbers[step] = len(up) - 1
    return place


def _classes(words: Sequence[int]) -> tuple[Ints, Ints]:
    """Return the blocks and buckets of the words, given as bits for each block."""
    spelled = _octets(words)[:, : HASHED // 8]
    rows, octets = (spelled != 0).nonzero()
    octet, bit = np.unpackbits(spelled[rows, octets, None], axis=1, bitorder="little").nonzero()
    return rows[octet], 8 * octets[octet] + bit


__all__ = ["MARKUP", "bits_of", "markup"]
