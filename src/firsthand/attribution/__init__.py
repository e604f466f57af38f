"""Attribution: who said what on one page, and through whom it came.

A tagger marks content, cue and source; everything else (who "he" is, kind, act, hedge, chain) is
read off the page by rules over data tables, so that each answer can show the words it rests on.
"""

from firsthand.attribution.room import (
    LANGUAGES,
    AttributionModels,
    attributions,
    is_supported,
    load,
)

__all__ = ["LANGUAGES", "AttributionModels", "attributions", "is_supported", "load"]
