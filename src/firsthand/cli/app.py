"""The program `firsthand`: its verbs, and the last door, where every error becomes one line.

Verbs are loaded when they are called, so that looking up a claim never waits for a web server.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module, metadata
from io import TextIOWrapper

import click

from firsthand.errors import FirsthandError

# Verb -> where its command is, in the order of a day's work.
VERBS = {
    "add": "firsthand.cli.add:add",
    "show": "firsthand.cli.show:show",
    "stories": "firsthand.cli.claims:stories",
    "claims": "firsthand.cli.claims:claims",
    "why": "firsthand.cli.why:why",
    "compare": "firsthand.cli.compare:compare",
    "timeline": "firsthand.cli.claims:timeline",
    "search": "firsthand.cli.search:search",
    "review": "firsthand.cli.review:review",
    "export": "firsthand.cli.export:export",
    "serve": "firsthand.cli.serve:serve",
    "mcp": "firsthand.cli.serve:mcp",
    "demo": "firsthand.cli.demo:demo",
}
EXIT_CODES = """\b
Exit codes:
  0  done                              3  nothing goes by that name
  1  a fault of the program            4  the case is missing, locked or damaged
  2  an input or an option is wrong    5  a model or an extra is missing"""


class Verbs(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the verbs in their order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb's command, None for no verb."""
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Verbs, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--case", metavar="DIR", help="The case to work on: one folder. Default: ./firsthand-case."
)
@click.version_option(metadata.version("firsthand"), prog_name="firsthand")
def program(case: str | None) -> None:
    """Who said it, through whom it reached this page, how many origins stand behind it.

    Firsthand reads news pages you have captured. Add them to a case, then ask:

    \b
      firsthand add pages/                  files, folders, zip, WARC, MHTML; - is stdin
      firsthand claims                      what the pages claim, weakest sourcing first
      firsthand why c1                      the count behind a claim, rule by rule
      firsthand show a-page --zones         a page with each stretch labelled

    Data goes to standard output (--json: JSON lines), words about the work to standard error.
    Firsthand never says that a claim is true: it says who says so, and where you can read it.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that can't show a letter shows its code
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the program; give its exit code. Every error ends here as one line."""
    try:
        code = program.main(arguments, prog_name="firsthand", standalone_mode=False)
    except FirsthandError as error:
        click.echo(f"firsthand: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("firsthand: stopped; what was reported as added is safe", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output has had enough (`| head`): not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        traceback.print_exc()
        click.echo("firsthand: this is a fault of the program, not of your input", err=True)
        return 1
    return code if isinstance(code, int) else 0
