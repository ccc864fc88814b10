"""The jobs of imports: what they keep, how they are cancelled, and that their death is noticed."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.exchange.making import write_xlsx
from tests.exchange.rows import GOOD
from tests.support.jobs import WAIT, make_queue, run_next, take, wait_until
from tracker.assistance.tables.activities import Programme
from tracker.db import make_engine, make_session, transaction
from tracker.errors import Conflict
from tracker.exchange.import_jobs.import_list import first_faults
from tracker.exchange.import_jobs.runner import IMPORT_RUNNERS
from tracker.exchange.import_jobs.states import MOVES, ImportState, lawful
from tracker.exchange.import_jobs.store import (
    NewImport,
    add_import,
    ask_for_check,
    ask_to_apply,
    discard,
    find_import,
    number_of,
    plain_name,
)
from tracker.exchange.import_jobs.tables import ImportRow
from tracker.exchange.sheet_files import Upload, read_sheet
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Unreadable
from tracker.jobs.lock import folder_beside, job_lock
from tracker.jobs.queue import JobQueue
from tracker.jobs.snapshot import SUFFIX
from tracker.jobs.states import JobState
from tracker.jobs.store import find_job
from tracker.jobs.worker import run_job
from tracker.people.tables import AuditRecord, RecordState
from tracker.settings import ROOT
from tracker.words import say

pytestmark = pytest.mark.slow

ANA, BEN = "ana@example.org", "ben@example.org"
SLOWLY = """
import sys, time
from tests.support.jobs import make_queue
from tracker.db import make_engine
from tracker.exchange.import_jobs.runner import IMPORT_RUNNERS
from tracker.jobs import work, worker

plain = work.Work.go_through

def slowly(self, rows, label):
    for row in plain(self, rows, label):
        time.sleep(0.05)
        yield row

work.Work.go_through, work.EVERY = slowly, 0
queue = make_queue(make_engine(sys.argv[1]), IMPORT_RUNNERS)
print(worker.run_job(queue, int(sys.argv[2])).value)
"""


@pytest.fixture
def queue(engine: Engine) -> JobQueue:
    """Give the queue of the database."""
    return make_queue(engine, IMPORT_RUNNERS)


def sheet(count: int) -> Upload:
    """Give a sheet of so many programmes."""
    lines = [f"P-{number},Programme {number},national,KEN" for number in range(count)]
    return Upload("programmes.csv", "\n".join(["code,title,kind,place", *lines]).encode())


def uploaded(session: Session, queue: JobQueue, count: int = 300) -> int:
    """Store a sheet that waits for its check."""
    with transaction(session):
        number = number_of(add_import(session, NewImport("programmes", sheet(count)), ANA))
        ask_for_check(session, queue, number, by=ANA, locale="en")
    return number


def check_again(session: Session, queue: JobQueue, number: int) -> None:
    """Ask for the check of a stored sheet again, and do it."""
    with transaction(session):
        ask_for_check(session, queue, number, by=ANA, locale="en")
    assert run_next(queue) is JobState.DONE


def checked(session: Session, queue: JobQueue, count: int = 300) -> int:
    """Store a sheet that waits to be applied."""
    number = uploaded(session, queue, count)
    assert run_next(queue) is JobState.DONE
    with transaction(session):
        ask_to_apply(session, queue, number, by=ANA, accept_good=False)
    return number


def state(session: Session, number: int) -> ImportState:
    """Read the state of an import anew; its job says the same."""
    session.rollback()
    session.expire_all()
    imported = find_import(session, number)
    job = find_job(session, imported.job_id or 0)
    assert (job.state in OVER) is (imported.state in OVER.values())
    assert imported.state is OVER.get(job.state, imported.state)
    return imported.state


OVER = {JobState.FAILED: ImportState.FAILED, JobState.CANCELLED: ImportState.CANCELLED}


def job_of(session: Session, number: int) -> int:
    """Return the number of an import's job."""
    return find_import(session, number).job_id or 0


