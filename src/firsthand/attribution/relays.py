"""Who passes words on in the same sentence: "…, the Post reported", "said through a lawyer".

The decision: a clause that passes words on stands right before or right after them, so the chain is
read outwards from the attribution, clause by clause, and ends at the first words that are no such
clause. Who is named in it must be somebody who can speak; the source itself and the page's own
outlet pass nothing on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.attribution import chain
from firsthand.attribution.lexicon import nouns, relaying
from firsthand.attribution.page import Draft, Page, Stretch
from firsthand.attribution.phrases import phrase
from firsthand.attribution.pronouns import PRONOUNS
from firsthand.attribution.who import Who, member_as_source
from firsthand.types import Hop, SourceKind

__all__ = ["can_speak", "given_by", "is_its_own", "passed_on"]

_ACCORDING = re.compile(
    r"(?:\b[Aa]ccording to|, per) (?P<who>[^,;“”\n]{2,120}?(?:,? [“\"][^“”\"\n]{2,60}[”\"])?)"
    r"(?=[,;.“”\n]|$| (?:who|and said|that) )"
)
_OF_WHICH = re.compile(r"\b(?:which|who|where|when), $")
_NO_NAME = (
    r"(?!(?:and|but|or|nor|while|though|although|which|who|whom|whose|that|when|where|if|because|so|"
    r"then|what|how|there|after|before|since|until|i|we|you)\b)"
)
_WHO = rf"(?P<who>{_NO_NAME}[^,;:“”\"()\n]{{2,110}}?)"
_GAP = r"[”\"]?[^,.;:“”\"\n]{0,70}?"
_WHEN = r"(?: (?:on |late |early )?\w+day| last \w+| this \w+| earlier(?: \w+)?)?"
_ENDS = (
    r"(?=[.,;:”\"\n]|$| (?:on|in|at|last|this|late|earlier|and|that|as|which|after|says?|said|"
    r"shows?|showed|found|finds|warns?|warned|states?|stated|alleges?|alleged|describes?|lists?|"
    r"puts?|suggests?|indicates?|accuses?|quotes?|has|had)\b)"
)
_FAR = 200  # characters before the attribution in which a clause may stand
_MOST = 3  # clauses of one chain


@cache
def _after() -> tuple[re.Pattern[str], ...]:
    """Give the clauses that may follow; each has its "who"."""
    words = relaying()
    return (
        re.compile(
            rf"(?:(?<=[,?!][”\"])|{_GAP}(?<!which)(?<!who)(?<!that),) (?:as )?{_WHO}"
            r"(?:, [^,;:“”\"\n]{2,60},)? "
            rf"(?:(?:also|first|later|previously|earlier|has|have|had|\w+ly) )?"
            rf"(?:{words.reports}){_WHEN}(?=[.;\n]|,(?! ?[“\"])|$)"
        ),
        re.compile(
            r"[”\"]?,?(?:(?! (?:and|but|while|who|which) )[^,.;:“”\"\n]){0,70}?"
            rf"(?:,| (?:was|were|first|originally|later|as|that))? (?:{words.printed}){_WHEN} "
            rf"(?P<by>by|in) {_WHO}{_ENDS}"
        ),
        re.compile(
            rf"{_GAP},? (?:by|in) {_WHO}(?:[’']s?|(?<=his)|(?<=her)|(?<=their)) (?:own )?"
            r"(?:account|telling|retelling|recollection|recounting)\b"
        ),
    )


@cache
def _before() -> re.Pattern[str]:
    """Give the clause that stands in front: "At dinner, two guests said, …"."""
    return re.compile(
        rf"(?:^As |(?:^|[,:;] )as |, ){_WHO} (?:(?:also|first|later|has|had) )?"
        rf"(?:{relaying().reports}){_WHEN}, $"
    )


_QUOTED = re.compile(r"\b(?:quoted|cited)\b")
_BY = re.compile(rf"(?: as saying| saying)?(?:(?<=by)| by) {_WHO}(?= as |[.,;:]|$| that | on )")
_QUOTES = re.compile(
    r"(?:^|[.;,:”\"] )(?P<who>[^,;:“”\"\n]{2,60}) (?:also |then |later )?"
    r"(?:quotes|quoted|cites|cited) $"
)
_THROUGH = re.compile(
    r"(?: in an? [\w -]{0,25}?(?:statement|letter|e-?mail|message|note)s?)?(?: \w+day)?"
    r",? (?:through|via) (?P<who>[^,.;:“”\"\n]{2,80}?)(?=[,.;:“”\"\n]|$| (?:that|on|in|to|who)\b)"
)
_PASS_ON = (SourceKind.OUTLET, SourceKind.DOCUMENT, SourceKind.ORGANISATION)
_ITS_OWN = re.compile(r"(?:an? (?:\w+ )?copy of )?(?:its|their)\b")
_HANDED = (
    r"\b(?:sent|given|provided|shared|leaked|handed|forwarded|passed|supplied|described|shown)"
)
_GIVEN = re.compile(rf"{_HANDED}(?: (?:to|with) [^,;]{{2,50}}?)? by (?P<who>[^,;.]{{2,80}})")
_GOT = re.compile(
    rf"(?:{_HANDED} (?:to|with)|\b(?:obtained|reviewed|seen|viewed|published|posted) by)"
    r" (?:[Tt]he )?$"
)


def passed_on(page: Page, draft: Draft, who: Who) -> list[Hop]:
    """Give those who pass these words on in their own sentence, nearest to the source first."""
    hops: list[Hop] = []
    taken = {who.name}
    for relay in _relays(page, draft, who):
        if relay.name and relay.name not in taken and len(hops) < _MOST:
            taken.add(relay.name)
            hops.append(chain.hop(relay, page.article))
            hops += [hop for hop in page.channels.get(relay.entity, []) if hop.name not in taken]
    return hops


def _relays(page: Page, draft: Draft, who: Who) -> Iterator[Who]:
    """Yield the relays of the sentence, from the source outwards."""
    yield from _mouth(page, draft)
    yield from _quoter(page, draft)
    end = 0
    text, stop = page.article.text, draft.sentence[1]
    said = _ACCORDING.search(text, *draft.near)
    if said and _is_free(text, draft, said.start()):
        yield from _resolved(page, draft, who, said, "according to")
        end = said.end()
    starts = sorted({high for _, high in _spans(draft) if high <= stop}, reverse=True)
    for start in [end, *starts] if end else starts:
        while (clause := _clause(page, draft, start)) is not None:
            relays = list(_resolved(page, draft, who, clause, "reported"))
            yield from relays
            start = clause.end()
            if not relays:
                break
        else:
            continue
        break
    low = min(start for start, _ in _spans(draft))
    first = max(draft.sentence[0], low - _FAR)
    front = _before().search(text[first:low])
    if front is not None:
        yield from _speaker(page, draft, who, _moved(front.span("who"), first), "said")


def _spans(draft: Draft) -> list[Stretch]:
    found = draft.found
    return [*found.content, *found.cue, *draft.source]


def _moved(span: Stretch, by: int) -> Stretch:
    return (span[0] + by, span[1] + by)


def _clause(page: Page, draft: Draft, start: int) -> re.Match[str] | None:
    """Give the clause that follows here and touches no words of the attribution itself."""
    for pattern in _after():
        clause = pattern.match(page.article.text, start, draft.sentence[1])
        if clause and not any(
            low < clause.end() and clause.start() < high for low, high in _spans(draft)
        ):
            return clause
    return None


def _resolved(page: Page, draft: Draft, who: Who, clause: re.Match[str], cue: str) -> Iterator[Who]:
    """Yield whom the clause names, and before an outlet those who gave it the document."""
    for relay in _speaker(page, draft, who, clause.span("who"), cue):
        if "by" in clause.re.groupindex and relay.kind is not SourceKind.OUTLET:
            continue
        if cue == "according to" and relay.kind not in _PASS_ON and not _was_told(page, draft):
            continue
        if relay.kind is SourceKind.DOCUMENT and (
            who.kind is SourceKind.DOCUMENT or is_its_own(who, clause["who"])
        ):
            continue
        yield relay
        if relay.kind is SourceKind.DOCUMENT:
            yield from given_by(page, draft, who, clause.span("who"))


def _was_told(page: Page, draft: Draft) -> bool:
    """Whether somebody was told it, who may be whom the page heard it from."""
    return chain.addressee(page.article.text, draft.found.cue, draft.sentence[1]) is not None


def is_its_own(who: Who, words: str) -> bool:
    """Whether a body speaks in its own paper: "the unit found …, according to its report"."""
    return who.kind is SourceKind.ORGANISATION and bool(_ITS_OWN.match(words))


def given_by(page: Page, draft: Draft, who: Who, span: Stretch) -> Iterator[Who]:
    """Yield who gave out a document, and to which outlet: "sent to the Post by an aide"."""
    given = _GIVEN.search(page.article.text, *span)
    if given:
        yield from _speaker(page, draft, who, given.span("who"), "by")
    for mention in page.cast.inside(*span):
        front = page.article.text[span[0] : mention.start]
        if mention.member.kind is SourceKind.OUTLET and _GOT.search(front):
            yield member_as_source(mention.member)


def _speaker(page: Page, draft: Draft, who: Who, span: Stretch, cue: str) -> Iterator[Who]:
    """Yield who these words name, where they name somebody who can speak."""
    words = page.article.text[slice(*span)]
    if any(low < span[1] and span[0] < high for low, high in [*draft.source, *draft.found.cue]):
        return
    if not can_speak(page, span, words) and words.casefold() not in PRONOUNS:
        return
    found = page.sources.glance(span, cue)
    if found.name and found.name != who.name and found.entity is not who.entity:
        yield found


def can_speak(page: Page, span: Stretch, words: str) -> bool:
    """Whether these words mean somebody or a document, and no reason or number."""
    parts = phrase(words)
    table = nouns()
    known = table.roles | table.documents | table.crowd | table.organisations
    return parts.base in known or parts.head in known or bool(page.cast.inside(*span))


def _is_free(text: str, draft: Draft, at: int) -> bool:
    """Whether "according to" here is neither an aside nor said by the source itself."""
    front = text[draft.sentence[0] : at]
    inside = any(start <= at < end for start, end in draft.found.content)
    if _OF_WHICH.search(text, max(0, at - 9), at):
        return False
    return not inside and front.count("(") <= front.count(")")


def _mouth(page: Page, draft: Draft) -> Iterator[Who]:
    """Yield who spoke for the source: "said through a lawyer"."""
    text = page.article.text
    content = [start for start, _ in draft.found.content]
    for _, start in [*draft.found.cue, *draft.source]:
        stop = min([draft.sentence[1], *(at for at in content if at > start)])
        through = _THROUGH.match(text, start, stop)
        if through is None:
            continue
        parts = phrase(through["who"])
        if not {parts.head, parts.base} & relaying().mouths:
            continue
        span = through.span("who")
        called = re.compile(r"[^“”\"\n]{0,40}?, $")
        for mention in page.cast.inside(span[0], min(through.end() + 60, stop)):
            if mention.member.kind is SourceKind.PERSON and not mention.is_possessive:
                between = text[span[1] : mention.start]
                if mention.start < span[1] or called.match(between):
                    yield member_as_source(mention.member)
                    return
        found = page.sources.glance(span, "through")
        yield _named_after(page, through.end(), parts.base) or found
        return


def _named_after(page: Page, at: int, role: str) -> Who | None:
    """Give the one of this role whom the page names next: "a lawyer. … Ana Ito, the lawyer"."""
    beside = re.compile(rf"\b{re.escape(role)},? $")
    for mention in page.cast.inside(at, at + 400):
        if beside.search(page.article.text, max(at, mention.start - 30), mention.start) or any(
            at <= held.span[0] < at + 400 and held.head == role for held in mention.member.roles
        ):
            return member_as_source(mention.member)
    return None


def _quoter(page: Page, draft: Draft) -> Iterator[Who]:
    """Yield who quotes the source: "the book quotes Ito as saying", "quoted by the Post"."""
    text = page.article.text
    for _, end in draft.found.cue:
        by = _BY.match(text, end, draft.sentence[1])
        if by and any(_QUOTED.search(text, *cue) for cue in draft.found.cue):
            yield from _speaker(page, draft, Who(None, SourceKind.NONE), by.span("who"), "by")
            return
    if not draft.source:
        return
    low = max(draft.sentence[0], draft.source[0][0] - _FAR)
    front = _QUOTES.search(text[low : draft.source[0][0]])
    if front is not None:
        found = page.sources.glance(_moved(front.span("who"), low), "quotes")
        if found.name:
            yield found
