"""What chains are made of: parents, addressees, outlets that were talked to, papers' printers.

The decision: a talk is read by the words that say it ("told Example TV", "in an interview with",
"to a host of N"), in the sentence or in the one that opens it; an outlet without a name ("state
television") is one as well; what is said of a report in an outlet was not said to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from firsthand.attribution.cast import Cast, Mention
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import singular
from firsthand.attribution.who import Who
from firsthand.types import Article, Hop, SourceKind

__all__ = [
    "addressee",
    "channel",
    "hop",
    "is_own",
    "opened",
    "paper_channels",
    "parents",
    "unnamed_media",
]

Stretch = tuple[int, int]
Ranges = Sequence[Stretch]

_DEEPEST = 8  # attributions one inside the other
_REACH = 80  # content spans before one that may hold it
_TOLD = re.compile(
    r"\b(?:told|telling|tells|tell|informed|informing|assured|reminded|warned|asked)$"
)
_HEARER = re.compile(
    r"\s+((?:the |an? |his |her |their |its )?[\w’'.&-]+(?: [\w’'.&-]+){0,5}?)"
    r"(?=[,.;:“”\"—–]|\s(?:that|on|in|at|during|earlier|last|this|via|by|after|before|he|she|they|it|"
    r"the|a|an|there|when|if|whether|how|why|what|about|of|to|not|never|Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|yesterday|today)\b|$)"
)
_MEDIA = (
    r"(?:(?:state|local|national|public|state-run|state-owned|government|opposition|independent|"
    r"private|foreign) (?:television|TV|radio|media|news agency)(?! (?:station|channel|network))|"
    r"(?:(?:radio|TV|television|news|"
    r"cable) )(?:station|channel|network|agency|site|website|outlet)|broadcaster|newspaper|tabloid|"
    r"daily|weekly|magazine|podcast)"
)
_UNNAMED_MEDIA = re.compile(
    r"\b(?:told|telling|tells|spoke to|spoke with|speaking to|interview (?:with|on|to)|said on|"
    r"speaking on|appeared on|appearance on|carried by|aired by) (?P<who>(?:an? |one )?"
    rf"(?:(?!(?:the|this|our|that|reporters)\b)[\w’'-]+ ){{0,2}}?{_MEDIA})\b(?! [A-Z“\"])"
)
_CHANNEL = re.compile(
    r"\b(?:in|on|during|for) (?:an? |the |his |her |their )?(?:[\w’'-]+ ){0,4}?"
    r"(?:interviews?|statement|appearance|op-ed|essay|column|article|email|e-mail|call|piece) "
    r"(?:with|to|on|in|for|by|published (?:in|by|on|\w+ (?:in|by|on))) (?:[Tt]he )?[“\"]?$"
    r"|\b(?:told|telling|tells|to) (?:[Tt]he )?$"
    r"|\b(?:told|telling|tells|speaking (?:to|with)|spoke (?:to|with)|interview (?:with|by)) "
    r"(?:(?:[\w-]+ ){0,4}?(?:host|anchor|reporter|correspondent|columnist|editor)s? )?"
    r"(?:[A-Z][\w.’'-]+ ){1,3}(?:of|from|at) (?:[Tt]he )?$"
    rf"|\b(?:told|telling|tells|to|with|on) (?:[\w’'-]+ ){{0,4}}?{_MEDIA} (?:called )?[“\"]?$"
    r"|\b(?:speaking|spoke) (?:to|with|on) (?:[Tt]he )?$"
    r"|\b(?:on|in) (?:[Tt]he )?[“\"]?$"
)
_TALK = re.compile(
    r"\b(?:interviews?|appearance|appeared|spoke|speaking|talked|sat down|called in)"
    r"(?: [\w-]+){0,3}? (?:with|to|on|by) (?:[\w’'-]+ ){0,2}?[“\"]?$"
)
_ABOUT = re.compile(  # in what it printed, and what it was handed: no talk with the source
    r"\b(?:reports?|stor(?:y|ies)|accounts?) (?:on|in) "
    r"(?:[Tt]he )?[“\"]?$"
    r"|(?<!statement )(?<!comment )(?<!comments )(?<!mail )(?<!response )"
    r"\b(?:sent|given|provided|shared|leaked|handed|forwarded|described|shown|belongs?|thanks|due)"
    r" to (?:[Tt]he )?$"
    r"|\b[Aa]ccording to (?:[Tt]he )?$"
)
_BEFORE_ITS = re.compile(r"\b(?:in|during|on) (?:an?|the|his|her|their) (?:[\w-]+ ){0,3}[“\"]?$")
_ITS = re.compile(
    r"[”\"]?(?:[’']s?)? (?:[\w-]+ ){0,2}?(?:interview|op-ed|essay|column|opinion piece|"
    r"appearance)\b"
)
_TO_THE = re.compile(
    r"\b(?:told|telling|tells|added to|said to|spoke to|speaking to) the (?:same |news )?"
    r"(?P<head>network|newspaper|newsletter|paper|magazine|outlet|site|website|news agency|agency|"
    r"broadcaster|channel|station|publication|tabloid|wire service)\b"
)
_REPORT_OF = re.compile(
    r"(?:[’']s?)? (?:report|reports|story|stories|article|piece|account|op-ed)\b"
)
_PAPERS = (
    r"(?P<head>op-ed|essay|memos?|documents?|emails?|messages?|texts?|letters?|records?|guidance|"
    r"guidelines|transcripts?|recordings?|tapes?|drafts?|files?|filings?|cables?|book|memoir)"
)
_ITS_PAPER = re.compile(r" (?:[\w-]+ )?(?P<head>op-ed|essay|column)\b")
_PRINTED_BY = re.compile(
    rf"\b{_PAPERS}\b[^.;“”\"\n]{{0,60}}? (?:obtained|reviewed|seen|viewed|published|released|"
    r"leaked|printed)(?: on \w+)? (?:by|to|in) (?:[Tt]he )?$"
)
_PUBLISHED = re.compile(
    r" (?:first |has |had |also )?(?:published|obtained|released|reviewed|printed) "
    rf"(?:[\w’'-]+ ){{0,7}}?{_PAPERS}\b"
)
_SAME_PAPER = {
    "op-ed": ("op-ed", "essay", "piece", "column"),
    "essay": ("op-ed", "essay", "piece", "column"),
    "guidance": ("guidance", "guideline", "guidelines"),
    "guideline": ("guidance", "guideline", "guidelines"),
}


def parents(contents: Sequence[Ranges], wholes: Sequence[Ranges]) -> list[int | None]:
    """Give for each attribution the smallest other one whose content holds it, or None."""
    sizes = [sum(end - start for start, end in content) for content in contents]
    pieces = sorted(
        (start, end, owner) for owner, content in enumerate(contents) for start, end in content
    )
    starts = [start for start, _, _ in pieces]
    found: list[int | None] = []
    for index, whole in enumerate(wholes):
        last = bisect_right(starts, whole[0][0]) if whole else 0
        near = {owner for _, _, owner in pieces[max(0, last - _REACH) : last]} - {index}
        around = [owner for owner in near if all(_holds(contents[owner], span) for span in whole)]
        found.append(min(around, key=lambda owner: (sizes[owner], owner), default=None))
    for index in range(len(found)):
        found[index] = _safe_parent(found, index)
    return found


def _safe_parent(found: Sequence[int | None], index: int) -> int | None:
    """Give the parent, or None where its line leads back here or is deeper than people speak."""
    at, depth = found[index], 0
    while at is not None:
        depth += 1
        if at == index or depth > _DEEPEST:
            return None
        at = found[at]
    return found[index]


def _holds(outer: Ranges, span: Stretch) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in outer)


def addressee(text: str, cue: Ranges, stop: int) -> Stretch | None:
    """Give who was told: the noun phrase after "told"."""
    for start, end in cue:
        told = _TOLD.search(folded(text[start:end]).split(" that")[0].rstrip())
        if told:
            match = _HEARER.match(text, end, stop)
            if match and match.group(1).lower() not in ("that", "the"):
                return (match.start(1), match.start(1) + len(match.group(1).rstrip(".’'")))
        inner = re.match(r"(?:has |had |have )?(?:told|telling|tells) (.+)$", text[start:end])
        if inner:
            return (start + inner.start(1), end)
    return None


def channel(
    cast: Cast, article: Article, sentence: Stretch, holes: Iterable[Stretch]
) -> Mention | None:
    """Give the outlet to which, or on which, this sentence says its source spoke."""
    closed = list(holes)
    for mention in cast.inside(*sentence):
        if mention.member.kind is not SourceKind.OUTLET or is_own(article, mention.member.name):
            continue
        if any(start <= mention.start < end for start, end in closed):
            continue
        front = cast.text[sentence[0] : mention.start]
        if _BEFORE_ITS.search(front) and _ITS.match(cast.text, mention.end):
            return mention
        if _REPORT_OF.match(cast.text, mention.end):
            continue
        if _CHANNEL.search(front) and not _ABOUT.search(front):
            return mention
    taken_up = _TO_THE.search(cast.text, *sentence)
    if taken_up and not any(start <= taken_up.start() < end for start, end in closed):
        for mention in cast.before(sentence[0], 30):
            if mention.member.kind is SourceKind.OUTLET:
                return None if is_own(article, mention.member.name) else mention
    return None


def unnamed_media(text: str, sentence: Stretch, holes: Iterable[Stretch]) -> Stretch | None:
    """Give the words for an outlet without a name to which it was said: "state television"."""
    closed = list(holes)
    for match in _UNNAMED_MEDIA.finditer(text, *sentence):
        if not any(start <= match.start() < end for start, end in closed):
            return match.span("who")
    return None


def opened(cast: Cast, sentences: Sequence[Stretch], sentence: Stretch, who: Who) -> Mention | None:
    """Give the outlet of the talk that the sentence before opens: "Ito spoke to the Post. “…”"""
    index = bisect_right(sentences, sentence) - 2
    if index < 0 or "\n" in cast.text[sentences[index][0] : sentence[0]]:
        return None
    before = sentences[index]
    for mention in cast.inside(*before):
        front = cast.text[before[0] : mention.start]
        if mention.member.kind is not SourceKind.OUTLET or not _TALK.search(front):
            continue
        if any(m.member is who.entity for m in cast.inside(*before)):
            return mention
    return None