def programmes(session: Session) -> int:
    """Count the programmes on record."""
    session.rollback()
    return session.exec(select(func.count(col(Programme.id)))).one()


@contextmanager
def at_work(queue: JobQueue) -> Iterator["subprocess.Popen[str]"]:
    """Run the process of the job that waits slowly; wait until it is in the middle of its rows."""
    [number] = take(queue)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, queue.settings.database_url, str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )

    def in_the_middle() -> bool:
        assert process.poll() is None, "the process ended before it was stopped"
        return queue.progress(number).done >= 5

    try:
        wait_until(in_the_middle, "the process did not begin")
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(params=["checking", "applying"])
def waiting(request: pytest.FixtureRequest, session: Session, queue: JobQueue) -> int:
    """Give an import that waits for its process, in either way."""
    return uploaded(session, queue) if request.param == "checking" else checked(session, queue)


@pytest.mark.slow
def test_a_cancelled_import_leaves_the_record_as_it_was(
    session: Session, queue: JobQueue, waiting: int
) -> None:
    before = session.exec(select(RecordState.version)).one()
    job = job_of(session, waiting)
    with at_work(queue) as process:
        assert job_lock(queue.engine, job).is_held()
        queue.settle_lost()
        session.rollback()
        queue.cancel(session, job)
        assert process.wait(WAIT) == 0
    assert (state(session, waiting), programmes(session)) == (ImportState.CANCELLED, 0)
    assert session.exec(select(RecordState.version)).one() == before
    check_again(session, queue, waiting)
    assert state(session, waiting) is ImportState.CHECKED


@pytest.mark.slow
def test_a_killed_import_is_noticed_and_can_be_run_again(
    session: Session, queue: JobQueue, waiting: int
) -> None:
    with at_work(queue) as process:
        process.kill()
        process.wait()
    job = job_of(session, waiting)
    wait_until(lambda: not job_lock(queue.engine, job).is_held(), "the lock is held still")
    queue.settle_lost()
    assert (state(session, waiting), programmes(session)) == (ImportState.FAILED, 0)
    check_again(session, queue, waiting)
    with transaction(session):
        ask_to_apply(session, queue, waiting, by=BEN, accept_good=False)
    assert run_next(queue) is JobState.DONE
    assert (state(session, waiting), programmes(session)) == (ImportState.APPLIED, 300)


