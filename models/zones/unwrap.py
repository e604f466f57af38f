"""How well wrapped dumps are un-wrapped: `python unwrap.py --data FOLDER --dumps FOLDER --half 1`.

The pages of `bench/article` are shown by text browsers at narrow widths and at the widest they
take. The wide dump says which lines of a narrow one are one: those between whose words it has no
line end. A line end whose surroundings the wide dump does not hold (columns of a table stand
elsewhere there) is not judged. Dumps are kept in a folder, for making them takes longer than
reading them.
"""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from corpus import dumped
from unseen import half_of, rows_of

from firsthand.article.lines import blocks, columns

WIDEST = {"w3m": 1024, "lynx": 1000, "links": 512}
WIDTHS = (72, 80, 100)
CONTEXT = 24  # letters and figures on either side of a line end, by which it is found again
REACH = 6_000  # letters and figures between one line end and the next, at most


def dump(page: Path, tool: str, width: int, folder: Path) -> str:
    """Return what a text browser shows of a page at a width in columns."""
    kept = folder / f"{tool}-{width}" / f"{page.name.removesuffix('.html.gz')}.txt"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        body = gzip.decompress(page.read_bytes())
        kept.write_bytes(_shown(body, tool, width, folder))
    return kept.read_bytes().decode("utf8", "replace")


def _shown(body: bytes, tool: str, width: int, folder: Path) -> bytes:
    if tool == "w3m":
        return dumped(body, width)
    if tool == "lynx":
        shown = [f"-width={width}", f"-assume_charset={charset(body)}"]
        command = ["lynx", "-dump", "-stdin", "-nolist", "-display_charset=utf-8", *shown]
    else:
        source = folder / "page.html"
        source.write_bytes(body)
        command = ["links", "-dump", "-codepage", "utf-8", "-width", str(width), str(source)]
    return subprocess.run(command, input=body, capture_output=True, check=True).stdout


def charset(body: bytes) -> str:
    """Return the charset to assume of a page that names none: UTF-8 where its bytes are."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "utf-8"


def line_ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield the end of each line and the start of the next where both hold a word.

    Blank lines may part them, but not a line of signs.
    """
    spans = [found.span() for found in re.finditer(r"[^\n]*[^\W_][^\n]*", text)]
    for (_, end), (start, _) in pairwise(spans):
        if text[end:start].isspace():
            yield end, start


def joins(narrow: str, wide: str, most: int) -> dict[int, bool]:
    """Say of the line ends of a narrow dump whether the wide one has none there.

    Keys are where the lines end. Those that the wide dump does not settle are left out.
    """
    own, places = squeezed(narrow)
    other, whence = squeezed(wide)
    before = {place: at for at, place in enumerate(places)}
    settled: dict[int, bool] = {}
    cursor = 0
    for end, start in line_ends(narrow):
        first = next(at for at in range(start, len(narrow)) if at in before)
        at = before[first]
        low, high = max(at - CONTEXT, 0), at + CONTEXT
        found = other.find(own[low:high], max(cursor - CONTEXT, 0), cursor + REACH)
        if found < 0:
            continue
        cursor = found + at - low
        between = wide[whence[cursor - 1] : whence[cursor]] if cursor else "\n"
        settled[end] = "\n" not in between or is_full(wide, whence[cursor - 1], most)
    return settled


def squeezed(text: str) -> tuple[str, list[int]]:
    """Return the letters and figures of a text, and where each stands."""
    places = [at for at, character in enumerate(text) if character.isalnum()]
    return "".join(text[at] for at in places), places


def is_full(text: str, at: int, most: int) -> bool:
    """Tell whether the line that holds a place is broken only because it is as wide as can be."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    after = text[end + 1 : end + 200].split("\n")[0].strip()
    word = after.split(None, 1)[0] if after else ""
    return bool(word) and columns(text[start:end]) + 1 + columns(word) > most - 30


def predicted(text: str) -> set[int]:
    """Return the line ends within blocks, as the reader un-wraps a text."""
    return {
        found.start()
        for block in blocks(text)
        for found in re.compile("\n").finditer(text, block.start, block.end)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--dumps", type=Path, required=True)
    parser.add_argument("--half", type=int)
    options = parser.parse_args()
    counts: dict[tuple[str, str, int], Counter[str]] = {}
    for name, row in rows_of(options.data):
        if options.half is not None and half_of(row) != options.half:
            continue
        page = options.data / name / "pages" / f"{row['id']}.html.gz"
        for tool, most in WIDEST.items():
            wide = dump(page, tool, most, options.dumps)
            for width in WIDTHS:
                text = dump(page, tool, width, options.dumps)
                settled, made = joins(text, wide, most), predicted(text)
                tally = counts.setdefault((name, tool, width), Counter())
                for end, is_join in settled.items():
                    tally[f"{is_join} {end in made}"] += 1
                tally["unsettled"] += len(list(line_ends(text))) - len(settled)
    for key, tally in counts.items():
        right, extra, lost = tally["True True"], tally["False True"], tally["True False"]
        print(
            *key,
            f"joins {right + lost} precision {right / max(right + extra, 1):.4f}",
            f"recall {right / max(right + lost, 1):.4f} unsettled {tally['unsettled']}",
        )


if __name__ == "__main__":
    main()
