"""What an unknown name is, by the words around it on the whole page: an outlet, a body, a person.

The decision: a name that no list knows is judged by how the page uses it in all its places, before
any of them is taken. "Obtained by N" and "told the N" are said of outlets, "N's shareholders" and
"N said it" of bodies, "N, 57," and "N said he" of persons; and the page's own outlet is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from firsthand.attribution.forms import initials, key_of
from firsthand.attribution.lexicon import nouns, singular
from firsthand.language.names import Name, NameKind

__all__ = ["told_apart"]

_MEDIA = (
    r"(?:news(?:paper|letter|wire| site| website| outlet| agency| service| channel| network)|trade "
    r"(?:publication|journal|magazine|newsletter|site|website)|(?:radio|television|tv|TV) "
    r"(?:station|channel|network)|broadcaster|magazine|blog|podcast|tabloid|daily|weekly|"
    r"wire service|publication|outlet)"
)
_OUTLET_BEFORE = re.compile(
    r"\b(?:obtained|reviewed|seen|viewed|examined|reported|described|revealed|disclosed|"
    r"uncovered|broken|published|dug up|provided to|shared with|given to|described to|leaked to)"
    r"(?: \w+day)?(?: (?:by|to|with))? (?:[Tt]he )?$"
    r"|\b(?:told|tells|telling|informed) (?:[Tt]he )$"
    r"|\b(?:acknowledged|admitted|confirmed|conceded|said) to (?:[Tt]he )$"
    rf"|\b{_MEDIA} (?:[Tt]he )?[“\"]?$"
    r"|\b(?:interview|appearance|statement|comments?) (?:(?:with|on|to) (?:[Tt]he )?|in [Tt]he )$"
)
_AUDIENCE = re.compile(  # "residents", "supporters"
    r" (?:(?!(?:this|does|always|perhaps|across|besides|unless)\b)[a-z]{3,}s|"
    r"meeting|audience|crowd|conference|convention|staff)\b"
)
_ADDRESSED = re.compile(
    r"\b(?:speech|address|remarks|testimony|testified|spoke) (?:to|at|before) (?:[Tt]he )?$"
)
_AIRS = re.compile(r"\b(?:Broadcasting|Network|News|Radio|Television|Press|Media)\b")
_PEOPLE = re.compile(r"[A-Z][a-z]+ans")  # "Iowans"
_TOLD_BEFORE = re.compile(r"\b(?:told|tells|telling|speaking (?:to|with)|spoke (?:to|with))\s$")
_OUTLET_AFTER = re.compile(
    rf", (?:an?|the) (?:[\w’'-]+ ){{0,5}}?{_MEDIA}\b"
    r"|(?:[’']s)? (?:first )?(?:reported|reports|revealed|broke the (?:story|news))\b"
    r"(?! (?:to|for|back|record|a (?:loss|profit|breach)|net|earnings|revenue|no|its)\b)"
    r"|,? was (?:the )?first to report\b"
    r"|[’']s (?:report|reporting|scoop|story|article|readers|newsroom)\b"
    r"|,? (?:citing|which (?:first|obtained|reviewed|has not))\b"
    r"| (?:has )?(?:obtained|reviewed|has seen|has verified)\b"
)
_IS_MEDIA = re.compile(rf" {_MEDIA}\b")
_CALLED_SO = re.compile(r"(?:Radio|Agence|Canal|Kanal|Tele|Télé) [A-Z]|.+ News Agency$")
_REPORTED = re.compile(
    r" (?:first )?report(?:ed|s)(?= (?:that|last|on|\w+day|earlier|first)\b|[.,]\s)"
    r"|,? was (?:the )?first to report\b"
)
_PER = re.compile(r"\b(?:[Aa]ccording to|per) (?:[Tt]he )?$")
_BODY_WORD = (
    r"(?:company|firm|maker|manufacturer|chain|bank|lender|insurer|utility|startup|start-up|"
    r"retailer|supplier|vendor|group|nonprofit|charity|airline|carrier|union|association|hospital|"
    r"agency|contractor|consultancy|think tank|brand|subsidiary|business|studio|label|club|gang|"
    r"PAC|NGO|crew|network|conglomerate|developer|shipbuilder|brokerage|platform|lab|outfit)"
)
_BODY_AFTER = re.compile(
    r"[’']s? (?:chief (?:\w+ )?(?:officer|executive)|ceo|cfo|board|directors|shareholders|"
    r"investors|customers|employees|workers|workforce|shares|stock|headquarters|executives|"
    r"management|earnings|profits?|revenue|sales|products?|patients|passengers|plant|parent|"
    r"bosses|owners|members|notice|insurer|website)\b"
    r"| (?:shares|stock|executives|employees|workers|customers|shareholders|patients|"
    r"spokes\w+|officials|managers|contractor|employee|executive|engineer|worker|customer|store|plant|"
    r"factory|jet|plane|truck|bookkeeper|said in a (?:statement|filing|release))\b"
    r"| (?:\w+ ){1,2}its\b"
    r"|, (?:which|based in|whose (?:shares|customers|products))\b"
    rf"|, (?:an?|the) (?:[\w’'-]+ ){{0,6}}?{_BODY_WORD}\b"
    r"|(?:[,]? [^.!?“”\"\n]{0,30})? (?:said|says|denied|denies|declined|confirmed|announced|"
    r"acknowledged) (?:\w+day )?(?:that )?it\b"
)
_BODY_BEFORE = re.compile(
    rf"\b{_BODY_WORD}(?: called| named)?,? $|\b(?:\w+-based|parent company|giant) (?:\w+ )?$"
    r"|\b(?:jobs?|plants?|work(?:s|ed|ing)?|employee[sd]?|executives?|engineers?|managers?|shares) "
    r"(?:at|in|of|by) $|\b(?:rival|competitor|subsidiary|shareholders of|customers of) $"
)
_LAND_AFTER = re.compile(
    r"[’']s? (?:government|foreign (?:ministry|minister)|(?:defen[cs]e |interior )?ministry|"
    r"president|prime minister|military|army|navy|air force|coast guard|parliament|capital|embassy|"
    r"borders?|forces|constitution|economy|ambassador|national \w+|interior minister|"
    r"(?:defen[cs]e|interior|foreign) minister|waters|coast|airspace|electoral \w+|opposition)\b"
    r"|[’']?, (?:the|a|an) (?:\w+ )?(?:capital|city|town|village|country|port|island|province)\b"
)
_LAND_BEFORE = re.compile(
    r"(?<!rest)(?<!ested)(?<!dence)(?<!rust)(?<!ieve)(?<!aith)(?:in|throughout|across) $"
)
_PERSON_AFTER = re.compile(
    r", \d\d(?:,|\.)|, who\b|,? (?:himself|herself)\b"
    r"|[^.!?“”\"\n]{0,40}\b(?:said|says|told|wrote|added)\b[^.!?“”\"\n]{0,20}\b(?:he|she)\b"
)
_PERSON_BEFORE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\. $")
_OPENS = re.compile(r"(?:^|[.!?:\n“”\"]\s?)\s?$")
_NOUN_AFTER = re.compile(r" ([a-z]+)\b")
_CALL_SIGN = re.compile(r"[KW][A-Z]{3}(?:-(?:TV|FM|AM))?")
_WIRES = frozenset(["wire", "newswire", "news", "tv", "radio", "service"])


def told_apart(text: str, found: Sequence[Name], outlet: str | None) -> list[Name]:
    """Give the names with a kind for those that the page's own words explain, in the same order.

    A word that has its capital from the sentence's beginning is left out.
    """
    own = _words(outlet or "")
    found = [name for name in found if not _only_describes(text, name)]
    kinds = _kinds(text, found)
    told: list[Name] = []
    for name in found:
        if outlet and _is_own(text, name, own):
            shown = re.sub(r"^[Tt]he ", "", outlet)
            told.append(replace(name, text=shown, kind=NameKind.OUTLET))
        elif _is_open(name) and (kind := kinds.get(_key(name))) is not None:
            told.append(replace(name, kind=kind))
        else:
            told.append(name)
    return told


def _kinds(text: str, found: Sequence[Name]) -> dict[str, NameKind]:
    """Give the kinds of the open names, by name; a long name is also known by its first word."""
    places: dict[str, list[Name]] = {}
    surnames: set[str] = set()
    maybe: set[str] = set()  # last words of what looks like a person's name
    for name in found:
        if _is_open(name):
            places.setdefault(_key(name), []).append(name)
        elif name.kind is NameKind.PERSON:
            surnames |= set(_key(name).split())
        if name.kind is NameKind.PERSON and " " in name.text:
            maybe.add(_key(name).split()[-1])
    kinds: dict[str, NameKind] = {}
    bodies = [name.text for name in found if name.kind is NameKind.ORGANISATION]
    letters = {initials(body) for body in bodies if not _AIRS.search(body)}
    for key, said in places.items():
        words = key.split()
        is_known = len(words) == 1 and (key in maybe or said[0].text in letters)
        if words[-1] in surnames or is_known:
            continue
        short = places.get(words[0], []) if len(words) > 1 else []
        kind = _kind(text, [*said, *short])
        if kind is not None:
            kinds[key] = kind
    long_names = [*(key.split() for key in kinds), *map(_body_words, found)]
    ends = {words[-1] for words in long_names if len(words) > 1}
    openings = {
        " ".join(words[:many]) for words in long_names for many in range(1, min(len(words), 4))
    }
    return {key: kind for key, kind in kinds.items() if key not in ends | openings}


def _body_words(name: Name) -> list[str]:
    return _key(name).split() if name.kind in (NameKind.ORGANISATION, NameKind.OUTLET) else []


def _only_describes(text: str, name: Name) -> bool:
    """Whether this lone capital opens a sentence and tells the noun after it: "Federal aides"."""
    if name.kind is not NameKind.UNKNOWN or name.title or " " in name.text:
        return False
    if not _OPENS.search(text, max(0, name.start - 3), name.start):
        return False
    noun = _NOUN_AFTER.match(text, name.end)
    if noun is None:
        return False
    table, base = nouns(), singular(noun.group(1))
    if base not in table.roles | table.documents and noun.group(1) not in table.crowd:
        return False
    again = re.compile(rf"[\w,] {re.escape(name.text)}\b")
    return again.search(text) is None


def _is_open(name: Name) -> bool:
    """Whether the name's own words leave its kind open."""
    if name.title:
        return False
    if name.kind is NameKind.PERSON:
        return not name.sure
    if key_of(name.text) in nouns().acronyms:
        return False
    if name.kind is NameKind.ORGANISATION:
        return "&" in name.text or (" " not in name.text and name.text.isupper())
    return name.kind is NameKind.UNKNOWN


