"""The words that reports and pages use for what the records say.

One place for them, so that the Markdown dossier, the pages and the notebook never call one thing
by two names. Nothing here says that a claim is true, verified or confirmed: it says who says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from firsthand.types import (
    Act,
    Article,
    Discrepancy,
    Event,
    LinkKind,
    NodeKind,
    Origins,
    Response,
    Scope,
    SourceKind,
    Span,
    Status,
    Step,
    Time,
    ZoneStatus,
)

ACTS = {
    Act.ASSERTS: "says",
    Act.DENIES: "denies",
    Act.DECLINES: "declines to comment",
    Act.NO_RESPONSE: "did not respond",
    Act.UNREACHABLE: "could not be reached",
    Act.DISCLAIMS: "claims no knowledge",
    Act.CONFIRMS: "says it is so",
    Act.DISPUTES: "disputes",
    Act.ASKS: "asks",
}
SCOPES = {
    Scope.SPECIFIC: "this very point",
    Scope.GENERAL: "in general terms",
    Scope.PARTIAL: "part of it",
}
STATUSES = {
    Status.SINGLE_SOURCE: "single source",
    Status.UNCLEAR: "unclear",
    Status.CORROBORATED: "corroborated",
}
STATUS_HELP = {
    Status.SINGLE_SOURCE: "At most one independent origin stands behind this.",
    Status.UNCLEAR: "It may be one origin or several: the pages do not settle it.",
    Status.CORROBORATED: "At least two independent origins stand behind this.",
}
SOURCES = {
    SourceKind.PERSON: "person",
    SourceKind.ORGANISATION: "organisation",
    SourceKind.UNNAMED: "unnamed source",
    SourceKind.DOCUMENT: "document",
    SourceKind.OUTLET: "outlet",
    SourceKind.NONE: "nobody named",
}
NODES = {
    NodeKind.PERSON: "person",
    NodeKind.ORGANISATION: "organisation",
    NodeKind.UNNAMED: "unnamed source",
    NodeKind.DOCUMENT: "document",
    NodeKind.OUTLET: "outlet",
    NodeKind.ARTICLE: "page",
    NodeKind.UNATTRIBUTED: "nobody named",
    NodeKind.OBSERVATION: "own observation",
}
EDGES = {
    "says": "says",
    "via": "passed on by",
    "pickup": "picked up by",
    "copy": "copied by",
    "reads": "read by",
    "unattributed": "stated without a source",
}
LINKS = {
    LinkKind.COPY: "copy",
    LinkKind.EXCERPT: "excerpt",
    LinkKind.REWRITE: "rewrite",
    LinkKind.COMMON_QUOTE: "same quotation",
    LinkKind.PICKUP: "pickup",
    LinkKind.MATCH: "own reporting of the same",
}
CHANGES = {"number": "number", "name": "name", "attribution": "who says it"}
DISCREPANCIES = {
    "value": "Different values",
    "hedge_dropped": "Doubt dropped",
    "quote_wording": "Quotation worded differently",
    "response_missing": "Answer missing on one side",
    "scope": "Different scope",
    "dropped_detail": "Detail dropped",
    "added_detail": "Detail only on one side",
}
VERDICTS = {"accept": "accepted", "reject": "rejected", "amend": "amended"}
RULES = {
    "R1": "Copies and versions of one text count as that text's origin.",
    "R2": "A pickup, an outlet reporting what another reported, adds nothing.",
    "R3": "Outlets that read one document add nothing beyond that document.",
    "R4": "One speaker in several places is one; spokespeople of one institution are one.",
    "R5": "Editions of one publisher are one.",
    "R6": "A denial is a response, never an origin.",
    "R7": "Unnamed sources that could be one person give an interval.",
    "R8": "A plural counts as one, marked so; a stated number is the most.",
    "R9": "Another outlet's own reporting of the same adds one, with the words that say so.",
    "R10": "No attribution in the text: the origin is unattributed, not own reporting.",
    "R11": "Cycles are reported as circular.",
    "R12": "Coverage that is named but not captured is listed, and adds nothing.",
}


def interval(origins: Origins) -> str:
    """Give a count of origins: "1", or "1 to 3" where the pages leave it open."""
    if origins.least == origins.most:
        return str(origins.most)
    return f"{origins.least} to {origins.most}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun: "1 page", "2 pages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Join names for a sentence, and say how many more there are past `most`."""
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def when(time: Time | None) -> str:
    """Give a time as printed, and say so where its zone is not stated."""
    if time is None:
        return "no time found"
    doubt = {
        ZoneStatus.STATED: "",
        ZoneStatus.INFERRED: " (time zone inferred)",
        ZoneStatus.UNKNOWN: " (time zone not stated)" if len(time.iso) > 10 else "",
    }
    return f"{shown(time.printed, 80)}{doubt[time.zone]}"


