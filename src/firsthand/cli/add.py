"""`firsthand add`: captures into a case, then the answers made anew."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec import Struct
from rich.console import Console
from rich.status import Status

from firsthand import pipeline
from firsthand.capture import captures
from firsthand.cli import lines, verbs
from firsthand.errors import CaptureError
from firsthand.report import wording
from firsthand.store import Store
from firsthand.types import Capture, Outcome

EVERY = 200  # inputs between two lines about the work where no terminal shows it live


class Tally(Struct):
    """What became of the inputs so far."""

    added: int = 0
    held: int = 0
    unreadable: int = 0
    failed: set[str] = set()  # names of inputs that gave no bytes at all

    def count(self, outcome: Outcome) -> None:
        """Count one more."""
        if outcome.error:
            self.unreadable += 1
            if outcome.capture is None:
                self.failed.add(outcome.name)
        elif outcome.held:
            self.held += 1
        else:
            self.added += 1

    @property
    def total(self) -> int:
        """Inputs so far."""
        return self.added + self.held + self.unreadable

    def __str__(self) -> str:
        return f"{self.added:,} added, {self.held:,} already held, {self.unreadable:,} unreadable"


@click.command(epilog="Killing `add` loses nothing that it reported; run it again to finish.")
@click.argument("inputs", nargs=-1, required=True, metavar="PATH…")
@click.option("--again", is_flag=True, help="Read anew what the case already holds.")
@click.option("--workers", type=click.IntRange(0, 64), help="Processes that read pages. Default 2.")
@verbs.common
def add(
    inputs: tuple[str, ...], again: bool, workers: int | None, case: str | None, as_json: bool
) -> int:
    """Add captured pages to a case and work out its answers.

    PATH is a file or a folder: plain text, HTML, pages saved by a browser, MHTML, zip, WARC,
    WARC.gz, WACZ. "-" reads standard input. The same bytes are held once, so adding a thing
    again is harmless. A page that can't be read is reported and left out; the rest goes on.
    Addresses can't be fetched yet.
    """
    config = verbs.settings(case=case, workers=workers)
    plan = pipeline.Plan(workers=config.workers, timeout_s=config.page_timeout_s, again=again)
    stdin = sys.stdin.buffer if "-" in inputs else None
    with Store.open(config.case, write=True) as store:
        tally = work(store, captures(inputs, stdin=stdin), plan, as_json=as_json)
    nothing_read = tally.unreadable and not tally.added + tally.held
    return 2 if nothing_read or tally.failed & set(inputs) else 0


def work(
    store: Store, found: Iterable[Capture | CaptureError], plan: pipeline.Plan, *, as_json: bool
) -> Tally:
    """Take captures into a case and make its answers, telling how it goes."""
    tally, began = Tally(), time.monotonic()
    console = Console(stderr=True)
    with console.status("reading") as status:
        for outcome in pipeline.ingest(found, store, plan, lambda: datetime.now(UTC)):
            tally.count(outcome)
            status.update(f"reading: {tally}")
            if not console.is_terminal and tally.total % EVERY == 0:
                lines.tell(f"reading: {tally}")
            _report(store, outcome, status, as_json=as_json)
        if not console.is_terminal and tally.total >= EVERY:
            lines.tell(f"{tally}; making the answers")
        pipeline.derive(store, tell=lambda what: status.update(f"{tally}; {what}"))
    counts = store.counts()
    lines.tell(
        f"{tally} in {time.monotonic() - began:.1f} s; the case holds"
        f" {wording.counted(counts.articles, 'page')},"
        f" {wording.counted(counts.stories, 'story', 'stories')},"
        f" {wording.counted(counts.claims, 'claim')}"
    )
    return tally


def _report(store: Store, outcome: Outcome, status: Status, *, as_json: bool) -> None:
    """Say what became of one input; it is on disk by now."""
    if as_json:
        lines.row("outcome", outcome)
        return
    if outcome.error:
        named = outcome.error.startswith(outcome.name)
        shown = outcome.error if named else f"{outcome.name}: {outcome.error}"
        status.console.print(
            f"unreadable  {lines.clean(shown)}", markup=False, highlight=False, soft_wrap=True
        )
        return
    name = store.name(outcome.article or "")
    said = "" if outcome.held else wording.counted(outcome.attributions, "attribution")
    said = outcome.note or said
    state = "held" if outcome.held else "added"
    path = Path(outcome.name).name if len(outcome.name) > 40 else outcome.name
    lines.say(f"{state:<7}{name:<28} {said:<17}  {lines.clean(path)}".rstrip())
