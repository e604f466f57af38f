"""The second proposition of a claim that pages read in a document: "the document says so".

That P is so and that a document says P are two claims with two counts: behind the first stand the
document's own sources, behind the second everyone who read the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from firsthand.language.identity import tokens
from firsthand.types import Account, Attribution, Proposition, SourceKind, digest

__all__ = ["papers"]

_PAGES = 2  # pages from which it is worth asking who read the document


def papers(draft: Proposition, said: Mapping[str, Attribution]) -> Iterator[Proposition]:
    """Yield "the document says P" for each document that several pages tell P from."""
    told: defaultdict[tuple[str, ...], list[tuple[str, Account]]] = defaultdict(list)
    for account in draft.told:
        item = said.get(account.attribution or "")
        for name in _documents(item) if item else ():
            told[tokens(name)].append((name, account))
    for key in sorted(told):
        accounts = tuple(dict.fromkeys(account for _, account in told[key]))
        if len({account.article for account in accounts}) >= _PAGES:
            name = max((name for name, _ in told[key]), key=lambda item: (len(item), item))
            yield Proposition(
                id=digest("says", draft.id, *key),
                story=draft.story,
                text=f"{name} says: {draft.text}",
                accounts=accounts,
                about=draft.id,
            )


def _documents(item: Attribution) -> Iterator[str]:
    """Yield the documents that an attribution names as source or on the way."""
    if item.source_kind is SourceKind.DOCUMENT and item.source_name:
        yield item.source_name
    for hop in item.hops:
        if hop.kind is SourceKind.DOCUMENT:
            yield hop.name
