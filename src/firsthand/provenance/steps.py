"""Says, rule by rule, how a count came about, with the words it rests on.

Each step is one plain sentence that an editor can hear read aloud. The order is the order of the
argument: where the claim comes from, what adds nothing, what could be one, who answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from firsthand.provenance.coverage import Coverage
from firsthand.provenance.origins import Count
from firsthand.provenance.scene import Scene
from firsthand.provenance.strands import Stop, Strand
from firsthand.types import Act, NodeKind, Proposition, Response, Span, Step

__all__ = ["covered", "steps"]

_SHOWN = 160  # characters of the page's words in one sentence
_TOGETHER = 400  # characters within which the parts of an attribution are shown as one stretch
_DENIALS = {
    Act.DENIES: "denies it",
    Act.DISPUTES: "disputes it",
    Act.DISCLAIMS: "says it is not known to them",
    Act.DECLINES: "declines to comment",
    Act.NO_RESPONSE: "did not respond",
    Act.UNREACHABLE: "could not be reached",
}


def steps(
    item: Proposition, found: Sequence[Strand], count: Count, place: Scene
) -> tuple[Step, ...]:
    """Give the rules used on the way to a claim's count, each in one sentence."""
    return tuple(
        [
            *_copies(item, place),
            *_pickups(item, found, place),
            *_papers(found, place),
            *_speakers(found, place),
            *_voices(count),
            *_belonging(count),
            *_retold(found, place),
            *_editions(item, place),
            *_unsure(count),
            *_plurals(count),
            *_own(found, count, place),
            *_bare(count),
            *_circles(found, place),
            *_answers(item.responses, place),
            *_uncaptured(found, place),
        ]
    )


def _words(spans: Iterable[Span]) -> str:
    """Give the page's own words on one line, shortened, in quotation marks."""
    whole = " … ".join(" ".join(span.exact.split()) for span in spans)
    cut = whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"“{cut.strip('“”')}”"


def _stretch(spans: Iterable[Span], place: Scene) -> tuple[Span, ...]:
    """Give near spans of one page as the one stretch of text that holds them."""
    kept = sorted(set(spans))
    if not kept or kept[0].article != kept[-1].article:
        return tuple(kept)[:3]
    low, high = kept[0].start, max(span.end for span in kept)
    page = place.pages.get(kept[0].article)
    if page is None or high - low > _TOGETHER or "\n" in page.text[low:high].strip():
        return tuple(kept)[:3]
    return (page.span(low, high),)


def _of(strand: Strand) -> tuple[Span, ...]:
    """Give the words of a strand's attribution, else of its first stop."""
    said = strand.attribution
    return (*said.source, *said.cue, *said.content) if said else strand.stops[0].spans


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(set(names))
    if len(ordered) < 2:
        return "".join(ordered)
    return f"{', '.join(ordered[:-1])} and {ordered[-1]}"


def _copies(item: Proposition, place: Scene) -> Iterator[Step]:
    for page in sorted({account.article for account in item.told}):
        link = place.copies.get(page)
        if link is not None:
            name = place.left_name(link)
            said = f": {_words(link.evidence[:2])}" if link.evidence else ""
            outlet = place.outlet(page)
            if place.identities.key(name) == place.identities.key(outlet):
                carries = f"Two captured pages of {outlet} are versions of one text"
            else:
                carries = f"{outlet} carries the text of {name}"
            yield Step(
                rule="R1",
                text=f"{carries}{said}. It adds nothing.",
                spans=link.evidence,
            )


def _pickups(item: Proposition, found: Sequence[Strand], place: Scene) -> Iterator[Step]:
    told: dict[tuple[str, str], tuple[Span, ...]] = {}
    ends: set[str] = set()
    for strand in found:
        for stop in strand.stops:
            if stop.kind is NodeKind.OUTLET and "R1" not in strand.rules:
                key = (place.outlet(strand.page), stop.name)
                words = _best(stop.spans, strand.page)
                if strand.attribution and strand.attribution.article == strand.page:
                    words = _stretch((*words, *_of(strand)), place)
                told[key] = min(told.get(key) or words, words or told.get(key, ()))
                ends |= {stop.name} if stop is strand.stops[0] else set()
    for (page, outlet), spans in sorted(told.items()):
        said = f": {_words(spans)}" if spans else ""
        end = ""
        if outlet in ends:
            whom = f"The page does not say whom {outlet} has it from."
            end = f" {outlet} read the document." if item.about else f" {whom}"
        text = f"{page} reports what {outlet} reported{said}. It adds nothing.{end}"
        yield Step(rule="R2", text=text, spans=spans)


