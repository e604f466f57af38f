"""What it costs to tell copies and stories: the curve from a thousand articles to many.

usage: python bench/speed/story.py [--bytes] [COUNT …]      default: 1000 5000 20000

The articles are made from the stick's real ones (../shared/bench/story): each variant swaps
nearly all longer words for others by a fixed table, so that lengths, quotations and word
frequencies stay as they are in news while the texts differ. One in ten is a lightly cut copy of
an earlier one.
Times are CPU seconds of this process; making the articles is not counted. `--bytes` weighs what
is kept of an article instead, at a tenth of the speed.
"""

from __future__ import annotations

import gc
import gzip
import json
import pathlib
import random
import re
import resource
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice

from firsthand.story.group import Grouper
from firsthand.story.index import Params, ReuseIndex
from firsthand.story.reuse import links
from firsthand.types import Article

STICK = pathlib.Path(__file__).parent.parent.parent.parent / "shared" / "bench" / "story"
DAYS = 30  # the articles' span: all are live
CHUNK = 512
ONE_MORE = 200  # articles added one by one at the end
LINKED = 20_000  # up to so many links are made as well, articles in memory


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
    index, grouper = ReuseIndex(Params(prints=LINKED)), Grouper()
    known: dict[str, Article] = {}
    spent = Counter[str]()
    stream = articles(count + ONE_MORE)
    while chunk := list(islice(stream, min(CHUNK, count - len(grouper)))):
        with timed(spent, "copies_us"):
            index.take(chunk)
        with timed(spent, "stories_us"):
            for item in chunk:
                grouper.add(item)
        if count <= LINKED:
            known |= {item.id: item for item in chunk}
    with timed(spent, "copies_us"):
        found = index.settle()
    if known:
        with timed(spent, "links_us"):
            links(found, known, index.prints)
    with timed(spent, "stories_us"):
        grouper.stories()
    return {
        "articles": count,
        "matches": len(found),
        **{name: round(seconds / count * 1e6) for name, seconds in spent.items()},
        "per_cpu_second": round(count / spent.total()),
        **one_more(index, grouper, list(stream)),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


@contextmanager
def timed(spent: Counter[str], name: str) -> Iterator[None]:
    """Add the CPU seconds of what is done inside."""
    started = time.process_time()
    yield
    spent[name] += time.process_time() - started


def one_more(index: ReuseIndex, grouper: Grouper, last: list[Article]) -> dict[str, float]:
    """Time articles that come one by one to a full index."""
    took = []
    for item in last:
        started = time.process_time()
        index.add([item])
        grouper.add(item)
        took.append(1e3 * (time.process_time() - started))
    started = time.process_time()
    grouper.stories()
    took.sort()
    return {
        "one_more_p50_ms": round(took[len(took) // 2], 1),
        "one_more_p99_ms": round(took[int(len(took) * 0.99)], 1),
        "stories_again_ms": round(1e3 * (time.process_time() - started)),
    }


def bytes_held(count: int) -> dict[str, int]:
    """Weigh what both jobs keep of an article after all have gone by, to the byte."""
    ours = [tracemalloc.Filter(True, f"*{name}*") for name in ("/firsthand/", "/numpy/")]
    tracemalloc.start()
    held, before, jobs = [], 0, (ReuseIndex(), Grouper())
    for job in jobs:
        stream = articles(count)
        while chunk := list(islice(stream, CHUNK)):
            if isinstance(job, ReuseIndex):
                job.take(chunk)
            else:
                for item in chunk:
                    job.add(item)
        del stream
        gc.collect()
        traces = tracemalloc.take_snapshot().filter_traces(ours).traces
        held.append(sum(trace.size for trace in traces) - before)
        before += held[-1]
    tracemalloc.stop()
    return {"articles": count, "index_bytes": held[0] // count, "grouper_bytes": held[1] // count}


def main() -> None:
    """Measure at each size and print one line of JSON for each."""
    if not STICK.is_dir():
        sys.exit(f"{STICK} is not there: nothing to measure with")
    weigh = "--bytes" in sys.argv
    for count in [int(text) for text in sys.argv[1:] if text != "--bytes"] or [1000, 5000, 20_000]:
        line = bytes_held(count) if weigh else measure(count)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
