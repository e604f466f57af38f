"""The world -> Capture: files, folders, zip files, WARC files, MHTML, standard input.

The decision: bytes are taken as they came and named by their plain sha256; what this room finds
out about them (an address, a media type, a time) is only what stands in the container around
them. A compressed or encoded response is unpacked first, because spans point into the page.
"""

from firsthand.capture.inputs import captures
from firsthand.capture.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits", "captures"]
