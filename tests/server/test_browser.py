"""A real browser on the pages: the walk a reporter takes, accessibility, and hostile captures.

Needs Debian's `chromium` and pip's `playwright`; skipped with a message where one is absent.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
import uvicorn

from firsthand.server import create_app
from firsthand.store import Store
from tests.conftest import DEMO
from tests.server import hostile
from tests.server.conftest import fill, token_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="no playwright: pip install it"),
]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(case: Path, *, write: bool = False) -> Iterator[tuple[str, str]]:
    """Run the server in a thread; give its address and its token."""
    port = free_port()
    with Store.open(case) as reader:
        writer = (lambda: Store.open(case, write=True)) if write else None
        app = create_app(reader, port=port, writer=writer)
        config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}", token_of(app)
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def demo_address(demo_case):
    with serving(demo_case) as (address, _):
        yield address


def addresses(page, base: str) -> dict[str, str]:
    """One address of each page, found the way a reader finds them."""
    found = {"case": f"{base}/case", "people": f"{base}/people"}
    found["search"] = f"{base}/search?q=said&kind=attribution"
    page.goto(found["case"])
    found["story"] = page.locator(".stories a.title").first.evaluate("node => node.href")
    page.goto(found["story"])
    found["claim"] = page.locator("a.claim-text").first.evaluate("node => node.href")
    found["article"] = page.locator(".carriers > li > a").first.evaluate("node => node.href")
    found["compare"] = page.locator('a[href^="/compare/"]').first.evaluate("node => node.href")
    page.goto(found["article"])
    found["panel"] = page.locator(".marks .said[id]").first.evaluate("node => node.href")
    found["raw"] = page.locator('a[href$="/raw"]').first.evaluate("node => node.href")
    return found


def test_axe_finds_no_serious_violation_and_nothing_overflows(browser, demo_address):
    page = browser.new_page(viewport={"width": 800, "height": 700})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for name, address in addresses(page, demo_address).items():
        page.goto(address)
        page.evaluate(AXE.read_text(encoding="utf8"))
        runs = [("light", "")]
        if name in ("claim", "panel"):  # between them they have every colour
            runs.append(("dark", ", runOnly: ['color-contrast']"))
        for scheme, rules in runs:
            page.emulate_media(color_scheme=scheme)
            run = f"axe.run(document, {{resultTypes: ['violations'], iframes: false{rules}}})"
            for rule in page.evaluate(run)["violations"]:
                if rule["impact"] in ("serious", "critical"):
                    nodes = [node["html"][:160] for node in rule["nodes"][:3]]
                    faults.append(f"{name}, {scheme}: {rule['id']}: {nodes}")
        for width in (360, 1600, 800):
            page.set_viewport_size({"width": width, "height": 700})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{name} is {wide} wide at {width}")
    page.close()

    assert faults == []


def test_the_keyboard_walks_an_article(browser, demo_address):
    page = browser.new_page()
    page.goto(addresses(page, demo_address)["article"])
    page.keyboard.press("j")
    page.wait_for_selector("#panel.filled")
    first = page.locator("#panel").get_attribute("data-at")
    page.keyboard.press("j")
    page.wait_for_selector(f"#panel.filled:not([data-at='{first}'])")
    chosen = page.locator(".said.chosen").count()
    page.keyboard.press("Escape")
    closed = page.locator("#panel.filled").count()
    page.keyboard.press("/")
    focused = page.evaluate("document.activeElement.id")
    page.close()

    assert chosen > 0
    assert closed == 0
    assert focused == "q"


def test_everything_works_without_a_script(browser, demo_address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo_address}/case")
    page.locator(".stories a.title").first.click()
    page.locator("a.claim-text").first.click()
    assert page.locator("svg.graph.right .node").count() > 0
    page.locator(".account blockquote a").first.click()
    panel = page.locator("#panel.filled")
    page.locator("a.said[id]").first.click()
    assert panel.count() == 1
    context.close()


def test_the_walk_from_a_file_to_an_export(browser, tmp_path):
    case = tmp_path / "case"
    fill(case, DEMO / "captures" / "agency" / "continental-wire.txt")
    with serving(case, write=True) as (base, token):
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{base}/?token={token}")
        files = [DEMO / "captures" / "local" / "harbour-gazette.html"]
        page.set_input_files("#files", [str(path) for path in files])
        page.get_by_role("button", name="Add").click()
        page.wait_for_selector("text=To the stories", timeout=60_000)
        assert "added" in page.locator("#job").inner_text()
        page.get_by_role("link", name="To the stories").click()
        page.locator(".stories a.title").first.click()
        assert page.locator(".numbers dd").first.inner_text() == "2"
        page.locator("a.claim-text").first.click()
        page.locator("svg.graph.right a.node").first.click()
        assert page.locator(".nodes > div:target").count() == 1
        page.locator(".cite a").first.click()
        assert page.locator("mark.here#words").is_visible()
        page.locator(".marks a.said[id]").first.click()
        page.wait_for_selector("#panel.filled blockquote")
        page.locator("#panel a.close").click()
        page.wait_for_selector("#panel:not(.filled)")
        page.get_by_role("link", name="The capture as it came").click()
        frame = page.frame_locator("iframe.frame")
        assert frame.locator("body").inner_text().strip()
        page.go_back()
        page.goto(page.url.split("?")[0])
        page.locator(".crumb a").first.click()
        page.locator("a.claim-text").first.click()
        page.get_by_label("Your name").fill("Mara Lind")
        page.get_by_label("Note").fill("Asked the utility again.")
        page.get_by_role("button", name="Amend").click()
        assert "amended by Mara Lind" in " ".join(page.locator(".decisions").inner_text().split())
        page.goto(f"{base}/case")
        with page.expect_download() as download:
            page.get_by_role("link", name="md", exact=True).click()
        text = Path(download.value.path()).read_text(encoding="utf8")
        page.close()

    assert faults == []
    assert "Asked the utility again." in text


def test_hostile_captures_run_nothing_and_reach_nothing(browser, tmp_path):
    for name, body in hostile.PAGES.items():
        (tmp_path / name).write_bytes(body)
    fill(tmp_path / "case", *(tmp_path / name for name in hostile.PAGES))
    with serving(tmp_path / "case") as (base, _):
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
        page.goto(f"{base}/case")
        found = page.evaluate("fetch('/v1/articles').then(answer => answer.json())")
        pwned = []
        for item in found["items"]:
            for path in ("", "/raw"):
                page.goto(f"{base}/articles/{item['id']}{path}")
                page.wait_for_timeout(50)
                pwned.append(page.evaluate("window.pwned || top.pwned || 0"))
                bar = page.locator(".bar").bounding_box()
                top = page.evaluate("document.elementFromPoint(20, 20)?.closest('.bar') !== null")
                assert bar is not None
                assert top
        for path in ("/people", "/search?q=said"):
            page.goto(base + path)
            pwned.append(page.evaluate("window.pwned || 0"))
        page.close()

    assert found["items"]
    assert set(pwned) == {0}
    assert [url for url in asked if not url.startswith((base, "about:", "data:"))] == []
