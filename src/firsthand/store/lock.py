"""One writing process at a time: two writers can corrupt a write-ahead log.

The lock is the operating system's own on an open file, so a killed process leaves nothing
behind that somebody would have to clear.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from firsthand.errors import StoreError

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The writer's lock of a case, held until `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises StoreError where another process holds it."""
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            fault = f"the case can't be written: {error.strerror}"
            raise StoreError(fault, where=str(path.parent), fix="check its permissions") from error
        try:
            _take(self._handle)
        except OSError as error:
            holder = os.read(self._handle, 32).decode("ascii", "replace").strip()
            self.release()
            by = f" (process {holder})" if holder else ""
            fault = f"another process is writing to this case{by}"
            raise StoreError(fault, where=str(path.parent), fix="wait until it ends") from error
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
