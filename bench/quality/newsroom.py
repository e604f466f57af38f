"""A simulated newsroom: facts travel from known origins to pages, so every count is known.

    python bench/quality/newsroom.py [--cases 1000] [--seed 1] [--extract] [--show N]

A case is one story: a few facts, each with its own origins (named people, spokespeople, unnamed
sources, plurals, documents), told by outlets in their own words, copied, picked up, told twice and
denied. What the program must answer follows from how the case was made and not from the program's
own rules. With --extract the pages' bare texts go through the whole pipeline; otherwise the
attributions and the copies are given, and only claims and origins are measured.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firsthand import claim, provenance
from firsthand.types import (
    Act,
    Article,
    Attribution,
    Claim,
    Direction,
    Form,
    Hop,
    Link,
    LinkKind,
    SourceKind,
    Span,
    Story,
    digest,
)

WORLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf8"))
NUMBERS = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True)
class Source:
    """Where a fact comes from: what it is called on a page and what it counts."""

    key: str
    kind: SourceKind
    name: str
    words: str  # as the page introduces it
    least: int = 0  # 1 where it can be nobody else
    most: int = 1


@dataclass
class Page:
    """A page while it is written: pieces of text with the attributions that stand in them."""

    outlet: str
    text: str = ""
    said: list[dict[str, object]] = field(default_factory=list)
    root: str | None = None  # the page whose text this is

    def add(self, *pieces: str | tuple[str, str]) -> dict[str, list[tuple[int, int]]]:
        """Write one paragraph; a piece (role, words) is marked. Gives the marks by role."""
        marks: dict[str, list[tuple[int, int]]] = {}
        if self.text:
            self.text += "\n\n"
        start = len(self.text)
        for piece in pieces:
            role, words = piece if isinstance(piece, tuple) else ("", piece)
            if len(self.text) == start:
                words = words[0].upper() + words[1:]
            if role:
                marks.setdefault(role, []).append((len(self.text), len(self.text) + len(words)))
            self.text += words
        return marks

    def tell(self, *pieces: str | tuple[str, str], **fields: object) -> None:
        """Write one attributed paragraph."""
        self.said.append({"marks": self.add(*pieces), **fields})


@dataclass
class Fact:
    """One fact of a case with what is known of it."""

    wordings: list[str]
    sources: dict[str, Source] = field(default_factory=dict)  # by key: everything that counts
    pages: dict[int, list[str]] = field(default_factory=dict)  # page index -> origin keys behind it
    own: set[str] = field(default_factory=set)  # keys of an outlet's own unnamed sources
    papers: set[str] = field(default_factory=set)

    def expected(self) -> tuple[int, int]:
        """The interval that follows from how the fact travelled."""
        most = sum(source.most for source in self.sources.values())
        named = sum(source.least for source in self.sources.values())
        beside = 2 if self.papers and self.own else 0
        return max(1, named, beside), most


class Case:
    """One simulated story."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.pages: list[Page] = []
        self.links: list[tuple[int, int]] = []  # copies: first text, copy
        self.outlets = self.rng.sample(WORLD["outlets"], len(WORLD["outlets"]))
        self.people = [
            f"{one} {two}"
            for one, two in zip(
                self.rng.sample(WORLD["first"], 10), self.rng.sample(WORLD["last"], 10), strict=True
            )
        ]
        families = self.rng.sample(WORLD["facts"], self.rng.randint(1, 3))
        self.facts = [self._fact(family) for family in families]
        self._write()

    def _fact(self, family: dict[str, list[str]]) -> Fact:
        filled = {
            "place": self.rng.choice(WORLD["places"]),
            "company": self.rng.choice(WORLD["companies"]),
            "number": str(self.rng.randint(5, 60)),
            "object": self.rng.choice(family["object"]),
        }
        wordings = [wording.format(**filled) for wording in family["wordings"]]
        self.rng.shuffle(wordings)
        return Fact(wordings=wordings)

    def _write(self) -> None:
        for number, fact in enumerate(self.facts):
            self._own_report(fact, number)
            for _ in range(self.rng.randint(0, 4)):
                move = self.rng.choice(
                    [self._pickup, self._pickup, self._copy, self._twice, self._denial, self._match]
                )
                move(fact, number)

    def _page(self, outlet: str | None = None) -> tuple[int, Page]:
        page = Page(outlet or self.outlets.pop())
        self.pages.append(page)
        return len(self.pages) - 1, page

    # ------------------------------------------------------------ how a fact travels

    def _own_report(self, fact: Fact, number: int) -> None:
        index, page = self._page()
        self._tell(fact, index, page, self._source(fact, page, number))

    def _match(self, fact: Fact, number: int) -> None:
        if not self.outlets:
            return
        self._own_report(fact, number)

    def _source(self, fact: Fact, page: Page, number: int) -> Source:
        """Draw a source of this outlet's own; a named one may be somebody the fact already has."""
        kind = self.rng.choice(["person", "person", "voice", "unnamed", "plural", "paper"])
        if kind == "paper" and fact.papers:
            kind = "person"
        if kind == "person":
            known = [item for item in fact.sources.values() if item.kind is SourceKind.PERSON]
            if known and self.rng.random() < 0.3:
                return self.rng.choice(known)
            name = self.people.pop()
            words = f"{name}, the {self.rng.choice(WORLD['roles'])},"
            return Source(f"person:{name}", SourceKind.PERSON, name, words, least=1)
        if kind == "voice":
            body = f"{self.rng.choice(['Port', 'River', 'Road'])} Authority"
            name = self.people.pop()
            words = f"{name}, a spokeswoman for the {body},"
            return Source(f"body:{body}", SourceKind.PERSON, name, words, least=1)
        role = self.rng.choice(WORLD["unnamed"])
        if kind == "unnamed":
            name = f"{'an' if role[0] in 'aeio' else 'a'} {role}"
            return Source(f"{role}@{page.outlet}", SourceKind.UNNAMED, name, name)
        if kind == "plural":
            count = self.rng.choice([2, 3, 4])
            name = f"{NUMBERS[count]} {role}s"
            return Source(f"{role}@{page.outlet}", SourceKind.UNNAMED, name, name, most=count)
        name = self.rng.choice(WORLD["documents"])
        return Source("paper", SourceKind.DOCUMENT, name, name)

    def _tell(self, fact: Fact, index: int, page: Page, source: Source) -> None:
        wording = self.rng.choice(fact.wordings)
        fact.sources.setdefault(source.key, source)
        fact.pages[index] = [source.key]
        common = {"name": source.name, "kind": source.kind, "count": source.most}
        if source.kind is SourceKind.DOCUMENT:
            fact.papers.add(source.key)
            page.tell(
                ("content", wording),
                ", ",
                ("cue", "according to"),
                " ",
                ("source", source.words),
                ".",
                **common,
            )
        elif source.kind is SourceKind.UNNAMED:
            fact.own.add(source.key)
            page.tell(
                ("source", source.words),
                " ",
                ("cue", "told"),
                f" {page.outlet} that ",
                ("content", wording),
                ".",
                **common,
            )
        elif self.rng.random() < 0.5:
            page.tell(
                ("content", wording),
                ", ",
                ("source", source.words),
                " ",
                ("cue", "said"),
                ".",
                **common,
            )
        else:
            page.tell(
                ("source", source.words),
                " ",
                ("cue", "said"),
                " that ",
                ("content", wording),
                ".",
                **common,
            )

    def _pickup(self, fact: Fact, number: int) -> None:
        """Another outlet reports what a captured one reported, with or without its source."""
        if not self.outlets or not fact.pages:
            return
        first = self.rng.choice(sorted(fact.pages))
        report = self.pages[first]
        index, page = self._page()
        wording = self.rng.choice(fact.wordings)
        fact.pages[index] = fact.pages[first]
        source = fact.sources[fact.pages[first][0]] if len(fact.pages[first]) == 1 else None
        if source and source.kind is not SourceKind.PERSON and self.rng.random() < 0.6:
            hop = ("hop", f"{report.outlet} reported")
            page.tell(
                ("content", wording),
                ", ",
                hop,
                ", ",
                ("cue", "citing"),
                " ",
                ("source", source.words),
                ".",
                name=source.name,
                kind=source.kind,
                count=source.most,
                hop=report.outlet,
            )
        else:
            page.tell(
                ("source", report.outlet),
                " ",
                ("cue", "reported"),
                " that ",
                ("content", wording),
                ".",
                name=report.outlet,
                kind=SourceKind.OUTLET,
                count=1,
            )

    def _copy(self, fact: Fact, number: int) -> None:
        """Another outlet prints the same text with a credit line."""
        if not self.outlets or not fact.pages:
            return
        first = self.rng.choice(sorted(fact.pages))
        self._print(fact, first, self.outlets.pop(), credit=True)

    def _twice(self, fact: Fact, number: int) -> None:
        """The same outlet puts its text out again."""
        if fact.pages:
            first = self.rng.choice(sorted(fact.pages))
            self._print(fact, first, self.pages[first].outlet, credit=False)

    def _print(self, fact: Fact, first: int, outlet: str, *, credit: bool) -> None:
        report = self.pages[first]
        index, page = self._page(outlet)
        page.text, page.said = report.text, list(report.said)
        tail = f"This article first appeared in {report.outlet}." if credit else "Updated."
        page.add(tail)
        self.links.append((first, index))
        for other in self.facts:
            if first in other.pages:
                other.pages[index] = other.pages[first]

    def _denial(self, fact: Fact, number: int) -> None:
        """A page that tells the fact carries its denial as well."""
        index = self.rng.choice(sorted(fact.pages))
        page = self.pages[index]
        if any(index in pair for pair in self.links):
            return
        body = self.rng.choice(WORLD["companies"])
        page.tell(
            ("source", body),
            " ",
            ("cue", "denied"),
            " that ",
            ("content", self.rng.choice(fact.wordings)),
            ".",
            name=body,
            kind=SourceKind.ORGANISATION,
            count=1,
            act=Act.DENIES,
        )

    # ------------------------------------------------------------ what the program sees

    def articles(self) -> list[Article]:
        """Give the pages as articles."""
        return [
            Article.from_text(
                page.text,
                outlet=page.outlet,
                published="2026-03-01",
                url=f"https://newsroom.invalid/{index}",
            )
            for index, page in enumerate(self.pages)
        ]

    def attributions(self, articles: Sequence[Article]) -> list[Attribution]:
        """Give the attributions as they were written."""
        found = []
        for page, article in zip(self.pages, articles, strict=True):
            for at, row in enumerate(page.said):
                found.append(_attribution(article, at, row))
        return found

    def copies(self, articles: Sequence[Article]) -> list[Link]:
        """Give the copies as they were made."""
        return [
            Link(
                id=digest(articles[left].id, articles[right].id),
                left=articles[left].id,
                right=articles[right].id,
                kind=LinkKind.COPY,
                score=1.0,
                direction=Direction.STATED,
            )
            for left, right in self.links
        ]


