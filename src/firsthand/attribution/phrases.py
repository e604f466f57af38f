"""Source phrases taken apart: determiner, head noun, what stands before and after the head."""

from __future__ import annotations

import re

from msgspec import Struct

from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import nouns, singular

__all__ = ["Phrase", "agrees", "described", "phrase", "stated_number"]

_TAIL = re.compile(
    r",|;|\(|—|–| - |:| (?:who|whom|which|that|whose|where|when|of|for|in|at|from|with|on|to|by|"
    r"near|inside|within|under|about|against|behind|across|among|around|outside|familiar|close|briefed|"
    r"involved|aware|based|named|identified|known|called|titled|working|speaking|including|like|"
    r"such|surveyed|polled|interviewed|obtained|published|released|posted|seen|reviewed|dated|"
    r"conducted|written|penned|drafted|sent|signed|compiled|is|are|was|were|itself|himself|herself|"
    r"themselves|first|made (?:by|public|in)|read (?:to|by|out)|handed|given|we|"
    r"\w{3,}ed (?:by|to|in|with|on|at|from|as|for|over|after|before|during|under|around)|"
    r"(?!(?:record|post|fil|rul|find|brief|hear|list|warn|build|meet|poll|writ)ings? )\w{3,}ing "
    r"(?:the|an?|his|her|its|their|that|to|for|from|under|in|on)|(?<!all )(?<!both )the|s?he|they|"
    r"through|"
    r"(?:this|last|next|earlier|late|early) (?:week|month|year|spring|summer|fall|autumn|winter))\b"
)
_WORD = re.compile(r"[\w$][\w’'.&-]*")
_LEAD = re.compile(r"^(?:according to|per|by|from|and|but|even|also|only|both|while|as)\s+", re.I)
_CUT = re.compile(
    r", (?:who|which|and|but|where|whose|when|while|speaking|in|on|to|according|citing|adding|a|an|"
    r"the) "
    r"|,? (?:who|which|whom) |,? speaking | because | after | when | while |\s[—–]\s| - |[“”\"]|\("
    r"| (?:on|in|at) (?:condition|an? (?:interview|email|statement|tweet)|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday)\b"
)
_ARTICLE = re.compile(r"^(?:the|an?|one of the|those|these|this|that|its|their|our)\s+", re.I)
_CALLED = re.compile(
    r"^(?:person|man|woman|someone) (?:identified|described)(?: only)? as\s+", re.I
)
_LONGEST = 14  # words of a description


class Phrase(Struct, frozen=True):
    """A source phrase in parts; words in small letters."""

    words: tuple[str, ...]  # before the tail
    head: str  # as written: "officials"
    base: str  # its singular: "official"
    determiner: str  # "the", "a", "three", "trump's", ""
    is_plural: bool

    @property
    def is_definite(self) -> bool:
        """Whether it speaks of something named before."""
        return self.determiner in nouns().definite

    @property
    def modifiers(self) -> frozenset[str]:
        """Words before the head, without articles and possessive endings."""
        table = nouns()
        return frozenset(
            word.removesuffix("'s")
            for word in self.words[:-1]
            if word not in table.definite and word not in table.indefinite
        )


def phrase(source: str) -> Phrase:
    """Take a source phrase apart. The head is the last noun before the first post-modifier."""
    core = _LEAD.sub("", source.strip())
    cut = _TAIL.search(core, 1)
    front = core[: cut.start()] if cut else core
    front = front.removesuffix(" and").removesuffix(" or")
    written = _WORD.findall(front) or _WORD.findall(core)
    words = tuple(folded(word).rstrip(".") for word in written)
    if words[-2:] in (("coast", "guard"), ("national", "guard")):
        words, written = (
            (*words[:-2], "-".join(words[-2:])),
            [*written[:-2], "-".join(written[-2:])],
        )
    if "vice" in words[:-1]:
        at = words.index("vice")
        words = (*words[:at], f"vice-{words[at + 1]}", *words[at + 2 :])
        written = [*written[:at], words[at], *written[at + 2 :]]
    if words and words[-1].startswith("ex-"):
        words, written = (*words[:-1], "former", words[-1][3:]), [*written, written[-1][3:]]
    head = _head(written, words)
    base = singular(head)
    table = nouns()
    plural = head != base or head in table.crowd
    return Phrase(words, head, base, words[0] if words else "", plural)


def _head(written: list[str], words: tuple[str, ...]) -> str:
    """Give the last word; where it is a capital, the last noun before that we know as a head."""
    if not words:
        return ""
    if written[-1][0].islower():
        return words[-1].removesuffix("'s")
    table = nouns()
    for word in reversed(words):
        base = singular(word)
        if base in table.roles or word in table.documents or word in table.organisations:
            return word
    return words[-1]


def described(source: str) -> str:
    """Give an unnamed source's description in plain words, without article and side remarks."""
    words = " ".join(_LEAD.sub("", source.strip()).split())
    cut = _CUT.search(words.casefold(), 8)
    if cut:
        words = words[: cut.start()]
    words = _CALLED.sub("", _ARTICLE.sub("", words))
    words = _ARTICLE.sub("", words).strip(" ,.;:—–-")
    return " ".join(words.split()[:_LONGEST])


def stated_number(source: str) -> int | None:
    """Give the number of people that the phrase states: "three people" -> 3; no shares."""
    small = folded(source)
    if re.search(r"percent|per cent|%|one of |half|third|quarter", small):
        return None
    first = re.match(r"(?:the |at least |about |some |more than )*([a-z]+|\d{1,3})\b", small)
    if not first:
        return None
    word = first.group(1)
    if word.isdigit():
        return int(word)
    return nouns().numbers.get(word)


def agrees(modifiers: set[str], role: frozenset[str]) -> bool:
    """Whether a role may be called by these modifiers."""
    if "former" in modifiers and "former" not in role and "ex-president" not in role:
        return False
    stems = {word[:4] for word in role}
    return all(word in role or word[:4] in stems for word in modifiers)
