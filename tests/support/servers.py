"""The product as users meet it: gunicorn in a process of its own, on a free port.

The port is taken here and handed over open: no other program gets it before the server has it.
"""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.databases import sqlite_file_url
from tracker.settings import ROOT

START_WITHIN = 180  # seconds, on a busy machine
STOP_WITHIN = 60  # seconds
NOT_GIVEN = (12_000, 32_000)
"""Ports below those that Linux gives to whoever asks for any."""
PORT = "{port}"
"""Stands for the port of the server in what is added to its environment."""


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A running server: its address and its database."""

    url: str
    database_url: str
    log: Path

    def flask(self, *arguments: str, stdin: str = "") -> str:
        """Run a flask command on the server's database and return what it printed."""
        return run_flask(self.database_url, *arguments, stdin=stdin)


def run_flask(database_url: str, *arguments: str, stdin: str = "") -> str:
    """Run a flask command as a person at a terminal does; fails with what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=environment(database_url),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def environment(database_url: str) -> dict[str, str]:
    """Give a child process our environment with that database, and no foreign port."""
    own = {name: value for name, value in os.environ.items() if name != "PORT"}
    own |= {
        "FLASK_APP": "wsgi",
        "TRACKER_ENV": "development",
        "DATABASE_URL": database_url,
        "WEB_CONCURRENCY": "1",
        "SECOND_FACTOR_ROLES": "none",
    }
    return own


@contextmanager
def serve(folder: Path, database_url: str, **variables: str) -> Iterator[LiveServer]:
    """Serve that database until the block ends; the server's log is kept in the folder.

    `variables` are added to the environment of the server; "{port}" in them is its port.
    """
    log = folder / "server.log"
    with gunicorn(environment(database_url) | variables, log) as (process, port):
        server = LiveServer(f"http://127.0.0.1:{port}", database_url, log)
        wait_until_ready(server, process)
        yield server


@contextmanager
def gunicorn(own: dict[str, str], log: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run gunicorn with the product's own settings until the block ends; give its port too.

    Whoever asks before it is ready waits for an answer, and is not turned away.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening, log.open("w") as told:
        port: int = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listening.fileno()}", "wsgi:app"],
            cwd=ROOT,
            env={name: text.replace(PORT, str(port)) for name, text in own.items()},
            stdout=told,
            stderr=subprocess.STDOUT,
            pass_fds=[listening.fileno()],
        )
    try:
        yield process, port
    finally:
        stop(process)


def wait_until_ready(server: LiveServer, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server reports that its database is there; fails with its log."""
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if requests.get(f"{server.url}/readyz", timeout=START_WITHIN).status_code == 200:
                return
        except (requests.ConnectionError, requests.Timeout):
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log.read_text()[-4000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to finish and stop; kill it if it does not."""
    process.terminate()
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def make_illustrative_database(template: Path, target: Path) -> None:
    """Copy the migrated template, add what a release needs, and load the illustrative account.

    What the command says is kept beside it, with the suffix `.said`.
    """
    target.write_bytes(template.read_bytes())
    run_flask(sqlite_file_url(target), "db", "upgrade")
    target.with_suffix(".said").write_text(run_flask(sqlite_file_url(target), "sample", "load"))
    assert not target.with_name(f"{target.name}-wal").exists(), "somebody has it open"


def free_port() -> int:
    """Find a port for a server that cannot be handed an open one.

    It is none of those that the system gives to whoever asks for any, so that nobody gets it in
    between; two that look at once begin at different ones.
    """
    while True:
        port = random.randint(*NOT_GIVEN)
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
