"""What a source does with the content: asserts, denies, declines; with a hedge or without."""

from __future__ import annotations

import re

from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import cues
from firsthand.types import Act

__all__ = ["act_of", "is_hedged"]

_NEGATED_DENIAL = re.compile(r"\b(?:not|n't|neither|nor|never)\b.{0,40}\bden(?:y|ied)\b")
_MARKS = re.compile(r"[“”\"«»]|(?<!\w)[‘’']|[‘’'](?!\w)")
_SELF = re.compile(r"\b(?:he|she|it(?! (?:is|was)\b|'s))\b")
_ASKED = re.compile(r"\bask\w*\b.*\b(?:said|says|replied|answered|told)\b")
_QUESTION = re.compile(r"[^.?!]*\?")  # "Why did I not speak?" denies nothing
_FIRST = 240  # characters of a content in which it says what it does
_NAME = 160  # characters in which it gives a name to what was said


def act_of(cue: str, content: str, around: str, is_direct: bool) -> Act:
    """Give the act from the cue's words, then from the content's where the cue is a plain one.

    `around` is the text from the source to the end of cue, where "not" and "did" may stand.
    """
    words, near, said = folded(cue), folded(around), folded(_MARKS.sub("", content))
    table = cues()
    if _NEGATED_DENIAL.search(near):
        return Act.DECLINES
    if table.called.search(words) and (act := _called(said[:_NAME])) is not None:
        return act
    for act, pattern in table.acts:
        if pattern.search(words) or (pattern.search(near) and _spans_both(pattern, near, words)):
            if act is Act.ASKS and _is_answer(words, said, is_direct):
                continue
            if act is Act.DECLINES and _is_deed(words, said):
                continue
            return _confirmed(act, said)
    if table.charging.search(words):
        return Act.ASSERTS
    act = _told(said, is_direct)
    if act is Act.ASSERTS and table.insists.search(words) and table.negated.search(said[:_NAME]):
        return Act.DENIES
    if act is Act.ASSERTS and table.called.search(words) and table.tales.search(said[:_NAME]):
        return Act.DISPUTES
    return act


def _is_deed(words: str, said: str) -> bool:
    """Whether somebody refuses to do a thing and not to speak: "refused to vote on it"."""
    table = cues()
    return bool(
        table.refuses.search(words) and said.startswith("to ") and not table.silence.match(said)
    )


def _called(said: str) -> Act | None:
    """Give the act of who gives this name to what was said; None for a name that is no answer."""
    table = cues()
    if table.names.search(said):
        return Act.DENIES
    return Act.DISPUTES if table.slights.search(said) else None


def _told(said: str, is_direct: bool) -> Act:
    """Give the act of a content with a plain cue; "he" of reported speech is who speaks."""
    own = said if is_direct else _SELF.sub("we", said)
    for act, pattern in cues().content:
        match = pattern.search(own[:_FIRST])
        if match and not _QUESTION.match(own, match.end()):
            return act
    return Act.ASSERTS


def _is_answer(words: str, said: str, is_direct: bool) -> bool:
    """Whether the content answers what was asked: "Asked about it, she said …"."""
    if _ASKED.search(words):
        return True
    return is_direct and "ask" in words and not said.endswith("?")


def _confirmed(act: Act, said: str) -> Act:
    """Give DISCLAIMS for who confirms that they have not seen or heard a thing."""
    if act is Act.CONFIRMS and dict(cues().content)[Act.DISCLAIMS].search(said[:120]):
        return Act.DISCLAIMS
    return act


def _spans_both(pattern: re.Pattern[str], near: str, words: str) -> bool:
    """Whether the match in the wider words holds some of the cue: "did not" + "respond"."""
    at = near.find(words) if words else -1
    match = pattern.search(near)
    return match is not None and at >= 0 and match.start() < at + len(words) and match.end() > at


def is_hedged(cue: str, content: str, around: str, is_direct: bool) -> bool:
    """Whether cue, the words beside it, or the content's first clause hold the statement open."""
    table = cues()
    if table.hedged_cue.search(folded(cue)):
        return True
    adverb = re.search(
        r"\b(?:reportedly|allegedly|purportedly|apparently|supposedly)\b", folded(around)
    )
    if adverb:
        return True
    return not is_direct and bool(table.hedged_content.search(folded(content)[:160]))
