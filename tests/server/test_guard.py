"""The doorkeeper: what other sites cannot do, and what nobody can do without the token."""

from __future__ import annotations

import pytest

from tests.report.cases import ARTICLES, BRAKES
from tests.server.conftest import BASE

PAGES = ["/case", "/people", "/search?q=x", f"/claims/{BRAKES.id}", f"/articles/{ARTICLES[0].id}"]
DECISION = {"item": "", "verdict": "accept", "by": "Mara"}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_scripts_frames_and_network(client, path):
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]

    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers


def test_a_raw_capture_is_sandboxed(client):
    answer = client.get(f"/articles/{ARTICLES[0].id}/body")
    policy = answer.headers["content-security-policy"]

    assert policy.startswith("sandbox;")
    assert "script" not in policy
    assert "allow-" not in policy
    frame = client.get(f"/articles/{ARTICLES[0].id}/raw").text
    assert '<iframe class="frame" sandbox=""' in frame


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:8340", ""]
)
def test_another_host_is_refused(client, host):
    assert client.get("/case", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
    ],
)
def test_another_site_is_refused(client, headers):
    assert client.get("/v1/claims", headers=headers).status_code == 403


def test_a_link_from_elsewhere_may_be_followed(client):
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}

    assert client.get("/case", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/v1/decisions", "/v1/captures", "/review", "/add"])
def test_a_reading_server_writes_nothing(client, path):
    assert client.post(path, json=DECISION).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Basic x"},
        {"cookie": "firsthand=wrong", "origin": BASE},
        {"cookie": '=;\x01"', "origin": BASE},
    ],
)
def test_writing_needs_the_token(writable, headers):
    client, _ = writable

    assert client.post("/v1/decisions", json=DECISION, headers=headers).status_code == 401


def test_a_cookie_alone_is_not_enough_from_elsewhere(writable):
    client, token = writable
    cookie = {"cookie": f"firsthand={token}"}
    elsewhere = cookie | {"origin": "https://evil.example"}

    assert client.post("/v1/decisions", json=DECISION, headers=cookie).status_code == 401
    assert client.post("/v1/decisions", json=DECISION, headers=elsewhere).status_code == 403


def test_the_printed_address_gives_the_cookie_and_goes_on(writable):
    client, token = writable
    right = client.get(f"/?token={token}", follow_redirects=False)
    wrong = client.get("/?token=guess", follow_redirects=False)

    assert right.status_code == wrong.status_code == 303
    assert right.headers["location"] == "/case"
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "set-cookie" not in wrong.headers


def test_nothing_outside_the_static_files_is_read(client):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/vendor/README.md"):
        assert client.get(path).status_code == 404
    assert client.get("/static/firsthand.css").status_code == 200
    assert client.get("/static/vendor/htmx.min.js").status_code == 200
