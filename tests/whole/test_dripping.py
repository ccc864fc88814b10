"""Connections that drip bytes: behind the proxy of deploy/ they hold up no other reader."""

import os
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.support.servers import START_WITHIN, environment, free_port, stop
from tests.whole.test_deploy import DEPLOY, need
from tracker.settings import ROOT

pytestmark = pytest.mark.slow
HOST = "a30.example.org"
DRIPPING = 64
SOON = 10  # seconds within which a reader beside them is answered
HEAD = b"GET /contributions HTTP/1.1\r\nHost: a30.example.org\r\nX-Slow: "
BODY = b"POST /sign-in HTTP/1.1\r\nHost: a30.example.org\r\nContent-Length: 900\r\n\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a certificate, in which the proxy may write."""
    openssl, folder = need("openssl"), tmp_path_factory.mktemp("site")
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}",
            "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def site(folder: Path, illustrative_url: str) -> Iterator[int]:
    """Serve the illustrative account by a socket behind the proxy; give the proxy's port."""
    nginx, port = need("nginx"), free_port()
    own = environment(illustrative_url) | {
        "TRACKER_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "TRUSTED_PROXIES": "1",
        "TRUSTED_HOSTS": HOST,
        "FACTS_FOLDER": "none",
    }
    socket_file = Path("/tmp") / f"drip-{os.getpid()}-{port}.sock"  # noqa: S108 - a path that is short
    server = [sys.executable, "-m", "gunicorn", "--bind", f"unix:{socket_file}", "wsgi:app"]
    proxy = [nginx, "-c", str(written_for(folder, port, socket_file)), "-e", f"{folder}/errors"]
    with ExitStack() as stack:
        for command in (server, [*proxy, "-g", "daemon off;"]):
            log = stack.enter_context((folder / "log").open("a"))
            process = subprocess.Popen(
                command, cwd=ROOT, env=own, stdout=log, stderr=subprocess.STDOUT
            )
            stack.callback(stop, process)
        stack.callback(shutil.rmtree, folder / "temporary", ignore_errors=True)
        wait_for(port, folder / "log")
        yield port


def written_for(folder: Path, port: int, socket_file: Path) -> Path:
    """Write the configuration of deploy/ for this folder and these ports."""
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/run/article-30-tracker/app.sock", str(socket_file))
    site = site.replace("/etc/ssl/article-30-tracker", str(folder))
    site = site.replace("/var/log/nginx", str(folder))
    site = site.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    site = site.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "".join(f"{kind}_temp_path {folder}/temporary/{kind};\n" for kind in kinds)
    (folder / "temporary").mkdir()
    whole = folder / "nginx.conf"
    owner = "user root;\n" if os.geteuid() == 0 else ""
    first = f"{owner}pid {folder}/pid;\nevents {{ worker_connections 512; }}\n"
    whole.write_text(f"{first}http {{\n{kept}{site}\n}}\n")
    return whole


def wait_for(port: int, log: Path) -> None:
    """Wait until the site answers; fails with its log."""
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up:
        try:
            if status_of(port, "/contributions") == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


def connect(port: int, source: str) -> ssl.SSLSocket:
    """Open a connection to the proxy from an address of this machine."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(
        ("127.0.0.1", port), timeout=START_WITHIN, source_address=(source, 0)
    )
    return context.wrap_socket(plain, server_hostname=HOST)


def status_of(port: int, path: str) -> int:
    """Read a page as a reader does, and return its status."""
    with closing(connect(port, "127.0.0.1")) as reader:
        ask = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
        reader.sendall(ask.encode())
        with reader.makefile("rb") as answer:
            status = int(answer.readline().split()[1])
            answer.read()
    return status


@contextmanager
def dripping(port: int, begun: bytes) -> Iterator[None]:
    """Hold connections that have begun a request and send a byte of it now and then."""
    over = threading.Event()
    held = [connect(port, f"127.0.0.{2 + number % 4}") for number in range(DRIPPING)]
    for one in held:
        one.sendall(begun)

    def drip() -> None:
        while not over.wait(1):
            for one in held:
                try:
                    one.sendall(b"x")
                except OSError:  # the proxy has had enough of it
                    continue

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for one in held:
            one.close()


@pytest.mark.parametrize("begun", [HEAD, BODY], ids=["head", "body"])
def test_a_reader_beside_dripping_connections_is_answered(site: int, begun: bytes) -> None:
    with dripping(site, begun):
        for _ in range(4):
            asked = time.monotonic()
            assert status_of(site, "/contributions") == 200
            assert time.monotonic() - asked < SOON
            time.sleep(0.5)
