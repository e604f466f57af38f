"""Cases for copies and stories, made by a program, to set thresholds on.

usage: python bench/quality/story_cases.py copies|stories [FIELD=VALUE,VALUE …]

Thresholds are set here and nowhere else; the stick's dev files are looked at afterwards. The texts
are the 824 articles of ../shared/bench/attribution/train.jsonl.gz, none of which is in the stick;
they are read at run time and nothing of them is kept. A field of `story.judge.Rule`,
`story.index.Params`, `story.similar.Similarity` or `story.cluster.Linkage` with values prints the
figures at each of them, the others at their defaults.

copies   Each source is edited in one of eight ways and wrapped in the furniture of another outlet.
         A pair of different sources is no copy, unless both are real articles as they came.
stories  made: articles split over several outlets, their words changed; dates are folded so that
         articles of different months share a week: what is near in time is another story for
         certain. sister: two events of one kind at once. invented: bench/quality/stories, all of
         them within three weeks. labelled: real articles of models/claims/labels.jsonl among all
         real ones, the labelled ones judged.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import random
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations
from typing import TypeVar

import msgspec

from firsthand.story import Grouper, copies
from firsthand.story.cluster import Linkage
from firsthand.story.index import Params
from firsthand.story.similar import Similarity
from firsthand.types import Article, LinkKind

HERE = pathlib.Path(__file__).parent
TRAIN = HERE.parent.parent.parent / "shared" / "bench" / "attribution" / "train.jsonl.gz"
LABELS = HERE.parent.parent / "models" / "claims" / "labels.jsonl"

EDITS = ("exact", "trimmed", "abridged", "light", "heavy", "partial", "quote_only", "furniture")
NO_COPY = ("quote_only", "furniture")
OUTLETS = [f"{place} {kind}" for place in ("Orlin", "Castra", "Tamsin", "Vashti", "Penmarrow")
           for kind in ("Post", "Courier", "Wire", "Lantern", "Review")]  # fmt: skip
BOXES = (
    "Sign up for the {0} newsletter and get the day's top stories in your inbox every morning.",
    "The {0} is an independent newsroom. Support its reporting by becoming a member today.",
    "Follow the {0} on all platforms. Have a tip? Write to tips@{1}.example in confidence.",
    "© 2016 {0}. All rights reserved. This material may not be published or redistributed.",
    "Read more from the {0}: politics, business, culture, weather and the puzzles page.",
    "The views in this section are the authors' own and not those of the {0} or its owners.",
)
Settings = TypeVar("Settings", bound=msgspec.Struct)
SEED = 20
FOLD = 15  # days into which the ten months of the articles are folded
SPAN = 20  # days within which the invented stories lie
APART = 2  # days that lie between two real articles at least, so that they tell two stories


@dataclass(frozen=True)
class Text:
    """A text of the train file."""

    id: str
    paragraphs: list[str]
    publisher: str
    published: date


@cache
def texts() -> list[Text]:
    """Read the train articles, in order of date."""
    with gzip.open(TRAIN, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    found = [
        Text(
            row["id"],
            [part for part in row["text"].split("\n\n") if part.strip()],
            row["publisher"],
            date.fromisoformat(row["published"][:10]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda text: (text.published, text.id))


@cache
def vocabulary() -> list[str]:
    """Words to put in the place of others, as often as they are written."""
    return [word for text in texts() for part in text.paragraphs for word in part.split()]


# ---------------------------------------------------------------- copies


def reworded(words: list[str], share: float, chance: random.Random) -> list[str]:
    """Change so many of the words: another one, none, or one more."""
    found = []
    for word in words:
        turn = chance.random() / share
        if turn >= 1:
            found.append(word)
        elif turn < 0.6:
            found.append(chance.choice(vocabulary()))
        elif turn < 0.8:
            found += [word, chance.choice(vocabulary())]
    return found


def sentences(text: Text) -> list[str]:
    """Part a text at its full stops."""
    return [one for part in text.paragraphs for one in re.split(r"(?<=[.?!”])\s+(?=[A-Z“])", part)]


def edited(text: Text, kind: str, chance: random.Random) -> list[str]:
    """Edit a text; for a host of a part of it, give that part."""
    parts = text.paragraphs
    if kind == "trimmed":
        return parts[: max(2, int(len(parts) * chance.uniform(0.3, 0.7)))]
    if kind == "abridged":
        kept = [part for part in parts if chance.random() < chance.uniform(0.4, 0.6)]
        return kept or parts[:2]
    if kind == "light":
        return [" ".join(reworded(part.split(), 0.06, chance)) for part in parts]
    if kind == "heavy":
        share = chance.uniform(0.12, 0.25)
        kept = [one for one in sentences(text) if chance.random() < 0.7]
        lines = [" ".join(reworded(one.split(), share, chance)) for one in kept]
        return [" ".join(lines[k : k + 2]) for k in range(0, len(lines), 2)]
    if kind == "partial":
        long = [part for part in parts if len(_unquoted(part)) >= 25] or parts
        start = chance.randrange(len(long))
        lifted = long[start : start + chance.choice((1, 1, 2, 3))]
        return [" ".join(reworded(part.split(), chance.choice((0.001, 0.05)), chance))
                for part in lifted]  # fmt: skip
    if kind == "quote_only":
        said = re.findall(r"“[^”]{40,400}”", "\n".join(parts))[:3]
        return [f"{quote} was how it was put to the {chance.choice(OUTLETS)}." for quote in said]
    return [] if kind == "furniture" else parts


def _unquoted(part: str) -> list[str]:
    """Return the words outside quotation marks."""
    return re.sub(r"[“\"][^”\"]*[”\"]?", " ", part).split()


def boxes(outlet: str, chance: random.Random) -> list[str]:
    """Give an outlet's furniture: always the same boxes, not all on each page."""
    own = random.Random(outlet).sample(BOXES, 4)
    return [box.format(outlet, outlet.split()[0].lower()) for box in own if chance.random() < 0.8]


