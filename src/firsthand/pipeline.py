"""The order of the stages: the one place where rooms meet each other and a store.

Every stage takes records and gives records and knows nothing of the others, so this module can
be read as the recipe of the whole program.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain, islice

from msgspec import Struct, json
from msgspec.structs import replace

from firsthand import article as article_room
from firsthand import attribution as attribution_room
from firsthand import claim as claim_room
from firsthand import provenance as provenance_room
from firsthand import story as story_room
from firsthand.errors import CaptureError, SpanError
from firsthand.store import Store
from firsthand.types import (
    Article,
    Attribution,
    Capture,
    Case,
    Claim,
    Event,
    Link,
    Outcome,
    Story,
    Unreadable,
    digest,
)
from firsthand.workers import Stopped, alone, spread


class Models(Struct, frozen=True):
    """What the stages have learned, loaded once per process and passed in."""

    zones: article_room.ZoneModel
    attribution: attribution_room.AttributionModels


def load_models() -> Models:
    """Load every model from the installed package. Raises ModelError where one is missing."""
    return Models(zones=article_room.load(), attribution=attribution_room.load())


def read(
    data: bytes, models: Models, *, url: str | None = None, media_type: str | None = None
) -> Article:
    """Read one capture's bytes. Raises CaptureError where there is no page in them."""
    capture = Capture(id=capture_id(data), body=data, url=url, media_type=media_type)
    return article_room.read(capture, models.zones)


def attribute(article: Article, models: Models) -> tuple[Attribution, ...]:
    """Find every reported statement of one article."""
    return attribution_room.attributions(article, models.attribution)


def gather(
    articles: Sequence[Article], attributions: Sequence[Attribution]
) -> tuple[tuple[Link, ...], tuple[Story, ...]]:
    """Link the texts of a case and sort them into stories, in order of publication."""
    copied = story_room.copies(articles)
    credited = story_room.syndicated(articles, copied)
    links = (*copied, *credited, *provenance_room.pickups(articles, attributions))
    grouper = story_room.Grouper()
    for item in sorted(articles, key=arrival):
        grouper.add(item)
    return links, grouper.stories()


def arrival(article: Article) -> tuple[str, str]:
    """Sort key: the earliest instant an article's time allows; undated articles come last."""
    when = article.published or article.modified
    return (when.earliest.isoformat() if when else "9999", article.id)


