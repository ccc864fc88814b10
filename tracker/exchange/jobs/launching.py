"""Starts and stops the processes of imports, from a process that answers pages meanwhile."""

import os
import signal
import socket
import subprocess
import sys
from threading import Thread

from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.db import transaction
from tracker.exchange.jobs.keeping import end, find_job, number_of
from tracker.exchange.jobs.models import ImportJob
from tracker.exchange.jobs.pulse import pulses_of
from tracker.exchange.jobs.reads import JobItem
from tracker.exchange.jobs.states import RUNNING, JobState, is_lost
from tracker.periods import utc_now
from tracker.settings import ROOT, Settings
from tracker.words import say


def launch(settings: Settings, number: int) -> None:
    """Start the process of an import, in a session of its own so that it outlives ours.

    It reads the same settings from the environment as we did. A thread waits for its end, since
    a dead child that nobody waits for stays in the list of processes.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program and a number
        [sys.executable, "-m", "flask", "--app", "wsgi", "import", "run", str(number)],
        cwd=ROOT,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, name=f"import {number}", daemon=True).start()


def environment(settings: Settings) -> dict[str, str]:
    """Return our environment with the settings in force, however they were made."""
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "TRACKER_ENV": "production" if settings.production else "development",
        "DEFAULT_LOCALE": settings.default_locale,
        "DATA_FOLDER": str(settings.data_folder),
        "LOG_LEVEL": settings.log_level,
    }


def lost(engine: Engine, job: ImportJob | JobItem) -> bool:
    """Tell whether a job should be running and no process works on it."""
    if job.state not in RUNNING:
        return False
    number = job.number if isinstance(job, JobItem) else number_of(job)
    return is_lost(
        job.state,
        held=pulses_of(engine).held(number),
        asked_at=job.asked_at,
        begun=job.begun_at is not None,
        now=utc_now(),
    )


def settle(engine: Engine, session: Session, number: int) -> None:
    """Note that a job failed when its process is gone, so that it can be run again."""
    if lost(engine, find_job(session, number)):
        with transaction(session):
            if lost(engine, find_job(session, number, lock=True)):
                end(session, number, JobState.FAILED, lost_words())


def lost_words() -> str:
    """Say what happened to a job whose process is gone."""
    return say("Its process ended before it was done. The record is as it was; check it again.")


def stop(engine: Engine, session: Session, number: int) -> None:
    """Ask the process of a job to end; what it did is undone. One that has not begun never will.

    Only a process of this machine is sent a signal, and only while it holds the job's lock, so
    that no other process of that number is meant.
    """
    pulses = pulses_of(engine)
    job = find_job(session, number)
    if not pulses.held(number):
        with transaction(session):
            end(session, number, JobState.CANCELLED)
        return
    pulses.ask_to_stop(number)
    if job.pid is not None and job.host == socket.gethostname():
        os.kill(job.pid, signal.SIGTERM)
