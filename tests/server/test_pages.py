"""The pages over a real case on disk: they open, say what the API says, and run nothing."""

from __future__ import annotations

import re

import pytest
from litestar.testing import TestClient
from selectolax.lexbor import LexborHTMLParser

from firsthand.report import FORMATS, CaseReader
from firsthand.server import create_app
from firsthand.store import Store
from firsthand.types import Article, Case
from tests.server import hostile
from tests.server.conftest import BASE, PORT, fill


def links(text: str) -> set[str]:
    found = {str(node.attributes["href"]) for node in LexborHTMLParser(text).css("a[href]")}
    return {href.split("#")[0] for href in found}


@pytest.fixture(scope="module")
def demo(demo_case):
    with (
        Store.open(demo_case) as reader,
        TestClient(create_app(reader, port=PORT), base_url=BASE) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, body in hostile.PAGES.items():
        (folder / name).write_bytes(body)
    fill(folder / "case", *(folder / name for name in hostile.PAGES))
    with (
        Store.open(folder / "case") as reader,
        TestClient(create_app(reader, port=PORT), base_url=BASE) as client,
    ):
        yield client


def everywhere(client: TestClient) -> dict[str, str]:  # type: ignore[type-arg]
    """Follow the links inside the server from the first page, some of each kind of address."""
    seen: dict[str, str] = {}
    waiting = ["/case", "/people", "/search?q=said"]
    kinds: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        kind = re.sub(r"[0-9a-f]{16}|=[^&]*", "*", path)
        if path in seen or kinds.get(kind, 0) >= 8:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen[path] = answer.text
        if "text/html" in answer.headers["content-type"] and not path.endswith("/body"):
            base = path.split("?")[0]
            waiting += [
                base + href if href.startswith("?") else href
                for href in links(answer.text)
                if href.startswith(("/", "?")) and not href.startswith("/export")
            ]
    return seen


def test_every_link_leads_somewhere(demo):
    seen = everywhere(demo)
    kinds = {path.split("/")[1].split("?")[0] for path in seen}

    assert {"case", "case.json", "stories", "claims", "articles", "compare", "people"} <= kinds
    assert "/v1/openapi.json" in seen


def test_a_page_and_its_json_say_the_same(demo):
    row = demo.get("/case.json").json()["stories"][0]
    story = demo.get(f"/stories/{row['id']}.json").json()
    page = LexborHTMLParser(demo.get(f"/stories/{row['id']}").text)
    numbers = [int(node.text()) for node in page.css(".numbers dd")]

    assert numbers == [
        story["numbers"][key] for key in ("pages", "texts", "copies", "origins", "gaps")
    ]
    assert len(page.css("li.claim")) == len(story["claims"])


def test_a_claim_page_leads_from_the_count_to_the_words(demo):
    row = demo.get("/case.json").json()["stories"][0]
    claim = demo.get(f"/stories/{row['id']}.json").json()["claims"][0]["id"]
    page = LexborHTMLParser(demo.get(f"/claims/{claim}").text)
    href = str(page.css(".cite a")[0].attributes["href"])
    target = LexborHTMLParser(demo.get(href.split("#")[0]).text)

    assert page.css("svg.graph .node")
    assert page.css("h1")
    assert "words=" in href
    start, end = map(int, re.findall(r"\d+", href.partition("words=")[2])[:2])
    shown = "".join(node.text() for node in target.css("mark.here"))
    assert len(shown) == end - start
    assert target.css_first("#words")


def test_an_article_shows_every_character_and_every_zone(demo):
    for head in demo.get("/v1/articles").json()["items"]:
        article = demo.get(f"/v1/articles/{head['id']}").json()
        page = LexborHTMLParser(demo.get(f"/articles/{head['id']}").text)
        shown = "".join("".join(node.text() for node in page.css("article.page")).split())

        for zone in article["zones"]:
            words = "".join(article["text"][zone["start"] : zone["end"]].split())
            assert words in shown


def test_a_panel_opens_without_the_page_around_it(demo):
    said = demo.get("/v1/attributions", params={"limit": 1}).json()["items"][0]
    path = f"/articles/{said['article']}?at={said['id']}"
    whole = demo.get(path)
    part = demo.get(path, headers={"hx-request": "true"})

    assert '<aside id="panel" class="panel filled"' in part.text
    assert "<html" not in part.text
    assert part.headers["vary"] == "hx-request"
    assert "said content" in whole.text
    assert "chosen" in whole.text


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "parquet"])
def test_every_export_is_a_download(demo, form):
    answer = demo.get(f"/export/{form}")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content


