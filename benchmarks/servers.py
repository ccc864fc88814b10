"""Real servers on the loopback interface: the product, a bare Flask application, Datasette."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from benchmarks.accounts.files import environment
from tracker.settings import ROOT

HOST = "127.0.0.1"
START_WITHIN = 120  # seconds
STOP_WITHIN = 20  # seconds
OK = 200


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pid = 0  # of the server's first process
        self.cookie = ""
        self._connection = HTTPConnection(HOST, port, timeout=600)

    def get(self, path: str) -> bytes:
        """Return the body of an answer; raises RuntimeError unless it is 200."""
        try:
            response = self._ask(path)
        except (RemoteDisconnected, ConnectionResetError):
            self.close()  # it was idle for longer than the server keeps it
            response = self._ask(path)
        body = response.read()
        if response.status != OK:
            raise RuntimeError(f"{path}: {response.status} {body[:500]!r}")
        return body

    def _ask(self, path: str) -> HTTPResponse:
        """Send a request and wait for the head of its answer."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self._connection.request("GET", path, headers=headers)
        return self._connection.getresponse()

    def json(self, path: str, query: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401 - JSON
        """Return the JSON of an answer."""
        return json.loads(self.get(f"{path}?{urlencode(query)}"))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def product(database: Path, facts: Path | None = None) -> Iterator[Client]:
    """Serve an account by the product, one worker, otherwise with its own settings."""
    with _gunicorn("wsgi:app", "/readyz", environment(database, facts)) as client:
        yield client


@contextmanager
def hello(database: Path) -> Iterator[Client]:
    """Serve a bare Flask application with the same settings of gunicorn."""
    with _gunicorn("benchmarks.bare:app", "/", environment(database)) as client:
        yield client


@contextmanager
def datasette(database: Path) -> Iterator[Client]:
    """Serve a SQLite file that nobody writes to by Datasette, without its limits."""
    port = free_port()
    settings = {"sql_time_limit_ms": 600_000, "max_returned_rows": 100_000, "default_cache_ttl": 0}
    command = ["datasette", "serve", "-i", str(database), "-h", HOST, "-p", str(port)]
    for name, value in settings.items():
        command += ["--setting", name, str(value)]
    with _served(command, port, "/-/versions.json", environment(database)) as client:
        yield client


@contextmanager
def _gunicorn(app: str, ready: str, variables: Mapping[str, str]) -> Iterator[Client]:
    """Serve an application; no worker is replaced in the middle of a run."""
    port = free_port()
    command = ["gunicorn", "--bind", f"{HOST}:{port}", "--max-requests", "0", app]
    with _served(command, port, ready, variables) as client:
        yield client


@contextmanager
def _served(
    command: Sequence[str], port: int, ready: str, variables: Mapping[str, str]
) -> Iterator[Client]:
    """Run a server until the block ends."""
    with TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=dict(variables),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        client = Client(port)
        client.pid = process.pid
        try:
            if not _answers(client, ready, process):
                log.seek(0)
                raise RuntimeError(f"{command[0]} did not start: {log.read()[-4000:]!r}")
            yield client
        finally:
            client.close()
            _stop(process)


def _answers(client: Client, path: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a server answers; False when it does not."""
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            client.get(path)
        except (OSError, RuntimeError):
            client.close()
            time.sleep(0.1)
        else:
            return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to stop; insist if it does not."""
    process.terminate()
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Find a port on the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
