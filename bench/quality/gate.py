"""Run the measuring sticks and hold their figures against the floors.

usage: python bench/quality/gate.py [--only NAME,…] [--update] [--allow-regression]

The sticks and their data lie outside the project (../shared/bench); this gate runs each as a
process of its own, reads the figures it prints, and fails where one falls below its floor minus
the noise. `--update` writes better figures as new floors; it never lowers one without
`--allow-regression`. Floors are bound to the data by its sha256: other data, other floors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
BENCH = HERE.parent.parent.parent / "shared" / "bench"
FLOORS = HERE / "floors.json"
NOISE = 0.3  # percent points: what a change of library version moves without any of ours

# name: (command after the interpreter, data that the figures belong to)
STICKS: dict[str, tuple[list[str], list[str]]] = {
    "article-html": (["article/score.py", "--mode", "html"], ["article/news/gold.jsonl"]),
    "article-text": (
        ["article/score.py", "--mode", "text:resi", "--sets", "news"],
        ["article/news/gold.jsonl"],
    ),
    "article-w3m": (
        ["article/score.py", "--mode", "text:w3m", "--sets", "news"],
        ["article/news/gold.jsonl"],
    ),
    "attribution": (["attribution/score.py"], ["attribution/dev.jsonl.gz"]),
    "stories": (["story/score.py", "stories"], ["story/allsides-dev.jsonl.gz"]),
    "copies": (["story/score.py", "copies"], ["story/reuse-dev/gold.jsonl.gz"]),
    "provenance": (["provenance/score.py"], ["provenance/dev.jsonl.gz"]),
    "invented": ([str(HERE / "invented.py"), "wld-", "mix-"], ["provenance/GUIDE.md"]),
}
LESS_IS_BETTER = ("over", "errors")


def figures(text: str) -> dict[str, float]:
    """Read what a stick prints: "name value" pairs in per cent, keyed by the line's first words."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        share = re.match(r"([a-z][a-z0-9, -]*?)\s+([\d.]+) %", line)
        row = re.match(
            r"([a-z.]+(?: claim)?)\s+(?:P\s+)?[\d.]+(?:\s+R)?\s+[\d.]+(?:\s+F1)?\s+([\d.]+)", line
        )
        if match := share or row:
            found[match.group(1)] = float(match.group(2))
            continue
        label, _, rest = line.partition(":")
        for name, value in re.findall(
            r"\b(F1|title|author|date|line|right)\s+(0?\.\d+|1\.0+)", rest
        ):
            found.setdefault(f"{label} {name}", round(100 * float(value), 1))
    return found


def run(name: str) -> dict[str, float]:
    """Run one stick and give its figures. Raises CalledProcessError where it fails."""
    command, _ = STICKS[name]
    done = subprocess.run(
        [sys.executable, str(BENCH / command[0]), *command[1:]],
        check=True,
        capture_output=True,
        text=True,
    )
    print(done.stdout, end="", flush=True)
    return figures(done.stdout)


def data_digest(name: str) -> str:
    """Return the sha256 of a stick's data files."""
    whole = hashlib.sha256()
    for path in STICKS[name][1]:
        whole.update((BENCH / path).read_bytes())
    return whole.hexdigest()


def judge(name: str, now: dict[str, float], floor: dict[str, float]) -> list[str]:
    """Say which figures fell below their floor minus the noise."""
    faults = []
    for figure, least in floor.items():
        value = now.get(figure)
        sign = -1 if figure.endswith(LESS_IS_BETTER) else 1
        if value is None or sign * value < sign * least - NOISE:
            faults.append(f"{name}: {figure} is {value}, its floor is {least}")
    return faults


def better(now: dict[str, float], old: dict[str, float]) -> dict[str, float]:
    """Give the better value of each figure, so that a fall within the noise lowers no floor."""
    return {
        figure: (min if figure.endswith(LESS_IS_BETTER) else max)(value, old.get(figure, value))
        for figure, value in now.items()
    }


def main() -> int:
    """Run the sticks; 0 where every floor holds, 1 where one does not, 0 without the data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(STICKS))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    if not BENCH.is_dir():
        print(f"no measuring sticks here: {BENCH} is absent", file=sys.stderr)
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {}
    faults = []
    for name in options.only.split(","):
        now, digest = run(name), data_digest(name)
        held = floors.get(name, {})
        old = held.get("figures", {}) if held.get("data") == digest else {}
        fallen = judge(name, now, old)
        faults += fallen
        if options.update and (not fallen or options.allow_regression):
            kept = {} if options.allow_regression else old
            floors[name] = {"data": digest, "figures": better(now, kept)}
    if options.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf8")
    print("\n".join(faults) or "every floor holds", file=sys.stderr)
    return 1 if faults and not options.allow_regression else 0


if __name__ == "__main__":
    sys.exit(main())
