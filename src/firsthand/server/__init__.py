"""A case in the browser, over an API, and for assistant programs.

Thin: it shows and counts nothing. It serves the person at this computer only: it listens on the
loopback address, refuses requests that come from other sites, loads nothing from the network and
runs nothing that a page brings.
"""

from firsthand.server.app import create_app
from firsthand.server.run import mcp, serve

__all__ = ["create_app", "mcp", "serve"]
