"""Which articles tell one story, and which share a text and which way it went.

Copies are told by words in order (5-grams) once furniture and quotations are out of the way;
stories by the words, names and numbers that are rare elsewhere, within days of each other.
"""

from firsthand.story.group import Grouper
from firsthand.story.reuse import copies
from firsthand.story.syndication import syndicated

__all__ = ["Grouper", "copies", "syndicated"]
