"""Starting the server, and the assistant's side of it over standard input and output."""

from __future__ import annotations

import ipaddress
import socket
import sys
from pathlib import Path

import uvicorn

from firsthand.errors import InputError
from firsthand.server.app import create_app
from firsthand.server.assistant import converse
from firsthand.store import Store


def serve(case: Path, *, host: str, port: int, write: bool) -> None:
    """Show a case in the browser until it is stopped (ctrl-c).

    Port 0 takes any free port. Raises StoreError where there is no case, InputError for a host
    that others could reach or a port that is taken.
    """
    _check(host)
    port = port or _free(host)
    _claim_port(host, port)
    if write:
        Store.open(case, write=True).close()  # begins an empty case, or says why not
    with Store.open(case) as reader:

        def writer() -> Store:
            return Store.open(case, write=True)

        app = create_app(
            reader,
            host=host,
            port=port,
            writer=writer if write else None,
            stamp=lambda: changed(case),
        )
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{port}/"
        if write:
            address += f"?token={app.state.desk.token}"
        print(f"{'Reading and writing' if write else 'Reading'} {case}", file=sys.stderr)
        print(f"Open {address}", file=sys.stderr)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _claim_port(host: str, port: int) -> None:
    """Find out, before anything is printed, whether somebody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fault = f"the port can't be had: {error.strerror}"
            raise InputError(fault, where=f"{host}:{port}", fix="give another --port") from error


def changed(case: Path) -> tuple[tuple[int, int], ...]:
    """Give the time and size of the case's database and of its log: they tell of any writing."""
    found = []
    for path in (case / "case.sqlite", case / "case.sqlite-wal"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)


def _free(host: str) -> int:
    """Give a port that nobody listens on: what port 0 asks for."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def mcp(case: Path) -> None:
    """Answer an assistant program over standard input and output until it hangs up."""
    with Store.open(case) as reader:
        converse(reader, sys.stdin.buffer, sys.stdout.buffer)


def _check(host: str) -> None:
    """Refuse an address that other computers could reach."""
    try:
        is_ours = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_ours = False
    if not is_ours:
        fault = "the server answers only this computer"
        fix = "use 127.0.0.1, and put a server with a login of its own in front to share a case"
        raise InputError(fault, where=host, fix=fix)