@pytest.mark.slow
def test_a_process_of_another_machine_heeds_the_row_of_its_job(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    queue = make_queue(engine, IMPORT_RUNNERS)
    with make_session(engine) as session:
        number = uploaded(session, queue)
        job = job_of(session, number)
        with at_work(queue) as process:
            with transaction(session):
                find_job(session, job, lock=True).host = "elsewhere"
            queue.cancel(session, job)
            assert process.wait(WAIT) == 0
        assert state(session, number) is ImportState.CANCELLED
    engine.dispose()


def test_rows_import_and_job_are_kept_together(session: Session, queue: JobQueue) -> None:
    number = checked(session, queue, 20)
    assert programmes(session) == 0
    assert run_next(queue) is JobState.DONE
    assert (state(session, number), programmes(session)) == (ImportState.APPLIED, 20)
    job = find_job(session, job_of(session, number))
    assert job.result == {"added": 20, "changed": 0, "unchanged": 0, "rejected": 0}
    trail = session.exec(select(AuditRecord).where(AuditRecord.action == "take up")).one()
    assert (trail.actor, trail.subject_reference) == (ANA, str(number))
    session.rollback()
    with pytest.raises(Conflict, match="nothing to run"):
        run_job(queue, job.id or 0)


def test_a_fault_of_ours_ends_as_failed(
    session: Session, queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = checked(session, queue, 5)

    def fall(*_arguments: object, **_keywords: object) -> None:
        raise RuntimeError("for a test")

    monkeypatch.setattr("tracker.exchange.import_jobs.runner._finish", fall)
    with pytest.raises(RuntimeError, match="for a test"):
        run_next(queue)
    assert (state(session, number), programmes(session)) == (ImportState.FAILED, 0)
    assert "RuntimeError" in find_import(session, number).message


@pytest.mark.slow
def test_a_check_leaves_others_free_to_write(sqlite_session: Session) -> None:
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    queue = make_queue(engine, IMPORT_RUNNERS)
    uploaded(sqlite_session, queue)
    with at_work(queue):
        begun = time.monotonic()
        uploaded(sqlite_session, queue, 1)
        assert time.monotonic() - begun < 9  # seconds: less than a writer waits for another
        assert list(folder_beside(engine).glob(f"*{SUFFIX}"))


@pytest.mark.slow
def test_nothing_is_left_beside_the_database(sqlite_session: Session) -> None:
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    queue = make_queue(engine, IMPORT_RUNNERS)
    uploaded(sqlite_session, queue)
    with at_work(queue) as process:
        process.kill()
        process.wait()
    assert list(folder_beside(engine).glob(f"*{SUFFIX}"))
    uploaded(sqlite_session, queue, 3)
    assert run_next(queue) is JobState.DONE
    assert [path.suffix for path in folder_beside(engine).iterdir()] == [".run"]


def test_a_discarded_import_keeps_no_rows(session: Session, queue: JobQueue) -> None:
    number = uploaded(session, queue, 5)
    run_next(queue)
    assert session.exec(select(func.count(col(ImportRow.place)))).one() == 5
    with transaction(session):
        discard(session, number, ANA)
    assert session.exec(select(func.count(col(ImportRow.place)))).one() == 0
    with pytest.raises(Conflict), transaction(session):
        ask_for_check(session, queue, number, by=ANA, locale="en")


@pytest.mark.parametrize(("before", "after"), list(product(ImportState, ImportState)))
def test_an_import_moves_as_the_table_says(before: ImportState, after: ImportState) -> None:
    if after in MOVES[before]:
        assert lawful(before, after) is after
    else:
        with pytest.raises(Conflict):
            lawful(before, after)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("rates.csv", "rates.csv"),
        ("C:\\Users\\ana\\rates.csv", "rates.csv"),
        ("../../etc/rates.csv", "rates.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", ".."),
        ("/", "sheet"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_names_of_files_are_made_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_faults_are_told_in_the_language_of_the_import(app: Flask, sqlite_session: Session) -> None:
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    queue = make_queue(engine, IMPORT_RUNNERS)
    file = Upload("p.csv", b"code,title,kind,place\nA,B,national,KEN\nC,,national,KEN\n")
    with transaction(sqlite_session):
        number = number_of(add_import(sqlite_session, NewImport("programmes", file), ANA))
        ask_for_check(sqlite_session, queue, number, by=ANA, locale="fr")
    [job] = take(queue)
    answer = app.test_cli_runner().invoke(args=["jobs", "run", str(job)])
    assert (answer.exit_code, answer.stdout.strip()) == (0, "done")
    [fault] = first_faults(sqlite_session, number, 5)
    nothing = "job %(number)s is %(state)s; there is nothing to run"
    with app.app_context(), force_locale("fr"):
        french = say("this cannot be empty")
        refused = say(nothing, number=job, state="done")
    assert fault.message == french != "this cannot be empty"
    again = app.test_cli_runner().invoke(args=["jobs", "run", str(job)])
    assert (again.exit_code, refused in again.output) == (1, True)


def test_a_workbook_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "sheet.xlsx", GOOD["programmes"])
    assert read_sheet(path, SheetRequest("programmes")).rows
    monkeypatch.setattr("tracker.exchange.file_limits.MOST_UNPACKED", 1_000)
    with pytest.raises(Unreadable, match="too large when unpacked"):
        read_sheet(path, SheetRequest("programmes"))
