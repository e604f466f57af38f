"""The words the room goes by: heads of source phrases and cues, read from the tables beside it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

from firsthand.types import Act

__all__ = ["PUBLIC", "Cues", "Nouns", "Relaying", "cues", "nouns", "relaying", "singular"]

# A body with one of these in its name is public, and no firm.
PUBLIC = re.compile(
    r"\b(?:Committee|Department|Ministry|Commission|Agency|Court|Senate|House|Congress|Party|"
    r"University|Council|Bureau|Administration|Government|Army|Police|Service|Authority|Board|"
    r"Union|Office|Association|Federation|Hospital|Unit|Jail|Center)\b"
)


class Nouns(Struct, frozen=True):
    """Head nouns by what they head."""

    roles: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    crowd: frozenset[str]
    generic: frozenset[str]
    anybody: frozenset[str]
    ranks: frozenset[str]
    staff: frozenset[str]
    belonging: frozenset[str]
    spokes: frozenset[str]
    also: dict[str, frozenset[str]]  # "lawmaker" may be said of a senator
    short: dict[str, str]  # "sen" is "senator"
    organisations: frozenset[str]
    documents: frozenset[str]
    reporting: frozenset[str]
    press: frozenset[str]
    with_the: frozenset[str]
    statements: frozenset[str]
    titled: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    numbers: dict[str, int]
    capitals: dict[str, str]
    acronyms: dict[str, str]  # "faa" to the name in full
    in_full: dict[str, str]  # and back, both in small letters


class Cues(Struct, frozen=True):
    """Patterns of acts and hedges, in the order in which they are tried."""

    acts: tuple[tuple[Act, re.Pattern[str]], ...]
    content: tuple[tuple[Act, re.Pattern[str]], ...]
    charging: re.Pattern[str]
    insists: re.Pattern[str]
    negated: re.Pattern[str]
    silence: re.Pattern[str]
    refuses: re.Pattern[str]
    called: re.Pattern[str]
    names: re.Pattern[str]
    slights: re.Pattern[str]
    tales: re.Pattern[str]
    hedged_cue: re.Pattern[str]
    hedged_content: re.Pattern[str]


class Relaying(Struct, frozen=True):
    """Words of clauses that pass on what others said; verbs and participles parted by "|"."""

    reports: str
    printed: str
    mouths: frozenset[str]


@cache
def relaying() -> Relaying:
    """Load the words of relay clauses, once a process."""
    data = tomllib.loads((files(__package__) / "relays.toml").read_text("utf8"))
    return Relaying(
        reports="|".join(data["reports"].split()),
        printed="|".join(data["printed"].split()),
        mouths=frozenset(data["mouths"].split()),
    )


@cache
def nouns() -> Nouns:
    """Load the head nouns, once a process."""
    data = tomllib.loads((files(__package__) / "nouns.toml").read_text("utf8"))
    people, documents = data["people"], data["documents"]
    return Nouns(
        roles=frozenset(people["roles"].split()),
        male=frozenset(people["male"].split()),
        female=frozenset(people["female"].split()),
        crowd=frozenset(people["crowd"].split()),
        generic=frozenset(people["generic"].split()),
        anybody=frozenset(people["anybody"].split()),
        ranks=frozenset(people["ranks"].split()),
        staff=frozenset(people["staff"].split()),
        belonging=frozenset(people["belonging"].split()),
        spokes=frozenset(people["spokes"].split()),
        also={key: frozenset(value.split()) for key, value in people["also"].items()},
        short=dict(people["short"]),
        organisations=frozenset(data["organisations"]["heads"].split()),
        documents=frozenset(documents["heads"].split()),
        press=frozenset(documents["press"].split()),
        with_the=frozenset(documents["with_the"].split()),
        reporting=frozenset(documents["reporting"].split()),
        statements=frozenset(documents["statements"].split()),
        titled=frozenset(documents["titled"].split()),
        definite=frozenset(data["determiners"]["definite"].split()),
        indefinite=frozenset(data["determiners"]["indefinite"].split()),
        numbers=dict(data["numbers"]),
        capitals=dict(data["places"]["capitals"]),
        acronyms=dict(data["acronyms"]),
        in_full={name.casefold(): letters for letters, name in data["acronyms"].items()},
    )


@cache
def cues() -> Cues:
    """Load the cue patterns, once a process."""
    data = tomllib.loads((files(__package__) / "cues.toml").read_text("utf8"))
    stands = {f"«{key.upper()}»": words.replace("\n", "") for key, words in data["words"].items()}
    return Cues(
        acts=tuple((Act(act), _any(parts)) for act, parts in data["acts"].items()),
        content=tuple(
            (Act(act), _any([_filled(part, stands) for part in parts]))
            for act, parts in data["content"].items()
            if isinstance(parts, list)
        ),
        charging=re.compile(data["content"]["charging"]),
        insists=re.compile(data["content"]["insists"]),
        negated=re.compile(data["content"]["not"]),
        silence=re.compile(data["content"]["silence"]),
        refuses=re.compile(data["content"]["refuses"]),
        called=re.compile(data["content"]["called"]),
        names=re.compile(data["content"]["names"]),
        slights=re.compile(data["content"]["slights"]),
        tales=re.compile(_filled(data["content"]["tales"], stands)),
        hedged_cue=_any(data["hedges"]["cue"]),
        hedged_content=_any(data["hedges"]["content"]),
    )


def _filled(pattern: str, stands: dict[str, str]) -> str:
    """Give the pattern with the words that its «NAMES» stand for."""
    for name, words in stands.items():
        pattern = pattern.replace(name, words)
    return pattern


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts))


def singular(word: str) -> str:
    """Give the singular of an English noun by its ending; a singular comes back as it is."""
    if word in ("people", "persons"):
        return "person"
    if word.endswith("spokesmen") or (word.endswith(("women", "men")) and len(word) > 4):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
