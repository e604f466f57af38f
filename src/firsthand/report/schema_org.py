"""schema.org `Claim`: what is claimed, where it appears, who is behind it. Never a rating.

There is no ClaimReview here and no `reviewRating`: those say whether a claim is so, and that is a
person's job. The count of origins goes out as a named property value.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firsthand.report import wording
from firsthand.report.layout import way
from firsthand.types import Article, Claim, NodeKind, Reader

KINDS = {NodeKind.PERSON: "Person", NodeKind.ORGANISATION: "Organization"}


def graph(reader: Reader) -> bytes:
    """Give every claim of a case with the articles it appears in, as one JSON-LD graph."""
    articles = {article.id: article for article in reader.articles()}
    items = [
        *(_article(article) for article in articles.values()),
        *(_claim(claim, articles) for claim in reader.claims()),
    ]
    document = {"@context": "https://schema.org", "@graph": items}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _article(article: Article) -> dict[str, object]:
    found: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": f"urn:firsthand:article:{article.id}",
        "identifier": f"sha256:{article.capture}",
        "headline": wording.shown(article.title or "Untitled page", 300),
        "publisher": {"@type": "Organization", "name": wording.outlet(article)},
    }
    if article.url:
        found["url"] = article.url
    if article.published:
        found["datePublished"] = article.published.iso
    if article.authors:
        found["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    return found


def _claim(claim: Claim, articles: Mapping[str, Article]) -> dict[str, object]:
    pages = dict.fromkeys(account.article for account in claim.told)
    origins = {name.casefold() for name in claim.origins.names}
    nodes, _ = way(claim)
    behind = [
        {"@type": KINDS[node.kind], "name": wording.shown(node.name, 300)}
        for node in nodes
        if node.kind in KINDS and node.name.casefold() in origins
    ]
    found: dict[str, object] = {
        "@type": "Claim",
        "@id": f"urn:firsthand:claim:{claim.id}",
        "text": claim.text,
        "appearance": [
            {"@id": f"urn:firsthand:article:{page}"} for page in pages if page in articles
        ],
        "additionalProperty": [
            _property("origins, at least", claim.origins.least),
            _property("origins, at most", claim.origins.most),
            _property("sourcing", claim.status.value),
        ],
    }
    if behind:
        found["author"] = behind
    return found


def _property(name: str, value: int | str) -> dict[str, object]:
    return {"@type": "PropertyValue", "name": name, "value": value}
