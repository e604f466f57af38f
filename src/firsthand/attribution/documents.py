"""Documents that a page names as speakers: a book with its title and author, somebody's memo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from firsthand.attribution.cast import Cast, Mention
from firsthand.attribution.lexicon import nouns
from firsthand.types import SourceKind

__all__ = [
    "LENGTH",
    "Document",
    "documents",
    "is_study",
    "issuer",
    "of_head",
    "titled_by",
    "without_copy",
]

Stretch = tuple[int, int]

_STUDY = re.compile(
    r"\b(?:(?:19|20)\d\d|research|academic|scientific|working|white|policy|position|discussion|"
    r"peer-reviewed) paper\b|\bpaper (?:from|by|published in|in the journal|itself)\b"
)
_SCIENCE = re.compile(r"\b(?:[Ss]tudy|[Tt]rial|[Jj]ournal|[Rr]esearchers|peer-reviewed)\b")


@dataclass(slots=True, eq=False)
class Document:
    """One document, as far as the page describes it."""

    head: str  # "book"
    title: str | None
    author: str | None
    spans: list[Stretch]  # where it is titled and its author is given

    @property
    def name(self) -> str:
        """Give its title with author, or what it is and whose."""
        if self.title:
            return f"{self.title} ({self.author})" if self.author else self.title
        if self.author and self.head in nouns().titled:
            return f"{self.head} by {self.author}"
        return f"{self.author}'s {self.head}" if self.author else self.head


_OPEN, _CLOSE = '[“"‘*_]', '[”"’*_]'
_TITLE = r"(?P<title>[A-Z0-9][^“”\"\n*_]{1,90}?)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    heads = "|".join(sorted(nouns().titled, key=len, reverse=True))
    head = rf"\b(?P<head>{heads})\b"
    naming = r"(?:,? (?:titled|called|entitled|headlined|named)(?: as)?,?| about [\w ]{1,30},)"
    return (
        re.compile(rf"{head}{naming}?,? {_OPEN}{_TITLE}[,.]?{_CLOSE}"),
        re.compile(
            rf"{_OPEN}{_TITLE},?{_CLOSE},? (?:(?:a|an|the|his|her|its|\w+[’']s) )?"
            rf"(?:[\w’'-]+ ){{0,4}}?{head}"
        ),
        re.compile(
            rf"{head}, (?:titled|called|entitled) (?P<title>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,7}})"
        ),
        re.compile(
            r"\b(?P<head>book|memoir|novel|film|documentary),? "
            r"(?P<title>[A-Z][\w’'-]*(?: (?:of|the|and|in|a|[A-Z][\w’'-]*)){0,7})(?=[ ,.;])"
        ),
        re.compile(rf"{head}(?= (?:written |penned )?by )"),
        re.compile(
            rf"(?<=[’']s )(?:(?:new|latest|forthcoming|upcoming|recent|explosive|own|\w+ing) )*"
            rf"{head}"
        ),
    )


LENGTH = re.compile(
    r"(?:\d+|\w+)-(?:page|paragraph|sentence|count|minute|second|word|slide|line)\b"
)
_COPY = re.compile(
    r"^(?:(?:an? |the )?(?:\w+ )?(?:cop(?:y|ies)|version|excerpts?|pages?) of )", re.I
)
_TAIL = re.compile(  # how it came, and the clause of who has it: "the log the company handed over"
    r",? (?:(?:that|which) (?:was|were|has|have|is|are)\b|"
    r"(?:first |newly |recently |since |partly )?(?:obtained|reviewed|seen|viewed|released|issued|"
    r"published|made public|posted|leaked|reported|described|dug up|unsealed|provided|shared|sent|"
    r"turned over|disclosed|uncovered|commissioned)\b)"
    r"|(?<!of)(?<!in)(?<!by)(?<!on)(?<!to)(?<!at)(?<!for)(?<!from)(?<!with)(?<!about)(?<!as)(?<!when)(?<!if)(?<!than)(?<!that)(?<!while)"
    r" (?:the [\w’'-]+|s?he|they|we|it) (?:has|had|have|\w+ed|sent|gave|wrote|made|put|kept)\b"
)
_ISSUED = re.compile(
    r"\b(?:released|issued|published|written|prepared|compiled|filed|drafted|sent|made|signed|"
    r"conducted)\b[^,;]{0,20}? by "
)
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_BY = re.compile(r"[^.;\n“”\"]{0,60}?\bby (?:the |an? )?(?:[a-z-]+ ){0,4}$")


def documents(text: str, blocks: Iterable[Stretch], cast: Cast) -> list[Document]:
    """Give the documents of these paragraphs, one for each title, or author and head."""
    found: list[Document] = []
    patterns = _patterns()
    for start, end in blocks:
        for pattern in patterns:
            for match in pattern.finditer(text, start, end):
                title = match.groupdict().get("title")
                if title and not _is_title(title):
                    continue
                span = match.span("title") if title else match.span("head")
                author = _author(cast, match.start(), match.end(), end)
                if title or author:
                    _merge(found, Document(match["head"], title, author, [span]))
    return sorted(found, key=lambda item: item.spans[0])


def _is_title(words: str) -> bool:
    """Whether the long words are capitals, as a title's are and a sentence's are not."""
    if _DAY.search(words):
        return False
    long_words = [word for word in re.findall(r"[\w’'-]+", words) if len(word) > 3]
    return all(word[0].isupper() or word[0].isdigit() for word in long_words)


def _author(cast: Cast, start: int, end: int, limit: int) -> str | None:
    """Give the person after "by", or the one whose book it is called."""
    for mention in cast.inside(end, min(limit, end + 90)):
        if mention.member.kind is SourceKind.PERSON:
            between = cast.text[end : mention.start]
            if _BY.match(between):
                return mention.member.name
            break
    owner = next(_owners(cast.before(start, 3), cast.text, start), None)
    return owner.member.name if owner else None


def _owners(mentions: Iterable[Mention], text: str, at: int) -> Iterator[Mention]:
    for mention in mentions:
        between = text[mention.end : at]
        if mention.is_possessive and re.fullmatch(r"[’']s? (?:[\w-]+ ){0,4}", between):
            yield mention


def _merge(found: list[Document], new: Document) -> None:
    """Add the document, or what it adds to one that is there already."""
    for known in found:
        if known.head != new.head and not (known.title and known.title == new.title):
            continue
        if new.title and known.title and new.title != known.title:
            continue
        if new.author and known.author and new.author != known.author:
            continue
        known.title = known.title or new.title
        known.author = known.author or new.author
        known.spans.append(new.spans[0])
        return
    found.append(new)


def of_head(found: Iterable[Document], head: str, before: int) -> Document | None:
    """Give the document of this head named last before this place, else the only one."""
    fits = [item for item in found if item.head == head]
    earlier = [item for item in fits if item.spans[0][0] < before]
    if earlier:
        return earlier[-1]
    return fits[0] if len(fits) == 1 else None


def without_copy(words: str) -> str:
    """Give the words of a source without "a copy of"."""
    return _COPY.sub("", words)


def titled_by(description: str) -> str:
    """Name a document by what it is and whose: without how long it is and how it came."""
    name = LENGTH.sub("", without_copy(description))
    cut = _TAIL.search(name)
    if cut and cut.start() > 3:
        name = name[: cut.start()]
    return " ".join(name.split())


def issuer(cast: Cast, span: Stretch) -> str | None:
    """Give who wrote or issued it: "written April 11 by Lt. Corey Haugen"."""
    issued = _ISSUED.search(cast.text, *span)
    if issued is None:
        return None
    named = cast.inside(issued.end(), min(issued.end() + 60, span[1]))
    for at, mention in enumerate(named):
        following = named[at + 1].start if at + 1 < len(named) else 0
        told = re.fullmatch(r"(?: [a-z-]+)+ ", cast.text[mention.end : following])
        member = mention.member
        if member.is_place or told:  # "the Tulsa accounting firm Pell & Ostrow"
            continue
        if member.kind in (SourceKind.ORGANISATION, SourceKind.PERSON):
            return member.name
    return None


def is_study(words: str, is_definite: bool, front: str) -> bool:
    """Whether a paper is a study: by its own words, or on a page that speaks of one before."""
    if _STUDY.search(words):
        return True
    return is_definite and bool(_SCIENCE.search(front)) and "newspaper" not in front
