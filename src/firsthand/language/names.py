"""Names in English text: the capital letters of a page, cut into names and told apart by kind.

The decision: rules over word lists instead of a tagger. A rule names its reason, costs a tenth of
the time, and leaves what it does not know UNKNOWN, for the page as a whole to say (the same name
with a title, a first name, an apposition); a statistical tagger guesses on each line anew.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise

from msgspec import Struct

__all__ = ["Gender", "Name", "NameKind", "is_doubtful_outlet", "names", "outlet_named"]


class NameKind(StrEnum):
    """What a name names, as far as its own words say."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    PLACE = "place"
    GROUP = "group"  # "Senate Republicans", "the Saudis"
    ROLE = "role"  # "the Secretary of State": a title without a name
    WORK = "work"  # a law, an event, a prize
    UNKNOWN = "unknown"


class Gender(StrEnum):
    """The gender that a given name or a title says."""

    MALE = "male"
    FEMALE = "female"


class Name(Struct, frozen=True):
    """One name at [start, end) of the text; a possessive ending lies outside."""

    start: int
    end: int
    core: int  # where the name proper begins, after the title
    text: str  # the name proper: "Ana Ito"; of a ROLE the whole
    kind: NameKind
    title: str = ""  # the words before it: "Senate Majority Leader"
    gender: Gender | None = None
    sure: bool = True  # False: two capitals with nothing else to go by


class _Lists(Struct, frozen=True):
    male: frozenset[str]
    female: frozenset[str]
    either: frozenset[str]
    titles: dict[str, Gender | None]
    organisation_words: frozenset[str]
    organisations: frozenset[str]
    outlets: dict[str, str]
    doubtful: frozenset[str]
    outlet_suffixes: frozenset[str]
    places: frozenset[str]
    place_suffixes: frozenset[str]
    work_suffixes: frozenset[str]
    demonyms: frozenset[str]
    starters: frozenset[str]
    days: frozenset[str]
    letters: frozenset[str]


def _lines(block: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|\n]", block) if part.strip()]


@cache
def _lists() -> _Lists:
    """Load the word lists beside this module, once."""
    here = files(__package__)
    given = tomllib.loads((here / "given_names.toml").read_text("utf8"))
    data = tomllib.loads((here / "names.toml").read_text("utf8"))
    titles: dict[str, Gender | None] = dict.fromkeys(data["titles"]["other"].split())
    titles |= dict.fromkeys(data["titles"]["plural"].split())
    titles |= dict.fromkeys(data["titles"]["male"].split(), Gender.MALE)
    titles |= dict.fromkeys(data["titles"]["female"].split(), Gender.FEMALE)
    outlets: dict[str, str] = {}
    for line in data["outlets"]["names"].strip().splitlines():
        first, *others = line.split("|")
        outlets |= {form.casefold(): first for form in (first, *others)}
    return _Lists(
        male=frozenset(given["male"].split()),
        female=frozenset(given["female"].split()),
        either=frozenset(given["either"].split()),
        titles=titles,
        organisation_words=frozenset(data["organisations"]["words"].split()),
        organisations=frozenset(_lines(data["organisations"]["names"])),
        outlets=outlets,
        doubtful=frozenset(data["outlets"]["doubtful"].split()),
        outlet_suffixes=frozenset(data["outlets"]["suffixes"].split()),
        places=frozenset([*data["places"]["names"].split(), *_lines(data["places"]["long"])]),
        place_suffixes=frozenset(data["places"]["suffixes"].split()),
        work_suffixes=frozenset(data["works"]["suffixes"].split()),
        demonyms=frozenset(data["places"]["demonyms"].split()),
        starters=frozenset(data["words"]["starters"].split()),
        days=frozenset(data["words"]["days"].split()),
        letters=frozenset(data["words"]["letters"].split()),
    )


