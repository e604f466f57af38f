"""Words that say who a person is: the title before a name, the apposition after it, "is the …".

The decision: such words are a role only where they hold a noun for one (`nouns.toml`), and an
apposition holds no verb. "Vice president" is one word: it is no president.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import nouns, singular
from firsthand.language.names import Gender

__all__ = ["Role", "follows_role", "gender_of", "roles_at"]

Stretch = tuple[int, int]

_WORDS = re.compile(r"[\w’'.-]*\w")
_BEFORE = re.compile(r"((?:[\w’'.&-]+[ \u00a0]){1,7})$")
_REACH = 70  # characters before a name in which its role stands
_AFTER = re.compile(
    r"(?:, \d{1,2})?, "
    r"(?P<one>(?:the|an?|his|her|its|their|who (?:is|was|leads|heads)(?: the| an?)?|"
    r"[A-Z][\w.]*(?:[’']s)?|former|then|acting|chief|deputy|senior|executive|[\w’'-]+) "
    r"[^,;:.\n“”\"()]{2,90})"
    r"|,? \((?P<two>[^()]{3,60})\)"
)
_IS = re.compile(
    r" (?:is|was|became|serves as|served as) (?P<one>(?:the|an?) [^,;:.\n“”\"()]{2,80})"
)
_STOPS = re.compile(r"\b(?:and|but|who|which|that|when|while|after|before|as|to|by)\b")
_VERBS = re.compile(  # an apposition holds none of these
    r"\b(?:said|says|told|tells|asked|urged|called|was|were|is|are|has|had|have|will|would|wrote|"
    r"added|tweeted|announced|claimed|denied|did|does|could|warned|confirmed|went|made|took)\b"
)
_BREAK = re.compile(
    r"[.!?;:,]\s+|\b(?:the|a|an|by|and|or|of|with|that|to|from|said|told|as|while|when|but|if|since|"
    r"because|although|though|after|before) ",
    re.IGNORECASE,
)
_LEAST_AFTER_OF = 12  # characters; "of" this near the name parts the role from another phrase


@dataclass(slots=True)
class Role:
    """Words that say who somebody is: "Senate majority leader"."""

    head: str  # "leader"
    words: frozenset[str]
    span: Stretch
    gender: Gender | None  # that the words say: "spokeswoman"


def roles_at(text: str, start: int, core: int, end: int) -> Iterator[Role]:
    """Yield the roles that the page gives a person where it names them at [start, end).

    `core` is where the name begins behind its title.
    """
    first = text[core:end].split(" ")[0]
    named = core + len(first) if _base(first) in nouns().roles else core
    if named > start:  # the title, and "King" where it is half of the name
        yield from _role(text, start, named)
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    if before and start and text[start - 1] in " \u00a0":
        low = _after_stop(text, before.start(1), start)
        last = _WORDS.findall(text[low:start])
        if last and _base(last[-1]) in nouns().roles:
            yield from _role(text, low, start)
    for pattern in (_AFTER, _IS):
        after = pattern.match(text, end)
        if after:
            low, high = after.span("one" if after.group("one") else "two")
            stop = _STOPS.search(text, low + 3, high)
            if stop and pattern is _AFTER:
                high = stop.start()
            if pattern is _IS or not _VERBS.search(text, low, high):
                yield from _role(text, low, high)


def follows_role(text: str, at: int) -> bool:
    """Tell whether the word right before `at` is a role: "lawyer Ana Ito"."""
    before = _BEFORE.search(text, max(0, at - 40), at)
    return before is not None and singular(folded(before.group(1)).split()[-1]) in nouns().roles


def gender_of(words: Iterable[str]) -> Gender | None:
    """Give the gender that a role word says: "spokeswoman"."""
    for word in words:
        if word in nouns().female:
            return Gender.FEMALE
        if word in nouns().male:
            return Gender.MALE
    return None


def _role(text: str, low: int, high: int) -> Iterator[Role]:
    """Yield the role that these words are, if they hold a noun for one."""
    words = [_base(word) for word in _WORDS.findall(text[low:high])]
    words = _compounds([nouns().short.get(word, word) for word in words])
    heads = [word for word in words if word in nouns().roles]
    if not heads:
        return
    cut = next((at for at, word in enumerate(words) if word in ("of", "for", "to", "at")), None)
    in_front = [word for word in words[:cut] if word in nouns().roles] or heads[:1]
    yield Role(in_front[-1], frozenset(words), (low, high), gender_of(words))


def _compounds(words: list[str]) -> list[str]:
    """Join "vice president" to one word: it is no president."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "vice":
            joined[-1] = f"vice-{word}"
        else:
            joined.append(word)
    return joined


def _base(word: str) -> str:
    """Give a word in small letters, without possessive, in the singular."""
    small = folded(word).removesuffix("'s").strip("'.")
    return singular(small)


def _after_stop(text: str, low: int, high: int) -> int:
    """Give where the last noun phrase before `high` begins."""
    start = low
    for match in _BREAK.finditer(text, low, high):
        if match.group().strip() == "of" and match.end() < high - _LEAST_AFTER_OF:
            continue
        start = match.end()
    return start
