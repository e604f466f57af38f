"""Bytes to text, with the way back: which byte each character came from.

The decision: the bytes are judged before the label. Valid UTF-8 is UTF-8 whatever a header says,
because a wrong label is far commoner than a page that is valid UTF-8 by chance; only then do the
declared names count, and last the detector.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from firsthand.errors import CaptureError
from firsthand.types import Capture

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Signatures of common files that are no text; each is the first bytes of the file.
BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip data",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"RIFF": "a RIFF media file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
CONTROL_SHARE = 0.02  # of the first characters; text captures measured hold none at all
LOOKED_AT = 40_000  # bytes or characters of a capture that tell whether it is text
CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1B), 0x1C, 0x1D, 0x7F))
STRETCH = re.compile(rb"\x1b[ -/]+[0-~]|\x1b|[^\x1b]{1,256}")  # a shift, or what it rules
PAIRED = re.compile(rb"(?:[!-~][!-~])+")
WINDOW = 65_536  # bytes decoded at once where there are faults
LONGEST = 8  # bytes: no character of a supported encoding is longer
MOST_FAULTS = 100_000  # more undecodable places than this in one capture: it is no text
BAD_SHARE = 0.02  # undecodable characters a declared encoding may leave before it is disbelieved


class Decoded(Struct, frozen=True):
    """A capture's text and where each character's bytes begin.

    `starts` holds one byte offset for each character and one more for the end. None means that
    character n begins at byte `skip` + n, plus what the wide characters before it take: those are
    at `wide`, and `extra` is what they take in sum, from the first to each. `faults` are the
    characters that stand for bytes which could not be decoded.
    """

    text: str
    encoding: str
    skip: int
    starts: NDArray[np.int64] | None
    faults: frozenset[int]
    wide: NDArray[np.int64] | None = None
    extra: NDArray[np.int64] | None = None

    def offsets(self, characters: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the byte offset of each character position, the end of the text included."""
        if self.starts is not None:
            return self.starts[characters]
        if self.wide is None or self.extra is None:
            return characters + self.skip
        return characters + self.extra[self.wide.searchsorted(characters)] + self.skip

    def offset(self, character: int) -> int:
        """Return the byte offset of one character position, the end of the text included."""
        if self.starts is not None:
            return int(self.starts[character])
        if self.wide is None or self.extra is None:
            return character + self.skip
        return character + int(self.extra[self.wide.searchsorted(character)]) + self.skip


def decode(capture: Capture) -> Decoded:
    """Decode a capture's bytes. Raises CaptureError where they are empty or hold no text."""
    body = capture.body
    if not body.strip(b"\x00 \t\r\n"):
        raise CaptureError("the capture is empty", where=capture.name or capture.id[:12])
    for signature, kind in BINARY.items():
        if body.startswith(signature):
            fault = f"the capture is {kind}, not a page"
            raise CaptureError(fault, where=capture.name or capture.id[:12])
    text = _plain(body)
    if text is not None:
        _check_is_text(text[:LOOKED_AT], capture)
        return _mapped(body, text, 0)
    encoding, skip = choose(body, capture.charset)
    _check_is_text(body[skip : skip + LOOKED_AT].decode(encoding, "replace"), capture)
    return _decoded(body, encoding, skip)


def _plain(body: bytes) -> str | None:
    """Decode a body that is valid UTF-8 without a mark, None for any other."""
    if body.startswith(tuple(mark for mark, _ in MARKS)) or _is_shifted(body):
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _is_shifted(body: bytes) -> bool:
    """Tell by its escapes an encoding of the ISO 2022 family, which is valid UTF-8 as well."""
    at = body.find(b"\x1b", 0, 100_000)  # one byte is looked for ten times as fast as two
    return at >= 0 and body.find(b"\x1b$", at, 100_000) >= 0


def choose(body: bytes, charset: str | None) -> tuple[str, int]:
    """Return the encoding's name as Python knows it, and the length of a byte order mark."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return name, len(mark)
    if not _is_shifted(body) and _is_valid(body, "utf-8"):
        return "utf-8", 0
    wide = _wide(body)
    if wide:
        return wide, 0
    declared = DECLARED.search(body[:8192])
    labels = [charset, declared.group(1).decode("ascii", "replace") if declared else None]
    for label in labels:
        known = _known(label) if label else None
        if known and known not in ("utf-8", "utf-16-le", "utf-16-be") and _fits(body, known):
            return known, 0
    guess = _known(detect_encoding(body) or "utf-8") or "utf-8"
    if guess == "utf-8" and not _fits(body, guess):
        guess = "cp1252"
    return guess, 0


def _is_valid(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except UnicodeDecodeError as error:
        # A page cut off inside its last character is still valid.
        return error.start >= len(body) - 3
    return True


def _wide(body: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its zero bytes lie."""
    head = body[:4096]
    if head.count(0) * 4 < len(head):
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def _known(label: str) -> str | None:
    """Map a label to Python's name of the encoding a browser would use, None if there is none."""
    mapped = map_encoding_to_html5(label.strip().lower(), False) or label
    try:
        return codecs.lookup(mapped).name
    except LookupError:
        return None


def _fits(body: bytes, name: str) -> bool:
    head = body[:200_000]
    try:
        bad = head.decode(name, "replace").count("\ufffd")
    except (UnicodeError, ValueError):  # some codecs refuse "replace" or are not for text
        return False
    except LookupError:  # a codec from bytes to bytes, such as "hex"
        return False
    return bad <= BAD_SHARE * len(head)