@dataclass
class Copies:
    """Articles, the pairs that are copies with their kind, and of which texts each is made."""

    articles: list[Article]
    gold: dict[frozenset[str], str]
    sources: dict[str, set[str]]

    def page(self, parts: list[str], outlet: str, day: date, known: set[str]) -> str:
        """Add an article made of these texts, its outlet's furniture below it."""
        chance = random.Random(f"{outlet} {day} {len(self.articles)}")
        whole = "\n\n".join([*parts, *boxes(outlet, chance)])
        article = Article.from_text(whole, outlet=outlet, published=f"{day}T12:00:00Z")
        self.articles.append(article)
        self.sources[article.id] = known
        return article.id


@cache
def copy_cases() -> Copies:
    """Make the cases: every fifth text is a host, each of the others is edited in two ways."""
    chance = random.Random(SEED)
    cases = Copies([], {}, {})
    hosts = texts()[4::5]
    for number, text in enumerate(texts()):
        source = cases.page(text.paragraphs, text.publisher, text.published, {text.id})
        for kind in chance.sample(EDITS, 2) if number % 5 != 4 else ():
            made, known = edited(text, kind, chance), {text.id}
            if kind == "quote_only" and not made:
                continue
            if kind in ("partial", *NO_COPY):
                host = chance.choice(hosts)
                place = chance.randrange(len(host.paragraphs) + 1)
                made = [*host.paragraphs[:place], *made, *host.paragraphs[place:]]
                known = {host.id} if kind in NO_COPY else {text.id, host.id}
            day = text.published + timedelta(days=chance.choice((1, 1, 2, 4)))
            page = cases.page(made, chance.choice(OUTLETS), day, known)
            if kind not in NO_COPY:
                cases.gold[frozenset((source, page))] = kind
    return cases


@cache
def really_related() -> set[frozenset[str]]:
    """Pairs of train texts that share sixteen words in a row outside quotations as they came."""
    holders = defaultdict(set)
    for text in texts():
        for part in text.paragraphs:
            words = re.findall(r"\w+", re.sub(r"“[^”]*”?", " ", part).lower())
            for start in range(len(words) - 15):
                holders[hash(tuple(words[start : start + 16]))].add(text.id)
    return {frozenset(two) for held in holders.values() for two in combinations(sorted(held), 2)}


