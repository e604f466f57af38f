"""`firsthand review`: a person's decision, put beside the machine's answer for good."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from firsthand.cli import lines, verbs
from firsthand.cli.claims import decided_words
from firsthand.store import VERDICTS
from firsthand.types import Decision


@click.command(epilog=verbs.EPILOGS["names"])
@click.argument("claim")
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.option("--note", default="", help="Why, or the words that should stand there (amend).")
@click.option("--by", help="Who decides. Default: the setting `reviewer`.")
@verbs.common
def review(
    claim: str, verdict: str, note: str, by: str | None, case: str | None, as_json: bool
) -> None:
    """Decide about a CLAIM (or an attribution's id): accept, reject or amend it.

    The decision is timed, signed with a chain of sha256 sums, and appended: it is never changed
    and never lost, also when the case is worked out anew. The machine's answer stays beside it.
    """
    who = by or verbs.settings(case=case).reviewer
    with verbs.opened(case, write=True) as store:
        item = store.resolve(claim, kinds=("claim", "attribution"))[1]
        decision = store.decide(
            Decision(
                item=item,
                verdict=verdict,
                note=note.strip(),
                by=who.strip(),
                at=datetime.now(UTC),
                signature="",
            )
        )
        if as_json:
            lines.row("decision", decision)
        else:
            lines.say(f"{store.name(item)} {decided_words(decision)}")
            lines.say(f"signature {decision.signature}")
