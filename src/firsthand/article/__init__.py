"""Article: one capture's bytes to reading text, zones, and what the page says of itself.

The decision behind it: the whole page stays, furniture included, in one coordinate system that
leads back to the bytes; what is article and what is not is a label on a stretch, never a cut.
"""

from firsthand.article.room import ZoneModel, load, read

__all__ = ["ZoneModel", "load", "read"]
