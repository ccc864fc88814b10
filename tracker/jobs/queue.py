"""The queue of jobs, with a limit per person and per machine, the longest waiting first.

It is in the database, so that nothing is lost when a server or a worker ends. Whoever adds a job,
ends one or answers a request starts the waiting ones, if a place is free.
"""

import os
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.jobs.lock import JobProgress, job_lock
from tracker.jobs.spawn import spawn
from tracker.jobs.states import JobRun, JobState, is_lost
from tracker.jobs.store import (
    NewJob,
    add_job,
    anyone_waits,
    end_job,
    find_job,
    run_of,
    running_jobs,
    take_places,
)
from tracker.jobs.work import JobEnd, Runners
from tracker.periods import utc_now
from tracker.settings import Settings
from tracker.words import say


@dataclass(frozen=True, slots=True)
class JobQueue:
    """The queue of one database, with the runners of all kinds and the limits of the settings."""

    settings: Settings
    engine: Engine
    runners: Runners

    def add(self, session: Session, new: NewJob) -> int:
        """Add a job in the caller's transaction; raises LimitReached. Then `start_waiting`."""
        if new.kind not in self.runners:
            raise LookupError(f"no kind of job is called {new.kind}")
        return add_job(session, new, per_person=self.settings.jobs_per_person)

    def start_waiting(self) -> None:
        """Start the waiting jobs, as far as this machine has free places."""
        self.settle_lost()
        with make_session(self.engine) as session:
            if not anyone_waits(session):
                return
            with transaction(session):
                taken = take_places(session, self.runners, self.settings.jobs_per_machine)
        for number in taken:
            self._spawn(number)

    def settle_lost(self) -> None:
        """End the jobs whose process is gone, so that their places are free."""
        with make_session(self.engine) as session:
            lost = [run.number for run in running_jobs(session) if self.is_lost(run)]
            for number in lost:
                with transaction(session):
                    if self.is_lost(run_of(find_job(session, number, lock=True))):
                        self.end(session, number, JobEnd(JobState.FAILED, lost_words()))

    def is_lost(self, run: JobRun) -> bool:
        """Tell whether a job should be running and no process works on it.

        A job that ended after `run` was read has given its lock back too: it is read again.
        """
        if run.state is not JobState.RUNNING:
            return False
        held = job_lock(self.engine, run.number).is_held()
        if not is_lost(run, held=held, now=utc_now()):
            return False
        with make_session(self.engine) as session:
            return find_job(session, run.number).state is JobState.RUNNING

    def progress(self, number: int) -> JobProgress:
        """Return the progress of a job."""
        return job_lock(self.engine, number).progress()

    def cancel(self, session: Session, number: int) -> None:
        """Cancel a job: a waiting one never begins; the work of a running one is rolled back.

        Only a process of this machine is sent a signal, and only while it holds the job's lock,
        so that no other process of that number is meant. Raises Conflict when the job is over.
        """
        lock = job_lock(self.engine, number)
        if not lock.is_held():
            with transaction(session):
                self.end(session, number, JobEnd(JobState.CANCELLED, ""))
            self.start_waiting()
            return
        lock.ask_to_stop()
        job = find_job(session, number)
        if job.pid is not None and job.host == socket.gethostname():
            with suppress(ProcessLookupError):  # it ended meanwhile
                os.kill(job.pid, signal.SIGTERM)

    def end(self, session: Session, number: int, end: JobEnd) -> None:
        """Record the end of a job without success, in the queue and in its kind's own tables."""
        job = end_job(session, number, end.state, fault=end.fault)
        runner = self.runners.get(job.kind)
        if runner is not None:
            runner.note_end(session, job.asked, end)

    def _spawn(self, number: int) -> None:
        """Start the process of a job; when the machine has no room for it, the job failed."""
        try:
            spawn(self.settings, number)
        except OSError as error:
            why = say("Its process could not be started: %(error)s", error=error.strerror)
            with make_session(self.engine) as session, transaction(session):
                self.end(session, number, JobEnd(JobState.FAILED, why))


def lost_words() -> str:
    """Return the message about a job whose process is gone."""
    return say("Its process ended before it was done. The record is as it was.")
