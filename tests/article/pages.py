"""Invented pages that several tests of this room read."""

from __future__ import annotations

from firsthand.pipeline import capture_id
from firsthand.types import Capture

BODY = (
    "The harbour board of Port Linden voted on Tuesday night to close the old ferry pier for two "
    "years, ending a dispute that has split the town since the storm of last winter.",
    "“We can't keep patching a structure that the sea wants back,” Mara Quill, who chairs the "
    "board, told residents who had filled the school hall. She said the work would cost "
    "14 million crowns & begin in May.",
    "Fishermen who land their catch at the pier said they had not been asked. “Nobody came to "
    "us,” Tobias Renn, who has worked from the pier for thirty years, said after the vote.",
    "The town's mayor, Edda Holm, declined to say whether she would sign the order, which needs "
    "her approval before the end of the month.",
)

HTML = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Port Linden closes its ferry pier | The Linden Courier</title>
<meta property="og:site_name" content="The Linden Courier">
<meta property="og:title" content="Port Linden closes its ferry pier">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Port Linden closes its ferry pier","datePublished":"2031-03-04T21:15:00+01:00",
"dateModified":"2031-03-05T08:00:00+01:00",
"author":[{{"@type":"Person","name":"Ida Fenn"}},{{"@type":"Person","name":"Jon Ask"}}],
"publisher":{{"@type":"Organization","name":"The Linden Courier"}}}}</script>
<style>p {{ color: red }}</style></head><body>
<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li>
<li><a href="/town">Town</a></li></ul></nav>
<article class="story"><h1>Port Linden closes its ferry pier</h1>
<div class="byline">By <a rel="author" href="/ida">Ida Fenn</a> and Jon Ask</div>
<time datetime="2031-03-04T21:15:00+01:00">4 March 2031, 21:15 CET</time>
<figure><img src="pier.jpg"><figcaption>The pier at low tide. Photo: Lea Brandt / Coastpix
</figcaption></figure>
<div class="article-body"><p>{BODY[0]}</p><p>{BODY[1].replace("&", "&amp;")}</p>
<div class="newsletter">Sign up for our newsletter <!-- hidden --> and read more.</div>
<p hidden>This draft was never shown to anybody at all, and it must not be read.</p>
<p>{BODY[2]}</p><p>{BODY[3]}</p></div></article>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Storm breaks the north mole
and floods three streets</a></li><li><a href="/b">Ferry line hires ten sailors</a></li></ul></aside>
<footer>© 2031 The Linden Courier. All rights reserved. <a href="/privacy">Privacy policy</a>
</footer></body></html>"""

MENU = "\n".join(f"  • {name}" for name in ("Home", "Sea", "Town", "Sport", "Weather", "Letters"))

TEXT = f"""Fennmark Post
{MENU}

Sign in
Home / Town

Port Linden closes its ferry pier after a stormy vote

By Ida Fenn
The Linden Courier·
4 Mar, 2031 09:15 PM3 mins to read

Save

    Share this article

The pier at low tide on Sunday. Photo / Lea Brandt, The Linden Courier

{BODY[0]}

{BODY[1]}

Advertisement
Advertise with FMP.

{BODY[2]}

{BODY[3]}

This article originally appeared in The Linden Courier.

Written by: Ida Fenn

©2031 THE LINDEN COURIER

Save

    Share this article

Latest from Town

Man held after boat chase

20 Jun 03:54 AM

Fennmark Post
  • About Fennmark Post
  • Subscribe to the Fennmark Post newspaper
  • Privacy Policy
  • © Copyright 2031 FMP Publishing Limited
"""


def capture(body: bytes | str, media_type: str | None = None, url: str | None = None) -> Capture:
    """Make a capture of a page."""
    data = body.encode() if isinstance(body, str) else body
    return Capture(id=capture_id(data), body=data, media_type=media_type, url=url)
