"""Who a source is: from the words of a source span to a name, over the whole page.

The decision: sources are resolved in the order of the page, each with everything before it in
view (names, documents, earlier sources), by the first rule that has evidence. Where no rule has
any, the name stays empty: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from firsthand.attribution.cast import Cast, Member, Mention
from firsthand.attribution.context import Context
from firsthand.attribution.descriptions import Descriptions
from firsthand.attribution.documents import Document
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import nouns, singular
from firsthand.attribution.phrases import Phrase, phrase
from firsthand.attribution.pronouns import PRONOUNS, RELATIVE, Pronouns
from firsthand.attribution.who import Who, first_full, member_as_source
from firsthand.types import SourceKind

__all__ = ["Sources"]

Stretch = tuple[int, int]
PERSON, ORGANISATION, UNNAMED, NONE = (
    SourceKind.PERSON,
    SourceKind.ORGANISATION,
    SourceKind.UNNAMED,
    SourceKind.NONE,
)

_PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|in|at|on|about|who|which|that|whose|against|near|inside)\b"
)
_DEPENDS = re.compile(
    r"\b(?:of|for|to|with|by|from|in|at|on|about|against|near|inside)"
    r"(?: (?:the|an?|his|her|their|former|then|late|now))*\s*$"
)
_CLAUSE = re.compile(r", (?:which|who|whose|where) ")
_OF_TOWN = re.compile(r"\b(?:of|in|at|from|near) [^,]{3,30}, $")
_LAST_WORD = re.compile(r"\b([a-z-]+)\W*$")
_HEAD_ENDS = re.compile(
    r"\s*(?:$|[,;:(—–\-]|[\"“”'’]\W*$|\b(?:and|or|who|whose|which|himself|herself|itself|themselves|of|in|"
    r"on|at|from|for|as well|also|then|too|both|jr|sr|the)\b)"
)


class Sources:
    """Resolves the sources of one page in order; keeps what it has resolved."""

    def __init__(self, cast: Cast, papers: Sequence[Document], pronouns: Pronouns) -> None:
        self._cast, self._pronouns = cast, pronouns
        self._context = Context(cast, papers, pronouns)
        self._titles = {span for paper in papers if paper.title for span in paper.spans}
        self.past = self._context.past
        self._content: Sequence[Stretch] = ()
        self._descriptions = Descriptions(self._context)

    def resolve(
        self,
        spans: Sequence[Stretch],
        cue: str,
        speaker: Who | None = None,
        content: Sequence[Stretch] = (),
    ) -> Who:
        """Say who the source at these spans is; `speaker` is who says the content it stands in.

        `content` is what this source says: a pronoun seldom takes up a name from it.
        """
        if not spans:
            return Who(None, NONE)
        start = spans[0][0]
        self._context.speaker = speaker.entity if speaker is not None else None
        self._content = content
        words = self._cast.text[spans[0][0] : spans[0][1]]
        who = self._by_pronoun(words, spans[0], speaker) or self._by_name(spans[0])
        if who is None:
            who = self._descriptions.resolve(spans[0], words, self._phrase(spans[0]))
        self.past.append((start, who))
        return who

    def glance(self, span: Stretch, cue: str) -> Who:
        """Say who these words mean that are no attribution's source: nobody goes on from them."""
        found = self.resolve([span], cue)
        self.past.pop()
        return found

    def hearer(self, span: Stretch, speaker: Who) -> Who | None:
        """Say who was told: a name, or "him", who is anybody but the speaker."""
        words = folded(self._cast.text[slice(*span)])
        if words in ("him", "her"):
            found = self._pronouns.antecedent(words, span[0], self.past, speaker.entity, True)
            return member_as_source(found) if isinstance(found, Member) else found
        named = self._cast.inside(*span)
        return member_as_source(named[0].member) if len(named) == 1 else None

    def _phrase(self, span: Stretch) -> Phrase:
        """Take the span's words apart, names with "of" and "and" in them kept whole."""
        text = self._cast.text[span[0] : span[1]]
        for mention in self._cast.inside(*span):
            low, high = mention.start - span[0], min(mention.end, span[1]) - span[0]
            text = text[:low] + text[low:high].replace(" ", "_") + text[high:]
        return phrase(text)

    # ------------------------------------------------------------ pronouns

    def _by_pronoun(self, words: str, span: Stretch, speaker: Who | None) -> Who | None:
        small = folded(words).strip(" ,.")
        if small in RELATIVE:
            return self._relative(span, small)
        first = small.split()[0] if small else ""
        if small in ("i", "me", "my", "we", "us", "our", "you"):
            if speaker is not None and small not in ("you",):
                return replace(speaker)
            return Who(None, PERSON if small in ("i", "me", "my") else UNNAMED)
        if small not in PRONOUNS and not (first in PRONOUNS and small.startswith(("he ", "she "))):
            return None
        if first == "it" and (paper := self._paper_before(span[0], 1)) is not None:
            return paper
        found = self._pronouns.antecedent(
            first, span[0], self.past, self._context.speaker, content=self._content
        )
        if isinstance(found, Member):
            return member_as_source(found)
        if isinstance(found, Who):
            return replace(found)
        if first == "they" and (paper := self._paper_before(span[0], 2)) is not None:
            return paper
        kind = {"it": ORGANISATION, "they": UNNAMED, "them": UNNAMED}.get(first, PERSON)
        return Who(None, kind)

    def _paper_before(self, at: int, back: int) -> Who | None:
        """Give the document that the sentence before this one is about: "The rules … They say"."""
        text = self._cast.text
        front = text[max(0, at - 400) : at].rstrip()
        for sentence in re.split(r"(?<=[.!?])\s+", front)[::-1][:back]:
            opening = re.match(r"(?:The|These|Those|A|An|Its|Their) [^,.;“”\"]{3,80}", sentence)
            if opening is None:
                continue
            parts = phrase(opening.group())
            if parts.head in nouns().documents:
                low = max(0, at - 400) + front.rfind(sentence)
                words = " ".join((*parts.words[:-1], parts.head))
                publications = self._descriptions.publications
                return publications.document((low, low + len(words)), words, parts)
        return None

    def _relative(self, span: Stretch, small: str) -> Who | None:
        """Resolve "who", "which", "that" to the noun phrase that they follow."""
        text = self._cast.text
        before = [m for m in self._cast.before(span[0], 4) if m.start > span[0] - 160]
        for mention in before:
            between = text[mention.end : span[0]]
            if re.fullmatch(r",? ?(?:[^,.;“”\"]{0,60}, )?(?:and )?", between):
                if small == "who" and mention.member.kind is not PERSON:
                    continue
                return member_as_source(mention.member)
        left = max(text.rfind(mark, max(0, span[0] - 120), span[0] - 2) for mark in ".,;:—“”")
        front = text[left + 1 : span[0]].strip(" ,")
        last = re.search(
            r"\b((?:the|an?|some|many|most|several|those|other|two|three)\b[^,]{2,60})$", front
        )
        if last and small in ("who", "that", "which"):
            place = ((left + 1, span[0]), last.group(1), phrase(last.group(1)))
            found = self._descriptions.resolve(*place)
            is_thing = found.kind in (SourceKind.DOCUMENT, SourceKind.OUTLET)
            return self._descriptions.person(*place) if small == "who" and is_thing else found
        return Who(None, PERSON if small == "who" else ORGANISATION)

    # ------------------------------------------------------------ names

    def _by_name(self, span: Stretch) -> Who | None:
        """Resolve a phrase whose head is a name, or several names joined."""
        heads = [m for m in self._cast.inside(*span) if self._is_head(m, span)]
        if len(heads) == 1 and self._is_common(heads[0]):
            return None
        people = [m for m in heads if m.member.kind is PERSON]
        if people:
            return self._people(people)
        if not heads:
            return self._in_capitals(span)
        first = heads[0].member
        if any(head.member.is_crowd for head in heads):
            return None
        joined = self._joined(heads)
        if len(joined) > 1:
            name = _listed([head.member.name for head in joined])
            evidence = [(head.start, head.end) for head in joined]
            return Who(name, first.kind, name, True, evidence=evidence)
        return self._place(first) if first.is_place else member_as_source(first)

    def _in_capitals(self, span: Stretch) -> Who | None:
        """Resolve a surname that is no name by itself: "From said", "Ito Sides With the Port"."""
        words = self._cast.text[slice(*span)]
        if not words.istitle() or self._cast.inside(*span):
            return None
        bearer = self._bearer(folded(words).removesuffix("'s").split())
        return member_as_source(bearer) if bearer is not None else None

    def _bearer(self, parts: list[str]) -> Member | None:
        """Give the one person of the page with this surname, or first name and surname."""
        found = [
            each
            for each in self._cast.people()
            if each.surname and parts in ([each.surname], [each.given, each.surname])
        ]
        return found[0] if len(found) == 1 else None

    def _is_common(self, mention: Mention) -> bool:
        """Whether it is a noun for people that opens a sentence: "Researchers said"."""
        word = folded(self._cast.text[mention.start : mention.end])
        return word in nouns().crowd | _plurals()

    def _place(self, place: Member) -> Who:
        """A place that speaks is its government; a capital, its country's.

        Unless somebody of the page is called so: "Ana Ireland … Ireland said".
        """
        bearer = self._bearer([folded(place.name)])
        if bearer is not None and (bearer.roles or bearer.gender):
            return member_as_source(bearer)
        country = nouns().capitals.get(folded(place.name), place.name)
        name = f"{country} (government)"
        return Who(name, ORGANISATION, name, evidence=[first_full(place)])

    def _is_head(self, mention: Mention, span: Stretch) -> bool:
        """Whether the phrase is about this name, and not about somebody of it."""
        text = self._cast.text
        front = text[span[0] : mention.start]
        comma = max(front.rfind(","), front.rfind("("))
        after = text[mention.end : span[1]]
        if mention.is_possessive:
            return not after[2:].strip(" ,") or not re.match(r"[’']s? \w", after)
        nearest = front[comma + 1 :]
        before = _LAST_WORD.search(nearest)
        if before and singular(before.group(1)) in nouns().titled:
            return False
        if any(start <= mention.start < end for start, end in self._titles):
            return False  # the title of a book
        if _CLAUSE.search(front) or (mention.member.is_place and _OF_TOWN.search(front)):
            return False
        if mention.member.kind is PERSON:
            last = nearest.split()[-1:] or [""]
            if _DEPENDS.search(nearest) or (
                _PREPOSITION.search(nearest) and singular(last[0]) in nouns().roles
            ):
                return False
        elif _PREPOSITION.search(nearest):
            return False
        return bool(_HEAD_ENDS.match(after.casefold()))

    def _joined(self, heads: list[Mention]) -> list[Mention]:
        """Give the first name and those that commas and "and" join to it."""
        joined = [heads[0]]
        for mention in heads[1:]:
            between = self._cast.text[joined[-1].end : mention.start].strip().removesuffix("the")
            if between.strip() in ("and", ",", ", and", "&", "or") and all(
                mention.member is not other.member for other in joined
            ):
                joined.append(mention)
        return joined

    def _people(self, people: list[Mention]) -> Who:
        """Give one person, or two and more that are joined by "and"."""
        joined = self._joined(people)
        if len(joined) == 1:
            return member_as_source(people[0].member)
        name = _listed([mention.member.name for mention in joined])
        evidence = [first_full(mention.member) for mention in joined]
        return Who(name, PERSON, name, True, len(joined), evidence=evidence)


@cache
def _plurals() -> frozenset[str]:
    """Give the roles in the plural: "researchers"."""
    return frozenset(f"{role}s" for role in nouns().roles)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