def _decoded(body: bytes, encoding: str, skip: int) -> Decoded:
    if body.isascii() and encoding in ("utf-8", "cp1252", "ascii"):
        return Decoded(body.decode("ascii"), encoding, skip, None, frozenset())
    try:
        text = body[skip:].decode(encoding)
    except UnicodeDecodeError:
        return _patient(body, encoding, skip)
    if encoding == "utf-8":
        return _mapped(body, text, skip)
    if len(text) == len(body) - skip:
        return Decoded(text, encoding, skip, None, frozenset())
    widths = _widths(text, encoding)
    if int(widths.sum()) == len(body) - skip:
        return Decoded(text, encoding, skip, _ends(widths, skip), frozenset())
    return _stateful(body, encoding, skip)


def _mapped(body: bytes, text: str, skip: int) -> Decoded:
    """Map valid UTF-8 by its wide characters alone: on most pages they are few."""
    if len(text) == len(body) - skip:
        return Decoded(text, "utf-8", skip, None, frozenset())
    units = np.frombuffer(body, np.uint8)[skip:]
    leads = np.flatnonzero(units >= 0xC0)
    kinds = units[leads]
    extra = 1 + (kinds >= 0xE0).astype(np.int64) + (kinds >= 0xF0)
    sums = np.concatenate(([0], np.cumsum(extra)))
    return Decoded(text, "utf-8", skip, None, frozenset(), leads - sums[:-1], sums)


def _widths(text: str, encoding: str) -> NDArray[np.int64]:
    """Bytes that each character takes, from one look at each distinct character."""
    distinct = set(text)
    sizes = np.zeros(ord(max(distinct, default="\0")) + 1, np.int64)
    for character in distinct:
        with suppress(UnicodeEncodeError):
            sizes[ord(character)] = len(character.encode(encoding))
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return sizes[points]


def _ends(widths: NDArray[np.int64], skip: int) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(widths))).astype(np.int64) + skip


def _patient(body: bytes, encoding: str, skip: int) -> Decoded:
    """Decode in windows, each fault becoming one replacement character that keeps its place."""
    texts: list[str] = []
    tables: list[NDArray[np.int64]] = []
    faults: list[int] = []
    at, length = skip, 0
    while at < len(body):
        good, stop, fault_end = _window(body, encoding, at)
        if good:
            widths = _widths(good, encoding)
            if int(widths.sum()) != stop - at:
                return _stateful(body, encoding, skip)
            texts.append(good)
            tables.append(_ends(widths, at)[:-1])
            length += len(good)
        if fault_end > stop:
            texts.append("\ufffd")
            tables.append(np.array([stop], np.int64))
            faults.append(length)
            length += 1
            if len(faults) > MOST_FAULTS:
                raise CaptureError("the bytes are not text", where=f"byte {stop}")
        at = fault_end
    starts = np.concatenate([*tables, np.array([len(body)], np.int64)])
    return Decoded("".join(texts), encoding, skip, starts, frozenset(faults))


def _window(body: bytes, encoding: str, at: int) -> tuple[str, int, int]:
    """Decode up to one window: the text, where it stops, and where the fault after it ends."""
    piece = body[at : at + WINDOW]
    try:
        return piece.decode(encoding), at + len(piece), at + len(piece)
    except UnicodeDecodeError as error:
        start, end = error.start, max(error.end, error.start + 1)
    good = piece[:start].decode(encoding)
    cut = len(piece) - start < LONGEST and at + len(piece) < len(body)
    if cut and start:  # the window ends inside a character: the next one begins there
        return good, at + start, at + start
    return good, at + start, at + end


def _stateful(body: bytes, encoding: str, skip: int) -> Decoded:
    """Decode byte by byte, for encodings with shift sequences, where widths say nothing.

    Stretches of shifts, of ASCII and of characters of two bytes each are stepped over at once.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pieces: list[str] = []
    starts: list[int] = []
    begun = skip
    for stretch in STRETCH.finditer(body, skip):
        low, high = stretch.span()
        state = decoder.getstate()
        made = decoder.decode(stretch[0]) if not state[0] else ""
        width = 0 if state[0] or decoder.getstate()[0] else _width(made, stretch[0], encoding)
        if width:
            pieces.append(made)
            if made:
                starts.append(begun)
                starts += range(low + width, high, width)
                begun = high
            continue
        decoder.setstate(state)
        for at in range(low, high):
            made = decoder.decode(body[at : at + 1])
            if made:
                starts += [begun] * (len(made) - 1)
                starts.append(at if len(made) > 1 else begun)
                pieces.append(made)
                begun = at + 1
    rest = decoder.decode(b"", True)
    starts += [begun] * len(rest)
    text = "".join(pieces) + rest
    faults = frozenset(found.start() for found in re.finditer("\ufffd", text))
    return Decoded(text, encoding, skip, np.array([*starts, len(body)], np.int64), faults)


def _width(made: str, stretch: bytes, encoding: str) -> int:
    """Return how many bytes each character was made of, 0 where that can't be told at a glance."""
    if not made and stretch[0] == 0x1B:  # a shift makes no character
        return len(stretch)
    if stretch.isascii() and made == stretch.decode("ascii"):
        return 1
    if not encoding.startswith("iso2022") or 2 * len(made) != len(stretch) or "\ufffd" in made:
        return 0
    return 2 if PAIRED.fullmatch(stretch) else 0


def _check_is_text(text: str, capture: Capture) -> None:
    head = text[:20_000]
    plain = head.encode("utf8", "surrogatepass")  # where no byte of a longer character is one
    controls = len(plain) - len(plain.translate(None, CONTROLS))
    bad = head.count("\ufffd")
    if not text.strip() or controls > CONTROL_SHARE * len(head) or bad > 0.3 * len(head):
        raise CaptureError(
            "the bytes are not text", where=capture.name or capture.id[:12], fix="add HTML or text"
        )
