"""The dossier as one HTML file: no script, no network, everything inside it.

It shows what the server's pages show, with anchors in place of addresses, so that every cited word
is one click from its place in the article's reading text. It is written story by story.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape
from msgspec import Struct, field

from firsthand.report import wording
from firsthand.report.dossier import Dossier, Head, head, of_parts
from firsthand.report.marking import Pointer, marked
from firsthand.report.pages import environment, style
from firsthand.report.parts import Parts, every
from firsthand.report.sheets import claim_sheet
from firsthand.types import Article, Reader, Span


class Inside(Struct):
    """Places inside one file: anchors. It remembers the words that were cited, to pin them."""

    articles: frozenset[str]
    cited: dict[str, dict[int, str]] = field(default_factory=dict)  # article -> start -> anchor

    def story(self, story: str) -> str:
        """Give the anchor of a story."""
        return f"#story-{story[:16]}"

    def claim(self, claim: str) -> str:
        """Give the anchor of a claim."""
        return f"#claim-{claim[:16]}"

    def article(self, article: str) -> str:
        """Give the anchor of an article."""
        return f"#page-{article[:16]}"

    def words(self, span: Span) -> str:
        """Give the anchor of these words, and see to it that they get one."""
        name = f"w-{span.article[:12]}-{span.start}"
        self.cited.setdefault(span.article, {})[span.start] = name
        return f"#{name}"

    def said(self, article: str, attribution: str) -> str:
        """Give the anchor of an attribution's first marked words."""
        return f"#a-{attribution[:12]}"

    def compare(self, left: str, right: str) -> str:
        """Comparisons are not in the file."""
        return ""

    def is_here(self, article: str) -> bool:
        """Whether the article is in the file."""
        return article in self.articles


def page(reader: Reader) -> Iterator[str]:
    """Give the file piece by piece."""
    stories = tuple(every(reader))
    articles = {article.id: article for item in stories for article in item.articles}
    places = Inside(frozenset(articles))
    env = environment(places)
    dossiers = [of_parts(item) for item in stories]
    title = dossiers[0].title if len(dossiers) == 1 else f"Dossier: {len(dossiers)} stories"
    yield env.get_template("file.html").render(title=title, style=Markup(style()))
    if len(dossiers) > 1:
        items = Markup("").join(
            Markup('<li><a href="{}">{}</a> ({})</li>').format(
                places.story(one.id), one.title, wording.counted(one.numbers.pages, "page")
            )
            for one in dossiers
        )
        yield Markup('<nav aria-label="Stories"><ol>{}</ol></nav>').format(items)
    for one, item in zip(dossiers, stories, strict=True):
        yield from _story(reader, places, one, item)
    yield '<section aria-labelledby="pages"><h2 id="pages">The pages</h2>'
    for article in articles.values():
        yield _article(reader, places, article)
    yield "</section></main><footer><p>Counts of origins say how many independent sources the "
    yield "captured pages show, never whether a claim is so.</p></footer></body></html>\n"


def _story(reader: Reader, places: Inside, one: Dossier, item: Parts) -> Iterator[str]:
    env = environment(places)
    heads = {article.id: article for article in one.articles}
    body = env.get_template("story.html").render(one=one, claims=one.claims, heads=heads)
    yield Markup('<section id="{}">{}').format(places.story(one.id)[1:], Markup(body))
    by_id = {claim.id: claim for claim in item.claims}
    template = env.get_template("claim.html")
    for listed in one.claims:
        sheet = claim_sheet(reader, by_id[listed.id])
        known = heads | {item.id: item for item in sheet.articles}
        inside = template.render(sheet=sheet, heads=known, level="h2")
        yield Markup('<section id="{}" class="sheet">{}</section>').format(
            places.claim(listed.id)[1:], Markup(inside)
        )
    yield "</section>"


def _article(reader: Reader, places: Inside, article: Article) -> str:
    """Give one page's marked text with its hash."""
    one: Head = head(article)
    text = marked(
        article,
        tuple(reader.attributions(article=article.id)),
        href=lambda item: places.said(article.id, item.id),
        point=Pointer(pins=places.cited.get(article.id, {})),
    )
    return Markup(
        '<details id="{anchor}" class="sheet"><summary><b>{outlet}</b>: {title} '
        '<span class="muted">{when}</span></summary>'
        '<p class="muted">capture sha256 <span class="hash">{capture}</span>{url}</p>'
        '<div class="marks page">{text}</div></details>'
    ).format(
        anchor=places.article(article.id)[1:],
        outlet=one.outlet,
        title=one.title,
        when=one.published,
        capture=one.capture,
        url=Markup(" · {}").format(wording.shown(one.url, 200)) if one.url else escape(""),
        text=text,
    )
