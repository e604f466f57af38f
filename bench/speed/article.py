"""How many HTML pages are read per CPU second: bytes to Article, the zone model included.

usage: python bench/speed/article.py [REPEATS]      default: 3

The pages are the news set's (../shared/bench/article/news). Each repeat is a new process with the
model and the tables loaded by one page that is not counted, and reads each page once, so nothing
is known from an earlier reading. Times are CPU seconds of the process, all its threads included.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import resource
import subprocess
import sys
import time

from firsthand.article import load, read
from firsthand.types import Capture, digest

PAGES = pathlib.Path(__file__).parents[3] / "shared" / "bench" / "article" / "news" / "pages"
WARM = (
    b"<title>Pier closed | The Courier</title><article><h1>Pier closed</h1>"
    b"<p>By Ida Fenn, 4 March 2031</p><p>"
    + b"The harbour board voted to close the pier. " * 9
    + b"</p></article>"
)


def captures() -> list[Capture]:
    """Return the pages of the news set."""
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted(PAGES.glob("*.html.gz"))]
    return [Capture(id=digest(body), body=body, media_type="text/html") for body in bodies]


def measure() -> dict[str, float]:
    """Read every page once in this process."""
    pages, model = captures(), load()
    read(Capture(id=digest(WARM), body=WARM), model)
    slowest = 0.0
    started = last = time.process_time()
    for capture in pages:
        read(capture, model)
        now = time.process_time()
        slowest, last = max(slowest, now - last), now
    spent = last - started
    return {
        "pages": len(pages),
        "mean_kb": round(sum(len(capture.body) for capture in pages) / len(pages) / 1e3),
        "pages_per_cpu_second": round(len(pages) / spent, 1),
        "mb_per_cpu_second": round(sum(len(capture.body) for capture in pages) / 1e6 / spent, 1),
        "slowest_ms": round(1e3 * slowest, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Measure in new processes, one line of JSON each."""
    if not PAGES.is_dir():
        sys.exit(f"{PAGES} is not there: nothing to measure with")
    if sys.argv[1:] == ["--once"]:
        print(json.dumps(measure()), flush=True)
        return
    for _ in range(int(sys.argv[1]) if sys.argv[1:] else 3):
        subprocess.run([sys.executable, __file__, "--once"], check=True)


if __name__ == "__main__":
    main()
