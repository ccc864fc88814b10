"""A server that is killed with its worker: what waited is started by the next request."""

import os
import signal
import subprocess
import sys
import time
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.support.jobs import make_queue, state_of, wait_until
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.exchange.import_jobs.runner import IMPORT_RUNNERS
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.store import (
    NewImport,
    add_import,
    ask_for_check,
    find_import,
    number_of,
)
from tracker.exchange.sheet_files import Upload
from tracker.http.job_watch import JobWatch
from tracker.jobs.lock import job_lock
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import JobState
from tracker.jobs.store import find_job
from tracker.settings import ROOT

pytestmark = pytest.mark.slow

ANA = "ana@example.org"
SERVER = """
import sys, time
from tests.support.jobs import make_queue
from tracker.db import make_engine
from tracker.exchange.import_jobs.runner import IMPORT_RUNNERS

make_queue(make_engine(sys.argv[1]), IMPORT_RUNNERS, per_machine=1).start_waiting()
time.sleep(600)
"""
HEADING = "code,title,kind,place"


@pytest.fixture(autouse=True)
def _watch_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application look at the queue as time goes by, as it does outside the tests."""
    monkeypatch.setattr(JobWatch.__init__, "__defaults__", (time.monotonic,))


@pytest.fixture
def queue(sqlite_session: Session) -> JobQueue:
    """Give the queue of the database that `app` uses."""
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    return make_queue(engine, IMPORT_RUNNERS)


def upload(session: Session, queue: JobQueue, rows: int) -> tuple[int, int]:
    """Store a sheet whose check waits; return the numbers of the import and of the job."""
    lines = [f"P-{number},Programme {number},national,KEN" for number in range(rows)]
    file = Upload("p.csv", "\n".join([HEADING, *lines]).encode())
    with transaction(session):
        number = number_of(add_import(session, NewImport("programmes", file), ANA))
        ask_for_check(session, queue, number, by=ANA, locale="en")
    return number, find_import(session, number).job_id or 0


@pytest.mark.slow
def test_nothing_is_lost_when_server_and_worker_are_killed(
    client: PageClient, sqlite_session: Session, queue: JobQueue, app: Flask
) -> None:
    first, first_job = upload(sqlite_session, queue, 40_000)
    second, second_job = upload(sqlite_session, queue, 3)
    server = subprocess.Popen([sys.executable, "-c", SERVER, queue.settings.database_url], cwd=ROOT)
    try:
        lock = job_lock(queue.engine, first_job)
        wait_until(lock.is_held, "the worker did not begin")
        wait_until(lambda: queue.progress(first_job).total > 0, "the worker does not go on")
        sqlite_session.rollback()
        sqlite_session.expire_all()
        worker = find_job(sqlite_session, first_job).pid or 0
        assert state_of(sqlite_session, second_job) is JobState.QUEUED
    finally:
        server.kill()
        server.wait()
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not lock.is_held(), "the lock is held still")
    wait_until(
        lambda: (
            client.get("/sign-in").status_code == HTTPStatus.OK
            and state_of(sqlite_session, second_job) is JobState.DONE
        ),
        "no request started what waited",
    )
    sqlite_session.expire_all()
    assert find_import(sqlite_session, first).state is ImportState.FAILED
    assert find_import(sqlite_session, second).state is ImportState.CHECKED
    del app


def test_the_command_lists_and_cancels(
    app: Flask, sqlite_session: Session, queue: JobQueue
) -> None:
    number, job = upload(sqlite_session, queue, 3)
    run = app.test_cli_runner().invoke
    [line] = run(args=["jobs", "list"]).stdout.splitlines()
    assert line.split("\t")[:4] == [str(job), "queued", "import_check", ANA]
    assert run(args=["jobs", "cancel", str(job)]).exit_code == 0
    sqlite_session.rollback()
    sqlite_session.expire_all()
    assert find_import(sqlite_session, number).state is ImportState.CANCELLED
    assert run(args=["jobs", "list"]).stdout == ""
    assert "cancelled" in run(args=["jobs", "list", "--newest", "5"]).stdout
    again = run(args=["jobs", "cancel", str(job)])
    assert (again.exit_code, "cannot become" in again.output) == (1, True)
    assert run(args=["jobs", "cancel", "99"]).exit_code == 1