def _best(spans: Sequence[Span], page: str) -> tuple[Span, ...]:
    """Give the spans of this page only, at most three."""
    return tuple(sorted({span for span in spans if span.article == page}))[:3]


def _papers(found: Sequence[Strand], place: Scene) -> Iterator[Step]:
    readers: defaultdict[str, set[str]] = defaultdict(set)
    spans: defaultdict[str, set[Span]] = defaultdict(set)
    for strand in found:
        for stop in strand.stops:
            if stop.kind is NodeKind.DOCUMENT:
                readers[stop.name].add(place.outlet(strand.page))
                spans[stop.name].update(stop.spans)
    for name in sorted(readers):
        fullest = {span.exact.casefold(): span for span in sorted(spans[name])}
        shown = tuple(sorted(fullest.values(), key=lambda span: (-len(span.exact), span))[:2])
        said = f": {_words(shown)}" if shown else ""
        rest = "rest" if len(readers[name]) > 1 else "rests"
        yield Step(
            rule="R3",
            text=f"{_listed(readers[name])} {rest} on one document, {name}{said}."
            " Whoever reads it adds nothing beyond it.",
            spans=shown,
        )


def _speakers(found: Sequence[Strand], place: Scene) -> Iterator[Step]:
    pages: defaultdict[str, set[str]] = defaultdict(set)
    stops: dict[str, Stop] = {}
    spans: defaultdict[str, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    for strand in found:
        first = strand.stops[0]
        if first.kind in (NodeKind.PERSON, NodeKind.ORGANISATION, NodeKind.UNNAMED):
            stops[first.id] = first
            pages[first.id].add(place.outlet(strand.page))
            words = _stretch(_of(strand), place)
            spans[first.id].setdefault(strand.page, words)
    for name in sorted(stops):
        shown = tuple(span for page in sorted(spans[name]) for span in spans[name][page][:1])[:2]
        said = f": {_words(shown)}" if shown else ""
        have = "have" if len(pages[name]) > 1 else "has"
        once = " That is one origin, however often it speaks." if len(pages[name]) > 1 else ""
        yield Step(
            rule="R4",
            text=f"{_listed(pages[name])} {have} it from {stops[name].name}{said}.{once}",
            spans=shown,
        )


def _voices(count: Count) -> Iterator[Step]:
    for stop, principal in count.voices:
        yield Step(
            rule="R4",
            text=f"{stop.name} speaks for {principal}; whoever speaks for it is one origin.",
            spans=stop.spans,
        )


def _belonging(count: Count) -> Iterator[Step]:
    for pair in count.belonging:
        yield Step(rule="R4", text=pair.said, spans=pair.spans)


def _retold(found: Sequence[Strand], place: Scene) -> Iterator[Step]:
    told: dict[tuple[str, str], tuple[Span, ...]] = {}
    for strand in found:
        if "R4" in strand.rules:
            first = strand.stops[0]
            tellers = [stop.name for stop in strand.stops if stop.id == strand.teller]
            teller = (*tellers, place.outlet(strand.page))[0]
            told.setdefault((teller, first.name), first.spans)
    for (teller, name), spans in sorted(told.items()):
        yield Step(
            rule="R4",
            text=f"{teller} tells of what {name} said: {_words(spans)}. The origin is {name}.",
            spans=spans,
        )


def _editions(item: Proposition, place: Scene) -> Iterator[Step]:
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for account in item.told:
        pages[place.identities.key(place.outlet(account.article))].add(account.article)
    for key in sorted(pages):
        if len(pages[key]) > 1:
            name = place.outlet(min(pages[key]))
            spans = tuple(
                account.spans[0] for account in item.told if account.article in pages[key]
            )
            yield Step(
                rule="R5",
                text=f"{len(pages[key])} pages of {name} tell it. One publisher counts once.",
                spans=spans[:4],
            )


def _unsure(count: Count) -> Iterator[Step]:
    unnamed = [stop for members in count.bearers for stop in members[:1] if _is_loose(stop)]
    if unnamed and count.origins.most > count.origins.least and len(count.bearers) > 1:
        spans = tuple(sorted({span for stop in unnamed for span in stop.spans}))[:6]
        yield Step(
            rule="R7",
            text=f"{_listed(stop.name for stop in unnamed)} may be one with another origin."
            f" At least {count.origins.least}, at most {count.origins.most}.",
            spans=spans,
        )


def _is_loose(stop: Stop) -> bool:
    return stop.kind is NodeKind.UNNAMED and not stop.apart


def _plurals(count: Count) -> Iterator[Step]:
    for members in count.bearers:
        for stop in members:
            if stop.count > 1 or stop.plural:
                most = f"at least one and at most {stop.count}"
                if stop.count == 1:
                    most = "one, plural asserted"
                yield Step(
                    rule="R8",
                    text=f"{stop.name} is a plural; it counts as {most}.",
                    spans=stop.spans,
                )
    for stop, crowd in count.absorbed:
        yield Step(
            rule="R8",
            text=f"{stop.name} may be one of {crowd.name}; that adds nothing.",
            spans=stop.spans,
        )


def _own(found: Sequence[Strand], count: Count, place: Scene) -> Iterator[Step]:
    told = {
        strand.page
        for strand in found
        if len(strand.stops) == 1 and strand.stops[0].kind is not NodeKind.UNATTRIBUTED
    }
    for page in sorted(told) if len(count.bearers) > 1 else ():
        links = place.matches.get(page, ())
        spans = tuple(sorted({span for link in links for span in link.evidence}))[:3]
        if spans:
            yield Step(
                rule="R9",
                text=f"{place.outlet(page)} has its own source: {_words(spans)}."
                " Its own reporting adds one.",
                spans=spans,
            )


def _bare(count: Count) -> Iterator[Step]:
    for members in count.bearers:
        for stop in members:
            if stop.kind is NodeKind.UNATTRIBUTED and stop.spans:
                yield Step(
                    rule="R10",
                    text=f"Stated without a source: {_words(stop.spans)}. The origin is"
                    f" {stop.name}, which may be any of the others.",
                    spans=stop.spans,
                )


def _circles(found: Sequence[Strand], place: Scene) -> Iterator[Step]:
    for strand in found:
        if strand.circular:
            names = [*(stop.name for stop in strand.stops), place.outlet(strand.page)]
            spans = tuple(sorted({span for stop in strand.stops for span in stop.spans}))[:4]
            yield Step(
                rule="R11",
                text=f"The chain runs in a circle: {' → '.join(names)}. It leads to no origin.",
                spans=spans,
            )


def _answers(responses: Sequence[Response], place: Scene) -> Iterator[Step]:
    for response in responses:
        if response.act is Act.CONFIRMS:
            continue  # whoever says it is so is an origin
        shown = _stretch(response.spans, place)
        yield Step(
            rule="R6",
            text=f"{response.by} {_DENIALS.get(response.act, 'answers')}: {_words(shown)}."
            " An answer is never an origin.",
            spans=shown,
        )


def _uncaptured(found: Sequence[Strand], place: Scene) -> Iterator[Step]:
    spans: defaultdict[str, set[Span]] = defaultdict(set)
    for strand in found:
        for stop in strand.stops:
            home = stop.id.removeprefix("name:")
            if stop.kind is NodeKind.OUTLET and not place.is_captured(home):
                spans[stop.name].update(stop.spans)
    for name in sorted(spans):
        yield Step(
            rule="R12",
            text=f"{name} is named and not captured; it is listed and adds nothing.",
            spans=tuple(sorted(spans[name]))[:3],
        )


def covered(named: Sequence[Coverage], place: Scene) -> Iterator[Step]:
    """Yield who else reported it, as a page says, where no page of theirs is captured."""
    said: defaultdict[tuple[str, int], list[Coverage]] = defaultdict(list)
    for item in named:
        said[item.span.article, item.span.end].append(item)
    for (page, _), items in said.items():
        spans = (min(item.span for item in items),)
        others = _listed(place.identities.name(item.outlet) for item in items)
        yield Step(
            rule="R12",
            text=f"{place.outlet(page)} says that {others} reported on it too: {_words(spans)}."
            " No such page is captured; that is listed and adds nothing.",
            spans=spans,
        )