def _attribution(article: Article, at: int, row: dict[str, object]) -> Attribution:
    marks: dict[str, list[tuple[int, int]]] = row["marks"]  # type: ignore[assignment]

    def spans(role: str) -> tuple[Span, ...]:
        return tuple(article.span(start, end) for start, end in marks.get(role, ()))

    count = int(str(row["count"]))
    hops = (
        (Hop(name=str(row["hop"]), kind=SourceKind.OUTLET, spans=spans("hop")),)
        if row.get("hop")
        else ()
    )
    return Attribution(
        id=digest(article.id, str(at)),
        article=article.id,
        content=spans("content"),
        cue=spans("cue"),
        source=spans("source"),
        source_name=str(row["name"]),
        source_kind=SourceKind(str(row["kind"])),
        source_count=count if count > 1 else None,
        source_plural=count > 1,
        form=Form.INDIRECT,
        act=Act(str(row.get("act", Act.ASSERTS))),
        hops=hops,
    )


def answered(case: Case, *, extract: bool = False) -> tuple[list[Article], tuple[Claim, ...]]:
    """Run the program on a case."""
    articles = case.articles()
    if extract:
        import firsthand

        found = firsthand.analyse(articles)
        return articles, found.claims
    said = case.attributions(articles)
    links = (*case.copies(articles), *provenance.pickups(articles, said))
    story = Story(id="story", articles=tuple(article.id for article in articles))
    propositions = claim.propositions(story, articles, said, links)
    return articles, provenance.trace(propositions, articles, said, links)


