"""Adding pages through the browser: one at a time, in a thread, with its progress to look at."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from firsthand import pipeline
from firsthand.capture import captures
from firsthand.errors import FirsthandError, InputError, NotFound
from firsthand.store import Store
from firsthand.types import Outcome, Record

KEPT = 50  # finished jobs that can still be looked at
MOST_BYTES = 512 * 1024 * 1024  # of one upload


class Job(Record, frozen=True, kw_only=True):
    """One lot of files on its way into the case."""

    id: str
    names: tuple[str, ...]
    state: str  # waiting | reading | comparing | done | failed
    outcomes: tuple[Outcome, ...] = ()
    words: str = ""  # what is being done, or what went wrong

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")


class Jobs:
    """The lots of files given to this server, newest last."""

    def __init__(self, writer: Callable[[], AbstractContextManager[Store]] | None) -> None:
        self._writer = writer
        self._jobs: dict[str, Job] = {}
        self._turn = threading.Lock()
        self.done = 0  # counts up whenever the case may have changed

    def get(self, job_id: str) -> Job:
        """Give a job as it stands. Raises NotFound."""
        if job_id not in self._jobs:
            raise NotFound("no such job", where=job_id[:12], fix="jobs end with the server")
        return self._jobs[job_id]

    def start(self, files: Sequence[tuple[str, bytes]]) -> Job:
        """Begin to add files to the case. Raises InputError where the server only reads."""
        if self._writer is None:
            raise InputError("this server only reads", fix="start it with --write")
        if not files:
            raise InputError("no file was given", fix="choose one or more files")
        folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
        names = tuple(_write(folder, name, data) for name, data in files)
        job = Job(id=secrets.token_hex(8), names=names, state="waiting")
        self._jobs[job.id] = job
        for old in [key for key, item in self._jobs.items() if item.is_over][:-KEPT]:
            del self._jobs[old]
        threading.Thread(target=self._run, args=(job.id, folder), daemon=True).start()
        return job

    def changed(self) -> None:
        """Note that the case was changed."""
        self.done += 1

    def _set(self, job_id: str, state: str, words: str = "") -> None:
        self._jobs[job_id] = replace(self._jobs[job_id], state=state, words=words)

    def _run(self, job_id: str, folder: Path) -> None:
        """Do one job; only one writes at a time, and one that fails says why."""
        try:
            with self._turn:
                self._set(job_id, "reading")
                self._add(job_id, folder)
                self._set(job_id, "done")
        except FirsthandError as error:
            self._set(job_id, "failed", str(error))
        finally:
            if not self._jobs[job_id].is_over:
                self._set(job_id, "failed", "a fault of the program; the server's output says more")
            self.done += 1
            shutil.rmtree(folder, ignore_errors=True)

    def _add(self, job_id: str, folder: Path) -> None:
        assert self._writer is not None
        with self._writer() as store:
            found = captures([str(folder / name) for name in self._jobs[job_id].names])
            plan = pipeline.Plan(workers=0)
            for outcome in pipeline.ingest(found, store, plan, lambda: datetime.now(UTC)):
                job = self._jobs[job_id]
                named = replace(outcome, name=outcome.name.replace(f"{folder}/", ""))
                self._jobs[job_id] = replace(job, outcomes=(*job.outcomes, named))
            pipeline.derive(store, tell=lambda words: self._set(job_id, "comparing", words))


def _write(folder: Path, name: str, data: bytes) -> str:
    """Put an uploaded file where it can be read, under the last part of its own name only."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].lstrip(".")
    plain = "".join(char for char in plain if char.isprintable())[:120] or "page"
    stem, dot, ending = plain.rpartition(".")
    number = 1
    while (folder / plain).exists():
        number += 1
        plain = f"{stem}-{number}.{ending}" if dot else f"{ending}-{number}"
    (folder / plain).write_bytes(data)
    return plain
