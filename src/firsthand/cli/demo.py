"""`firsthand demo`: the whole job on an invented story, and what it finds."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from firsthand import pipeline
from firsthand.capture import captures
from firsthand.cli import lines, verbs
from firsthand.cli.add import work
from firsthand.cli.claims import brief
from firsthand.cli.why import explain
from firsthand.errors import NotFound
from firsthand.report import wording
from firsthand.store import Store
from firsthand.types import Claim

SHOWN = 3  # claims of the first story


@click.command()
@verbs.common
def demo(case: str | None, as_json: bool) -> None:
    """Run the whole job on the demo case: one invented story in several captured pages.

    Makes ./demo-case (or --case DIR), adds the pages and shows what Firsthand found. Every
    outlet and person in it is invented.
    """
    folder = Path(case or "demo-case")
    pages = pages_folder()
    lines.tell(f"adding {pages} to the case {folder}")
    with Store.open(folder, write=True) as store:
        plan = pipeline.Plan(few=100, again=True)
        work(store, captures([str(pages)]), plan, as_json=as_json)
    with Store.open(folder) as store:
        if as_json:
            for claim in store.claims():
                lines.row("claim", claim, short=store.name(claim.id))
        else:
            _found(store, folder)


def pages_folder() -> Path:
    """Give the folder of the demo's captures: in the package, or beside the source."""
    inside = Path(str(files("firsthand"))) / "demo" / "captures"
    beside = Path(__file__).parents[3] / "demo" / "captures"
    for folder in (inside, beside):
        if folder.is_dir():
            return folder
    raise NotFound("the demo's pages are not installed", fix="run it from a checkout")


def _spread(claim: Claim) -> tuple[int, int]:
    """Sort key: on how many pages a claim is told, and how many answer it."""
    return claim.pages, len(claim.responses)


def _found(store: Store, folder: Path) -> None:
    """Show the story, its weakest claims, and the whole answer about the first."""
    stories = store.stories()
    for story in stories[:1]:
        claims = list(store.claims(story=story.id))
        pages = [store.article(article_id) for article_id in story.articles]
        outlets = dict.fromkeys(wording.outlet(item) for item in pages)
        lines.rule(lines.bold(f"One story: {len(pages)} pages of {len(outlets)} outlets"))
        for line in lines.wrapped(story.title or "", indent=2):
            lines.say(line)
        if not claims:
            continue
        lines.rule(lines.bold("What most pages tell"))
        lines.say()
        brief(store, max(claims, key=_spread), len(pages))
        lines.say(lines.bold("Its weakest claims"))
        lines.say()
        for claim in claims[:SHOWN]:
            brief(store, claim, len(pages))
        lines.say(lines.bold("Why the first has that count"))
        lines.say()
        explain(store, claims[0], [])
    lines.rule(lines.bold("Go on"))
    for words in (
        f"firsthand --case {folder} claims",
        f"firsthand --case {folder} show harbour-gazette --zones",
        f"firsthand --case {folder} serve",
    ):
        lines.say(f"  {words}")
