"""`firsthand serve` and `firsthand mcp`: the case for a browser, for programs, for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand import server
from firsthand.cli import verbs
from firsthand.store import Store


@click.command()
@click.option("--host", help="Address to listen on. Default 127.0.0.1: this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default 8340.")
@click.option("--write", is_flag=True, help="Let visitors review claims; holds the case's lock.")
@verbs.in_case
def serve(host: str | None, port: int | None, write: bool, case: str | None) -> None:
    """Show the case in a browser and answer programs at /v1/.

    Nothing leaves this machine, and nothing is fetched. Without --write nobody can change
    the case.
    """
    config = verbs.settings(case=case, host=host, port=port)
    Store.open(config.case).close()  # so that a missing case is said before a server runs
    server.serve(Path(config.case), host=config.host, port=config.port, write=write)


@click.command()
@verbs.in_case
def mcp(case: str | None) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol).

    It can read the case and nothing else; every answer carries its words and its capture.
    """
    config = verbs.settings(case=case)
    Store.open(config.case).close()
    server.mcp(Path(config.case))
