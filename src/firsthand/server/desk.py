"""What every page and every API answer works with: the case, the templates, the mode.

The reader is opened once; it sees what another process adds, because the case's own file says so.
Writing opens the case a second time for just as long as it takes, so that the command line and the
server can take turns.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from firsthand.errors import InputError
from firsthand.report import pages
from firsthand.server.jobs import Jobs
from firsthand.store import Store
from firsthand.types import AttributionId, Counts, Reader, Span

KEPT = 400  # answers kept worked out; a story of 300 pages takes a few MB
ID = 16  # characters of an id in an address: 64 bits, and still one line

Answer = TypeVar("Answer")


class Addresses:
    """Places on the server: addresses with ids, so that a link stays good while a case grows."""

    def story(self, story: str) -> str:
        """Give the address of a story."""
        return f"/stories/{story[:ID]}"

    def claim(self, claim: str) -> str:
        """Give the address of a claim."""
        return f"/claims/{claim[:ID]}"

    def article(self, article: str) -> str:
        """Give the address of an article."""
        return f"/articles/{article[:ID]}"

    def words(self, span: Span) -> str:
        """Give the address at which a span's words are pointed at."""
        return f"{self.article(span.article)}?words={span.start}-{span.end}#words"

    def said(self, article: str, attribution: AttributionId) -> str:
        """Give the address at which an attribution's panel is open."""
        return f"{self.article(article)}?at={attribution[:ID]}#a-{attribution[:12]}"

    def compare(self, left: str, right: str) -> str:
        """Give the address of a comparison."""
        return f"/compare/{left[:ID]}/{right[:ID]}"

    def is_here(self, article: str) -> bool:
        """Whether an article has a page: everything in a case has."""
        return not article.startswith("outlet:")


class DeskRecord:
    """The case with what is needed to show it."""

    def __init__(
        self,
        reader: Reader,
        *,
        writer: Callable[[], AbstractContextManager[Store]] | None = None,
        stamp: Callable[[], object] = lambda: None,
    ) -> None:
        self.reader = reader
        self.stamp = stamp
        self.writer = writer
        self.token = secrets.token_urlsafe(24)
        self.places = Addresses()
        self.templates: Environment = pages.environment(
            self.places, PackageLoader("firsthand.server")
        )
        self.templates.globals.update(is_writing=writer is not None)
        self.jobs = Jobs(writer)
        self._answers: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    def writing(self) -> AbstractContextManager[Store]:
        """Open the case for writing. Raises InputError where the server only reads."""
        if self.writer is None:
            raise InputError("this server only reads", fix="start it with --write")
        return self.writer()

    def once(self, key: tuple[object, ...], work: Callable[[], Answer]) -> Answer:
        """Work something out once for a state of the case, and keep it while that lasts."""
        whole = (*key, self.state())
        if whole in self._answers:
            self._answers.move_to_end(whole)
        else:
            self._answers[whole] = work()
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        found: Answer = self._answers[whole]
        return found

    def state(self) -> tuple[Counts, int, object]:
        """Give what changes when the case does: here, or by another process."""
        return (self.reader.counts(), self.jobs.done, self.stamp())

    def render(self, template: str, **values: object) -> str:
        """Fill in a template."""
        return self.templates.get_template(template).render(**values)

    def now(self) -> datetime:
        """Give the time, for decisions and captures that come in through the server."""
        return datetime.now(UTC)


Desk = NamedDependency[SkipValidation[DeskRecord]]
