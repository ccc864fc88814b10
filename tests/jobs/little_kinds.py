"""Kinds of jobs that do little, for tests of the queue; also a process of its own.

`python -m tests.jobs.little_kinds run URL NUMBER` is the process of a job that waits until the
file named in what was asked is there; `take URL` takes the places that are free on a machine with
one place, and prints the numbers of the jobs that got them.
"""

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tests.support.jobs import make_queue, take
from tracker.db import make_engine
from tracker.errors import Conflict
from tracker.jobs.lock import JobProgress, Stopped
from tracker.jobs.states import JobState
from tracker.jobs.work import JobEnd, Runner, Runners, Work
from tracker.jobs.worker import run_job

ENDS: list[tuple[object, str, str]] = []
"""The ends without success that the runners were told of."""


def wait(work: Work) -> None:
    """Go on until the file is there; then the job is done."""
    while not Path(work.asked["until"]).exists():
        work.beat(JobProgress(1, 2, "waiting"))
        time.sleep(0.02)


def succeed(work: Work) -> None:
    """Do nothing else."""
    del work


def refuse(work: Work) -> None:
    """Refuse in words of ours."""
    raise Conflict(f"refused to {work.owner}")


def fall(work: Work) -> None:
    """Fail as a fault of ours does."""
    raise RuntimeError(f"for a test of {work.number}")


def grow(work: Work) -> None:
    """Need more memory than there is."""
    raise MemoryError(work.number)


def be_stopped(work: Work) -> None:
    """End as a job does whose heartbeat found that it was cancelled."""
    del work
    raise Stopped


def note_end(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Keep what is told."""
    assert session.info["writing"]
    if end.state is JobState.CANCELLED and asked.get("name") == "twice":
        os.kill(os.getpid(), signal.SIGTERM)
    ENDS.append((asked.get("name"), end.state.value, end.fault))


RUNNERS: Runners = {
    "wait": Runner(wait, note_end),
    "succeed": Runner(succeed, note_end),
    "refuse": Runner(refuse, note_end),
    "fall": Runner(fall, note_end),
    "grow": Runner(grow, note_end, lambda: "Ask for less."),
    "stopped": Runner(be_stopped, note_end),
}

if __name__ == "__main__":
    queue = make_queue(make_engine(sys.argv[2]), RUNNERS)
    if sys.argv[1] == "take":
        sys.stdout.write(f"{take(queue, per_machine=1)}\n")
    else:
        sys.stdout.write(f"{run_job(queue, int(sys.argv[3])).value}\n")
