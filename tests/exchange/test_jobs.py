"""The process of an import: what it keeps, how it is stopped, and that its death is noticed."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
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
from tracker.assistance.tables.activities import Programme
from tracker.db import make_engine, make_session, transaction
from tracker.errors import Conflict
from tracker.exchange.jobs.copies import SUFFIX
from tracker.exchange.jobs.keeping import (
    NewJob,
    add_job,
    ask_for_check,
    ask_to_apply,
    discard,
    find_job,
    number_of,
    plain_name,
)
from tracker.exchange.jobs.launching import lost, settle, stop
from tracker.exchange.jobs.models import ImportRow
from tracker.exchange.jobs.pulse import FilePulses, Step, folder_beside, pulses_of
from tracker.exchange.jobs.reads import first_faults
from tracker.exchange.jobs.running import run_job
from tracker.exchange.jobs.states import MOVES, STARTS_WITHIN, JobState, is_lost, lawful
from tracker.exchange.sheet_files import Upload, read_sheet
from tracker.exchange.sheets import Unreadable
from tracker.people.tables import AuditRecord, RecordState
from tracker.settings import ROOT
from tracker.web.imports.job_start import start
from tracker.words import say

WAIT = 60  # seconds
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SLOWLY = """
import sys, time
from tracker.db import make_engine
from tracker.exchange.jobs import running

plain = running._noting

def slowly(beat):
    progress = plain(beat)
    def go_through(rows, label):
        for row in progress(rows, label):
            time.sleep(0.05)
            yield row
    return go_through

running._noting, running.EVERY = slowly, 0
print(running.run_job(make_engine(sys.argv[1]), int(sys.argv[2])).value)
"""


def sheet(count: int) -> Upload:
    """Give a sheet of so many programmes."""
    lines = [f"P-{number},Programme {number},national,KEN" for number in range(count)]
    return Upload("programmes.csv", "\n".join(["code,title,kind,place", *lines]).encode())


def uploaded(session: Session, count: int = 300) -> int:
    """Keep a sheet that waits for its check."""
    with transaction(session):
        number = number_of(add_job(session, NewJob("programmes", sheet(count)), "ana@example.org"))
        ask_for_check(session, number, "en")
    return number


def checked(session: Session, engine: Engine, count: int = 300) -> int:
    """Keep a sheet that waits to be taken up."""
    number = uploaded(session, count)
    assert run_job(engine, number) is JobState.CHECKED
    with transaction(session):
        ask_to_apply(session, number, "ana@example.org", accept_good=False)
    return number


def state(session: Session, number: int) -> JobState:
    """Read the state of a job anew."""
    session.rollback()
    return find_job(session, number).state


def programmes(session: Session) -> int:
    """Count the programmes on record."""
    session.rollback()
    return session.exec(select(func.count(col(Programme.id)))).one()


@contextmanager
def at_work(url: str, engine: Engine, number: int) -> Iterator["subprocess.Popen[str]"]:
    """Run the process of a job slowly and wait until it is in the middle of its rows."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, url, str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        give_up = time.monotonic() + WAIT
        while pulses_of(engine).step(number).done < 5:
            assert process.poll() is None, "the process ended before it was stopped"
            assert time.monotonic() < give_up, "the process did not begin"
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(params=["checking", "applying"])
def waiting(request: pytest.FixtureRequest, session: Session, engine: Engine) -> int:
    """Give a job that waits for its process, in either way."""
    return uploaded(session) if request.param == "checking" else checked(session, engine)


def test_a_stopped_import_leaves_the_record_as_it_was(
    session: Session, engine: Engine, any_database_url: str, waiting: int
) -> None:
    before = session.exec(select(RecordState.version)).one()
    with at_work(any_database_url, engine, waiting) as process:
        assert pulses_of(engine).held(waiting)
        assert not lost(engine, find_job(session, waiting))
        session.rollback()
        stop(engine, session, waiting)
        assert process.wait(WAIT) == 0
    assert (state(session, waiting), programmes(session)) == (JobState.CANCELLED, 0)
    assert session.exec(select(RecordState.version)).one() == before
    with transaction(session):
        ask_for_check(session, waiting, "en")
    assert run_job(engine, waiting) is JobState.CHECKED


