"""Propositions + links -> claims: through whom each came, how many independent origins it has.

The decision behind this room: an origin is counted only where the page's own words show it, and
two that could be one are counted as an interval. Counting too many is the harm.
"""

from firsthand.provenance.pickups import pickups
from firsthand.provenance.trace import trace

__all__ = ["pickups", "trace"]
