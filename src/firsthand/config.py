"""Settings, read once at the edge and passed down.

A flag beats the environment (FIRSTHAND_…), the environment beats the file, the file beats what
is written here. The file is `firsthand.toml` in the folder you are in, or the one FIRSTHAND_CONFIG
names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from firsthand.errors import InputError

FILE_NAME = "firsthand.toml"
_PREFIX = "FIRSTHAND_"


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """Every setting there is. The names in the file and the environment are these."""

    case: str = "firsthand-case"  # the folder that holds the case
    workers: int = 2  # processes that read pages; 0 reads in the one that writes
    page_timeout_s: float = 300.0  # a page that takes longer is stopped and reported
    reviewer: str = ""  # who signs decisions, where --by is not given
    host: str = "127.0.0.1"  # where `serve` listens
    port: int = 8340


def load(environment: Mapping[str, str], *, folder: Path, **flags: object) -> Config:
    """Give the settings. `flags` that are None were not given.

    Raises InputError for a setting that is unknown or has a wrong value.
    """
    given = environment.get(f"{_PREFIX}CONFIG")
    path = Path(given) if given else folder / FILE_NAME
    values: dict[str, Any] = {}
    if given or path.is_file():
        values |= _file(path)
    for field in msgspec.structs.fields(Config):
        variable = environment.get(f"{_PREFIX}{field.name.upper()}")
        if variable is not None:
            values[field.name] = variable
    values |= {key: value for key, value in flags.items() if value is not None}
    try:
        return msgspec.convert(values, Config, strict=False)
    except msgspec.ValidationError as error:
        names = ", ".join(field.name for field in msgspec.structs.fields(Config))
        fix = f"settings are {names}"
        raise InputError(f"a setting is wrong: {error}", where=str(path), fix=fix) from error


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except OSError as error:
        fault = f"the settings can't be read: {error.strerror}"
        raise InputError(fault, where=str(path), fix="check FIRSTHAND_CONFIG") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = f"the settings are no TOML: {error}"
        raise InputError(fault, where=str(path), fix="mend the file") from error
