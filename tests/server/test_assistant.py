"""The assistant's side: JSON-RPC as MCP has it, and answers that can be checked."""

from __future__ import annotations

import io
import json

import jsonschema
import pytest

from firsthand.server.assistant import PROTOCOLS, converse
from firsthand.server.tools import TOOLS
from tests.report.cases import BRAKES, CASE, STORY, reader


def ask(*messages: dict[str, object] | bytes) -> list[dict[str, object]]:
    lines = [item if isinstance(item, bytes) else json.dumps(item).encode() for item in messages]
    out = io.BytesIO()
    converse(reader(), io.BytesIO(b"\n".join(lines) + b"\n"), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def call(name: str, **arguments: object):
    params = {"name": name, "arguments": arguments}
    [answer] = ask({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
    return answer


def test_a_conversation_begins_as_the_protocol_says():
    start = {"protocolVersion": PROTOCOLS[1], "capabilities": {}, "clientInfo": {"name": "x"}}
    answers = ask(
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": start},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": "p", "method": "ping"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    )

    assert [answer["id"] for answer in answers] == [0, "p", 2]
    assert answers[0]["result"]["protocolVersion"] == PROTOCOLS[1]  # type: ignore[index]
    tools = answers[2]["result"]["tools"]  # type: ignore[index]
    assert [tool["name"] for tool in tools] == ["search", "story", "claim", "why", "evidence"]
    for tool in tools:
        jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
        assert tool["annotations"]["readOnlyHint"] is True


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search", {"words": "failed"}),
        ("story", {}),
        ("story", {"story": STORY.id}),
        ("claim", {"claim": BRAKES.id}),
        ("why", {"claim": BRAKES.id[:12]}),
        ("evidence", {"item": BRAKES.id}),
    ],
)
def test_every_quotation_stands_where_the_answer_says(name, arguments):
    answer = call(name, **arguments)
    result = answer["result"]
    texts = {article.id: article for article in CASE.articles}

    assert result["isError"] is False
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
    for quote in quotes(result["structuredContent"]):
        article = texts[quote["article"]]
        assert article.text[quote["start"] : quote["end"]] == quote["exact"]
        assert article.capture == quote["capture"]
        around = quote["before"] + quote["exact"] + quote["after"]
        assert around in article.text


def quotes(value):
    if isinstance(value, dict):
        if "exact" in value:
            yield value
        for item in value.values():
            yield from quotes(item)
    elif isinstance(value, list):
        for item in value:
            yield from quotes(item)


def test_a_wrong_question_is_answered_kindly():
    missing = call("claim")
    unknown = call("claim", claim="feedfeed")
    no_tool = call("delete")

    assert "claim" in missing["result"]["content"][0]["text"]
    assert missing["result"]["isError"]
    assert unknown["result"]["isError"]
    assert no_tool["error"]["code"] == -32602
    assert set(TOOLS) <= set(no_tool["error"]["message"].replace(",", "").split())


@pytest.mark.parametrize(
    ("line", "code"),
    [(b"{", -32700), (b"\xff\xfe", -32700), (b"[]", -32600), (b'{"id": 1}', -32600)],
)
def test_what_is_no_message_gets_an_error_and_the_talk_goes_on(line, code):
    answers = ask(line, {"jsonrpc": "2.0", "id": 7, "method": "ping"})

    assert answers[0]["error"]["code"] == code  # type: ignore[index]
    assert answers[1]["id"] == 7


def test_an_unknown_method_is_an_error_and_a_notification_gets_no_answer():
    answers = ask(
        {"jsonrpc": "2.0", "id": 1, "method": "resources/list"},
        {"jsonrpc": "2.0", "method": "anything"},
        b"",
    )

    assert [answer["error"]["code"] for answer in answers] == [-32601]  # type: ignore[index]
