"""`firsthand stories`, `claims` and `timeline`: the lists that a checker starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from firsthand.cli import lines, verbs
from firsthand.report import wording
from firsthand.store import Store
from firsthand.types import Chain, Claim, Decision, Response, Span, Story

NAME = 6  # columns of a short name


@click.command(epilog=verbs.EPILOGS["names"])
@verbs.common
def stories(case: str | None, as_json: bool) -> None:
    """List the stories of the case, largest first.

    A story is the pages on one event. Each line gives its name, its pages and how well its
    claims are sourced.
    """
    with verbs.opened(case) as store:
        found = store.stories()
        if not found:
            lines.tell("the case holds no stories; firsthand add PATH adds pages")
        for story in found:
            if as_json:
                lines.row("story", story, short=store.name(story.id))
            else:
                _story(store, story)


def _story(store: Store, story: Story) -> None:
    """Write one story: what it is, who tells it, how its claims stand."""
    articles = [store.article(article_id) for article_id in story.articles]
    title = story.title or next((item.title for item in articles if item.title), None)
    claims = list(store.claims(story=story.id))
    for line in lines.wrapped(title or "untitled", indent=NAME, first=store.name(story.id)):
        lines.say(lines.bold(line))
    outlets = list(dict.fromkeys(wording.outlet(item) for item in articles))
    pages = wording.counted(len(articles), "page")
    lines.say(f"{' ' * NAME}{pages}, {wording.counted(len(claims), 'claim')}: {_standing(claims)}")
    lines.field("told by", wording.listed(outlets, 8), indent=NAME, most=3)
    names = [store.name(article_id) for article_id in story.articles]
    lines.field("pages", wording.listed(names, 12), indent=NAME, most=4)
    for note in story.history:
        lines.field("history", note, indent=NAME)


def _standing(claims: Sequence[Claim]) -> str:
    """Count claims by how well they are sourced."""
    found = Counter(claim.status.value for claim in claims)
    order = ("single-source", "unclear", "corroborated")
    return ", ".join(f"{found[status]:,} {status}" for status in order if found[status]) or "none"


@click.command(epilog=verbs.EPILOGS["names"])
@click.argument("story", required=False)
@verbs.common
def claims(story: str | None, case: str | None, as_json: bool) -> None:
    """List claims by weakest sourcing: all, or those of one STORY.

    First what rests on one origin and stands on most pages. Each claim gives its name, how many
    independent origins stand behind it, through whom it came, who answers it, and where its
    accounts differ. `firsthand why c1` shows the words behind each of these.
    """
    with verbs.opened(case) as store:
        wanted = store.resolve(story, kinds=("story",))[1] if story else None
        decided = group_decisions(store)
        for item in store.stories():
            if wanted not in (None, item.id):
                continue
            found = list(store.claims(story=item.id))
            if not as_json:
                _story_head(store, item, found)
            for claim in found:
                decisions = decided.get(claim.id, [])
                if as_json:
                    short = store.name(claim.id)
                    lines.row("claim", claim, short=short, decisions=as_rows(decisions))
                else:
                    brief(store, claim, len(item.articles), decisions)
        _left_behind(store, decided, as_json=as_json)


def _story_head(store: Store, story: Story, claims: Sequence[Claim]) -> None:
    pages = wording.counted(len(story.articles), "page")
    text = f"{story.title or 'untitled'} ({pages}; {_standing(claims)})"
    for line in lines.wrapped(text, indent=NAME, first=store.name(story.id)):
        lines.say(lines.bold(line))
    lines.say()


def brief(store: Store, claim: Claim, pages: int, decisions: Sequence[Decision] = ()) -> None:
    """Write one claim at a glance."""
    origins = wording.counted(claim.origins.most, "origin")
    if claim.origins.least != claim.origins.most:
        origins = f"{wording.interval(claim.origins)} origins"
    on = f"{claim.pages} of {wording.counted(pages, 'page')}" if pages > 1 else ""
    name = lines.bold(store.name(claim.id).ljust(NAME))
    lines.say(f"{name}{origins:<15} {claim.status.value:<15} {on}".rstrip())
    for line in lines.wrapped(claim.text, indent=NAME, most=3):
        lines.say(line)
    lines.field("from", wording.listed([lines.clean(x) for x in claim.origins.names]), indent=NAME)
    lines.field("through", wording.listed(through(claim)), indent=NAME, most=2)
    lines.field("answers", "; ".join(answers(claim.responses)), indent=NAME, most=3)
    once: dict[str, Span] = {}  # a sentence that two pages print: here once, in `why` on each
    for span in claim.caveats:
        once.setdefault(" ".join(span.exact.split()), span)
    if once:
        lines.field("caveat", lines.quote(list(once.values())), indent=NAME, most=2)
    lines.field("differs", differences(claim), indent=NAME)
    for decision in decisions:
        lines.field("decided", decided_words(decision), indent=NAME)
    lines.say()


def through(claim: Claim) -> list[str]:
    """Give the names between origins and pages: those that every chain passes come first."""
    between = [name for chain in claim.chains for name in chain.names[1:-1]]
    known = [name for name in claim.bottlenecks if name not in claim.origins.names]
    names = dict.fromkeys([*known, *between])
    return [lines.clean(f"{name} (always)" if name in known else name) for name in names]


def answers(responses: Sequence[Response]) -> Iterator[str]:
    """Give each response as who and what: "Ana Ito denies (this very point)"."""
    seen: set[str] = set()
    for response in responses:
        scope = f" ({response.scope.value})" if response.act.value in ("denies", "disputes") else ""
        words = lines.clean(f"{response.by} {wording.ACTS[response.act]}{scope}")
        if words not in seen:
            seen.add(words)
            yield words


def differences(claim: Claim) -> str:
    """Count the discrepancies by kind."""
    found = Counter(item.kind for item in claim.discrepancies)
    names = wording.DISCREPANCIES
    return ", ".join(f"{names.get(kind, kind).lower()} {number}" for kind, number in found.items())


def chain_words(chain: Chain) -> str:
    """Write a chain from its origin to its page."""
    circular = " (circular)" if chain.circular else ""
    return lines.clean(" → ".join(chain.names)) + circular


def decided_words(decision: Decision) -> str:
    """Write a decision as who, what and when; the machine's answer stays beside it."""
    verdict = wording.VERDICTS.get(decision.verdict, decision.verdict)
    note = f": {decision.note}" if decision.note else ""
    return f"{verdict} by {decision.by}, {decision.at:%Y-%m-%d %H:%M} UTC{note}"


