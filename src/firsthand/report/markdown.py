"""The Markdown dossier: what a reporter hands to an editor.

Every line that claims something ends in the words it rests on, with the capture's hash and the
offsets, so that an editor can check it without this program. Text from pages is escaped: a page
cannot put a heading, a link or HTML into the dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from firsthand.report import wording
from firsthand.report.dossier import ClaimRow, Dossier, Head, head, of_parts
from firsthand.report.parts import Parts, every
from firsthand.types import ArticleId, Chain, Claim, Decision, Reader, Response, Span

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_QUOTE_MOST = 600  # code points of one quotation; a claim's words are rarely a third of it
_NOTE = (
    "Counts of origins say how many independent sources the captured pages show, never whether "
    "a claim is so. Offsets count code points of the capture's reading text."
)


def markdown(reader: Reader) -> Iterator[str]:
    """Give the dossier of a whole case, line by line."""
    counts = reader.counts()
    yield "# Dossier"
    yield ""
    yield (
        f"{wording.counted(counts.articles, 'page')}, "
        f"{wording.counted(counts.stories, 'story', 'stories')}, "
        f"{wording.counted(counts.claims, 'claim')}. {_NOTE}"
    )
    yield ""
    for item in every(reader):
        yield from story(reader, item)
    yield from captures(reader)


def story(reader: Reader, item: Parts) -> Iterator[str]:
    """Give one story: the numbers, who carries it, the claims in short, then each in full."""
    one = of_parts(item)
    heads = {article.id: article for article in one.articles}
    numbers = one.numbers
    yield f"## {escape(one.title)}"
    yield ""
    yield "| pages | distinct texts | copies | origins | open gaps |"
    yield "|---:|---:|---:|---:|---:|"
    yield (
        f"| {numbers.pages} | {numbers.texts} | {numbers.copies} "
        f"| {numbers.origins} | {numbers.gaps} |"
    )
    yield ""
    yield f"**Carried by** {_carried(one)}."
    yield ""
    if one.claims:
        yield "### Claims, weakest sourcing first"
        yield ""
        yield "| # | claim | origins | status | pages | answers |"
        yield "|---:|---|---:|---|---:|---|"
        for number, claim in enumerate(one.claims, 1):
            yield _summary(number, claim)
        yield ""
    by_id = {claim.id: claim for claim in item.claims}
    for number, listed in enumerate(one.claims, 1):
        yield from _claim(number, by_id[listed.id], heads, reader.decisions(item=listed.id))
    yield from _differences(one, heads)
    yield from _bullets("Gaps", [f"{escape(gap.text)}{_at(gap.spans, heads)}" for gap in one.gaps])
    events = [
        f"{event.earliest:%Y-%m-%d}: {escape(event.text)}{_at(event.spans, heads)}"
        for event in one.timeline
    ]
    yield from _bullets("Timeline", events)


def _carried(one: Dossier) -> str:
    """Name every page and how it came by the story."""
    said = [
        escape(item.outlet)
        + (f" ({escape(wording.came_by(item.how, item.of, item.outlet))})" if item.of else "")
        for item in one.carriers
    ]
    return wording.listed(said, 30) or "no page"


def _summary(number: int, claim: ClaimRow) -> str:
    answers = ", ".join(
        dict.fromkeys(f"{item.by} {wording.ACTS[item.act]}" for item in claim.responses)
    )
    return (
        f"| {number} | {escape(wording.shown(claim.text, 200))} "
        f"| {wording.interval(claim.origins)} | {wording.STATUSES[claim.status]} "
        f"| {claim.pages} | {escape(wording.shown(answers, 160))} |"
    )


def _claim(
    number: int, claim: Claim, heads: Mapping[ArticleId, Head], decided: Sequence[Decision]
) -> Iterator[str]:
    """Give one claim with its chains, words, responses, differences and rules."""
    yield f"### {number}. {escape(wording.shown(claim.text, 300))}"
    yield ""
    names = wording.listed(claim.origins.names)
    origins = "origin" if claim.origins.most == 1 else "origins"
    yield (
        f"**{wording.STATUSES[claim.status].capitalize()}**: {wording.interval(claim.origins)} "
        f"{origins}{': ' + escape(names) if names else ''}."
    )
    if claim.bottlenecks:
        yield f"Every chain passes through {escape(wording.listed(claim.bottlenecks))}."
    if claim.uncaptured:
        yield f"Named, not captured: {escape(wording.listed(claim.uncaptured))}."
    yield ""
    for decision in decided:
        verdict = wording.VERDICTS.get(decision.verdict, decision.verdict)
        yield (
            f"> {verdict.capitalize()} by {escape(decision.by)}, {decision.at:%Y-%m-%d %H:%M} UTC"
            f"{': ' + escape(decision.note) if decision.note else ''}"
        )
        yield ""
    yield from _bullets("Chains", list(dict.fromkeys(map(_chain, claim.chains))), level=4)
    words = [cite(account.spans, heads) for account in claim.told if account.spans]
    yield from _bullets("The words", words, level=4)
    near = [cite(account.spans, heads) for account in claim.accounts if account.near]
    yield from _bullets("Near it, and not counted", near, level=4)
    yield from _bullets("Answers", [_response(item, heads) for item in claim.responses], level=4)
    rules = [f"{step.rule}: {escape(step.text)}{_at(step.spans, heads)}" for step in claim.steps]
    yield from _bullets("Why this count", rules, level=4)
    caveats = [cite((span,), heads) for span in claim.caveats]
    yield from _bullets("Caveats on the pages", caveats, level=4)


def _chain(chain: Chain) -> str:
    turn = " (runs in a circle)" if chain.circular else ""
    return " → ".join(escape(wording.shown(name, 80)) for name in chain.names) + turn


def _response(item: Response, heads: Mapping[ArticleId, Head]) -> str:
    return (
        f"{escape(item.by)} {wording.ACTS[item.act]}, {wording.SCOPES[item.scope]}"
        f"{_at(item.spans, heads)}"
    )


def _differences(one: Dossier, heads: Mapping[ArticleId, Head]) -> Iterator[str]:
    """Give what two tellings say differently, both sides with their words."""
    lines = []
    for _, item in one.discrepancies:
        sides = [cite(side, heads) for side in (item.left, item.right) if side]
        kind = wording.DISCREPANCIES.get(item.kind, item.kind)
        note = f": {escape(item.note)}" if item.note else ""
        lines.append(f"{kind}{note}. " + " / ".join(sides))
    yield from _bullets("Discrepancies", lines)


def captures(reader: Reader) -> Iterator[str]:
    """Give the list of captures with their whole hashes."""
    yield "## Captures"
    yield ""
    yield "| outlet | title | time as printed | address or file | sha256 of the capture |"
    yield "|---|---|---|---|---|"
    for article in reader.articles():
        one = head(article)
        place = wording.shown(one.url or one.name or "", 120)
        yield (
            f"| {escape(one.outlet)} | {escape(one.title)} | {escape(one.published)} "
            f"| {escape(place)} | `{one.capture}` |"
        )
    yield ""
    lines = [f"{escape(item.name)}: {escape(item.error)}" for item in reader.unreadable()]
    yield from _bullets("Could not be read", lines)


def cite(spans: Sequence[Span], heads: Mapping[ArticleId, Head]) -> str:
    """Quote words with the place they stand at: outlet, capture, offsets."""
    words = wording.shown(wording.quoted(spans), _QUOTE_MOST)
    one = heads.get(spans[0].article)
    place = f"{escape(one.outlet)}, {one.capture[:12]}" if one else spans[0].article[:12]
    offsets = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return f"“{escape(words.strip('“”'))}” ({place} @ {offsets})"


def _at(spans: Sequence[Span], heads: Mapping[ArticleId, Head]) -> str:
    """Quote the words behind a line, where there are some."""
    return f": {cite(spans, heads)}" if spans else ""


def _bullets(title: str, lines: Sequence[str], level: int = 3) -> Iterator[str]:
    """Give a titled list, or nothing for an empty one."""
    if lines:
        yield f"{'#' * level} {title}"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def escape(text: str) -> str:
    """Make text from a page harmless inside a line or a table cell of Markdown."""
    line = wording.shown(text, 4 * _QUOTE_MOST)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", _SPECIAL.sub(r"\\\1", line))