def account(
    story: Story,
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[tuple[Claim, ...], tuple[Event, ...]]:
    """Give the claims of one story with their provenance, and its timeline.

    `articles` are the story's, `attributions` theirs, `links` those that end in one of them.
    """
    propositions = claim_room.propositions(story, articles, attributions, links)
    claims = provenance_room.trace(propositions, articles, attributions, links)
    return claims, claim_room.timeline(story, articles, attributions)


Part = tuple[Story, tuple[Article, ...], tuple[Attribution, ...], tuple[Link, ...]]


def parts(
    stories: Iterable[Story],
    articles: Iterable[Article],
    said: Mapping[str, Sequence[Attribution]],
    links: Iterable[Link],
) -> Iterator[Part]:
    """Give every story with what `account` needs of the case, in one pass over each."""
    pages = {item.id: item for item in articles}
    ending: dict[str, list[Link]] = {}
    for link in links:
        ending.setdefault(link.right, []).append(link)
    for story in stories:
        yield (
            story,
            tuple(pages[name] for name in story.articles),
            tuple(found for name in story.articles for found in said[name]),
            tuple(link for name in story.articles for link in ending.get(name, ())),
        )


def analyse(articles: Iterable[Article], models: Models) -> Case:
    """Do the whole job in memory, on articles in any order."""
    unique = tuple(sorted({item.id: item for item in articles}.values(), key=arrival))
    said = {item.id: attribute(item, models) for item in unique}
    attributions = tuple(found for item in unique for found in said[item.id])
    links, stories = gather(unique, attributions)
    answers = [account(*part) for part in parts(stories, unique, said, links)]
    return Case(
        articles=unique,
        stories=stories,
        attributions=attributions,
        links=links,
        claims=tuple(claim for claims, _ in answers for claim in claims),
        timeline=tuple(event for _, events in answers for event in events),
    )


# ---------------------------------------------------------------- with a case on disk


class Plan(Struct, frozen=True):
    """How `ingest` goes about its work."""

    workers: int = 2  # processes that read pages; 0: read in this one
    timeout_s: float = 300.0  # a page that takes longer is stopped and reported
    few: int = 4  # up to so many new pages are read here: each process loads its models first
    few_bytes: int = 2_000_000  # and up to so many bytes together
    again: bool = False  # read anew what is held, and what stopped its reader before


Read = tuple[Article, tuple[Attribution, ...]]


def ingest(
    found: Iterable[Capture | CaptureError], store: Store, plan: Plan, clock: Callable[[], datetime]
) -> Iterator[Outcome]:
    """Take captures through the per-article stages into a case, one transaction each.

    Gives one Outcome for each input, after it is safely on disk. What can't be read, and what
    kills or hangs its reader, is an Outcome with an error, and the run goes on.
    """
    at_once: deque[Outcome] = deque()

    def fresh() -> Iterator[Capture]:
        for item in found:
            known = _known(item, store, plan, clock())
            if known:
                at_once.append(known)
            elif isinstance(item, Capture):
                yield item

    for capture, answer in _readings(fresh(), plan):
        yield from _drained(at_once)
        yield _kept(capture, answer, store, clock())
    yield from _drained(at_once)


def derive(store: Store, *, tell: Callable[[str], None] = lambda _: None) -> int:
    """Make links, stories, claims and timelines anew from a case's articles; count the stories.

    The answer depends on the articles alone, not on their order or on earlier answers, save that
    a story keeps the id it had. Claims are made only for stories whose inputs, or the code that
    makes them, changed. `tell` hears what is being done.
    """
    if store.derived() == _recipe():
        return 0
    articles = tuple(sorted(store.articles(), key=arrival))
    said: dict[str, tuple[Attribution, ...]] = {
        item.id: tuple(store.attributions(article=item.id)) for item in articles
    }
    tell(f"comparing {len(articles)} articles")
    links, made = gather(articles, tuple(found for item in articles for found in said[item.id]))
    stories = keep_ids(made, store.stories())
    with store.unit():
        store.put_links(links)
        store.put_stories(stories)
    done = 0
    for story, inside, words, near in parts(stories, articles, said, links):
        inputs = _inputs(story, words, near)
        if store.inputs(story.id) == inputs:
            continue
        tell(f"tracing the claims of {store.name(story.id)}, {len(inside)} articles")
        claims, events = account(story, inside, words, near)
        store.put_account(story, claims, events, inputs)
        done += 1
    store.finish(_recipe())
    return done


def keep_ids(made: Sequence[Story], before: Sequence[Story]) -> tuple[Story, ...]:
    """Give stories the ids they had: each old id goes to the story with most of its articles.

    The largest stories come first.
    """
    old = {article: story.id for story in before for article in story.articles}
    shares = Counter(
        (old[article], place)
        for place, story in enumerate(made)
        for article in story.articles
        if article in old
    )
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for (old_id, place), _ in sorted(
        shares.items(), key=lambda entry: (-entry[1], entry[0][0], made[entry[0][1]].id)
    ):
        if place not in kept and old_id not in taken:
            kept[place] = old_id
            taken.add(old_id)
    named = []
    for place, story in enumerate(made):
        own = story.id if story.id not in taken else digest("story", *story.articles)
        named.append(replace(story, id=kept.get(place, own)))
    return tuple(sorted(named, key=lambda story: (-len(story.articles), story.id)))


def _known(item: Capture | CaptureError, store: Store, plan: Plan, now: datetime) -> Outcome | None:
    """Give the outcome of an input that needs no reading, None for one that does."""
    if isinstance(item, CaptureError):
        name = item.where or "-"
        store.put_unreadable(Unreadable(name=name, error=str(item), at=now))
        return Outcome(name=name, error=str(item))
    name = item.name or item.id
    if plan.again:
        return None
    held = store.holds(item.id)
    if held:
        store.sight(item)
        return Outcome(name=name, capture=item.id, article=held, held=True)
    stopped = store.stopped(item.id)
    if stopped:
        return Outcome(name=name, capture=item.id, error=f"{stopped} (left out; add --again tries)")
    return None


def _readings(fresh: Iterator[Capture], plan: Plan) -> Iterator[tuple[Capture, Read | Stopped]]:
    """Read new captures: a few here, many in processes of their own."""
    first = list(islice(fresh, plan.few + 1))
    is_small = sum(len(capture.body) for capture in first) <= plan.few_bytes
    if plan.workers < 1 or (len(first) <= plan.few and is_small):
        if first:
            yield from alone(page_reader(), chain(first, fresh))
    else:
        yield from spread(
            page_reader, chain(first, fresh), workers=plan.workers, timeout_s=plan.timeout_s
        )


def page_reader() -> Callable[[Capture], Read | Stopped]:
    """Load the models and give the function that takes one capture through its stages."""
    models = load_models()

    def work(capture: Capture) -> Read | Stopped:
        try:
            article = article_room.read(capture, models.zones)
        except CaptureError as error:
            return Stopped(f"{error.what} ({error.fix})" if error.fix else error.what, hard=False)
        return article, attribute(article, models)

    return work


def _kept(capture: Capture, answer: Read | Stopped, store: Store, now: datetime) -> Outcome:
    """Put what was read into the case and say what became of it."""
    name = capture.name or capture.id
    if isinstance(answer, tuple):
        article, attributions = answer
        outcome = Outcome(
            name=name,
            capture=capture.id,
            article=article.id,
            attributions=len(attributions),
            held=store.holds(capture.id) == article.id,
            note=_left_out(article),
        )
        try:
            store.put(capture, article, attributions, now)
            return outcome
        except SpanError as error:
            answer = Stopped(str(error), hard=False)
    entry = Unreadable(name=name, error=answer.reason, capture=capture.id, at=now)
    store.put_unreadable(entry, stopped=answer.hard)
    return Outcome(name=name, capture=capture.id, error=answer.reason)


def _left_out(article: Article) -> str | None:
    if attribution_room.is_supported(article):
        return None
    return f"language {article.language}: no statements read"


def _drained(outcomes: deque[Outcome]) -> Iterator[Outcome]:
    while outcomes:
        yield outcomes.popleft()


def _inputs(story: Story, attributions: Sequence[Attribution], links: Sequence[Link]) -> str:
    """Digest everything that a story's claims are made from: its records and our code."""
    return digest(_recipe(), json.encode(story), json.encode(attributions), json.encode(links))


@cache
def _recipe() -> str:
    """Digest the code and the rules that make claims, so that new code gives new answers."""
    parts: list[str | bytes] = []
    for room in ("types", "language", "story", "claim", "provenance"):
        for entry in sorted(files("firsthand").joinpath(room).iterdir(), key=lambda e: e.name):
            if entry.name.endswith((".py", ".toml")):
                parts += [entry.name, entry.read_bytes()]
    return digest(*parts)


def capture_id(data: bytes) -> str:
    """Return the name of these bytes: their plain sha256, so that `sha256sum` agrees."""
    return sha256(data).hexdigest()
