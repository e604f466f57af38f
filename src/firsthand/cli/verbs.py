"""What every verb shares: the case it works on, and whether a person or a program reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from firsthand import config
from firsthand.store import Store

P = ParamSpec("P")
R = TypeVar("R")

EPILOGS = {
    "names": "NAMES  c1, s1 and a page's name come from `claims`, `stories` and `add`; the first"
    " characters of any id do as well.",
}


def in_case(function: Callable[P, R]) -> Callable[P, R]:
    """Give a verb --case."""
    return click.option(
        "--case",
        metavar="DIR",
        help="The case to work on: one folder. Default: ./firsthand-case, or FIRSTHAND_CASE.",
    )(function)


def common(function: Callable[P, R]) -> Callable[P, R]:
    """Give a verb --case and --json."""
    return in_case(
        click.option(
            "--json", "as_json", is_flag=True, help="Write JSON lines with the same content."
        )(function)
    )


def settings(**flags: object) -> config.Config:
    """Give the settings for this run; flags given before the verb count too."""
    context = click.get_current_context(silent=True)
    outer = context.find_root().params.get("case") if context else None
    if flags.get("case") is None:
        flags["case"] = outer
    return config.load(os.environ, folder=Path.cwd(), **flags)


def opened(case: str | None, *, write: bool = False) -> Store:
    """Open the case that was named. Raises StoreError."""
    return Store.open(settings(case=case).case, write=write)