def checked(case: Case, *, extract: bool = False) -> Iterator[tuple[Fact, Claim | None, bool]]:
    """Yield each fact with the claim that tells it best and whether its interval is right."""
    articles, claims = answered(case, extract=extract)
    for fact in case.facts:
        homes = {articles[index].id for index in fact.pages}
        best, score = None, 0
        for item in claims:
            if item.about is None:
                told = {
                    account.article
                    for account in item.accounts
                    if any(
                        wording[1:] in span.exact or span.exact[1:] in wording
                        for wording in fact.wordings
                        for span in account.spans
                    )
                }
                if len(told & homes) > score:
                    best, score = item, len(told & homes)
        right = best is not None and (best.origins.least, best.origins.most) == fact.expected()
        yield fact, best, right


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; gives 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--extract", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args(arguments)
    right = facts = over = found = 0
    for number in range(options.cases):
        case = Case(options.seed * 1_000_003 + number)
        for fact, item, is_right in checked(case, extract=options.extract):
            facts += 1
            right += is_right
            found += item is not None
            over += item is not None and item.origins.least > fact.expected()[0]
            if not is_right and options.show:
                options.show -= 1
                print("----", number, fact.expected(), item and item.origins, fact.sources)
                for page in case.pages:
                    print(f"[{page.outlet}] {page.text}\n", file=sys.stdout)
    print(
        f"{options.cases} cases, {facts} facts: exactly right {100 * right / facts:.2f} %,"
        f" found {100 * found / facts:.2f} %, over {100 * over / facts:.2f} %"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