def test_a_wrong_address_is_a_kind_page(demo):
    answer = demo.get("/claims/feedfeed", headers={"accept": "text/html"})

    assert answer.status_code == 404
    assert "What you can do" in answer.text
    assert demo.get("/case?sort=mood", headers={"accept": "text/html"}).status_code == 400
    assert demo.get("/search?q=-only").status_code == 200


def test_hostile_pages_write_no_markup_of_their_own(attacked):
    seen = everywhere(attacked)

    assert any(path.endswith("/body") or "/raw" in path for path in seen)
    for path, text in seen.items():
        if path.endswith("/body") or text.startswith(("{", "[")):
            continue
        tree = LexborHTMLParser(text)
        assert {str(node.attributes.get("src")) for node in tree.css("script")} == {
            "/static/vendor/htmx.min.js",
            "/static/firsthand.js",
        }
        assert tree.css("img, base, object, embed, article svg, meta[http-equiv]") == []
        for node in tree.css("*"):
            assert not [key for key in node.attributes if key.startswith("on")], path
        assert not [href for href in links(text) if not href.startswith(("/", "?", "#")) and href]
        assert "\u202e" not in text
        assert len(text) < 3_000_000


def test_a_title_of_ten_megabytes_makes_a_small_page():
    article = Article.from_text("x", title="y" * 10_000_000)
    case = Case(articles=(article,), stories=(), attributions=(), links=(), claims=())
    app = create_app(CaseReader(case=case), port=PORT)
    with TestClient(app, base_url=BASE) as client:
        answer = client.get(f"/articles/{article.id}")

    assert answer.status_code == 200
    assert len(answer.content) < 20_000


def test_a_review_is_signed_and_shown(writable):
    client, token = writable
    headers = {"authorization": f"Bearer {token}"}
    claim = client.get("/v1/claims").json()["items"][0]["id"]
    given = {"item": claim, "verdict": "amend", "by": "Mara <b>", "note": "<i>two</i> people"}
    signed = client.post("/v1/decisions", json=given, headers=headers)
    form = {**given, "verdict": "accept", "back": f"/claims/{claim}"}
    back = client.post("/review", data=form, headers=headers, follow_redirects=False)
    page = client.get(f"/claims/{claim}").text

    assert signed.status_code == 201
    assert len(signed.json()["signature"]) == 64
    assert back.headers["location"] == f"/claims/{claim}"
    assert "&lt;i&gt;two&lt;/i&gt; people" in page
    assert [item["verdict"] for item in client.get("/v1/decisions").json()["items"]] == [
        "amend",
        "accept",
    ]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_review_never_leads_away(writable, back):
    client, token = writable
    form = {"item": "x", "verdict": "accept", "by": "M", "back": back}
    answer = client.post("/review", data=form, headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 400


def test_files_come_in_through_the_door(writable):
    client, token = writable
    headers = {"authorization": f"Bearer {token}"}
    before = client.get("/v1/counts").json()["articles"]
    text = b"Lake ferry halts\n\nThe ferry halts on Monday, said Lotte Arend, its captain.\n"
    names = ["../../ferry.txt", "ferry.txt"]
    files = [("files", (name, text + name.encode(), "text/plain")) for name in names]
    job = client.post("/v1/captures", files=files, headers=headers)
    state = job.json()
    for _ in range(20_000):
        state = client.get(f"/v1/jobs/{state['id']}").json()
        if state["state"] in ("done", "failed"):
            break

    assert job.status_code == 202
    assert state["state"] == "done", state
    assert sorted(item["name"] for item in state["outcomes"]) == ["ferry-2.txt", "ferry.txt"]
    assert client.get("/v1/counts").json()["articles"] == before + 2
    assert client.get(f"/jobs/{state['id']}").status_code == 200
