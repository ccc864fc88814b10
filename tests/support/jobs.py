"""Jobs in tests: a queue with limits, kinds that do little, and jobs run without a process."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import JobState
from tracker.jobs.store import find_job, take_places
from tracker.jobs.work import Runners
from tracker.jobs.worker import run_job
from tracker.settings import Settings

MANY = 1_000
WAIT = 240  # seconds, on a busy machine


def make_queue(
    engine: Engine, runners: Runners, *, per_person: int = MANY, per_machine: int = MANY
) -> JobQueue:
    """Give the queue of a database, of jobs of these kinds."""
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key="only-for-this-test",
        production=False,
        jobs_per_person=per_person,
        jobs_per_machine=per_machine,
    )
    return JobQueue(settings, engine, runners)


def take(queue: JobQueue, per_machine: int = MANY) -> list[int]:
    """Give places to jobs that wait, without starting a process."""
    with make_session(queue.engine) as session, transaction(session):
        return take_places(session, queue.runners, per_machine)


def run_next(queue: JobQueue) -> JobState:
    """Give the one job that waits a place, and run it in this process."""
    [number] = take(queue)
    return run_job(queue, number)


def state_of(session: Session, number: int) -> JobState:
    """Read the state of a job anew."""
    session.rollback()
    session.expire_all()
    state = find_job(session, number).state
    session.rollback()
    return state


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Wait for what another process does; fails when it takes too long."""
    give_up = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < give_up, what
        time.sleep(0.02)


def asked(**values: object) -> Mapping[str, Any]:
    """Give what is asked of a job."""
    return values