def score_copies(settings: dict[str, float]) -> str:
    """Judge the links; pairs that are made of one text, or of related ones, are not judged."""
    cases, params = copy_cases(), Params()
    rule = changed(params.rule, settings)
    started = time.process_time()
    links = copies(cases.articles, msgspec.structs.replace(changed(params, settings), rule=rule))
    spent = time.process_time() - started
    hits, wrong = Counter[str](), 0
    for link in links:
        pair = frozenset((link.left, link.right))
        if link.kind is LinkKind.COMMON_QUOTE:
            continue
        if pair in cases.gold:
            hits[cases.gold[pair]] += 1
            continue
        left, right = cases.sources[link.left], cases.sources[link.right]
        kin = {frozenset((one, two)) for one in left for two in right}
        wrong += not (left & right or kin & really_related())
    want, right_ones = Counter(cases.gold.values()), sum(hits.values())
    p, r = right_ones / max(1, right_ones + wrong), right_ones / sum(want.values())
    kinds = " ".join(f"{kind} {hits[kind] / n:.3f}" for kind, n in sorted(want.items()))
    return (
        f"F1 {2 * p * r / max(p + r, 1e-9):.4f} P {p:.4f} R {r:.4f}  {kinds}"
        f"  {len(cases.articles) / spent:.0f}/s"
    )


def changed(params: Settings, settings: dict[str, float]) -> Settings:
    """Set those of the fields that these parameters have, or that name them: linkage.least."""
    own = {}
    for key, value in settings.items():
        of, _, field = key.rpartition(".")
        if field in params.__struct_fields__ and of in ("", type(params).__name__.lower()):
            own[field] = value
    return msgspec.structs.replace(params, **own)


# ---------------------------------------------------------------- stories


@dataclass
class Stories:
    """Articles with the story of each; None for one that is not judged."""

    articles: list[Article]
    story: list[str | None]

    def add(
        self, parts: list[str], day: float | None, story: str | None, title: str | None
    ) -> None:
        """Add an article that came so many days after a certain one, or at no known time."""
        moment = None
        if day is not None:
            passed = timedelta(minutes=round(1440 * day))
            moment = (datetime(2016, 1, 1, tzinfo=UTC) + passed).isoformat()
        article = Article.from_text("\n\n".join(parts), title=title, published=moment)
        self.articles.append(article)
        self.story.append(story)


