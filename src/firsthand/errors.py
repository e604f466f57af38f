"""Every error the program raises on purpose: where it is, what is wrong, what to do.

FirsthandError
├── InputError        bytes, URL or option is wrong        exit 2, HTTP 400
│   └── CaptureError  one page can't be read; run goes on
├── NotFound          no such id                           exit 3, HTTP 404
├── StoreError        database missing, locked or older    exit 4, HTTP 503
│   └── SpanError     a span no longer fits its capture
└── ModelError        optional model absent                exit 5, HTTP 501
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "CaptureError",
    "FirsthandError",
    "InputError",
    "ModelError",
    "NotFound",
    "SpanError",
    "StoreError",
]


class FirsthandError(Exception):
    """Base of all errors: `what` is wrong, `where` it is, and what to do (`fix`)."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(what, where, fix)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders: pickle would otherwise lose the keyword arguments.
        return (_rebuilt, (type(self), self.what, self.where, self.fix))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f" ({self.fix})" if self.fix else ""
        return f"{place}{self.what}{cure}"


def _rebuilt(
    kind: type[FirsthandError], what: str, where: str | None, fix: str | None
) -> FirsthandError:
    return kind(what, where=where, fix=fix)


class InputError(FirsthandError):
    """The bytes, the address or the option that was given is wrong."""

    exit_code = 2
    http_status = 400


class CaptureError(InputError):
    """One page can't be read; the run goes on with the next."""


class NotFound(FirsthandError):
    """There is nothing under this id."""

    exit_code = 3
    http_status = 404


class StoreError(FirsthandError):
    """The case is missing, locked, damaged or written by another version."""

    exit_code = 4
    http_status = 503


class SpanError(StoreError):
    """The words under a span are no longer the words it was pinned to."""


class ModelError(FirsthandError):
    """A model that this step needs is absent or damaged."""

    exit_code = 5
    http_status = 501
