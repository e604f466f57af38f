"""Writes docs/reference/cli.md from the program's own help: python -m tests.cli.reference."""

from __future__ import annotations

import pathlib

import click

from firsthand.cli.app import VERBS, program

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
HEAD = """# The command line

This page is the program's own help, written by `python -m tests.cli.reference`.

Data goes to standard output, words about the work to standard error; nothing asks back. `--json`
gives JSON lines with the same content: each line is one record with its `type`, and its `short`
name where it has one.

Settings come from flags, from the environment (`FIRSTHAND_CASE`, `FIRSTHAND_WORKERS`,
`FIRSTHAND_PAGE_TIMEOUT_S`, `FIRSTHAND_REVIEWER`, `FIRSTHAND_HOST`, `FIRSTHAND_PORT`) and from
`firsthand.toml` in the folder you are in (`case`, `workers`, `page_timeout_s`, `reviewer`, `host`,
`port`; FIRSTHAND_CONFIG names another file), in this order.
"""


def reference() -> str:
    """Give the page: the program's help, then each verb's."""
    top = click.Context(
        program, info_name="firsthand", terminal_width=80, help_option_names=["-h", "--help"]
    )
    parts = [HEAD, f"## firsthand\n\n```\n{program.get_help(top)}\n```\n"]
    for verb in VERBS:
        command = program.get_command(top, verb)
        assert command
        context = click.Context(command, info_name=verb, parent=top, terminal_width=80)
        parts.append(f"## firsthand {verb}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), encoding="utf8")
