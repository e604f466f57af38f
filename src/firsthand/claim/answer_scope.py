"""How much an answer answers: the very thing, a part of it, or a report as a whole.

The decision: the answer's own words say it. "Denied it" and "said no such offer was made" answer
one thing; "declined to comment", "called the book fiction" and "would answer in court" answer
everything at once, and nobody may read them as an answer to a detail.
"""

from __future__ import annotations

import re

from firsthand.claim.answer_signs import COMMENT
from firsthand.types import Act, Attribution, Scope

__all__ = ["worded"]

_SHORT = 5  # words; a content with fewer that speaks of comment or questions names no topic
_TOLD = (
    r"(?:allegations?|accusations?|charges?|report(?:s|ing)?|stor(?:y|ies)|claims|articles?|book"
    r"|lawsuit|complaint|indictment|case|criticism|questions?)"
)
_WHOLE = re.compile(
    r"\b(?:the|these|those|his|her|their|any|all(?: of)? the|such|\w+[’']s) (?:[\w-]+ ){0,2}?"
    rf"{_TOLD}\b"
    r"(?![^.;]*\b(?:that|about|whether)\b)"  # "the reports about a call" names what it answers
    r"|\b(?:wrongdoing|everything|anything|(?:all|none) of (?:it|this|that|these)|innocent"
    r"|not guilty|nothing (?:wrong|improper|illegal)|(?:start|beginning) to (?:finish|end)"
    r"|litigation|personnel|investigations?|internal|confidential|privacy|in court|vigorous\w*)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"^\W*(?:to say|whether|how|why|when|what|who|which|that)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:but|some of|parts? of|incomplete|certain|not all|exaggerat\w+|although|though|while"
    r"|only)\b",
    re.IGNORECASE,
)


def worded(item: Attribution) -> Scope:
    """Give the scope that an answer's own words show."""
    said = " ".join(span.exact for span in item.content)
    cue = " ".join(span.exact for span in item.cue)
    is_bare = len(said.split()) < _SHORT and bool(COMMENT.search(f"{said} {cue}"))
    if not said or is_bare or _WHOLE.search(said):
        return Scope.GENERAL
    if item.act is Act.DECLINES and not _TOPIC.match(said):
        return Scope.GENERAL
    return Scope.PARTIAL if _PART.search(said) else Scope.SPECIFIC
