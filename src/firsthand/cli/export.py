"""`firsthand export`: the case as files for other people and other programs."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand import report
from firsthand.cli import lines, verbs

_FORMATS = "\n".join(f"  {name:<10} {what}" for name, what in sorted(report.FORMATS.items()))


@click.command(epilog=f"\b\nFormats:\n{_FORMATS}")
@click.option(
    "--format",
    "formats",
    default="jsonl,md",
    show_default=True,
    metavar="NAME,…",
    help="Formats, parted by commas; `all` for every one.",
)
@click.option("-o", "--output", default="firsthand-export", show_default=True, metavar="DIR")
@verbs.common
def export(formats: str, output: str, case: str | None, as_json: bool) -> None:
    """Write the case as files, each statement with its words and its capture's sha256.

    Files that are there already are replaced.
    """
    names = [name.strip() for name in formats.split(",") if name.strip()]
    wanted = list(report.FORMATS) if names == ["all"] else names
    with verbs.opened(case) as store:
        for path in report.export(store, wanted, Path(output)):
            if as_json:
                lines.row("file", {"path": str(path), "bytes": path.stat().st_size})
            else:
                lines.say(f"{path}  {path.stat().st_size:,} bytes")
