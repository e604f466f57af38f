"""What the pages of a story are to each other: whose text each is, whose report it picks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from firsthand.language.identity import Identities
from firsthand.provenance.affiliation import Roles, Voice, roles, voices
from firsthand.provenance.coverage import Coverage, coverage
from firsthand.provenance.polls import Poll, polls
from firsthand.provenance.unnamed import Unnamed
from firsthand.types import (
    ANSWERS,
    Article,
    ArticleId,
    Attribution,
    AttributionId,
    Hop,
    Link,
    LinkKind,
    Proposition,
    SourceKind,
)

__all__ = ["Scene", "scene"]

_REPORTS = frozenset({SourceKind.DOCUMENT, SourceKind.OUTLET})
_ONE_TEXT = frozenset({LinkKind.COPY, LinkKind.REWRITE})


class Scene(Struct, frozen=True):
    """A story's pages, people and links, looked up by many claims."""

    pages: Mapping[ArticleId, Article]
    attributions: Mapping[AttributionId, Attribution]
    identities: Identities  # of people, institutions and outlets
    papers: Identities  # of documents
    voices: Mapping[str, Voice]
    roles: Roles
    unnamed: Unnamed
    copies: Mapping[ArticleId, Link]  # the link that says whose text a page is
    pickups: Mapping[ArticleId, tuple[Link, ...]]  # the reports a page picks up
    matches: Mapping[ArticleId, tuple[Link, ...]]
    homes: frozenset[str]  # identities of the outlets whose pages are captured
    onward: Mapping[tuple[ArticleId, str], tuple[Hop, ...]]  # through whom a page has a document
    coverage: Mapping[ArticleId, tuple[Coverage, ...]]  # who else reported it, as a page says
    polls: Mapping[ArticleId, tuple[Poll, ...]]

    def key(self, name: str, kind: SourceKind) -> str:
        """Give the node id of a named source or hop."""
        if kind is SourceKind.DOCUMENT:
            return f"document:{self.papers.key(name)}"
        return f"name:{self.identities.key(name)}"

    def kind(self, name: str, kind: SourceKind) -> SourceKind:
        """Give the kind of a source; whoever bears the name of a captured outlet is that outlet."""
        named = kind in (SourceKind.PERSON, SourceKind.ORGANISATION)
        return SourceKind.OUTLET if named and self.is_captured(self.identities.key(name)) else kind

    def hops(self, said: Attribution) -> tuple[Hop, ...]:
        """Give through whom an attribution came; whoever answers a report does not pass it on.

        "The port denied what the book says" is no way from the book through the port; "her lawyer
        denied it and says that she slept" is one through the lawyer.
        """
        whole = self.attributions.get(said.parent or "")
        if whole is None or whole.act not in ANSWERS or said.source_kind not in _REPORTS:
            return said.hops
        return tuple(hop for hop in said.hops if hop.name != whole.source_name)

    def name(self, name: str, kind: SourceKind) -> str:
        """Give the fullest form in which the story writes a name."""
        return (self.papers if kind is SourceKind.DOCUMENT else self.identities).name(name)

    def outlet(self, page_id: ArticleId) -> str:
        """Give the name of the outlet a page stands at; never empty."""
        page = self.pages[page_id]
        return page.outlet or page.name or f"page {page_id[:8]}"

    def left_name(self, link: Link) -> str:
        """Give the outlet on a link's left, captured or not."""
        if link.left_captured and link.left in self.pages:
            return self.outlet(link.left)
        return link.left.removeprefix("outlet:")

    def root(self, page_id: ArticleId) -> str:
        """Give the identity of the outlet whose text a page carries."""
        return self.identities.key(self._carried(page_id))

    def root_name(self, page_id: ArticleId) -> str:
        """Give the name of the outlet whose text a page carries, as the story writes it."""
        return self.identities.name(self._carried(page_id))

    def _carried(self, page_id: ArticleId) -> str:
        seen = {page_id}
        link = self.copies.get(page_id)
        while link and link.left_captured and link.left in self.pages and link.left not in seen:
            page_id = link.left
            seen.add(page_id)
            link = self.copies.get(page_id)
        return self.left_name(link) if link and not link.left_captured else self.outlet(page_id)

    def named(self, item: Proposition, papers: frozenset[str]) -> tuple[Coverage, ...]:
        """Give the uncaptured coverage that a claim's pages name, of its documents or beside it."""
        homes = {
            (account.article, zone.start)
            for account in item.told
            if (zone := self.pages[account.article].zone_at(account.spans[0].start))
        }
        return tuple(
            found
            for page in sorted({account.article for account in item.told})
            for found in self.coverage.get(page, ())
            if not self.is_captured(key := self.identities.key(found.outlet))
            and key != self.root(page)
            and (
                any(self.key(name, SourceKind.DOCUMENT) in papers for name in found.papers)
                if found.papers
                else (page, found.zone) in homes
            )
        )

    def is_captured(self, key: str) -> bool:
        """Whether the case holds a page of the outlet with this identity."""
        return key in self.homes


