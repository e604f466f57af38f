"""Pages with gold text to labelled blocks.

The gold says which words are body, title, caption and standfirst; a block takes the label of the
gold text that covers it. A teaser that repeats a body sentence elsewhere on the page is kept out
by aligning blocks and gold in order.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct

from firsthand.article.decode import decode
from firsthand.article.embedded import known_of
from firsthand.article.features import Known, Page, describe, squeeze
from firsthand.article.lines import blocks as text_blocks
from firsthand.article.markup import Block
from firsthand.article.markup import Page as Markup
from firsthand.article.model import LABELS
from firsthand.article.phrases import WORD
from firsthand.types import Capture, digest

OTHER, BODY, TITLE, CAPTION, STANDFIRST = range(len(LABELS))
DUMP_WIDTH = 1024  # columns, the most that w3m takes: of the news set's dumps
COVER = 0.5  # share of a block's words that gold must hold


class Sample(Struct, frozen=True):
    """One page as the model sees it, with its labels and its gold."""

    group: str  # outlet: folds never split one
    name: str
    kind: str  # html | bare | resi | w3m
    page: Page
    labels: np.ndarray
    weights: np.ndarray
    pieces: tuple[str, ...]
    gold: str
    targets: np.ndarray | None = None  # probability of each label, where taught from more than gold


def samples(root: Path, sets: tuple[str, ...] = ("news", "web")) -> Iterator[Sample]:
    """Yield every page of the sets, in each of its forms."""
    for name in sets:
        folder = root / name
        for line in (folder / "gold.jsonl").open(encoding="utf8"):
            row = json.loads(line)
            if row.get("body"):
                yield from _forms(folder, name, row)


def _forms(folder: Path, name: str, row: dict) -> Iterator[Sample]:
    host = re.sub(r"^https?://(www\.)?", "", row.get("url") or row["id"]).split("/")[0]
    body = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
    page = Markup(decode(Capture(id=digest(body), body=body)).text)
    yield from _sample(host, row, "html", (page.text, page.blocks), known_of(page))
    yield from _sample(host, row, "bare", (page.text, text_blocks(page.text)), Known())
    for dumper in ("resi", "w3m"):
        path = folder / "text" / dumper / f"{row['id']}.txt.gz"
        dump = gzip.decompress(path.read_bytes()) if path.exists() else dumped(body, DUMP_WIDTH)
        text = dump.decode("utf8", "replace")
        yield from _sample(host, row, dumper, (text, text_blocks(text)), Known())


def dumped(body: bytes, width: int) -> bytes:
    """Return what the text browser w3m shows of a page, as the news set's dumps were made."""
    command = ["w3m", "-dump", "-cols", str(width), "-T", "text/html", "-O", "UTF-8"]
    plain = ["-o", "pseudo_inlines=0"]  # no file names of pictures
    return subprocess.run([*command, *plain], input=body, capture_output=True, check=True).stdout


def _sample(
    host: str, row: dict, kind: str, found: tuple[str, list[Block]], known: Known
) -> Iterator[Sample]:
    text, blocks = found
    if not blocks:
        return
    pieces = tuple(text[block.start : block.end] for block in blocks)
    labels = label(pieces, blocks, row)
    sizes = np.array([len(WORD.findall(piece)) for piece in pieces], np.float32)
    weights = 0.5 + np.log1p(sizes)
    yield Sample(
        host, row["id"], kind, describe(text, blocks, known), labels, weights, pieces, row["body"]
    )