def test_a_killed_import_is_noticed_and_can_be_run_again(
    session: Session, engine: Engine, any_database_url: str, waiting: int
) -> None:
    with at_work(any_database_url, engine, waiting) as process:
        process.kill()
        process.wait()
    wait_until_free(engine, waiting)
    assert lost(engine, find_job(session, waiting))
    settle(engine, session, waiting)
    assert (state(session, waiting), programmes(session)) == (JobState.FAILED, 0)
    with transaction(session):
        ask_for_check(session, waiting, "en")
    assert run_job(engine, waiting) is JobState.CHECKED
    with transaction(session):
        ask_to_apply(session, waiting, "ben@example.org", accept_good=False)
    assert run_job(engine, waiting) is JobState.APPLIED
    assert programmes(session) == 300


def wait_until_free(engine: Engine, number: int) -> None:
    """Wait until the database has noticed that its client is gone."""
    give_up = time.monotonic() + WAIT
    while pulses_of(engine).held(number):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_two_processes_never_work_on_one_import(
    session: Session, engine: Engine, any_database_url: str
) -> None:
    number = uploaded(session)
    with at_work(any_database_url, engine, number), pytest.raises(Conflict, match="another"):
        run_job(engine, number)
    del session


def test_a_process_of_another_machine_heeds_the_row_of_its_job(
    postgres_url: str,
) -> None:
    engine = make_engine(postgres_url)
    with make_session(engine) as session:
        number = uploaded(session)
        with at_work(postgres_url, engine, number) as process:
            with transaction(session):
                job = find_job(session, number, lock=True)
                job.host = "elsewhere"
            stop(engine, session, number)
            assert process.wait(WAIT) == 0
        assert state(session, number) is JobState.CANCELLED
    engine.dispose()


def test_rows_and_state_are_kept_together(session: Session, engine: Engine) -> None:
    number = checked(session, engine, 20)
    assert programmes(session) == 0
    assert run_job(engine, number) is JobState.APPLIED
    assert programmes(session) == 20
    trail = session.exec(select(AuditRecord).where(AuditRecord.action == "take up")).one()
    assert (trail.actor, trail.subject_reference) == ("ana@example.org", str(number))
    with pytest.raises(Conflict, match="nothing to run"):
        run_job(engine, number)


