"""Score the invented stories of bench/quality/stories with the provenance stick.

usage: python bench/quality/invented.py [PREFIX …] [--verbose]      e.g. pol- loc- biz-

The stories are made up, outlets and people too, and hold their own answers, written by hand after
the stick's guide (../shared/bench/provenance/GUIDE.md). They are there to fit on and to learn from;
`pol-`, `loc-` and `biz-` were looked at while rules were written, `wld-` and `mix-` only scored.
The stick's own stories are for choosing and regression alone.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
STICK = HERE.parent.parent.parent / "shared" / "bench" / "provenance"


def main() -> int:
    """Resolve each story's words to places with the stick's own checker, then score them all."""
    if not STICK.is_dir():
        print(f"no measuring stick here: {STICK} is absent", file=sys.stderr)
        return 0
    wanted = tuple(item for item in sys.argv[1:] if not item.startswith("--"))
    options = [item for item in sys.argv[1:] if item.startswith("--")]
    with tempfile.TemporaryDirectory() as folder:
        gold = pathlib.Path(folder) / "gold.jsonl"
        with gold.open("w", encoding="utf8") as lines:
            for story in sorted(path for path in (HERE / "stories").iterdir() if path.is_dir()):
                if wanted and not story.name.startswith(wanted):
                    continue
                one = pathlib.Path(folder) / "one.json"
                subprocess.run(
                    [sys.executable, str(STICK / "check.py"), str(story), str(one)],
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
                lines.write(json.dumps(json.loads(one.read_text("utf8"))) + "\n")
        return subprocess.run(
            [sys.executable, str(STICK / "score.py"), str(gold), *options], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
