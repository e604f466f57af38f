"""The doorkeeper: who may ask, what may be written, and what a browser may do with an answer.

The server is for the person at this computer. A page of another site can make a browser send
requests here, so Host and Origin are checked on every request (DNS rebinding, forged forms), and
whatever writes also needs the token that was printed when the server started. Answers forbid every
script but our own, all framing, and all network.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from firsthand.server import problems

READS = {"GET", "HEAD", "OPTIONS"}
COOKIE = "firsthand"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A raw capture: no script, no form, no network, an origin of its own, and only in our frame.
CAPTURE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    # Not "no-referrer": browsers then send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "cache-control": "private, no-cache",
}


class Rules(Struct, frozen=True, kw_only=True):
    """What the doorkeeper lets through."""

    hosts: frozenset[str]  # values of the Host header, with port
    token: str | None  # None: nothing may be written


def loopback(host: str, port: int) -> frozenset[str]:
    """Give the Host headers under which this computer names itself."""
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    return frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else set()))


class Guard:
    """Checks requests before they reach the application, and marks its answers."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it here."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        refusal = self.refusal(scope["method"], headers)
        if refusal:
            await problems.refuse(send, *refusal)
            return
        answer = _Answer(send, asked=headers.get("if-none-match"), method=scope["method"])
        await self.app(scope, receive, answer)

    def refusal(self, method: str, headers: dict[str, str]) -> tuple[int, str, str] | None:
        """Say why a request is refused: status, what is wrong, what to do. None lets it in."""
        if headers.get("host", "") not in self.rules.hosts:
            return (421, "this server does not answer to that host", "use the address it printed")
        origin = headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.rules.hosts}:
            return (403, "the request comes from another site", "open the page on this server")
        is_visit = method in READS and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"} and not is_visit:
            return (403, "the request comes from another site", "open the page on this server")
        if method in READS:
            return None
        if self.rules.token is None:
            return (405, "this server only reads", "start it with --write")
        if not self._has_token(headers, needs_origin=origin is None):
            return (401, "writing needs the token", "open the address that the server printed")
        return None

    def _has_token(self, headers: dict[str, str], *, needs_origin: bool) -> bool:
        """Whether a request carries the token; a cookie counts only beside our own Origin."""
        token = self.rules.token or ""
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return hmac.compare_digest(given.encode(), token.encode())
        if needs_origin:
            return False
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return held is not None and hmac.compare_digest(held.value.encode(), token.encode())


class _Answer:
    """Adds the headers to an answer, and an ETag of its bytes where it comes in one piece."""

    def __init__(self, send: Send, *, asked: str | None, method: str) -> None:
        self._send = send
        self._asked = asked
        self._start: Message | None = None
        self._tags = method in {"GET", "HEAD"}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {key.lower() for key, _ in message["headers"]}
            extra = HEADERS | {"content-security-policy": PAGE_POLICY}
            message["headers"] = [
                *message["headers"],
                *(
                    (key.encode(), value.encode())
                    for key, value in extra.items()
                    if key.encode() not in present
                ),
            ]
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._tag(start, message)
            await self._send(start)
        await self._send(message)

    def _tag(self, start: Message, message: Message) -> None:
        """Name an answer by its bytes, and leave them out for who has them."""
        if start["type"] != "http.response.start" or message["type"] != "http.response.body":
            return
        if not self._tags or start["status"] != 200:
            return
        tag = f'"{sha256(message["body"]).hexdigest()[:32]}"'
        start["headers"] = [*start["headers"], (b"etag", tag.encode())]
        if self._asked and tag in [item.strip() for item in self._asked.split(",")]:
            start["status"] = 304
            kept = [item for item in start["headers"] if item[0].lower() != b"content-length"]
            start["headers"] = kept
            message["body"] = b""