def paper_channels(cast: Cast, article: Article) -> dict[str, Mention]:
    """Give for heads of documents the outlet that the page says printed or obtained them."""
    found: dict[str, Mention] = {}
    for mention in cast.mentions:
        if mention.member.kind is not SourceKind.OUTLET or is_own(article, mention.member.name):
            continue
        after = _ITS_PAPER.match(cast.text, mention.end)
        before = _PRINTED_BY.search(cast.text, max(0, mention.start - 110), mention.start)
        published = _PUBLISHED.match(cast.text, mention.end)
        for match in (after, before, published):
            if match:
                head = singular(folded(match.group("head")))
                for same in _SAME_PAPER.get(head, (head,)):
                    found.setdefault(same, mention)
    return found


def is_own(article: Article, outlet: str) -> bool:
    """Whether this outlet is the page's own."""
    mine, theirs = _bare(article.outlet), _bare(outlet)
    return bool(mine) and (mine in theirs or theirs in mine)


def _bare(outlet: str | None) -> str:
    words = folded(outlet or "")
    return re.sub(r"^the |\s*\(.*?\)|\s+-\s.*$| news$| online$| online news$", "", words).strip()


def hop(who: Who, article: Article, hedged: bool = False) -> Hop:
    """Make a hop of a resolved source."""
    spans = tuple(article.span(start, end) for start, end in who.evidence[:2])
    return Hop(name=who.name or "", kind=who.kind, hedged=hedged, spans=spans)