def scene(
    articles: Sequence[Article], attributions: Iterable[Attribution], links: Iterable[Link]
) -> Scene:
    """Lay out a story; the order of what is given never matters."""
    pages = {page.id: page for page in sorted(articles, key=lambda page: page.id)}
    said = {item.id: item for item in sorted(attributions, key=lambda item: item.id)}
    kept = sorted(
        {link.id: link for link in links}.values(), key=lambda link: (-link.score, link.id)
    )
    near = [link for link in kept if link.right in pages]
    names = [page.outlet for page in pages.values() if page.outlet]
    names += [link.left.removeprefix("outlet:") for link in near if not link.left_captured]
    told = coverage(pages.values(), tuple(said.values()))
    names += [found.outlet for rows in told.values() for found in rows]
    papers: list[str] = []
    for name, kind in _named(said.values()):
        (papers if kind is SourceKind.DOCUMENT else names).append(name)
    copies: dict[ArticleId, Link] = {}
    for link in near:
        if link.kind in _ONE_TEXT and link.left != link.right:
            best = copies.get(link.right)
            if best is None or (not best.left_captured and link.left_captured):
                copies[link.right] = link
    place = Scene(
        pages=pages,
        attributions=said,
        identities=Identities(names),
        papers=Identities(papers, loose=True),
        voices=voices(said.values(), articles),
        roles={},
        unnamed=Unnamed(),
        copies=_without_circles(copies),
        pickups=_by_page(near, LinkKind.PICKUP),
        matches=_by_page(near, LinkKind.MATCH),
        homes=frozenset(),
        onward={},
        coverage=told,
        polls=polls(said.values()),
    )
    homes = frozenset(place.identities.key(place.outlet(page)) for page in pages)
    called = roles(said.values(), lambda name: place.key(name, SourceKind.PERSON))
    return replace(place, homes=homes, onward=_onward(place), roles=called)


def _onward(place: Scene) -> dict[tuple[ArticleId, str], tuple[Hop, ...]]:
    """Give the hops after a document wherever its page states them once: they hold all over it."""
    found: dict[tuple[ArticleId, str], set[tuple[Hop, ...]]] = {}
    for item in place.attributions.values():
        hops = place.hops(item)
        ways = [(hop.name, hop.kind, hops[at + 1 :]) for at, hop in enumerate(hops)]
        if item.source_name:
            ways.append((item.source_name, item.source_kind, hops))
        for name, kind, after in ways:
            if kind is SourceKind.DOCUMENT and after:
                found.setdefault((item.article, place.key(name, kind)), set()).add(after)
    return {
        key: min(ways, key=lambda hops: (len(hops), [hop.name for hop in hops]))
        for key, ways in found.items()
    }


def _named(attributions: Iterable[Attribution]) -> Iterator[tuple[str, SourceKind]]:
    """Yield every named source and hop; unnamed ones have no name to go by."""
    for item in attributions:
        pairs = [(hop.name, hop.kind) for hop in item.hops]
        if item.source_name:
            pairs.append((item.source_name, item.source_kind))
        for name, kind in pairs:
            if kind not in (SourceKind.UNNAMED, SourceKind.NONE):
                yield name, kind


def _by_page(links: Iterable[Link], kind: LinkKind) -> dict[ArticleId, tuple[Link, ...]]:
    found: dict[ArticleId, tuple[Link, ...]] = {}
    for link in links:
        if link.kind is kind:
            found[link.right] = (*found.get(link.right, ()), link)
    return found


def _without_circles(copies: Mapping[ArticleId, Link]) -> dict[ArticleId, Link]:
    """Drop the link that closes a circle of copies: of two texts that are one, one is the first."""
    kept: dict[ArticleId, Link] = {}
    for right in sorted(copies):
        link = copies[right]
        at: str | None = link.left
        while at is not None and at != right:
            at = kept[at].left if at in kept else None
        if at is None:
            kept[right] = link
    return kept
