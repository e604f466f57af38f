"""`firsthand search`: words on the pages, in attributions and in claims."""

from __future__ import annotations

import click

from firsthand.cli import lines, verbs
from firsthand.report import wording
from firsthand.store import FACETS
from firsthand.types import Act, Hit, Reader, SourceKind, Status

_CODES = {
    "kind": click.Choice(["article", "attribution", "claim"]),
    "act": click.Choice([act.value for act in Act]),
    "source": click.Choice([kind.value for kind in SourceKind]),
    "status": click.Choice([status.value for status in Status]),
}
_HELP = {
    "kind": "Only what stands on pages, is attributed, or is claimed.",
    "speaker": "Who says it: any part of the name.",
    "act": "What the source does with it.",
    "outlet": "Which outlet: any part of the name.",
    "source": "What kind of source says it.",
    "status": "How well a claim is sourced.",
    "story": "Only in this story.",
    "folder": "Only pages added from this folder: any part of its path.",
    "since": "From this day on, YYYY-MM-DD.",
    "until": "Up to this day, YYYY-MM-DD.",
}


def _facets(function: click.Command) -> click.Command:
    """Give the verb an option for each facet."""
    for facet in FACETS:
        option = click.Option([f"--{facet}"], type=_CODES.get(facet), help=_HELP[facet])
        function.params.append(option)
    return function


@click.command(
    epilog='Words must all be there; "a phrase" stands together, -word must not be there, wor*'
    " stands for any ending. English endings don't matter: denied finds denies."
)
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@verbs.common
def _search(
    words: tuple[str, ...], limit: int, case: str | None, as_json: bool, **facets: str | None
) -> None:
    """Search the pages, the attributions and the claims of the case, best match first.

    Without WORDS, list all that the options allow. Furniture (menus, feeds, other stories) is
    never searched.
    """
    with verbs.opened(case) as store:
        given = {key: value for key, value in facets.items() if value}
        if "story" in given:
            given["story"] = store.resolve(given["story"], kinds=("story",))[1]
        hits = store.search(" ".join(_quoted(word) for word in words), facets=given, limit=limit)
        if not hits:
            lines.tell("nothing found")
        for hit in hits:
            if as_json:
                lines.row("hit", hit, short=store.name(hit.id))
            else:
                _show(store, hit)


search = _facets(_search)
search.name = "search"


def _quoted(word: str) -> str:
    """Keep what the shell took the quotation marks off together."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _show(reader: Reader, hit: Hit) -> None:
    """Write one answer: what it is, where it stands, its words."""
    page = reader.name(hit.article)
    if hit.kind == "claim":
        head = f"{reader.name(hit.id):<6}claim, {hit.status}"
        head += f", from {hit.speaker}" if hit.speaker else ""
    elif hit.span:
        where = f"{page} [{hit.span.start}, {hit.span.end})"
        said = ""
        if hit.kind == "attribution":
            act = wording.ACTS[Act(hit.act)] if hit.act else ""
            said = f"{hit.speaker or 'nobody named'} {act}, "
        head = f"{said}{where}, {hit.outlet or 'outlet unknown'}, {hit.date or 'no date'}"
    else:
        head = page
    for line in lines.wrapped(head, indent=0, most=2):
        lines.say(line)
    for line in lines.wrapped(hit.text, indent=6, most=4):
        lines.say(line)