def outlet(article: Article) -> str:
    """Give the best name for where an article stands: outlet, host, file name, then its id."""
    if article.outlet:
        return shown(article.outlet, 80)
    if article.url and "//" in article.url:
        return shown(article.url.split("//", 1)[1].split("/", 1)[0], 80)
    if article.name:
        return shown(place_name(article.name), 80)
    return article.id[:12]


def came_by(how: str, of: str | None, outlet: str) -> str:
    """Say how a page came by a story: "copy of The Example Times", "own text"."""
    if of and of.casefold() == outlet.casefold() and how == "copy":
        return "another version of its own text"
    return f"{how} of {shown(of, 80)}" if of else how


def unquoted(text: str) -> str:
    """Take the quotation marks off both ends, for a place that adds its own."""
    return text.strip().strip("“”\"„«»‘’'").strip() or text.strip()


def answers(responses: Sequence[Response]) -> tuple[tuple[Response, tuple[Response, ...]], ...]:
    """Put the answers that say one thing of one speaker together, as many pages carry them."""
    found: dict[tuple[str, Act, Scope], list[Response]] = {}
    for item in responses:
        found.setdefault((item.by.casefold(), item.act, item.scope), []).append(item)
    return tuple((items[0], tuple(items)) for items in found.values())


def differences(
    items: Sequence[Discrepancy],
) -> list[tuple[str, list[tuple[Discrepancy, list[Discrepancy]]]]]:
    """Sort differences by kind, weightiest first, each once however many pairs of pages show it."""
    kinds: dict[str, dict[str, list[Discrepancy]]] = {kind: {} for kind in DISCREPANCIES}
    for item in items:
        kinds.setdefault(item.kind, {}).setdefault(item.note.casefold(), []).append(item)
    return [
        (kind, [(same[0], same) for same in notes.values()])
        for kind, notes in kinds.items()
        if notes
    ]


def by_rule(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Put the steps of one rule together, rules in the order in which they were used."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.rule, []).append(step)
    return found


def events(timeline: Sequence[Event]) -> list[Event]:
    """Give a timeline with what several pages say in the same words once."""
    once: dict[tuple[object, ...], Event] = {}
    for item in timeline:
        once.setdefault((item.earliest, item.latest, item.kind, item.text.casefold()), item)
    return list(once.values())


def quoted(spans: Sequence[Span]) -> str:
    """Give the words of broken spans as one line, parted by an ellipsis where words are between."""
    line = ""
    for before, span in zip((None, *spans), spans, strict=False):
        words = " ".join(span.exact.split())
        is_near = before is not None and before.article == span.article
        if before is not None:  # a line break alone leaves nothing out
            line += " " if is_near and 0 <= span.start - before.end <= 1 else " … "
        line += words
    return line


def place_name(name: str) -> str:
    """Give the last part of a path without its ending, so that a file's name fits a box."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    short = re.sub(r"\.(html?|xhtml|txt|mhtml?)$", "", last, flags=re.I)
    return short if short and (short != last or name == last) else name


def shown(text: str, most: int = 300) -> str:
    """Give text from a page as one visible line: control characters named, length capped.

    Direction overrides and zero-width characters can make a line read as what it is not, so they
    are written out as ⟨U+202E⟩. Lone surrogates, which no file can hold, become U+FFFD.
    """
    line = " ".join(text[: most * 4].split())
    clean = line if line.isprintable() else "".join(map(named, line))
    if len(clean) > most or len(text) > most * 4:
        return f"{clean[:most].rstrip()}…"
    return clean


_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}"


def is_hidden(char: str) -> bool:
    """Whether a character is drawn as nothing, or turns the text around it.

    Line breaks and spaces are not; nor are joiners, which shape letters in many scripts and emoji.
    """
    if char.isprintable() or char in "\n\r\t" or char in _JOINERS:
        return False
    return unicodedata.category(char) in {"Cf", "Cc", "Co", "Cs"}


def named(char: str) -> str:
    """Write out a hidden character as ⟨U+202E⟩, a lone surrogate as U+FFFD."""
    if not is_hidden(char):
        return char
    if unicodedata.category(char) == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return f"⟨U+{ord(char):04X}⟩"
