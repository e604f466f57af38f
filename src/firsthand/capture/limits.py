"""How much a capture may take: what keeps a hostile or broken file from filling the memory."""

from __future__ import annotations

from msgspec import Struct

MEGABYTE = 1024 * 1024


class Limits(Struct, frozen=True):
    """Caps on what is read from one input. Sizes are bytes after decompression."""

    page: int = 256 * MEGABYTE  # one page or one record; news pages measured stay below 10 MB
    archive: int = 16 * 1024 * MEGABYTE  # all that one zip file holds
    ratio: int = 300  # unpacked to packed in a zip; HTML measured packs up to 40 to 1
    depth: int = 2  # archives inside archives; a zip can hold itself without end
    ratio_from: int = 8 * MEGABYTE  # below this size the ratio is nobody's concern


LIMITS = Limits()
