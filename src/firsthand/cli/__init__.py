"""The command line: a verb parses, calls one public function, prints.

The decision: what a person reads and what `--json` writes come from the same records, so neither
can say more than the other.
"""

from firsthand.cli.app import main

__all__ = ["main"]
