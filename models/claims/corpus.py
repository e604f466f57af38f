"""Labelled stories as the program sees them: its own tellings, each with the claims it tells.

Two sources. `bench/quality/stories`: invented stories with their answers. `labels.jsonl`: claims of
50 real stories of PolNeAR's train split, as article ids and offsets; their texts stay outside.
A telling of ours tells a labelled claim where it shares half of its words with one of its accounts,
as in the provenance stick.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import firsthand
from firsthand import Article
from firsthand.claim.propose import told_in
from firsthand.claim.tellings import Telling
from firsthand.claim.terms import Vocabulary
from firsthand.types import Span

ROOT = Path(__file__).parents[2]
SAME = 0.5  # share of words (Jaccard) from which a telling is an account
_WORD = re.compile(r"\w+")

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Labelled:
    """One story: its tellings, and for each the numbers of the claims that it tells."""

    name: str
    vocabulary: Vocabulary
    tellings: list[Telling]
    claims: list[frozenset[int]]


@dataclass(frozen=True)
class Answered:
    """One labelled answer to a claim."""

    article: str
    act: str
    content: Spans
    cue: Spans


@dataclass(frozen=True)
class Story:
    """One labelled story: articles by the label's own name for them, accounts of each claim."""

    name: str
    articles: dict[str, Article]
    accounts: list[list[tuple[str, Spans]]]  # of each claim: article and places
    answers: list[list[Answered]]  # of each claim
    origins: list[tuple[int, int]]  # of each claim: least and most
    attributed: list[list[bool]]  # of each account: somebody's words, or the outlet's own
    is_scored: bool = False  # no rule is set on it
    is_loose: bool = False  # articles of one day, which need not be one story


def options(description: str, out: Path) -> argparse.ArgumentParser:
    """Give what both scripts of this folder are told: where the stories lie, and where to write."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--stories", type=Path, default=ROOT / "bench/quality/stories")
    parser.add_argument(
        "--train", type=Path, default=ROOT.parent / "shared/bench/attribution/train.jsonl.gz"
    )
    parser.add_argument("--out", type=Path, default=out)
    parser.add_argument("--keep", type=Path, help="pickle of what was read, to read it once")
    return parser


def invented(folder: Path) -> Iterator[Story]:
    """Read the stories of bench/quality/stories."""
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        gold = json.loads((home / "gold.json").read_text("utf8"))
        articles = {}
        for name in gold["articles"]:
            head, _, body = (home / f"{name}.txt").read_text("utf8").partition("\n\n")
            facts = json.loads(head)
            articles[name] = Article.from_text(
                f"{facts['title']}\n\n{body.rstrip()}",
                title=facts["title"],
                outlet=facts["outlet"],
                published=facts["published"],
            )
        said = {item["id"]: item for item in gold["attributions"]}
        yield Story(
            home.name,
            articles,
            [
                [
                    (home_page, _places(articles[home_page].text, exact))
                    for account in claim["accounts"]
                    for home_page, exact in [_written(account, said)]
                ]
                for claim in gold["claims"]
            ],
            [
                [
                    Answered(
                        item["article"],
                        answer["act"],
                        _places(articles[item["article"]].text, item["content"]),
                        _places(articles[item["article"]].text, item["cue"]),
                    )
                    for answer in claim.get("responses", ())
                    for item in [said[answer["attribution"]]]
                ]
                for claim in gold["claims"]
            ],
            *_counted(gold["claims"]),
        )


def _counted(claims: list[dict]) -> tuple[list[tuple[int, int]], list[list[bool]]]:
    """Give the origins of each claim, and which of its accounts are somebody's words."""
    origins = [(claim["origins_min"], claim["origins_max"]) for claim in claims]
    return origins, [["attribution" in item for item in claim["accounts"]] for claim in claims]


def _written(account: dict[str, object], said: dict[str, dict]) -> tuple[str, list]:
    if "attribution" in account:
        item = said[account["attribution"]]
        return item["article"], item["content"]
    return account["article"], account["span"]


def _places(text: str, exact: list) -> Spans:
    """Find exact strings, the nth where that is said."""
    places = []
    for item in exact:
        words, nth = (item["text"], item.get("nth") or 0) if isinstance(item, dict) else (item, 0)
        at = -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        places.append((at, at + len(words)))
    return places


def real(labels: Path, train: Path) -> Iterator[Story]:
    """Read the labelled stories of PolNeAR's train split."""
    with gzip.open(train, "rt", encoding="utf8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines)}
    for line in labels.read_text("utf8").splitlines():
        gold = json.loads(line)
        articles = {
            name: Article.from_text(
                rows[name]["text"],
                title=rows[name]["text"].split("\n", 1)[0],
                outlet=rows[name]["publisher"],
                published=rows[name]["published"][:10],
            )
            for name in gold["articles"]
        }
        said = {
            (name, item["id"]): item for name in articles for item in rows[name]["attributions"]
        }
        accounts = []
        for claim in gold["claims"]:
            accounts.append([])
            for item in claim["accounts"]:
                found = said.get((item["article"], item.get("attribution")))
                places = found["content"] if found else item["span"]
                if isinstance(places[0], int):
                    places = [places]
                accounts[-1].append((item["article"], [tuple(place) for place in places]))
        answers = [
            [
                Answered(
                    answer["article"],
                    answer["act"],
                    [tuple(place) for place in item["content"]],
                    [tuple(place) for place in item["cue"]],
                )
                for answer in claim["responses"]
                for item in [said[answer["article"], answer["attribution"]]]
            ]
            for claim in gold["claims"]
        ]
        counted = _counted(gold["claims"])
        marks = gold.get("scored", False), gold.get("loose", False)
        yield Story(gold["story"], articles, accounts, answers, *counted, *marks)


def covering(story: Story) -> Callable[[str, Spans], frozenset[int]]:
    """Give the function that tells which words of an article these places touch."""
    words = {
        name: [match.span() for match in _WORD.finditer(article.text)]
        for name, article in story.articles.items()
    }

    def covered(name: str, places: Spans) -> frozenset[int]:
        return frozenset(
            at
            for at, (start, end) in enumerate(words[name])
            if any(start < b and end > a for a, b in places)
        )

    return covered


def stretches(spans: Iterable[Span]) -> Spans:
    """Give spans as offsets."""
    return [(span.start, span.end) for span in spans]


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Give the share of words that two sets of places have in common."""
    return len(one & other) / max(1, len(one | other))


def labelled(story: Story) -> Labelled:
    """Read a story with the program and hold its tellings against the labels."""
    pages = sorted(story.articles.values(), key=lambda item: item.id)
    found = [item for page in pages for item in firsthand.attributions(page)]
    vocabulary, tellings = told_in(pages, found)
    names = {article.id: name for name, article in story.articles.items()}
    covered = covering(story)
    gold = [
        [(name, covered(name, places)) for name, places in accounts] for accounts in story.accounts
    ]
    claims = []
    for item in tellings:
        name = names[item.article]
        mine = covered(name, stretches(item.spans))
        claims.append(
            frozenset(
                number
                for number, accounts in enumerate(gold)
                for home, theirs in accounts
                if home == name and jaccard(mine, theirs) >= SAME
            )
        )
    return Labelled(story.name, vocabulary, tellings, claims)