_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_TOKEN = (
    rf"(?:(?:[{_UP}]\.-?)+(?!\w)|\d\d Minutes"
    rf"|(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|Prof|St|Jr|Sr|Hon|Det)\."
    rf"|(?:al-|el-|[dO][’'])?[{_UP}]\w*(?:(?:[-&.]|[’'](?!s\b))\w+)*)"
)
_PARTICLES = (
    r"(?:de|da|del|della|van|von|der|den|bin|ibn|al|la|le|ter|dos|van der|van den|de la|von der)"
)
_RUN = re.compile(rf"{_TOKEN}(?:[ \u00a0](?:{_PARTICLES}[ \u00a0])?{_TOKEN}|,? Jr\.?(?!\w))*")
_BEFORE = re.compile(r"(?<![\w-])(?:de|van|von|della)(?: der| den| la)?[ \u00a0]\Z")
_JOIN = re.compile(r" (?:of|for|on|and)(?: the)? | & ")
_SPLIT = re.compile(r"[ \u00a0]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n“”\"‘(\[—–])\s*$")
_CONTRACTED = re.compile(r"[’'](?:d|ll|ve|re|m)$")  # "I'd", "We’ll": a pronoun and its verb
_PARTY = re.compile(r"[RDI]-[A-Z]")
_ROYAL = ("king", "queen", "prince", "princess", "pope", "sheikh", "sheik", "emperor", "sultan")
_PLACE_OPENERS = (
    "san",
    "palo",
    "santa",
    "las",
    "los",
    "des",
    "fort",
    "mount",
    "port",
    "lake",
    "cape",
)
_GIVEN_TOO = ("will", "may", "april", "june", "august")  # openers that are names as well
_ON = ("council", "commission", "committee", "center", "centre", "institute", "conference")
_OF = ("of", "for", "on", "in")
_HONORIFICS = ("mr", "mrs", "ms", "miss", "dr", "sir", "justice")
_LONGEST = 7  # words of a run; more are a headline in capitals, where a capital says nothing


def outlet_named(words: str) -> str | None:
    """Give the full name of the outlet that these words name alone, or None.

    "the Times" is one outlet on one page and another on the next: doubtful words give None.
    """
    key = re.sub(r"^the\s+", "", words.strip().casefold())
    lists = _lists()
    return None if key in lists.doubtful else lists.outlets.get(key)


def is_doubtful_outlet(words: str) -> bool:
    """Whether this outlet's name alone may be something else: "the Post", "Time"."""
    return words.strip().casefold() in _lists().doubtful