def group_decisions(store: Store) -> dict[str, list[Decision]]:
    """Give people's decisions by the item of today that they are about."""
    found: dict[str, list[Decision]] = {}
    for decision in store.decisions():
        found.setdefault(store.decided_now(decision), []).append(decision)
    return found


def as_rows(decisions: Sequence[Decision]) -> list[dict[str, str]]:
    """Give decisions as they go beside a record in JSON."""
    return [
        {
            "verdict": item.verdict,
            "note": item.note,
            "by": item.by,
            "at": item.at.isoformat(),
            "item": item.item,
            "signature": item.signature,
        }
        for item in decisions
    ]


def _left_behind(store: Store, decided: dict[str, list[Decision]], *, as_json: bool) -> None:
    """Show decisions on claims that the case no longer holds: none is ever lost."""
    for item, decisions in decided.items():
        if store.is_there(item):
            continue
        for decision in decisions:
            if as_json:
                lines.row("decision", decision)
            else:
                text = f"{decided_words(decision)} (on {decision.item[:12]}, which is gone)"
                lines.field("decided", text)


@click.command(epilog=verbs.EPILOGS["names"])
@click.argument("story", required=False)
@verbs.common
def timeline(story: str | None, case: str | None, as_json: bool) -> None:
    """List what happened when, as the pages say it: of all stories, or of one STORY.

    A time whose zone is not stated allows a range of instants; both ends are given, in UTC.
    """
    with verbs.opened(case) as store:
        wanted = store.resolve(story, kinds=("story",))[1] if story else None
        for event in store.timeline(story=wanted):
            if as_json:
                lines.row("event", event)
                continue
            first, last = (f"{moment:%Y-%m-%d %H:%M}" for moment in (event.earliest, event.latest))
            lines.say(f"{first} – {last}  {event.kind}")
            for line in lines.wrapped(event.text, indent=NAME, most=3):
                lines.say(line)