@cache
def made_stories() -> Stories:
    """Split each text over one to eight outlets.

    Each takes sentences of its own and some that others have too, changes words and leads with
    what it likes. Of the texts of two days, which may tell one story, one is taken.
    """
    chance = random.Random(SEED)
    cases, told = Stories([], []), set[int]()
    first = texts()[0].published
    for text in texts():
        real = (text.published - first).days
        if real // APART in told:
            continue
        told.add(real // APART)
        lines = sentences(text)
        outlets = chance.choice((1, 1, 1, 2, 2, 3, 4, 6, 8))
        outlets = max(1, min(outlets, len(lines) // 5))
        slug = text.id.split("_")[-1].replace("-", " ")
        for number in range(outlets):
            own = [k for k in range(len(lines)) if k % outlets == number or chance.random() < 0.12]
            share = chance.uniform(0.05, 0.25) if outlets > 1 else 0.001
            parts = [" ".join(reworded(lines[k].split(), share, chance)) for k in own]
            day = real % FOLD + chance.expovariate(1.0)
            cases.add(parts, day, text.id, slug if number == 0 else None)
    return cases


@cache
def sister_stories() -> Stories:
    """Two events of one kind, without dates: half of the second's sentences are the first's.

    Its names and numbers are others throughout.
    """
    chance = random.Random(SEED)
    cases = Stories([], [])
    long = [text for text in texts() if len(sentences(text)) >= 24][:: len(texts()) // 80]
    for one, two in zip(long[::2], long[1::2], strict=False):
        first, names = sentences(one), dict[str, str]()
        other = [_renamed(line, names, chance) for line in first]
        second = [*other[::2], *sentences(two)[1::2]]
        for story, lines in ((one.id, first), (two.id, second)):
            outlets = chance.choice((2, 3, 4))
            for number in range(outlets):
                own = [k for k in range(len(lines)) if k % outlets == number]
                parts = [" ".join(reworded(lines[k].split(), 0.1, chance)) for k in own]
                cases.add(parts, None, story, None)
    return cases


def _renamed(sentence: str, names: dict[str, str], chance: random.Random) -> str:
    """Put another name in the place of each, and other numbers."""

    def other(found: re.Match[str]) -> str:
        if found[0] not in names:
            names[found[0]] = chance.choice(
                [w for w in chance.sample(vocabulary(), 60) if w.istitle()] or ["X"]
            )
        return names[found[0]]

    return re.sub(r"(?<= )[A-Z][a-z]+\b|\d+", other, sentence)


@cache
def invented_stories() -> Stories:
    """Read the stories in bench/quality/stories, each moved to a day of the same weeks."""
    chance = random.Random(SEED)
    cases = Stories([], [])
    for folder in sorted(path for path in (HERE / "stories").iterdir() if path.is_dir()):
        pages = []
        for path in sorted(folder.glob("*.txt")):
            head, _, body = path.read_text("utf8").partition("\n")
            pages.append((json.loads(head), body))
        opened = min(date.fromisoformat(head["published"][:10]) for head, _ in pages)
        start = chance.uniform(0, SPAN)
        for head, body in pages:
            day = (date.fromisoformat(head["published"][:10]) - opened).days
            parts = [part for part in body.split("\n\n") if part.strip()]
            cases.add(parts, start + day, folder.name, head["title"])
    return cases


@cache
def labelled_stories() -> Stories:
    """All train texts as they came; those of the labelled stories are judged."""
    with LABELS.open(encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    # "loose": articles of one day of a campaign, which need not be one story
    tight = [row for row in rows if not row.get("loose")]
    story = {name: row["story"] for row in tight for name in row["articles"]}
    cases, first = Stories([], []), texts()[0].published
    for text in texts():
        day = (text.published - first).days + 0.5
        slug = text.id.split("_")[-1].replace("-", " ")
        cases.add(text.paragraphs, day, story.get(text.id), slug)
    return cases


def bcubed(gold: list[str], found: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over articles."""
    both = Counter(zip(gold, found, strict=True))
    g, f, n = Counter(gold), Counter(found), len(gold)
    p = sum(c * c / f[k] for (_, k), c in both.items()) / n
    r = sum(c * c / g[k] for (k, _), c in both.items()) / n
    return p, r, 2 * p * r / (p + r)


def score_stories(settings: dict[str, float]) -> str:
    """Sort each set of cases into stories; the mean of their F1 leads the line."""
    said, total = [], 0.0
    for make in (made_stories, sister_stories, invented_stories, labelled_stories):
        cases = make()
        grouper = Grouper(changed(Similarity(), settings), changed(Linkage(), settings))
        for article in cases.articles:
            grouper.add(article)
        of = {one: story.id for story in grouper.stories() for one in story.articles}
        judged = [
            (story, of[article.id])
            for story, article in zip(cases.story, cases.articles, strict=True)
            if story
        ]
        gold, found = [one for one, _ in judged], [one for _, one in judged]
        p, r, f1 = bcubed(gold, found)
        ratio = len(set(found)) / len(set(gold))
        said.append(f"{make.__name__.split('_')[0]} {f1:.4f} ({p:.3f} {r:.3f} x{ratio:.2f})")
        total += f1 / 4
    return f"{total:.4f}  " + "  ".join(said)


def main() -> None:
    """Score the defaults, or each value of a field."""
    if len(sys.argv) < 2 or sys.argv[1] not in ("copies", "stories"):
        sys.exit(__doc__)
    if not TRAIN.exists():
        sys.exit(f"{TRAIN} is not there: nothing to make cases of")
    score = score_copies if sys.argv[1] == "copies" else score_stories
    fixed: dict[str, float] = {}
    swept: list[tuple[str, list[float]]] = []
    for given in sys.argv[2:]:
        field, _, values = given.partition("=")
        each = [float(one) if "." in one else int(one) for one in values.split(",")]
        if len(each) == 1:
            fixed[field] = each[0]
        else:
            swept.append((field, each))
    if not swept:
        print(score(fixed), flush=True)
    for field, each in swept:
        for value in each:
            print(f"{field}={value:<6} {score(fixed | {field: value})}", flush=True)


if __name__ == "__main__":
    main()
