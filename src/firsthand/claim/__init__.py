"""Attributions -> propositions: the same claim across articles, who responded, what differs.

The decision behind this room: one thing that is said is one proposition, however many pages tell
it. Telling it again never makes a second one; when in doubt two tellings are one.
"""

from firsthand.claim.propose import propositions
from firsthand.claim.timeline import timeline

__all__ = ["propositions", "timeline"]