def label(pieces: tuple[str, ...], blocks: list[Block], row: dict) -> np.ndarray:
    """Label the blocks of one page from its gold row."""
    labels = np.zeros(len(pieces), np.int64)
    tokens = [WORD.findall(piece.lower()) for piece in pieces]
    places = _cover(tokens, pieces, row["body"])
    for at in _in_order(places, tokens):
        labels[at] = BODY
    for field, value in (("summary", STANDFIRST), ("captions", CAPTION)):
        for gold in row.get(field) or ():
            wanted = WORD.findall(gold.lower())
            for at, words in enumerate(tokens):
                fits = len(words) > 2 and (value == CAPTION or labels[at] == BODY)
                if fits and _same(words, wanted):
                    labels[at] = value
    for at, block in enumerate(blocks):
        if labels[at] == OTHER and _in_caption(block) and len(tokens[at]) > 3:
            labels[at] = CAPTION
    first = int(np.argmax(np.isin(labels, (BODY, STANDFIRST)))) if labels.any() else len(labels)
    _label_title(labels, tokens, blocks, first, WORD.findall((row.get("title") or "").lower()))
    return labels


def _in_caption(block: Block) -> bool:
    element = block.element
    for _ in range(3):
        if element is None:
            return False
        if element.tag.name == "figcaption":
            return True
        element = element.parent
    return False


def _label_title(labels, tokens, blocks, first: int, wanted: list[str]) -> None:
    if not wanted:
        return
    same = [at for at, words in enumerate(tokens) if words and _same(words, wanted)]
    same = [at for at in same if labels[at] in (OTHER, BODY)]
    heads = [at for at in same if blocks[at].element and blocks[at].element.tag.name == "h1"]
    before = [at for at in same if at <= first + 1]
    best = heads[:1] or before[-1:]
    if best:
        labels[best[0]] = TITLE


def _same(words: list[str], wanted: list[str]) -> bool:
    if words == wanted:
        return True
    own, gold = set(words), set(wanted)
    return len(own & gold) >= 0.8 * max(len(own), len(gold), 1)


def _cover(tokens, pieces, gold: str) -> list[int | None]:
    """Where in the gold each block stands, in words; None where gold does not hold it."""
    words = WORD.findall(gold.lower())
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(words) - 3):
        places.setdefault(tuple(words[at : at + 4]), []).append(at)
    lines, at = {}, 0
    for line in gold.split("\n"):
        spelled = tuple(WORD.findall(line.lower()))
        lines.setdefault(spelled, at)
        at += len(spelled)
    whole = squeeze(gold)
    found: list[int | None] = []
    for spelled, piece in zip(tokens, pieces, strict=True):
        if not spelled:
            found.append(None)
        elif tuple(spelled) in lines:
            found.append(lines[tuple(spelled)])
        elif len(spelled) < 4 or _share(spelled, places) < COVER:
            key = squeeze(piece)
            is_in = len(key) >= 12 and len(spelled) < 4 and key in whole
            found.append(int(whole.find(key) / max(len(whole), 1) * len(words)) if is_in else None)
        else:
            grams = [tuple(spelled[at : at + 4]) for at in range(len(spelled) - 3)]
            found.append(next(places[gram][0] for gram in grams if gram in places))
    return found


def _share(spelled: list[str], places: dict) -> float:
    covered = [False] * len(spelled)
    for at in range(len(spelled) - 3):
        if tuple(spelled[at : at + 4]) in places:
            covered[at : at + 4] = [True] * 4
    return sum(covered) / len(spelled)


def _in_order(places: list[int | None], tokens: list[list[str]]) -> set[int]:
    """Blocks that tell the gold in order (heaviest increasing chain), and unique ones beside."""
    known = [(at, place) for at, place in enumerate(places) if place is not None]
    best: list[float] = []
    back: list[int] = []
    for index, (at, place) in enumerate(known):
        top, link = 0.0, -1
        for other in range(max(0, index - 400), index):
            if known[other][1] < place and best[other] > top:
                top, link = best[other], other
        best.append(top + len(tokens[at]))
        back.append(link)
    chain: set[int] = set()
    told: set[int] = set()
    index = int(np.argmax(best)) if best else -1
    while index >= 0:
        at, place = known[index]
        chain.add(at)
        told.update(range(place, place + len(tokens[at])))
        index = back[index]
    for at, place in known:
        own = range(place, place + len(tokens[at]))
        if at not in chain and sum(word in told for word in own) < 0.5 * len(own):
            chain.add(at)
            told.update(own)
    return chain
