"""The API: lists, cursors, problems, tags, and that it says what the records say."""

from __future__ import annotations

import json

import msgspec
import pytest

from firsthand.types import Claim, Counts, Story
from tests.report.cases import ATTRIBUTIONS, BRAKES, CASE, LINKS, STORY, reader, wire

LISTS = [
    "captures",
    "articles",
    "attributions",
    "links",
    "stories",
    "claims",
    "timeline",
    "decisions",
    "unreadable",
]


@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_walks_the_whole_list(client, name):
    whole = client.get(f"/v1/{name}").json()
    walked, cursor = [], None
    while True:
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        part = client.get(f"/v1/{name}", params=params).json()
        walked += part["items"]
        cursor = part["next"]
        if cursor is None:
            break

    assert whole["next"] is None
    assert whole["items"]
    assert walked == whole["items"]


def test_a_record_comes_back_equal(client):
    claim = client.get(f"/v1/claims/{BRAKES.id[:16]}")
    stories = client.get("/v1/stories").json()["items"]

    assert msgspec.json.decode(claim.content, type=Claim) == BRAKES
    assert msgspec.convert(stories, list[Story]) == [STORY]
    assert client.get("/v1/counts").json() == msgspec.to_builtins(reader().counts(), str_keys=True)
    assert msgspec.json.decode(client.get("/v1/counts").content, type=Counts).articles == 3


def test_lists_can_be_narrowed(client):
    said = client.get("/v1/attributions", params={"article": wire.id}).json()["items"]
    links = client.get("/v1/links", params={"article": CASE.articles[1].id}).json()["items"]
    hits = client.get("/v1/search", params={"q": "failed", "facet": "kind:attribution"}).json()

    assert [item["id"] for item in said] == [a.id for a in ATTRIBUTIONS if a.article == wire.id]
    assert [item["id"] for item in links] == [LINKS[0].id]
    assert {item["kind"] for item in hits["items"]} == {"attribution"}


def test_a_capture_comes_as_it_was(client):
    answer = client.get(f"/v1/captures/{wire.capture}/body")

    assert answer.content.decode() == wire.text
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/claims/feedfeed", 404, "nothing under this name"),
        ("/v1/claims?cursor=%21%21", 400, "cursor"),
        ("/v1/claims?cursor=Zm9v", 400, "no such place"),
        ("/v1/claims?limit=0", 400, "limit"),
        ("/v1/search", 400, "nothing to look for"),
        ("/v1/search?q=a&facet=nocolon", 400, "name:value"),
        ("/v1/nothing", 404, "Not Found"),
        ("/stories/feedfeed.json", 404, "nothing under this name"),
    ],
)
def test_an_error_is_a_problem_with_a_cure(client, path, status, words):
    answer = client.get(path)
    problem = answer.json()

    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert words in json.dumps(problem)


def test_the_same_answer_is_not_sent_twice(client):
    first = client.get("/v1/claims")
    tag = first.headers["etag"]
    second = client.get("/v1/claims", headers={"if-none-match": tag})

    assert second.status_code == 304
    assert second.content == b""
    assert client.get("/v1/claims", headers={"if-none-match": '"other"'}).status_code == 200


def test_openapi_is_3_1_and_names_every_route(client):
    schema = client.get("/v1/openapi.json").json()

    assert schema["openapi"].startswith("3.1")
    assert {f"/v1/{name}" for name in LISTS} <= set(schema["paths"])
    assert not [path for path in schema["paths"] if not path.startswith("/v1/")]
    claim = schema["components"]["schemas"]["Claim"]["properties"]
    assert {"origins", "chains", "responses", "steps"} <= set(claim)
