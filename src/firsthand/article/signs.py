"""Lines that say something of the article: bylines, credits, photo credits, times.

Small patterns over the words of signs.toml. They say what kind of line it is; what it says is read
by people.py, credits.py and times.py.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁЄІЇҐ"
NAME = rf"(?:[{UPPER}][\w'’.-]*|de|da|del|della|van|von|der|den|di|le|la|bin|al|ten|ter|dos|du|zu)"
AGENCY_LINE = re.compile(r"^\W*(?P<names>[\w.]{2,10}(?:\s*[/,&+-]\s*[\w.]{2,10}){0,4})\W*$")
ORIGINAL = re.compile(
    r"(?:(?:first|originally|previously)\s+(?:appeared|published|posted|ran|written)\s+"
    r"(?:in|on|at|by|for)|(?:republished|reprinted|reproduced|syndicated)\s+(?:\w+\s+){0,3}?"
    r"(?:from|by|courtesy of|with (?:the )?permission (?:from|of|by))|"
    r"(?:distributed|provided|supplied)\s+by|"
    r"(?:zuerst|ursprünglich|erstmals)\s+(?:\w+\s+){0,3}?(?:bei|in|im|auf|von)|"
    r"(?:initialement|originellement|d[’']abord)\s+(?:publié|paru)e?\s+(?:dans|sur|par)|"
    r"publicad[oa]\s+originalmente\s+(?:en|por)|originariamente\s+pubblicat[oa]\s+(?:su|da))\s+"
    rf"(?P<outlet>(?:[Tt]he\s+)?[{UPPER}][^.,;()\n]{{1,60}})"
)
# What such words speak of: "This article …", "Der Beitrag …". News itself tells that arms were
# "supplied by" somebody and that claims were "first reported by" another outlet.
OF_THE_TEXT = re.compile(
    r"^\W*(?:[^.!?\n]{0,30}\b(?:article|story|report|piece|text|post|column|essay|item|content|"
    r"interview|op-ed|feature|commentary|release|translation|artikel|beitrag|bericht|texte|"
    r"artículo|articolo|artigo)\b[^.!?\n]{0,40}|(?:was|it|wurde)\b[^.!?\n]{0,12})?\W*$",
    re.I,
)
COPYRIGHT = re.compile(
    r"^\W*(?:©|\([cC]\)(?=\s)|[Cc]opyright\b|COPYRIGHT\b)[\s©:]*(?:[Cc]opyright\s+)?"
    r"(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,:]*(?:by\s+)?(?P<outlet>[^\n.|]{2,70}?)?"
    r"(?:[.|]|\s+\d{4}|,?\s+(?:All|Alle|Tous|Todos|Tutti)\s.*|$)",
    re.M,
)
ADDITIONAL = re.compile(
    r"\b(?:additional reporting|with (?:additional )?(?:reporting|files|material)|"
    r"contribut(?:ed|ing) to this (?:report|story|article)|mit material|avec (?:l[’']|les? )?"
    r"(?:agences?|afp|reuters)|con información de)\b",
    re.I,
)
STAFF_LINE = re.compile(
    r"^\W*(?:reporting|writing|editing|written|reported|edited|compiled|photographs?|"
    r"photography|translated|produced|text|übersetzung|redaktion|bearbeitet)\s+(?:by|von|par|por)"
    r"\b|^\W*(?:quelle|quellen|source|sources|fuente|fuentes|fonte)\s*:\s*\S.{1,60}$",
    re.I,
)
PHOTO = re.compile(
    r"(?:(?:^|[\s(.|])(?:[Pp]hoto(?:graph)?s?|[Ii]mages?|[Pp]ictures?|[Ii]llustrations?|[Vv]ideo|"
    r"[Ff]otos?|[Bb]ild(?:er|quelle)?|[Gg]rafik|[Cc]rédits?|[Cc]redits?|[Ii]magen|[Ii]mmagine|[Bb]eeld|"
    r"[Kk]uva|PHOTO|IMAGE|FOTO|BILD|CREDIT)"
    r"(?:\s+(?:credit|by|par|von|de|di|courtesy(?: of)?))?\s*(?:[:/©|]|(?<=by|of)\s)\s*\S.{1,80}$)"
    r"|(?:\([^()]{2,60}(?:/|\bvia\b)[^()]{2,60}\)\s*$)"
    r"|(?:(?:^|\s)©\s*[^\d\s][^.]{1,60}$)"
)
PHOTO_HOUSES = re.compile(
    r"\b(?:Getty Images|AFP|Reuters|REUTERS|EPA|IMAGO|Imago|imago|picture alliance|dpa|"
    r"Shutterstock|iStock|AP Photo|ANP|Keystone|ANSA|Scanpix|Alamy|Unsplash|Pexels|"
    r"Depositphotos|ZUMA)\b"
)
DIGIT = re.compile(r"\d")
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}\s?[ap]\.?m\.?\b", re.I)
RELATIVE = re.compile(
    r"^\W*(?:\d+|an?|one|vor \d+|il y a \d+|hace \d+)\s*(?:min|mins|minutes?|minuten|h|hrs?|hours?|"
    r"std|stunden?|days?|tage?n?|weeks?|jours?|heures?|horas?|días?)\.?\s*(?:ago)?\W*$",
    re.I,
)

# What the patterns above can't match without.
ORIGINAL_CUES = (
    "first", "origin", "previously", "rep", "syndicated", "distributed", "provided", "supplied",
    "zuerst", "ursprünglich", "erstmals", "initialement", "abord",
)  # fmt: skip
ADDITIONAL_CUES = ("reporting", "files", "material", "contribut", "avec", "información")
PHOTO_CUES = (":", "/", "©", "|", "by", "of", "via")
DATE_CUES = ("20", "19", "/", ".", "-")


@cache
def table() -> dict[str, Any]:
    """Return the words of signs.toml."""
    return tomllib.loads(files(__package__).joinpath("signs.toml").read_text("utf8"))


@cache
def months() -> dict[str, int]:
    """Return the number of each month's name, in lower case."""
    return {name: int(key) for key, names in table()["months"].items() for name in names}


