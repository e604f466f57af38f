"""`firsthand show`: one page, as it was captured and as it was read."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from firsthand.cli import lines, verbs
from firsthand.report import wording
from firsthand.store import Store
from firsthand.types import Article, Attribution, Held, Link

MARGIN = 20  # columns of a stretch's label or offset


@click.command(epilog=verbs.EPILOGS["names"])
@click.argument("capture")
@click.option("--zones", is_flag=True, help="The whole page, each stretch labelled.")
@click.option("--attributions", is_flag=True, help="Who says what on it, by which words.")
@click.option("--raw", is_flag=True, help="The bytes as they came, unchanged.")
@verbs.common
def show(
    capture: str, zones: bool, attributions: bool, raw: bool, case: str | None, as_json: bool
) -> None:
    """Show a page: what is known about it, and its article.

    CAPTURE is a page's name, or the start of its capture's sha256. Numbers in the margin are
    code points of the page's text, as `why` and the reports give them.
    """
    with verbs.opened(case) as store:
        kind, found = store.resolve(capture, kinds=("article", "capture"))
        article_id = store.holds(found) if kind == "capture" else found
        if raw:
            held = found if kind == "capture" else store.article(found).capture
            sys.stdout.buffer.write(store.capture_bytes(held))
            return
        article = store.article(article_id or found)
        said = list(store.attributions(article=article.id)) if attributions else []
        if as_json:
            _rows(store, article, said, zones=zones)
            return
        _about(store, article, store.capture(article.capture))
        if zones:
            _zones(article)
        elif attributions:
            _attributions(said)
        else:
            _body(article)


def _rows(store: Store, article: Article, said: Sequence[Attribution], *, zones: bool) -> None:
    if zones:
        for zone in article.zones:
            exact = article.text[zone.start : zone.end]
            place = {"article": article.id, "capture": article.capture}
            lines.row("zone", zone, exact=exact, **place)
    for item in said:
        lines.row("attribution", item)
    if not zones and not said:
        held = store.capture(article.capture)
        lines.row("capture", held)
        lines.row("article", article, short=store.name(article.id))


def _about(store: Store, article: Article, held: Held) -> None:
    """Write what is known about a page."""
    title = article.title or "no title found"
    for line in lines.wrapped(title):
        lines.say(lines.bold(line))
    fields = {
        "outlet": article.outlet or "",
        "text by": article.credit or "",
        "by": wording.listed(article.authors),
        "published": wording.when(article.published) if article.published else "",
        "modified": wording.when(article.modified) if article.modified else "",
        "language": article.language or "",
        "address": article.url or "",
        "fetched": f"{article.fetched_at:%Y-%m-%d %H:%M:%S} UTC" if article.fetched_at else "",
        "name": store.name(article.id),
        "file": "; ".join(held.names),
        "folder": "; ".join(held.folders),
        "sha256": held.id,
        "bytes": f"{held.size:,}, {article.media_type}, {article.encoding}",
    }
    for label, text in fields.items():
        lines.field(label, text)
    for link in store.links(article=article.id):
        lines.field("link", _link(store, article, link))
    lines.say()


def _link(store: Store, article: Article, link: Link) -> str:
    """Say what a page has to do with another text."""
    left = link.left.removeprefix("outlet:") if not link.left_captured else store.name(link.left)
    kind = wording.LINKS[link.kind]
    how = lines.reasons(link)
    if link.right == article.id:
        return f"{kind} of {left}{how}"
    return f"{store.name(link.right)} is a {kind} of this{how}"


def _body(article: Article) -> None:
    """Write the article's body with each block's offset."""
    if not article.blocks:
        lines.say("no article was found on this page; --zones shows all of it")
    for zone in article.blocks:
        words = article.text[zone.start : zone.end].strip()
        offset = str(zone.start + article.text[zone.start : zone.end].find(words[:1]))
        for line in lines.wrapped(words, indent=8, first=offset.rjust(6)):
            lines.say(line)
        lines.say()


def _zones(article: Article) -> None:
    """Write the whole page, each stretch with its label and its offset."""
    for zone in article.zones:
        label = zone.kind.value
        if len(label) + len(str(zone.start)) < MARGIN - 1:
            label = f"{label:<{MARGIN - 1 - len(str(zone.start))}}{zone.start}"
        for line in article.text[zone.start : zone.end].split("\n"):
            if not line.strip():
                continue
            for part in lines.wrapped(line, columns=lines.width() - MARGIN - 2):
                lines.say(f"{label:<{MARGIN}}│ {part}".rstrip())
                label = ""


def _attributions(said: Sequence[Attribution]) -> None:
    """Write who says what, in order of the page."""
    if not said:
        lines.say("no attribution was found on this page")
    for item in said:
        offset = str(min(span.start for span in (*item.content, *item.cue)))
        who = item.source_name or wording.quoted(item.source) or "nobody named"
        doubt = ", with doubt" if item.hedged else ""
        kind = wording.SOURCES[item.source_kind]
        head = f"{who} ({kind}) {wording.ACTS[item.act]}{doubt}"
        for line in lines.wrapped(head, indent=8, first=offset.rjust(6)):
            lines.say(line)
        for line in lines.wrapped(lines.quote(item.content), indent=8):
            lines.say(line)
        written = wording.quoted(item.source)
        words = [f"cue “{wording.quoted(item.cue)}”"] if item.cue else []
        words += [f"written “{written}”"] if written and written != who else []
        words += [f"through {wording.listed(item.via)}"] if item.via else []
        words += [f"to {item.addressee}"] if item.addressee else []
        for line in lines.wrapped("; ".join([*words, item.form.value]), indent=8):
            lines.say(line)
        lines.say()
