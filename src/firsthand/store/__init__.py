"""Records on disk: a case is one folder that can be zipped and handed over.

    case.sqlite              every record, the search, people's decisions
    captures/000001.warc.gz  the captured bytes, as any WARC tool reads them
    lock                     held by the one process that writes

The decision: the database names where each capture's bytes lie, and both are checked against
the capture's sha256 each time, so that a finding is never shown beside words that are not there.
"""

from firsthand.store.decide import VERDICTS
from firsthand.store.read import SqliteReader
from firsthand.store.search import FACETS
from firsthand.store.write import Store

__all__ = ["FACETS", "VERDICTS", "SqliteReader", "Store"]
