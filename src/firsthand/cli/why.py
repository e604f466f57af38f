"""`firsthand why`: the answer about one claim, rule by rule, down to the words."""

from __future__ import annotations

from collections.abc import Iterable

import click

from firsthand.cli import lines, verbs
from firsthand.cli.claims import (
    answers,
    as_rows,
    chain_words,
    decided_words,
    group_decisions,
)
from firsthand.report import wording
from firsthand.store import Store
from firsthand.types import Account, Claim, Decision, Span

INDENT = 4


@click.command(epilog=verbs.EPILOGS["names"])
@click.argument("claim")
@verbs.common
def why(claim: str, case: str | None, as_json: bool) -> None:
    """Show why a CLAIM has the count it has: each rule, and the exact words it rests on.

    Words come with the page they stand on, the code points [start, end) of its text, and the
    capture that holds them. The rules are R1 to R12; each one that was used says what it did.
    """
    with verbs.opened(case) as store:
        claim_id = store.resolve(claim, kinds=("claim",))[1]
        found = store.claim(claim_id)
        decisions = group_decisions(store).get(claim_id, [])
        if as_json:
            rows = as_rows(decisions)
            lines.row("claim", found, short=store.name(claim_id), decisions=rows)
        else:
            explain(store, found, decisions)


def explain(store: Store, claim: Claim, decisions: list[Decision]) -> None:
    """Write the whole answer about one claim."""
    name = store.name(claim.id)
    for line in lines.wrapped(claim.text, indent=6, first=name):
        lines.say(lines.bold(line))
    lines.say(f"      claim {claim.id[:12]} of {store.name(claim.story)}, by {claim.by}")
    if claim.about:
        lines.say(f"      it says that {store.name(claim.about)} is said; each has its own count")
    lines.rule(lines.bold(_count(claim)))
    lines.say(f"{' ' * INDENT}{wording.STATUS_HELP[claim.status]}")
    lines.field(
        "from", wording.listed([lines.clean(x) for x in claim.origins.names]), indent=INDENT
    )
    if claim.bottlenecks:
        passed = wording.listed([lines.clean(name) for name in claim.bottlenecks])
        lines.field("always", f"every chain passes through {passed}", indent=INDENT)
    _chains(claim)
    _rules(store, claim)
    _accounts(store, claim)
    _responses(store, claim)
    _rest(store, claim)
    if decisions:
        lines.rule("What people decided")
        for decision in decisions:
            for line in lines.wrapped(decided_words(decision), indent=INDENT):
                lines.say(line)
            lines.say(f"{' ' * INDENT}signature {decision.signature[:16]}")


def _count(claim: Claim) -> str:
    most = claim.origins.most
    if claim.origins.least == most:
        number = f"{most} independent origin{'' if most == 1 else 's'}"
    else:
        number = f"{claim.origins.least} to {most} independent origins"
    return f"{number}: {claim.status.value}"


def _chains(claim: Claim) -> None:
    if not claim.chains:
        return
    lines.rule("How it reached each page")
    for words in dict.fromkeys(map(chain_words, claim.chains)):
        for line in lines.wrapped(words, indent=INDENT):
            lines.say(line)


def _rules(store: Store, claim: Claim) -> None:
    if not claim.steps:
        return
    lines.rule("How it was counted")
    for step in claim.steps:
        lines.field(step.rule, step.text, indent=INDENT)
        said = lines.clean(step.text)
        is_shown_below = step.rule == "R6"  # with "Who answers it"
        for span in lines.joined(store, step.spans):
            if is_shown_below or lines.clean(span.exact) in said:
                lines.say(f"{' ' * (INDENT + lines.LABEL)}{lines.place(store, span)}")
            else:
                _words(store, (span,), INDENT + lines.LABEL)


def _accounts(store: Store, claim: Claim) -> None:
    lines.rule(f"Told in {wording.counted(len(claim.told), 'place')}")
    _places(store, claim.told)
    if near := [account for account in claim.accounts if account.near]:
        lines.rule(f"Near it, and not counted: {wording.counted(len(near), 'place')}")
        _places(store, near)


def _places(store: Store, accounts: Iterable[Account]) -> None:
    for account in accounts:
        said = "the outlet's own words"
        if account.attribution:
            item = store.attribution(account.attribution)
            who = item.source_name or wording.quoted(item.source) or "nobody named"
            said = f"{who} {wording.ACTS[item.act]}" + (", with doubt" if item.hedged else "")
        page = wording.outlet(store.article(account.article))
        for line in lines.wrapped(f"{page}: {said}", indent=INDENT):
            lines.say(line)
        _words(store, account.spans, INDENT + 2)


def _responses(store: Store, claim: Claim) -> None:
    if not claim.responses:
        return
    lines.rule("Who answers it")
    for response in claim.responses:
        for line in lines.wrapped(next(answers([response])), indent=INDENT):
            lines.say(line)
        _words(store, response.spans, INDENT + 2)


def _rest(store: Store, claim: Claim) -> None:
    """Write caveats, discrepancies and what is named but not captured."""
    if claim.caveats:
        lines.rule("What the pages say about it themselves")
        _words(store, claim.caveats, INDENT)
    if claim.discrepancies:
        lines.rule("Where the accounts differ")
    for item in claim.discrepancies:
        kind = wording.DISCREPANCIES.get(item.kind, item.kind)
        for line in lines.wrapped(f"{kind}: {item.note}", indent=INDENT):
            lines.say(line)
        if item.kind != "response_missing":  # its words stand above, under who answers
            _words(store, item.left, INDENT + 2)
            _words(store, item.right, INDENT + 2)
    if claim.uncaptured:
        lines.rule("Named on the pages, but not in the case")
        for line in lines.wrapped(wording.listed(claim.uncaptured, 20), indent=INDENT):
            lines.say(line)


def _words(store: Store, spans: tuple[Span, ...], indent: int) -> None:
    for line in lines.words_at(store, spans, indent=indent):
        lines.say(line)
