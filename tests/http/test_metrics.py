"""Counts and times: never public, by route, and added up over all workers of the server."""

import secrets
import signal
import time
from pathlib import Path

import pytest
import requests
from flask import Flask

from tests.support.servers import environment, gunicorn
from tracker.app import create_app
from tracker.http.entrance import set_up_entrance
from tracker.http.metric_files import ROOM, take_room
from tracker.settings import Settings

LONG = 180  # seconds, on a busy machine
TOKEN = secrets.token_urlsafe(48)
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def counting(settings: Settings) -> Flask:
    """Give an application whose counts are read with the token."""
    own = Settings(settings.database_url, "x", production=False, metrics_token=TOKEN)
    app = create_app(own)
    set_up_entrance(app, own)
    return app


def count(text: str, name: str, **labels: str) -> float:
    """Return a count of the exposition with these labels; 0 where there is none."""
    found = 0.0
    for line in text.splitlines():
        begun = line.startswith((f"{name}{{", f"{name} "))
        if begun and all(f'{key}="{value}"' in line for key, value in labels.items()):
            found += float(line.rpartition(" ")[2])
    return found


def test_without_a_token_nobody_reads_them(app: Flask) -> None:
    client = app.test_client()
    for headers in ({}, BEARER, {"Authorization": "Bearer "}):
        assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [None, "", "Bearer ", "Bearer x", "Basic TOKEN", "TOKEN", "bearer TOKEN", "Bearer \xc3\xbf"],
)
def test_another_token_reads_nothing(counting: Flask, sent: str | None) -> None:
    headers = {} if sent is None else {"Authorization": sent.replace("TOKEN", TOKEN)}
    answer = counting.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert "tracker_requests" not in answer.text


def test_counts_are_by_route_and_never_by_address(counting: Flask) -> None:
    client = counting.test_client()
    before = client.get("/metrics", headers=BEARER).text
    for path in ("/contributions/ANA-1", "/contributions/ANA-2", "/wp-login.php", "/x/y/z"):
        client.get(path)
    client.open("/sign-in", method="ANASMETHOD")
    text = client.get("/metrics", headers=BEARER).text
    assert "ANA" not in text
    assert "wp-login" not in text
    name = "tracker_requests_total"
    for route, number in (("/contributions/<reference>", 2), ("none", 3)):
        assert count(text, name, route=route) - count(before, name, route=route) == number
    assert count(text, name, method="other") > count(before, name, method="other")


@pytest.mark.slow
def test_the_counts_of_all_workers_are_added_up(sqlite_url: str, tmp_path: Path) -> None:
    asked, log = 40, tmp_path / "log"
    own = environment(sqlite_url) | {"WEB_CONCURRENCY": "3", "METRICS_TOKEN": TOKEN}
    own |= {"TMPDIR": str(tmp_path)}
    with gunicorn(own, log) as (server, port):
        url = f"http://127.0.0.1:{port}"
        for _ in range(asked):
            requests.get(f"{url}/sign-in", timeout=LONG)  # a new connection, and so any worker
        answers = [read(url) for _ in range(5)]
        (folder,) = tmp_path.glob("tracker-metrics-*")
        server.send_signal(signal.SIGHUP)  # all workers are replaced, some are twice there
        wait_for_line(log, "Worker exiting", 3)
        requests.get(f"{url}/sign-in", timeout=LONG)
        afterwards = read(url)
        files = {path.name for path in folder.glob("counter_*.db")}
    found = [count(one, "tracker_requests_total", route="/sign-in") for one in answers]
    assert found == [asked] * 5
    assert count(afterwards, "tracker_requests_total", route="/sign-in") == asked + 1
    assert 1 < len(files) <= 6
    assert files <= {f"counter_{number}.db" for number in range(1, 7)}
    assert not folder.exists()


def read(url: str) -> str:
    """Read the counts of a server."""
    return requests.get(f"{url}/metrics", headers=BEARER, timeout=LONG).text


def wait_for_line(log: Path, text: str, times: int) -> None:
    """Wait until a log says something so many times."""
    give_up = time.monotonic() + LONG
    while log.read_text().count(text) < times:
        assert time.monotonic() < give_up, log.read_text()[-2000:]
        time.sleep(0.1)


def test_the_files_of_counts_take_their_room_at_the_start(tmp_path: Path) -> None:
    """What grows on a full disk while it is written ends the process."""
    assert take_room(tmp_path, "1")
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["counter_1.db", "histogram_1.db"]
    assert all(file.stat().st_blocks * 512 >= ROOM for file in files)
    assert not take_room(tmp_path / "gone", "1")
