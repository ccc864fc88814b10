"""The queue of jobs: its limits, its order, its cancelling; nothing is lost when processes end."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.jobs.little_kinds import ENDS, RUNNERS
from tests.support.jobs import WAIT, make_queue, run_next, state_of, take, wait_until
from tracker.db import transaction
from tracker.errors import Conflict, LimitReached
from tracker.jobs.job_list import list_jobs
from tracker.jobs.lock import job_lock
from tracker.jobs.queue import JobQueue
from tracker.jobs.spawn import MOST_MEMORY, spawn
from tracker.jobs.states import JobRun, JobState
from tracker.jobs.store import NewJob, count_before, find_job
from tracker.jobs.worker import run_job
from tracker.periods import utc_now
from tracker.settings import ROOT, Settings

pytestmark = pytest.mark.slow

ANA, BEN = "ana@example.org", "ben@example.org"


@pytest.fixture
def queue(engine: Engine) -> JobQueue:
    """Give the queue of the database, with kinds of jobs that do little."""
    ENDS.clear()
    return make_queue(engine, RUNNERS, per_person=3, per_machine=2)


@pytest.fixture
def spawned(queue: JobQueue, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give the list of the jobs for which a process would have been started."""
    started: list[int] = []

    def note(_settings: Settings, number: int) -> None:
        started.append(number)

    monkeypatch.setattr("tracker.jobs.queue.spawn", note)
    del queue
    return started


def add(
    session: Session, queue: JobQueue, kind: str = "succeed", owner: str = ANA, **asked: object
) -> int:
    """Add a job."""
    with transaction(session):
        return queue.add(session, NewJob(kind, owner, asked))