def _key(name: Name) -> str:
    return name.text.casefold().replace("’", "'")


def _words(name: str) -> list[str]:
    return name.casefold().replace("’", "'").removeprefix("the ").split()


def _is_own(text: str, name: Name, own: list[str]) -> bool:
    """Whether this is the page's own outlet: whole, by its last words, or a wire by its first."""
    words = _words(name.text)
    if not words or not own or name.title:
        return False
    if words == own or (len(own) > 1 and name.text == "".join(word[0] for word in own).upper()):
        return True
    if len(words) >= len(own):
        return False
    if own[-len(words) :] == words:
        the = text[max(0, name.start - 4) : name.start].casefold() == "the "
        return the or len(words) > 1
    if own[: len(words)] == words:
        return set(own[len(words) :]) <= _WIRES or _CALL_SIGN.fullmatch(name.text) is not None
    return False


def _kind(text: str, places: Iterable[Name]) -> NameKind | None:
    """Weigh what is said around all places of one name; None where nothing speaks clearly."""
    outlet = body = person = land = 0
    for name in places:
        if _CALL_SIGN.fullmatch(name.text) or _CALLED_SO.match(name.text):
            return NameKind.OUTLET
        front = text[max(0, name.start - 60) : name.start]
        if _PEOPLE.fullmatch(name.text):
            return None
        if not _AUDIENCE.match(text, name.end):  # "told the Dunmoor meeting"
            outlet += 2 * bool(_OUTLET_BEFORE.search(front))
            if _TOLD_BEFORE.search(front):  # a person who is told something was named before
                outlet += 1 if " " in name.text else 2
        body += 3 * bool(_ADDRESSED.search(front))
        outlet += bool(_OUTLET_AFTER.match(text, name.end)) + bool(_PER.search(front))
        outlet += bool(_REPORTED.match(text, name.end)) + 2 * bool(_IS_MEDIA.match(text, name.end))
        body += bool(_BODY_AFTER.match(text, name.end)) + bool(_BODY_BEFORE.search(front))
        land += 2 * bool(_LAND_AFTER.match(text, name.end))
        owned = text[name.end : name.end + 2] in ("’s", "'s")
        land += bool(_LAND_BEFORE.search(front)) and not owned
        person += bool(_PERSON_AFTER.match(text, name.end))
        person += 2 * bool(_PERSON_BEFORE.search(front))
    if person >= max(outlet, body, land):
        return None
    if land > max(outlet, body):
        return NameKind.PLACE
    if outlet >= 2 and outlet >= body:
        return NameKind.OUTLET
    return NameKind.ORGANISATION if body else None