def test_a_fault_of_ours_ends_as_failed(
    session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = checked(session, engine, 5)

    def fall(*_arguments: object, **_keywords: object) -> None:
        raise RuntimeError("for a test")

    monkeypatch.setattr("tracker.exchange.jobs.running._finish", fall)
    with pytest.raises(RuntimeError, match="for a test"):
        run_job(engine, number)
    assert (state(session, number), programmes(session)) == (JobState.FAILED, 0)
    assert "RuntimeError" in find_job(session, number).message


def test_a_check_leaves_others_free_to_write(sqlite_session: Session, sqlite_url: str) -> None:
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    number = uploaded(sqlite_session)
    with at_work(sqlite_url, engine, number):
        begun = time.monotonic()
        uploaded(sqlite_session, 1)
        assert time.monotonic() - begun < 5
        assert list(folder_beside(engine).glob(f"*{SUFFIX}"))


def test_nothing_is_left_beside_the_database(sqlite_session: Session, sqlite_url: str) -> None:
    engine = sqlite_session.get_bind()
    assert isinstance(engine, Engine)
    number = uploaded(sqlite_session)
    with at_work(sqlite_url, engine, number) as process:
        process.kill()
        process.wait()
    assert list(folder_beside(engine).glob(f"*{SUFFIX}"))
    assert run_job(engine, uploaded(sqlite_session, 3)) is JobState.CHECKED
    settle(engine, sqlite_session, number)
    assert [path.suffix for path in folder_beside(engine).iterdir()] == [".run"]


def test_a_discarded_job_keeps_no_rows(session: Session, engine: Engine) -> None:
    number = uploaded(session, 5)
    run_job(engine, number)
    assert session.exec(select(func.count(col(ImportRow.place)))).one() == 5
    with transaction(session):
        discard(session, number, "ana@example.org")
    assert session.exec(select(func.count(col(ImportRow.place)))).one() == 0
    with pytest.raises(Conflict), transaction(session):
        ask_for_check(session, number, "en")


@pytest.mark.parametrize(("before", "after"), list(product(JobState, JobState)))
def test_a_job_moves_as_the_table_says(before: JobState, after: JobState) -> None:
    if after in MOVES[before]:
        assert lawful(before, after) is after
    else:
        with pytest.raises(Conflict):
            lawful(before, after)


@pytest.mark.parametrize(
    ("state", "held", "age", "begun", "expected"),
    [
        (JobState.CHECKING, True, timedelta(hours=1), True, False),
        (JobState.CHECKING, False, timedelta(0), True, True),
        (JobState.APPLYING, False, timedelta(seconds=1), False, False),
        (JobState.APPLYING, False, STARTS_WITHIN + timedelta(seconds=1), False, True),
        (JobState.CHECKED, False, timedelta(hours=1), True, False),
        (JobState.FAILED, False, timedelta(hours=1), True, False),
    ],
)
def test_only_what_should_run_and_does_not_is_lost(
    state: JobState,
    held: bool,  # noqa: FBT001 - a case of the table
    age: timedelta,
    begun: bool,  # noqa: FBT001 - likewise
    expected: bool,  # noqa: FBT001 - likewise
) -> None:
    assert is_lost(state, held=held, asked_at=NOW - age, begun=begun, now=NOW) is expected


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


def test_only_what_is_there_is_looked_at(tmp_path: Path) -> None:
    pulses = FilePulses(tmp_path / "none")
    assert (pulses.held(1), pulses.step(1)) == (False, Step())
    with pulses.hold(1) as beat:
        beat(Step(3, 7, "x" * 500))
        assert (pulses.held(1), pulses.step(1).total) == (True, 7)
    assert not pulses.held(1)


def test_faults_are_told_in_the_language_of_the_job(app: Flask, sqlite_session: Session) -> None:
    file = Upload("p.csv", b"code,title,kind,place\nA,B,national,KEN\nC,,national,KEN\n")
    with transaction(sqlite_session):
        number = number_of(add_job(sqlite_session, NewJob("programmes", file), "ana@example.org"))
        ask_for_check(sqlite_session, number, "fr")
    answer = app.test_cli_runner().invoke(args=["import", "run", str(number)])
    assert (answer.exit_code, answer.stdout.strip()) == (0, "checked")
    [fault] = first_faults(sqlite_session, number, 5)
    nothing = "import %(number)s is %(state)s; there is nothing to run"
    with app.app_context(), force_locale("fr"):
        french = say("this cannot be empty")
        refused = say(nothing, number=number, state="checked")
    assert fault.message == french != "this cannot be empty"
    again = app.test_cli_runner().invoke(args=["import", "run", str(number)])
    assert (again.exit_code, refused in again.output) == (1, True)


def test_a_process_that_cannot_start_is_told(
    app: Flask, sqlite_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise OSError(11, "no room")

    number = uploaded(sqlite_session, 3)
    monkeypatch.setattr("tracker.exchange.jobs.launching.subprocess.Popen", refuse)
    with app.app_context():
        start(number)
    assert state(sqlite_session, number) is JobState.FAILED
    assert "no room" in find_job(sqlite_session, number).message


def test_a_workbook_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "sheet.xlsx", GOOD["programmes"])
    assert read_sheet(path, "programmes").rows
    monkeypatch.setattr("tracker.exchange.workbooks.LARGEST_UNPACKED", 1_000)
    with pytest.raises(Unreadable, match="too large when unpacked"):
        read_sheet(path, "programmes")
