"""The cast of a page: every person, organisation and outlet that it names, with all their mentions.

The decision: a name is read with the whole page in view before any source is. A full name gives
its surname to every later mention, a title or an apposition gives a role by which the page may
call the person again, and what a capital letter alone leaves open stays open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from firsthand.attribution.forms import (
    folded,
    in_full,
    initials,
    key_of,
    parts_of,
    split_name,
)
from firsthand.attribution.lexicon import nouns, singular
from firsthand.attribution.roles import Role, follows_role, roles_at
from firsthand.attribution.standing import told_apart
from firsthand.language.names import (
    Gender,
    Name,
    NameKind,
    is_doubtful_outlet,
    names,
    outlet_named,
)
from firsthand.types import SourceKind

__all__ = ["Cast", "Member", "Mention"]

Stretch = tuple[int, int]


@dataclass(slots=True, eq=False)
class Member:
    """One of the cast."""

    name: str
    kind: SourceKind
    gender: Gender | None = None
    given: str = ""
    surname: str = ""
    is_junior: bool = False
    is_crowd: bool = False  # "Senate Republicans"
    is_place: bool = False
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mention:
    """One place where a member is named."""

    start: int
    end: int
    core: int
    member: Member
    is_full: bool
    is_possessive: bool


_POSSESSIVE = re.compile(r"[’']s?(?!\w)")
_ACRONYM_AFTER = re.compile(r"[,]? \(“?\"?((?:[A-Z]\.?){2,7})\"?”?\)")
_AN = re.compile(r"\b[Aa]n?\s$")
_THE = re.compile(r"\b[Tt]he\s$")
_SPEAKS = re.compile(
    r"(?:[’']s)?(?: \w+)? (?:reported|reports|said|says|first|wrote|writes|noted|notes|found|broke|"
    r"published|obtained|also|has|interview|News|magazine|that)\b"
)
_VERBAL = re.compile(  # "Consider the", "Reacting to", "Sadly,", "Sure, he": nobody's name
    r"\w+(?:ly,| (?:the|an?|this|that|these|those|his|her|him|them|it)\b|"
    r", (?:he|she|they|we|I|it)\b|ing (?:to|that|on|in|for|of|with|their|at|from|by)\b)"
)
_PARTICLES = frozenset(["de", "del", "della", "van", "von"])
_NEXT_PRONOUN = re.compile(
    r"(?:[’']s)?(?:(?!\b(?:he|she|his|her|him)\b)[^.!?\nA-Z“”\"]){0,80}\b(he|she|his|her|him)\b"
)
_OWNED = re.compile(
    r" (?:administration|campaign|camp|team|family|foundation|organi[sz]ation|presidency|"
    r"supporters?|aides?|allies|voters?|era|rally|ally|aide|adviser|officials?|memo)\b"
)
_OPENS = re.compile(r"(?:^|[.!?:\n“”\"]\s?)\s?$")
_HE_NEAR = re.compile(r"[^.!?\n“”\"]{0,60}\b(?:he|she|his|her|him|himself|herself)\b")


class Cast:
    """All members of one page. Build it once; it is not changed while sources are resolved."""

    def __init__(self, text: str, blocks: Iterable[Stretch], outlet: str | None = None) -> None:
        self.text = text
        self.members: list[Member] = []
        self.mentions: list[Mention] = []
        self._by_key: dict[str, Member] = {}
        self._initials: dict[str, list[Member]] = {}
        self._outlets: dict[str, list[Member]] = {}  # by the last word of the name
        self._bodies: dict[str, list[Member]] = {}  # by the first word of the name
        self._common = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
        self._people: dict[str, list[Member]] = {}  # by surname and by given name
        found = [name for start, end in blocks for name in names(text, start, end)]
        found = told_apart(text, found, outlet)
        later = [name for name in found if not self._take_full(name)]
        for name in later:
            self._take_short(name)
        self.mentions.sort(key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self.mentions]
        for member in self.members:
            member.mentions.sort(key=lambda mention: mention.start)
        for mention in self.mentions:
            if mention.member.kind is SourceKind.PERSON:
                member = mention.member
                for role in roles_at(text, mention.start, mention.core, mention.end):
                    member.roles.append(role)
                    member.gender = member.gender or role.gender
        self._learn_genders()

    # ------------------------------------------------------------ questions

    def inside(self, start: int, end: int) -> list[Mention]:
        """Give the mentions that begin in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, at: int, many: int = 40) -> list[Mention]:
        """Give the last mentions that begin before `at`, the nearest first."""
        stop = bisect_left(self._starts, at)
        return self.mentions[max(0, stop - many) : stop][::-1]

    def people(self) -> list[Member]:
        """Give the persons."""
        return [member for member in self.members if member.kind is SourceKind.PERSON]

    def known(self, name: str) -> Member | None:
        """Give the member whom this name alone names."""
        return self._by_key.get(key_of(name))

    def is_common(self, word: str) -> bool:
        """Tell whether the page has this word in small letters too."""
        return word in self._common

    # ------------------------------------------------------------ building

    def _take_full(self, name: Name) -> bool:
        """Take a name that stands on its own feet; False leaves it for the second pass."""
        if name.kind is NameKind.PERSON:
            parts = parts_of(name.text)
            if len(parts) < 2 or parts[0] in _PARTICLES:  # "De Blasio said"
                return False
            if not name.sure and not self._looks_like_person(name):
                return False
            self._mention(name, self._person(name, parts), True)
            return True
        if name.kind in (NameKind.ORGANISATION, NameKind.GROUP, NameKind.PLACE):
            letters = name.text.replace(".", "")
            if name.kind is NameKind.ORGANISATION and letters.isupper() and len(letters) < 7:
                return False
            self._mention(name, self._body(name), True)
            return True
        if name.kind is NameKind.OUTLET:
            if is_doubtful_outlet(name.text):
                return False
            self._mention(name, self._body(name), True)
            return True
        return name.kind is NameKind.ROLE or (name.kind is NameKind.WORK and " " in name.text)

    def _looks_like_person(self, name: Name) -> bool:
        """Whether two unknown capitals are used as a person's name on this line."""
        if self._shortened(name) is not None:
            return False
        after = self.text[name.end : name.end + 90]
        if follows_role(self.text, name.start):
            return True
        if re.match(
            r", \d\d,|, (?:who|a|an|the|his|her) |,? (?:told|said|says|wrote|tweeted)\b", after
        ):
            return not _THE.search(self.text[max(0, name.start - 5) : name.start])
        return bool(re.match(r"[^.!?\n“”\"]{0,30}\b(?:he|she)\b", after))

    def _person(self, name: Name, parts: list[str]) -> Member:
        given, surname, junior = split_name(parts)
        key = f"p:{given}|{surname}|{junior}"
        member = self._by_key.get(key)
        if member is None:
            shown = name.text if name.text[-1:] != "." or junior else name.text.rstrip(".")
            member = Member(shown, SourceKind.PERSON, name.gender, given, surname, junior)
            self._add(key, member)
            for handle in {surname, given, " ".join(parts[1:])}:
                self._people.setdefault(handle, []).append(member)
        elif member.gender is None:
            member.gender = name.gender
        return member

    def _add(self, key: str, member: Member) -> None:
        self._by_key[key] = member
        self.members.append(member)
        if member.kind is SourceKind.ORGANISATION:
            self._initials.setdefault(initials(member.name), []).append(member)
            if not (member.is_place or member.is_crowd) and " " in member.name:
                self._bodies.setdefault(folded(member.name).split()[0], []).append(member)
        elif member.kind is SourceKind.OUTLET:
            self._outlets.setdefault(folded(member.name).split()[-1], []).append(member)

    def _body(self, name: Name) -> Member:
        """Give the organisation, outlet, group or place of this name, a new one where needed."""
        is_outlet = name.kind is NameKind.OUTLET
        shown = (outlet_named(name.text) or name.text) if is_outlet else in_full(name)
        member = self._by_key.get(key_of(shown))
        if member is None:
            if is_outlet and _THE.search(self.text[max(0, name.start - 5) : name.start]):
                shown = f"The {shown}"
            member = Member(shown, SourceKind.OUTLET if is_outlet else SourceKind.ORGANISATION)
            member.is_crowd = name.kind is NameKind.GROUP
            member.is_place = name.kind is NameKind.PLACE
            self._add(key_of(shown), member)
            if letters := nouns().in_full.get(key_of(shown)):
                self._abbreviate(member, letters.upper())
        acronym = _ACRONYM_AFTER.match(self.text, name.end)
        if acronym and name.kind is NameKind.ORGANISATION:
            self._abbreviate(member, acronym.group(1))
        return member

    def _abbreviate(self, member: Member, letters: str) -> None:
        """Let the letters name the member too, and show them behind its name."""
        self._by_key.setdefault(key_of(letters), member)
        if not member.name.endswith(")") and member.kind is SourceKind.ORGANISATION:
            member.name = f"{member.name} ({letters})"

    def _mention(self, name: Name, member: Member, is_full: bool) -> None:
        possessive = bool(_POSSESSIVE.match(self.text, name.end))
        mention = Mention(name.start, name.end, name.core, member, is_full, possessive)
        self.mentions.append(mention)
        member.mentions.append(mention)

    # ------------------------------------------------------------ second pass: short names

    def _take_short(self, name: Name) -> None:
        """Link a surname, a first name, an acronym or a short title to its member."""
        member = None
        if name.kind is NameKind.ORGANISATION:
            member = (
                self._by_key.get(key_of(name.text)) or self._spelled_out(name) or self._body(name)
            )
        elif name.kind is NameKind.WORK:  # "Cuban", where the page has a Mark of that name
            fits = self._people.get(folded(name.text), [])
            member = fits[0] if len(fits) == 1 and fits[0].surname == folded(name.text) else None
        elif name.kind is NameKind.OUTLET:
            member = self._doubtful_outlet(name)
        else:
            member = self._short_person(name)
        if member is not None:
            self._mention(name, member, False)

    def _spelled_out(self, name: Name) -> Member | None:
        """Give the one organisation whose capitals make this acronym."""
        letters = name.text.replace(".", "")
        fits = self._initials.get(letters, [])
        if not fits and len(letters) > 2:  # "the Ohio Bureau of Investigation (BI)": without Ohio
            known = [each for key, each in self._initials.items() if key[1:] == letters]
            fits = known[0] if len(known) == 1 else []
        if len(fits) == 1:
            self._abbreviate(fits[0], name.text)
            return fits[0]
        return None

    def _doubtful_outlet(self, name: Name) -> Member | None:
        """Give the outlet that "the Times" is on this page, or None where nothing says one."""
        word = folded(name.text).split()[-1]
        has_the = bool(_THE.search(self.text[max(0, name.start - 5) : name.start]))
        if word in nouns().with_the and not has_the:
            return None
        named = self._outlets.get(word, [])
        named = [member for member in named if member.mentions[0].start < name.start] or named
        if named:
            return named[-1]
        told = self.text[max(0, name.start - 10) : name.start].casefold()
        if has_the or _SPEAKS.match(self.text, name.end) or "told " in told:
            return self._body(name)
        return None

    def _shortened(self, name: Name) -> Member | None:
        """Give the outlet of which this is the last word, or the body that begins with it."""
        words = folded(name.text).split()
        if len(words) == 1 and _THE.search(self.text[max(0, name.start - 5) : name.start]):
            outlets = self._outlets.get(words[0], [])
            if len(outlets) == 1:
                return outlets[0]
        bodies = [
            body
            for body in self._bodies.get(words[0], [])
            if folded(body.name).split()[: len(words)] == words
        ]
        return bodies[0] if len(bodies) == 1 else None

    def _short_person(self, name: Name) -> Member | None:
        parts = parts_of(name.text)
        junior = parts[-1] in ("jr", "sr")
        handle = " ".join(parts[:-1] if junior else parts)
        fits = self._people.get(handle) or self._people.get(handle.split()[-1]) or []
        if len(parts) > 1 and not junior and not any(fit.surname == parts[-1] for fit in fits):
            fits = []
        if member := self._best(fits, name, junior):
            if member.gender is None and name.title:
                member.gender = name.gender
            return member
        if name.kind is NameKind.PERSON and name.sure:
            return self._titled(name, handle)
        if known := self._by_key.get(key_of(name.text)) or self._shortened(name):
            return known
        if len(parts) > 1 and not junior:
            return self._vague(name)
        return self._lone(name, handle)

    def _best(self, fits: Sequence[Member], name: Name, junior: bool) -> Member | None:
        """Choose among members of one surname; None where nothing tells them apart."""
        left = [fit for fit in fits if fit.is_junior == junior] or list(fits)
        if name.gender is not None and len(left) > 1:
            left = [fit for fit in left if fit.gender in (None, name.gender)] or left
        if len(left) < 2:
            return left[0] if left else None
        by_surname = [fit for fit in left if fit.surname == folded(name.text)] or left
        counted = sorted(by_surname, key=_full_mentions, reverse=True)
        if len(counted) > 1 and _full_mentions(counted[0]) == _full_mentions(counted[1]):
            earlier = [fit for fit in counted if fit.mentions[0].start < name.start]
            return earlier[0] if len(earlier) == 1 else None
        return counted[0]

    def _titled(self, name: Name, handle: str) -> Member:
        """Make a person of a title and a surname: "Judge Ito", nowhere named in full."""
        key = f"p:|{handle}|False"
        member = self._by_key.get(key)
        if member is None:
            member = Member(name.text, SourceKind.PERSON, name.gender, "", handle)
            self._add(key, member)
            self._people.setdefault(handle, []).append(member)
        elif member.gender is None:
            member.gender = name.gender
        return member

    def _vague(self, name: Name) -> Member:
        """Make a member of two unknown capitals: a person if nothing says otherwise."""
        before = self.text[max(0, name.start - 5) : name.start]
        is_body = bool(_THE.search(before)) or len(name.text.split()) > 3
        kind = SourceKind.ORGANISATION if is_body else SourceKind.PERSON
        member = Member(name.text, kind)
        member.surname = folded(name.text).split()[-1] if kind is SourceKind.PERSON else ""
        self._add(key_of(name.text), member)
        return member

    def _lone(self, name: Name, handle: str) -> Member | None:
        """Make a member of one unknown capital word; None where it is a common noun."""
        table = nouns()
        if singular(handle) in table.documents | table.organisations | table.roles | table.crowd:
            return None
        opens = _OPENS.search(self.text, max(0, name.start - 3), name.start)
        if opens and (handle in self._common or _VERBAL.match(self.text, name.start)):
            return None  # a common word with the capital of a sentence's beginning
        if _AN.search(self.text[max(0, name.start - 4) : name.start]):
            return None  # one of a kind: "in a Marriott"
        before = self.text[max(0, name.start - 5) : name.start]
        inner_capital = any(letter.isupper() for letter in name.text[1:]) and "c" not in handle[1:2]
        is_body = bool(_THE.search(before)) or (inner_capital and not name.title)
        owned = _OWNED.match(self.text, name.end)  # "the Ito campaign": "the" is the campaign's
        if owned or (_HE_NEAR.match(self.text, name.end) and not _THE.search(before)):
            is_body = False
        member = Member(name.text, SourceKind.ORGANISATION if is_body else SourceKind.PERSON)
        member.gender = name.gender
        if not is_body:
            member.surname = handle
            self._people.setdefault(handle, []).append(member)
        self._add(key_of(name.text), member)
        return member

    def _learn_genders(self) -> None:
        """Give a person without a gender the one that the pronouns right after the name say."""
        for member in self.members:
            if member.kind is not SourceKind.PERSON or member.gender is not None:
                continue
            male = female = 0
            for mention in member.mentions[:30]:
                pronoun = _NEXT_PRONOUN.match(self.text, mention.end)
                if pronoun:
                    is_male = pronoun.group(1).startswith("h") and pronoun.group(1) != "her"
                    male, female = male + is_male, female + (not is_male)
            if male + female >= 2 and max(male, female) >= 3 * min(male, female):
                member.gender = Gender.MALE if male > female else Gender.FEMALE


def _full_mentions(member: Member) -> int:
    return sum(mention.is_full for mention in member.mentions)
