"""Captures that attack whoever looks at them. All invented; nothing here reaches a network."""

from __future__ import annotations

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>Bridge closed</title><script>window.pwned = 1; top.pwned = 1</script>
<style>body::before {{ content: ""; position: fixed; inset: 0; background: red }}</style>
<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">
</head><body onload="top.pwned = 1">
<article><h1>Bridge closed, “<b>engineer</b>” says {headline}</h1>
<p class="byline">By Ana <img src=x onerror="top.pwned = 1"> Ito</p>
<p>{words}</p>
<p><a href="javascript:top.pwned = 1">The bridge is unsafe</a>, Ana Ito, an engineer, said.</p>
<p>“We will <svg onload="top.pwned = 1"><a xlink:href="javascript:alert(1)">close</a></svg> it,”
Ito told the Valley Post. <iframe srcdoc="<script>top.pwned = 1</script>"></iframe></p>
<form action="https://evil.example/" method="post"><input name="a"><button>Go on</button></form>
</article></body></html>
"""
ESCAPED = (
    "&lt;script&gt;top.pwned = 1&lt;/script&gt; "
    "&lt;img src=x onerror=top.pwned=1&gt; &quot;&gt;&lt;svg onload=top.pwned=1&gt; "
    "{{{{ 7 * 7 }}}} {{% raw %}} ${{7*7}} &lt;/textarea&gt;&lt;/title&gt;&lt;/style&gt;"
)
PAGES: dict[str, bytes] = {
    "script.html": PAGE.format(headline="", words=ESCAPED.format()).encode(),
    "title.html": PAGE.format(headline="x" * 300_000, words="The mayor said it is open.").encode(),
    "turned.html": PAGE.format(
        headline="\u202etsuj\u202c", words="Ana \u2066Ito\u2069 said: \u202e“desolc si ti”\u202c."
    ).encode(),
    "broken-utf16.txt": b"\xff\xfe"
    + "Bridge closed\n\nAna Ito said the bridge is closed.\n\n".encode("utf-16-le")
    + b"\x00\xd8a\x00\x00\xdc",
    "<img src=x onerror=alert(1)>.txt": b"Bridge\n\nAna Ito said \x1b[31mit\x00 is closed.\n",
    "formula.txt": "=HYPERLINK(1)\n\nAna Ito said “=1+1” on Monday.\n".encode(),
}