def names(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """Give the names in text[start:end], in order, none inside another."""
    limit = len(text) if end is None else end
    found: list[Name] = []
    at = start
    while match := _RUN.search(text, at, limit):
        low, high = match.span()
        if particle := _BEFORE.search(text, max(start, low - 8), low):
            low = particle.start()  # "and de Blasio said"
        low, high = _extended(text, low, high, limit)
        found += _cut(text, low, high)
        at = high
    return found


def _extended(text: str, low: int, high: int, limit: int) -> tuple[int, int]:
    """Take in "of X", "for X and Y" after a word that asks for it: "Department of State"."""
    lists = _lists()
    inside_of = False
    while joint := _JOIN.match(text, high, limit):
        follows = _RUN.match(text, joint.end(), limit)
        if follows is None:
            break
        last = _SPLIT.split(text[low:high])[-1].casefold().rstrip(".")
        word = joint.group().split()[0]
        asks = last in lists.organisation_words or last in lists.titles
        if word == "and" or word == "&":
            if word == "and" and not inside_of:
                break
            tail = _SPLIT.split(follows.group())[0].casefold()
            if tail in lists.titles or tail in lists.male or tail in lists.female:
                break
        elif not asks or (word == "on" and last not in _ON):
            break
        inside_of = True
        high = follows.end()
    return low, high


def _cut(text: str, low: int, high: int) -> Iterator[Name]:
    """Yield the names of one run of capitals: days, months and sentence openers taken out."""
    lists = _lists()
    pieces = [
        (match.start(), match.end(), match.group().casefold().replace("’", "'").rstrip("."))
        for match in re.finditer(r"[^ \u00a0]+", text[low:high])
        if not _CONTRACTED.search(match.group())
    ]
    opening = bool(_SENTENCE_START.search(text[max(0, low - 4) : low])) or low == 0
    while pieces and pieces[0][2] in lists.starters and (opening or pieces[0][2] not in _GIVEN_TOO):
        pieces.pop(0)
    if len(pieces) > _LONGEST and not _JOIN.search(text, low, high):
        return
    run: list[tuple[int, int, str]] = []
    for number, piece in enumerate(pieces):
        follows = text[low + piece[1] : low + piece[1] + 3]
        is_day = piece[2] in lists.days and (
            piece[2].endswith("day") or follows.lstrip(" .")[:1].isdigit() or len(pieces) == 1
        )
        if is_day and not (number and piece[2] in ("may", "march")):
            if run:
                yield _named(text, low, run)
            run = []
        else:
            run.append(piece)
    if run:
        yield _named(text, low, run)


def _named(text: str, low: int, run: list[tuple[int, int, str]]) -> Name:
    """Say what one run of capitals names."""
    start, end = low + run[0][0], low + run[-1][1]
    if text[end - 1] == "." and run[-1][2] not in ("jr", "sr") and "." not in run[-1][2]:
        end -= 1
    words = [piece[2] for piece in run]
    whole = " ".join(words)
    kind = _whole_kind(whole, words, text[start:end])
    if kind is not None:
        return Name(start, end, start, text[start:end], kind)
    first = _core(words)
    if first >= len(run):
        return Name(start, end, start, text[start:end], NameKind.ROLE)
    core, title = low + run[first][0], text[start : low + run[first][0]].strip()
    gender = _gender(words, first)
    kind, sure = _core_kind(words, first)
    if words[first - 1] in _ROYAL and first and first == len(words) - 1:
        core = low + run[first - 1][0]  # "King Salman": the title is half of the name
    return Name(start, end, core, text[core:end], kind, title, gender, sure)


def _whole_kind(whole: str, words: list[str], written: str) -> NameKind | None:
    """Say what the whole run names where no person's name can be in it."""
    lists = _lists()
    if whole in lists.outlets:
        return NameKind.OUTLET
    last = words[-1]
    plural = last in ("republicans", "democrats") or (
        last.endswith("s") and last[:-1] in lists.demonyms
    )
    if plural:
        return NameKind.GROUP
    if whole in lists.organisations:
        return NameKind.ORGANISATION
    if whole in lists.places:
        return NameKind.PLACE
    if all(word in lists.demonyms for word in words) or _PARTY.match(written):
        return NameKind.WORK
    return _kind_by_parts(words, written)


def _kind_by_parts(words: list[str], written: str) -> NameKind | None:
    """Say what a run names by its first or last word: "… Tower", "Department of …"."""
    lists = _lists()
    last = words[-1]
    has_title = any(word in lists.titles for word in words[:-1])
    if len(words) > 2 and last in lists.outlet_suffixes and words[0] in _PLACE_OPENERS:
        return NameKind.OUTLET  # "Port Example Herald"
    if len(words) > 1 and not has_title:
        if last in lists.place_suffixes or words[0] in _PLACE_OPENERS:
            return NameKind.PLACE
        if last in lists.work_suffixes:
            return NameKind.WORK
    if len(words) == 1:
        return _kind_alone(last, written)
    if last in lists.outlet_suffixes and not has_title and "university" not in words:
        return NameKind.OUTLET
    if last in lists.organisation_words:
        return NameKind.ORGANISATION
    for word, follows in pairwise(words):
        if word in lists.organisation_words and follows in _OF and not has_title:
            return NameKind.ORGANISATION
    return None


def _kind_alone(word: str, written: str) -> NameKind | None:
    """Say what one word names by its letters: "NATO", but not "PAC"."""
    if word in _lists().letters:
        return NameKind.ROLE
    is_short = 2 <= len(written) <= 6 and written.isupper()
    return NameKind.ORGANISATION if is_short or word == "parliament" else None


def _core(words: list[str]) -> int:
    """Give the index where a person's name proper begins; len(words) where there is none."""
    lists = _lists()
    last = max((at for at, word in enumerate(words[:-1]) if word in lists.titles), default=-1)
    first = last + 1
    if words[first] in ("of", "for", "on", "in", "and", "&"):
        rest = range(first + 1, len(words))
        return next((at for at in rest if _is_given(words[at])), len(words))
    if first == len(words) - 1 and words[first] in lists.titles and words[0] not in _HONORIFICS:
        return len(words)
    if first == 0 and words[-1] in lists.titles and not _is_given(words[0]):
        return len(words)
    while first < len(words) - 1 and words[first] in lists.demonyms:
        first += 1
    return first


def _is_given(word: str) -> bool:
    lists = _lists()
    return word in lists.male or word in lists.female or word in lists.either


def _gender(words: list[str], first: int) -> Gender | None:
    """Read the gender off the title, else off the given name."""
    lists = _lists()
    for word in words[:first]:
        if gender := lists.titles.get(word):
            return gender
    if len(words) - first < 2 and not any(word in _ROYAL for word in words[:first]):
        return None  # a surname
    given = words[first]
    if given in lists.male:
        return Gender.MALE
    return Gender.FEMALE if given in lists.female else None


def _core_kind(words: list[str], first: int) -> tuple[NameKind, bool]:
    """Say what the words after the title name, and whether that is sure."""
    lists = _lists()
    core = words[first:]
    if any(word in lists.organisation_words for word in core) and not _is_given(core[0]):
        return NameKind.ORGANISATION, True
    if any(word in lists.titles for word in words[:first]):
        return NameKind.PERSON, True
    if len(core) > 1 and (_is_given(core[0]) or core[-1] in ("jr", "sr")):
        return NameKind.PERSON, True
    if len(core) > 1 and re.fullmatch(r"(?:\w\.?)+", core[0]) and "." in core[0]:
        return NameKind.PERSON, True
    if 2 <= len(core) <= 4 and all(word.isalpha() or "-" in word or "'" in word for word in core):
        return NameKind.PERSON, False
    return NameKind.UNKNOWN, False
