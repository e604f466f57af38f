"""Counts the origins of every proposition."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.types import (
    Article,
    Attribution,
    Chain,
    Claim,
    Link,
    Origins,
    Proposition,
    SourceKind,
    Status,
    Step,
)


def trace(
    propositions: Sequence[Proposition],
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[Claim, ...]:
    """Give every proposition with its origins and chains."""
    found = {item.id: item for item in attributions}
    homes = {item.id: item for item in articles}
    return tuple(_claim(item, found, homes) for item in propositions)


def _claim(item: Proposition, found: dict[str, Attribution], homes: dict[str, Article]) -> Claim:
    chains, steps, named, unsure = [], [], set(), 0
    for account in item.accounts:
        said = found.get(account.attribution or "")
        name = (said.source_name if said else None) or "unattributed"
        page = homes[account.article].outlet or account.article[:8]
        if said and said.source_kind is SourceKind.UNNAMED:
            unsure += 1
        named.add(name)
        names = (name, *(said.via if said else ()), page)
        chains.append(Chain(article=account.article, nodes=names, names=names))
        if said and said.source:
            steps.append(Step(rule="R4", text=f"{page} has it from {name}", spans=said.source))
    most = max(1, len(named))
    least = max(1, len(named) - unsure)
    if most == 1:
        status = Status.SINGLE_SOURCE
    else:
        status = Status.CORROBORATED if least >= 2 else Status.UNCLEAR
    return Claim(
        id=item.id,
        story=item.story,
        text=item.text,
        accounts=item.accounts,
        origins=Origins(least=least, most=most, names=tuple(sorted(named))),
        bottlenecks=tuple(sorted(set.intersection(*(set(chain.names[:-1]) for chain in chains)))),
        chains=tuple(chains),
        responses=item.responses,
        discrepancies=item.discrepancies,
        status=status,
        steps=tuple(steps),
        caveats=item.caveats,
        about=item.about,
    )
