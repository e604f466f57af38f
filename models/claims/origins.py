"""Hold the count of origins against the labels: on the real stories and the invented ones.

usage: python models/claims/origins.py [--stories DIR] [--train train.jsonl.gz]

Two lines for each set: the program's own claims (of a labelled claim, the one that holds most of
its accounts, as in the provenance stick), and the labelled claims given, each with those statements
of ours that tell it. The rules of `provenance/` are set on the real stories that are not marked
"scored" and on the invented ones whose names begin with `answers.FITTED`; the others are only
scored. 2 minutes on one core.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from answers import FITTED
from corpus import SAME, Story, covering, invented, jaccard, options, real, stretches

import firsthand
from firsthand import Article, Attribution, Case, Claim
from firsthand.provenance import trace
from firsthand.types import Account, Proposition, Span, digest

HERE = Path(__file__).parent


def main() -> None:
    """Read the stories, count, print the shares."""
    given = options(__doc__, HERE).parse_args()
    stories = [
        ("real, scored" if story.is_scored else "real", story)
        for story in real(HERE / "labels.jsonl", given.train)
    ]
    for story in invented(given.stories):
        fitted = story.name.startswith(FITTED)
        stories.append(("invented, fitted on" if fitted else "invented, scored", story))
    rows: dict[tuple[str, str], Counter[str]] = {}
    for kind, story in stories:
        case = firsthand.analyse(story.articles.values())
        for way, found in (("own", _own(story, case)), ("given", _given(story, case))):
            tally = rows.setdefault((kind, way), Counter())
            for wanted, claim in zip(story.origins, found, strict=True):
                tally.update(_marks(wanted, claim))
    for (kind, way), tally in rows.items():
        print(f"{kind:20} {way:6} {_line(tally)}")


def _own(story: Story, case: Case) -> Iterator[Claim | None]:
    """Yield for each labelled claim the claim of ours that holds most of its accounts."""
    covered, names = covering(story), {page.id: name for name, page in story.articles.items()}
    held = [
        [
            (names[account.article], covered(names[account.article], stretches(account.spans)))
            for account in claim.accounts
        ]
        for claim in case.claims
    ]
    for accounts in story.accounts:
        votes: Counter[int] = Counter()
        for name, places in accounts:
            words = covered(name, places)
            votes.update(
                number
                for number, members in enumerate(held)
                if any(home == name and jaccard(words, mine) >= SAME for home, mine in members)
            )
        best = max(votes, key=lambda number: (votes[number], -number), default=None)
        yield case.claims[best] if best is not None else None


def _given(story: Story, case: Case) -> Iterator[Claim | None]:
    """Yield each labelled claim as traced from the statements of ours that tell it."""
    covered = covering(story)
    for number, accounts in enumerate(story.accounts):
        told = []
        for (name, places), is_said in zip(accounts, story.attributed[number], strict=True):
            page, words = story.articles[name], covered(name, places)
            near = [
                (jaccard(words, covered(name, stretches(item.content))), item.id, item)
                for item in case.attributions
                if item.article == page.id
            ]
            share, _, best = max(near, default=(0.0, "", None), key=lambda row: row[:2])
            if best is not None and share >= SAME:
                told.append(_account(page, best.content, best))
            elif places and not is_said:
                told.append(_account(page, tuple(page.span(*place) for place in places)))
        if not told:
            yield None
            continue
        asked = Proposition(
            id=digest(story.name, str(number)),
            story="story",
            text=told[0].spans[0].exact,
            accounts=tuple(dict.fromkeys(told)),
        )
        yield trace([asked], case.articles, case.attributions, case.links)[0]


def _account(page: Article, spans: tuple[Span, ...], said: Attribution | None = None) -> Account:
    return Account(article=page.id, spans=spans, attribution=said.id if said else None)


def _marks(wanted: tuple[int, int], claim: Claim | None) -> list[str]:
    """Give what one claim counts towards."""
    kind = "one" if wanted == (1, 1) else "more"
    marks = ["all", kind]
    if claim is None:
        return marks
    least, most = claim.origins.least, claim.origins.most
    right = {
        "exact": (least, most) == wanted,
        f"exact {kind}": (least, most) == wanted,
        "least": least == wanted[0],
        "covers": least <= wanted[1] and most >= wanted[0],
        "over": least > wanted[0],
    }
    return [*marks, *(name for name, is_so in right.items() if is_so)]


def _line(tally: Counter[str]) -> str:
    shares = [
        ("exact", "all"), ("exact one", "one"), ("exact more", "more"),
        ("least", "all"), ("covers", "all"), ("over", "all"),
    ]  # fmt: skip
    said = ", ".join(f"{name} {100 * tally[name] / max(tally[of], 1):.1f}" for name, of in shares)
    return f"{said} % of {tally['all']} claims"


if __name__ == "__main__":
    main()
