"""One function over many items in several processes, where an item may kill or hang its process.

The decision: a pool of our own instead of the library's, because there one dead process breaks
all that wait and a hanging one can't be ended. Here each process works on one item at a time, so
it is known which item it was; it is given back as `Stopped`, a new process takes over, and the
run goes on. Answers come in the order of the items.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from msgspec import Struct

from firsthand.errors import FirsthandError, ModelError

In = TypeVar("In")
Out = TypeVar("Out")
Make = Callable[[], Callable[[In], Out]]

AHEAD = 8  # items a process may be ahead of the slowest one; they wait in memory
START_S = 120.0  # a process that has not loaded its models by then never will
# A fresh interpreter, not a copy: a copy would inherit the writer's lock and other open files.
_CONTEXT = get_context("spawn")


class Stopped(Struct, frozen=True):
    """An item that gave no answer, and why. `hard` where its process had to be replaced."""

    reason: str
    hard: bool


def spread(
    make: Make[In, Out], items: Iterable[In], *, workers: int, timeout_s: float
) -> Iterator[tuple[In, Out | Stopped]]:
    """Apply a function to items in several processes; give (item, answer) in their order.

    `make` runs once in each process and gives the function, so it is where models are loaded;
    a FirsthandError it raises is raised here. An item that takes more than `timeout_s` seconds
    is stopped.
    """
    crew = [_Worker(make) for _ in range(workers)]
    ready: dict[int, tuple[In, Out | Stopped]] = {}
    source = enumerate(items)
    is_open, given, shown = True, 0, 0
    try:
        while True:
            while is_open and given - shown < AHEAD * workers:
                idle = next((worker for worker in crew if worker.task is None), None)
                if idle is None:
                    break
                task = next(source, None)
                if task is None:
                    is_open = False
                    break
                idle.give(task)
                given += 1
            for number, item, answer in _answers(crew, timeout_s):
                ready[number] = (item, answer)
            while shown in ready:
                yield ready.pop(shown)
                shown += 1
            if not is_open and shown == given:
                return
    finally:
        for worker in crew:
            worker.end()


def alone(work: Callable[[In], Out], items: Iterable[In]) -> Iterator[tuple[In, Out | Stopped]]:
    """Apply a function to items in this process; give (item, answer)."""
    for item in items:
        yield item, _guarded(work, item)


def _guarded(work: Callable[[In], Out], item: In) -> Out | Stopped:
    """Do one item. This is the last door of a page: its fault must not end the run."""
    try:
        return work(item)
    except Exception as error:
        return Stopped(f"reading failed: {type(error).__name__}: {error}", hard=False)


class _Worker(Generic[In, Out]):
    """One process and the item it works on."""

    def __init__(self, make: Make[In, Out]) -> None:
        self.make = make
        self.task: tuple[int, In] | None = None
        self.since = 0.0
        self.is_ready = False
        self._begin()

    def _begin(self) -> None:
        self.line, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs, self.make), daemon=True)
        self.process.start()
        theirs.close()  # so that the process's death closes the line
        self.is_ready = False
        self.since = time.monotonic()

    def give(self, task: tuple[int, In]) -> None:
        """Send an item; one that can't be sent shows as the process's death."""
        self.task = task
        self.since = time.monotonic() if self.is_ready else self.since
        # A closed line is noticed when the answer is asked for.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.line.send(task[1])

    def take(self) -> tuple[int, In, Out | Stopped] | None:
        """Give the answer that waits; None for the word that the process is ready."""
        try:
            kind, content = self.line.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            return self._replace(f"the page ended its reader ({_end(self.process.exitcode)})")
        if kind == "failed":
            raise _error(content)
        self.since = time.monotonic()
        if kind == "ready":
            self.is_ready = True
            return None
        if self.task is None:
            return None
        number, item = self.task
        self.task = None
        return number, item, content

    def left_s(self, timeout_s: float) -> float:
        """Give the seconds until the item has had its time."""
        allowed = timeout_s if self.is_ready else START_S
        return max(0.0, self.since + allowed - time.monotonic())

    def stop(self, timeout_s: float) -> tuple[int, In, Out | Stopped] | None:
        """End the process in the middle of its item."""
        return self._replace(f"the page took its reader more than {timeout_s:g} s")

    def _replace(self, reason: str) -> tuple[int, In, Out | Stopped] | None:
        was_ready = self.is_ready
        self.end()
        if not was_ready:
            raise ModelError("a reading process can't start", fix="firsthand add --workers 0")
        self._begin()
        if self.task is None:
            return None
        number, item = self.task
        self.task = None
        return number, item, Stopped(reason, hard=True)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.line.close()
        self.process.kill()
        self.process.join()


def _answers(
    crew: list[_Worker[In, Out]], timeout_s: float
) -> Iterator[tuple[int, In, Out | Stopped]]:
    """Wait for the next answers, and stop what has had its time."""
    busy = {worker.line: worker for worker in crew if worker.task is not None}
    if not busy:
        return
    patience = min(worker.left_s(timeout_s) for worker in busy.values())
    done = connection.wait(list(busy), timeout=patience)
    for line, worker in busy.items():
        answer = None
        if line in done:
            answer = worker.take()
        elif worker.left_s(timeout_s) == 0:
            answer = worker.stop(timeout_s)
        if answer:
            yield answer


def _serve(line: Connection[Any, Any], make: Make[In, Out]) -> None:
    """Run in the process: make the function, then answer items until the line closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    try:
        work = make()
    except FirsthandError as error:
        line.send(("failed", (error.what, error.where, error.fix)))
        return
    line.send(("ready", None))
    while True:
        try:
            item = line.recv()
            line.send(("done", _guarded(work, item)))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return  # the parent is gone


def _error(told: tuple[str, str | None, str | None]) -> FirsthandError:
    what, where, fix = told
    return ModelError(what, where=where, fix=fix)


def _end(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