@contextmanager
def at_work(queue: JobQueue, number: int) -> Iterator["subprocess.Popen[str]"]:
    """Run a job that has a place in a process of its own, until it has begun."""
    command = [sys.executable, "-m", "tests.jobs.little_kinds", "run"]
    process = subprocess.Popen(
        [*command, queue.settings.database_url, str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )

    def begun() -> bool:
        assert process.poll() is None, "the process ended before it began"
        return queue.progress(number).done == 1

    try:
        wait_until(begun, "the process did not begin")
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_machine_runs_no_more_than_its_limit_and_the_longest_waiting_first(
    session: Session, queue: JobQueue, spawned: list[int]
) -> None:
    numbers = [add(session, queue, owner=owner) for owner in (ANA, BEN, ANA, BEN)]
    queue.start_waiting()
    queue.start_waiting()
    assert spawned == numbers[:2]
    assert [count_before(session, number) for number in numbers[2:]] == [0, 1]
    session.rollback()
    assert run_job(queue, numbers[0]) is JobState.DONE
    assert spawned == numbers[:3]
    assert run_job(queue, numbers[1]) is JobState.DONE
    assert spawned == numbers


def test_a_person_beyond_the_limit_is_refused_and_others_are_not(
    session: Session, queue: JobQueue, spawned: list[int]
) -> None:
    numbers = [add(session, queue) for _ in range(3)]
    queue.start_waiting()
    with pytest.raises(LimitReached, match="3 jobs of yours wait or run already"):
        add(session, queue)
    add(session, queue, owner=BEN)
    run_job(queue, numbers[0])
    assert add(session, queue) > numbers[-1]
    del spawned


def test_jobs_of_other_machines_take_no_place_here(
    session: Session, queue: JobQueue, spawned: list[int]
) -> None:
    for _ in range(2):
        number = add(session, queue)
        take(queue)
        with transaction(session):
            find_job(session, number, lock=True).host = "elsewhere"
    wanted = add(session, queue, owner=BEN)
    queue.start_waiting()
    assert spawned == [wanted]


@pytest.mark.slow
def test_two_processes_that_race_for_the_last_place_do_not_both_get_it(
    session: Session, queue: JobQueue
) -> None:
    numbers = [add(session, queue, owner=owner) for owner in (ANA, ANA, BEN, BEN)]
    command = [sys.executable, "-m", "tests.jobs.little_kinds", "take", queue.settings.database_url]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = sorted(process.communicate(timeout=WAIT)[0].strip() for process in processes)
    assert told == sorted([f"[{numbers[0]}]", "[]", "[]", "[]"])


def test_a_job_cancelled_while_it_waits_never_begins(
    session: Session, queue: JobQueue, spawned: list[int]
) -> None:
    first, second = add(session, queue, name="first"), add(session, queue, name="second")
    queue.cancel(session, first)
    assert spawned == [second]
    assert state_of(session, first) is JobState.CANCELLED
    assert ENDS == [("first", "cancelled", "")]
    with pytest.raises(Conflict, match="nothing to run"):
        run_job(queue, first)
    with pytest.raises(Conflict, match="cannot become"):
        queue.cancel(session, first)


def test_a_job_cancelled_while_its_process_starts_never_begins(
    session: Session, queue: JobQueue
) -> None:
    number = add(session, queue)
    assert take(queue) == [number]
    queue.cancel(session, number)
    with pytest.raises(Conflict, match="nothing to run"):
        run_job(queue, number)
    assert state_of(session, number) is JobState.CANCELLED


@pytest.mark.slow
def test_a_job_cancelled_at_work_ends_at_once(
    session: Session, queue: JobQueue, tmp_path: Path
) -> None:
    number = add(session, queue, "wait", until=str(tmp_path / "never"))
    take(queue)
    with at_work(queue, number) as process:
        [item] = list_jobs(queue, session)
        assert (item.state, item.done, item.total) == (JobState.RUNNING, 1, 2)
        assert item.heartbeat_at is not None
        session.rollback()
        queue.cancel(session, number)
        assert process.communicate(timeout=WAIT)[0].strip() == "cancelled"
    assert state_of(session, number) is JobState.CANCELLED


def test_a_signal_while_a_cancelled_job_ends_does_not_keep_it_from_ending(
    session: Session, queue: JobQueue
) -> None:
    number = add(session, queue, "stopped", name="twice")
    assert run_next(queue) is JobState.CANCELLED
    assert ENDS == [("twice", "cancelled", "")]
    assert state_of(session, number) is JobState.CANCELLED


@pytest.mark.slow
def test_one_job_has_one_process(session: Session, queue: JobQueue, tmp_path: Path) -> None:
    number = add(session, queue, "wait", until=str(tmp_path / "end"))
    take(queue)
    with at_work(queue, number) as process:
        with pytest.raises(Conflict, match="another process"):
            run_job(queue, number)
        (tmp_path / "end").touch()
        assert process.communicate(timeout=WAIT)[0].strip() == "done"
    assert state_of(session, number) is JobState.DONE


@pytest.mark.slow
def test_a_killed_worker_gives_its_place_to_what_waits(
    session: Session, queue: JobQueue, tmp_path: Path, spawned: list[int]
) -> None:
    one = make_queue(queue.engine, RUNNERS, per_machine=1)
    killed = add(session, one, "wait", name="killed", until=str(tmp_path / "never"))
    waiting = add(session, one)
    take(one, per_machine=1)
    with at_work(one, killed) as process:
        one.start_waiting()
        assert spawned == []
        process.kill()
        process.wait()
    wait_until(lambda: not job_lock(one.engine, killed).is_held(), "the lock is held still")
    one.start_waiting()
    assert spawned == [waiting]
    assert state_of(session, killed) is JobState.FAILED
    [(name, ended, why)] = ENDS
    assert (name, ended, "before it was done" in why) == ("killed", "failed", True)


def test_what_fails_is_noted_with_its_reason(session: Session, queue: JobQueue) -> None:
    refused = add(session, queue, "refuse", name="refused")
    assert run_next(queue) is JobState.FAILED
    fallen = add(session, queue, "fall", name="fallen")
    with pytest.raises(RuntimeError, match="for a test"):
        run_next(queue)
    assert [end[:2] for end in ENDS] == [("refused", "failed"), ("fallen", "failed")]
    assert find_job(session, refused).fault == f"refused to {ANA}"
    assert "RuntimeError" in find_job(session, fallen).fault


def test_a_job_that_needs_too_much_memory_says_so(session: Session, queue: JobQueue) -> None:
    number = add(session, queue, "grow")
    assert run_next(queue) is JobState.FAILED
    assert (
        find_job(session, number).fault == "It needs more memory than a job may have. Ask for less."
    )


def test_the_process_of_a_job_may_have_so_much_memory(
    queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, started = subprocess.Popen, list[subprocess.Popen[bytes]]()

    def begin(_command: object, **_options: object) -> subprocess.Popen[bytes]:
        started.append(start(["sleep", "60"]))
        return started[0]

    monkeypatch.setattr("tracker.jobs.spawn.subprocess.Popen", begin)
    spawn(queue.settings, 1)
    limits = resource.prlimit(started[0].pid, resource.RLIMIT_AS)
    started[0].kill()
    assert limits == (MOST_MEMORY, MOST_MEMORY)


def test_a_job_that_takes_too_long_is_ended_in_words_and_its_work_is_not_saved(
    session: Session, queue: JobQueue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tracker.jobs.worker.MINUTE", 0.01)
    number = add(session, queue, "wait", name="long", until=str(tmp_path / "never"))
    assert run_next(queue) is JobState.FAILED
    assert "more than 60 minutes" in find_job(session, number).fault
    assert [end[:2] for end in ENDS] == [("long", "failed")]
    session.rollback()
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    add(session, queue)
    monkeypatch.setattr("tracker.jobs.worker.MINUTE", 60)
    assert run_next(queue) is JobState.DONE
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_the_process_of_a_job_is_limited_by_the_system_too(
    queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is busy in the code of a library does not hear its own clock."""
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(
        "tracker.jobs.spawn.resource.prlimit", lambda _of, what, most: limits.update({what: most})
    )
    monkeypatch.setattr(sys, "executable", "/bin/true")
    spawn(replace(queue.settings, job_minutes=3), 999)
    assert set(limits) == {resource.RLIMIT_AS, resource.RLIMIT_CPU}
    assert 3 * 60 < limits[resource.RLIMIT_CPU][0] <= 10 * 60


def test_a_process_that_cannot_start_is_told(
    session: Session, queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_arguments: object, **_keywords: object) -> None:
        raise OSError(11, "no room")

    monkeypatch.setattr("tracker.jobs.spawn.subprocess.Popen", no_room)
    number = add(session, queue)
    queue.start_waiting()
    assert state_of(session, number) is JobState.FAILED
    assert "no room" in find_job(session, number).fault


def test_kinds_of_a_newer_release_are_left_to_it(
    session: Session, queue: JobQueue, spawned: list[int]
) -> None:
    newer = make_queue(queue.engine, {**RUNNERS, "newer": RUNNERS["succeed"]})
    number = add(session, newer, "newer")
    queue.start_waiting()
    assert spawned == []
    newer.start_waiting()
    assert spawned == [number]
    with pytest.raises(LookupError), transaction(session):
        queue.add(session, NewJob("newer", ANA, {}))


def test_a_job_that_ends_while_it_is_looked_at_is_not_lost(
    session: Session, queue: JobQueue
) -> None:
    """It was read as running, and has ended and given its lock back before that is looked at."""
    number = add(session, queue)
    take(queue)
    read = JobRun(number, JobState.RUNNING, utc_now(), utc_now())
    assert queue.is_lost(read)
    assert run_job(queue, number) is JobState.DONE
    assert not queue.is_lost(read)