@cache
def openers() -> re.Pattern[str]:
    """Return the pattern of the words that open a byline."""
    words = sorted(table()["byline"]["openers"], key=len, reverse=True)
    choice = "|".join(re.escape(word) for word in words)
    return re.compile(rf"^\W*(?P<opener>(?i:{choice}))(?::\s*|\s+:?\s*)(?P<rest>\S.*)$", re.S)


@cache
def printed_date() -> re.Pattern[str]:
    """Return the pattern of a printed date with a year, in any language of signs.toml."""
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    year = r"(?P<year{0}>(?:19|20)\d\d)"
    month = rf"(?P<month{{0}}>{names})\.?"
    return re.compile(
        rf"\b(?P<iso>(?:19|20)\d\d)[-/.](?P<isomonth>\d{{1,2}})[-/.](?P<isoday>\d{{1,2}})(?!\d)"
        rf"|(?P<cjkyear>(?:19|20)\d\d)\s?[年년]\s?(?P<cjkmonth>\d{{1,2}})\s?[月월]\s?(?P<cjkday>\d{{1,2}})"
        rf"|\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+|of\s+)?{month.format(1)}"
        rf",?\s*(?:de\s+|del\s+)?{year.format(1)}\b"
        rf"|(?:\b|(?-i:(?<=[a-zà-ÿ])(?=[A-Z]))){month.format(2)}\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{year.format(2)}\b"
        rf"|\b(?P<day3>\d{{1,2}})(?P<mark>[./-])\s?(?P<month3>\d{{1,2}})(?P=mark)\s?"
        rf"(?P<year3>(?:19|20)\d\d|\d\d)\b",
        re.I,
    )


def _holds(text: str, cues: tuple[str, ...]) -> bool:
    """Tell whether a text has any of these in it: a look before a pattern that costs more."""
    for cue in cues:  # noqa: SIM110 - a generator costs as much as the pattern
        if cue in text:
            return True
    return False


def is_timestamp(text: str) -> bool:
    """Tell whether a short line is a time: mostly a date, a clock time, "3 hours ago"."""
    bare = text.strip()
    if not bare or len(bare) > 120 or not DIGIT.search(bare):
        return False
    if RELATIVE.match(bare):
        return True
    found = printed_date().search(bare) if _holds(bare, DATE_CUES) else None
    if found:
        rest = len(re.findall(r"[^\W\d_]{3,}", bare[: found.start()] + bare[found.end() :]))
        return rest <= 8
    if CLOCK.search(bare):
        return len(re.findall(r"[^\W\d_]{3,}", bare)) <= 3
    return False


def is_byline(text: str) -> bool:
    """Tell whether a line opens like "By Ana Ito"."""
    bare = text.strip()
    if len(bare) > 200:
        return False
    found = openers().match(bare)
    if not found:
        return False
    rest = found["rest"].strip()
    return re.match(rf"{NAME}(?:\s+{NAME})+", rest) is not None or (
        len(rest) <= 40 and rest[:1].isupper() and not re.search(r"[.!?]\s*$", rest)
    )


def original(text: str) -> re.Match[str] | None:
    """Find the words that say where this text first stood."""
    if not _holds(text, ORIGINAL_CUES):
        return None
    found = ORIGINAL.search(text)
    return found if found and OF_THE_TEXT.match(text[: found.start()]) else None


def is_credit_line(text: str) -> bool:
    """Tell whether a line says whose text this is, or who helped."""
    bare = text.strip()
    if len(bare) > 300:
        return False
    if original(bare) or STAFF_LINE.match(bare):
        return True
    if _holds(bare.lower(), ADDITIONAL_CUES) and ADDITIONAL.search(bare):
        return True
    return agency_line(bare) != ()


def is_copyright(text: str) -> bool:
    """Tell whether a line is a copyright line."""
    bare = text.strip()
    return len(bare) <= 160 and COPYRIGHT.match(bare) is not None


def agency_line(text: str) -> tuple[str, ...]:
    """Return the agencies of a line that names nothing else ("dpa/AFP"), in order."""
    found = AGENCY_LINE.match(text.strip())
    if not found:
        return ()
    known = table()["agencies"]
    names = re.split(r"\s*[/,&+-]\s*", found["names"].strip("."))
    return tuple(names) if all(name in known for name in names) else ()


def is_photo_credit(text: str) -> bool:
    """Tell whether a line is the credit of a picture and nothing else."""
    return photo_credit_at(text) == 0


def photo_credit_at(text: str) -> int | None:
    """Return where the photo credit of a caption begins, None where there is none."""
    found = PHOTO.search(text) if _holds(text, PHOTO_CUES) else None
    if found:
        start = found.start() + len(found[0]) - len(found[0].lstrip(" \t\n.|"))
        return 0 if not text[:start].strip() else start
    if len(text) <= 80 and PHOTO_HOUSES.search(text) and not re.search(r"[.!?]\s", text):
        return 0
    return None
