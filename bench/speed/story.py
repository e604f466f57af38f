"""What it costs to tell copies and stories: the curve from a thousand articles to many.

usage: python bench/speed/story.py [COUNT …]      default: 1000 5000 20000

The articles are made from the stick's real ones (../shared/bench/story): each variant swaps
nearly all longer words for others by a fixed table, so that lengths, quotations and word
frequencies stay as they are in news while the texts differ. One in ten is a lightly cut copy of
an earlier one.
Times are CPU seconds of this process; making the articles is not counted.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from firsthand.story.group import Grouper
from firsthand.story.index import Params, ReuseIndex
from firsthand.story.reuse import copies
from firsthand.types import Article

STICK = pathlib.Path(__file__).parent.parent.parent.parent / "shared" / "bench" / "story"
DAYS = 30  # the articles' span: all are live
CHUNK = 512
ONE_MORE = 200  # articles added one by one at the end
LINKED = 20_000  # up to so many the whole of `copies` is measured, articles in memory


def articles(count: int) -> Iterator[Article]:
    """Give so many articles in order of time."""
    with gzip.open(STICK / "allsides-dev.jsonl.gz", "rt", encoding="utf8") as lines:
        base = [json.loads(line) for line in lines]
    chance = random.Random(7)
    words = tuple(
        sorted({word for item in base for word in re.findall(r"[a-z]{4,}", item["text"])})
    )
    for number in range(count):
        source = number if number % 10 else max(0, number - chance.randrange(1, 500))
        item, table = base[source % len(base)], _table(source // len(base), words)
        text = _varied(item["text"], table)
        if source != number:
            text = text[len(text) // 10 :]
        moment = DAYS * 86400 * number // count
        yield Article.from_text(
            text,
            title=_varied(item["title"], table),
            outlet=f"Outlet {number % 97}",
            published=f"2024-03-{1 + moment // 86400:02}T"
            f"{moment // 3600 % 24:02}:{moment // 60 % 60:02}:00Z",
        )


def _varied(text: str, table: dict[str, str]) -> str:
    return re.sub(r"[A-Za-z]{4,}", lambda m: table.get(m[0].lower(), m[0]), text) if table else text


@lru_cache(4)
def _table(variant: int, words: tuple[str, ...]) -> dict[str, str]:
    if not variant:
        return {}
    chance = random.Random(variant)
    start = chance.randrange(len(words))
    return {
        word: words[(start + 7919 * place) % len(words)]
        for place, word in enumerate(words)
        if chance.random() < 0.95
    }


def measure(count: int) -> dict[str, float]:
    """Run both jobs over so many articles, then over a few more one by one."""
    index, grouper = ReuseIndex(Params()), Grouper()
    copied = sorted_ = 0.0
    stream = articles(count + ONE_MORE)
    while chunk := list(islice(stream, min(CHUNK, count - len(grouper)))):
        started = time.process_time()
        index.add(chunk)
        between = time.process_time()
        for item in chunk:
            grouper.add(item)
        copied += between - started
        sorted_ += time.process_time() - between
    started = time.process_time()
    index.settle()
    between = time.process_time()
    grouper.stories()
    copied += between - started
    sorted_ += time.process_time() - between
    return {
        "articles": count,
        "copies_us": round(copied / count * 1e6),
        "stories_us": round(sorted_ / count * 1e6),
        "per_cpu_second": round(count / (copied + sorted_)),
        "index_bytes": round(index.bytes_held / count),
        **one_more(index, grouper, list(stream)),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def one_more(index: ReuseIndex, grouper: Grouper, last: list[Article]) -> dict[str, float]:
    """Time articles that come one by one to a full index."""
    took = []
    for item in last:
        started = time.process_time()
        index.add([item])
        grouper.add(item)
        took.append(1e3 * (time.process_time() - started))
    took.sort()
    return {
        "one_more_p50_ms": round(took[len(took) // 2], 1),
        "one_more_p99_ms": round(took[int(len(took) * 0.99)], 1),
    }


def with_links(count: int) -> dict[str, float]:
    """Time `copies` whole: links with paragraphs side by side and evidence."""
    held = list(articles(count))
    started = time.process_time()
    found = copies(held)
    spent = time.process_time() - started
    return {"links": len(found), "copies_with_links_us": round(spent / count * 1e6)}


def main() -> None:
    """Measure at each size and print one line of JSON for each."""
    if not STICK.is_dir():
        sys.exit(f"{STICK} is not there: nothing to measure with")
    for count in [int(text) for text in sys.argv[1:]] or [1000, 5000, 20_000]:
        line = measure(count)
        if count <= LINKED:
            line |= with_links(count)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
