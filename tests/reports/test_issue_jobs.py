"""The issue of a report as a job: whole or not at all, once, and only of what was cleared."""

import subprocess
import sys

import pytest
from sqlmodel import Session, select

from tests.support.issuing import APPROVER, clear, cleared, issue_queue, preparer
from tests.support.jobs import WAIT, run_next, take, wait_until
from tests.support.trail import record_set_up
from tracker.db import make_session, transaction
from tracker.errors import Conflict, NotAllowed
from tracker.jobs.lock import job_lock
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import JobState
from tracker.jobs.store import find_job
from tracker.people.permissions import CurrentUser
from tracker.people.tables import User
from tracker.reports.register import issuing
from tracker.reports.register.decisions import render_files, return_report
from tracker.reports.register.drafts import write_text
from tracker.reports.register.issuing import FileChoice, ask_to_issue, issue_now
from tracker.reports.register.job_of_report import job_of
from tracker.reports.register.register import files_of, find_report
from tracker.reports.register.states import ReportState
from tracker.reports.register.written_texts import EditorsText
from tracker.reports.renderings.forms import Format
from tracker.settings import ROOT

QUICK = FileChoice(forms=(Format.XLSX,))
BOTH = FileChoice(("en", "ar"), (Format.XLSX, Format.HTML))
STANDING_STILL = """
import sys, time
from tests.support.jobs import make_queue
from tracker.db import make_engine
from tracker.jobs.worker import run_job
from tracker.reports.register import decisions, issuing

def wait(*_given):
    time.sleep(600)

decisions.render = wait
queue = make_queue(make_engine(sys.argv[1]), issuing.ISSUE_RUNNERS)
print(run_job(queue, int(sys.argv[2])).value)
"""


@pytest.fixture
def user(session: Session) -> CurrentUser:
    """Give a person who prepares and issues reports."""
    return preparer(session)


@pytest.fixture
def queue(session: Session) -> JobQueue:
    """Give the queue of the database."""
    return issue_queue(session)


def _asked(
    session: Session,
    queue: JobQueue,
    numbers: list[int],
    user: CurrentUser,
    chosen: FileChoice = QUICK,
) -> int | None:
    with transaction(session):
        return ask_to_issue(session, queue, numbers, user, chosen)


def _state(session: Session, number: int) -> ReportState:
    session.rollback()
    session.expire_all()
    return find_report(session, number).state


def _fault(session: Session, number: int) -> str:
    """Return why the newest job of a report failed."""
    session.rollback()
    session.expire_all()
    job = job_of(session, number)
    assert job is not None
    return job.fault


def test_a_job_issues_a_report_with_its_files(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    number = cleared(session, user.handle)
    _asked(session, queue, [number], user, BOTH)
    assert run_next(queue) is JobState.DONE
    assert _state(session, number) is ReportState.ISSUED
    row = find_report(session, number)
    assert row.issued_by == user.handle
    assert [(one.language, one.format) for one in files_of(session, row)] == [
        (language, form) for language in BOTH.languages for form in BOTH.forms
    ]


def test_asked_for_twice_it_counts_once(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    number = cleared(session, user.handle)
    assert _asked(session, queue, [number], user)
    assert _asked(session, queue, [number], user) is None
    assert len(take(queue)) == 1
    assert _asked(session, queue, [number], user) is None


def test_only_who_prepares_asks_and_only_for_what_is_cleared(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    number = cleared(session, user.handle)
    with pytest.raises(NotAllowed):
        _asked(session, queue, [number], APPROVER)
    with transaction(session):
        return_report(session, number, APPROVER, "a figure is missing")
    with pytest.raises(Conflict):
        _asked(session, queue, [number], user)
    assert job_of(session, number) is None


def test_a_report_returned_meanwhile_is_not_issued_and_says_why(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    number = cleared(session, user.handle)
    job = _asked(session, queue, [number], user)
    with transaction(session):
        return_report(session, number, APPROVER, "a figure is missing")
    clear(session, number)  # the same content: the job was asked for before it was returned
    assert run_next(queue) is JobState.FAILED
    assert _state(session, number) is ReportState.CLEARED
    assert "a draft again" in find_job(session, job or 0).fault


def test_one_that_is_returned_while_its_files_are_made_is_not_issued(
    session: Session, queue: JobQueue, user: CurrentUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = cleared(session, user.handle)
    _asked(session, queue, [number], user)

    def return_it(*given: object) -> object:
        with make_session(queue.engine) as other:
            with transaction(other):
                return_report(other, number, APPROVER, "a figure is missing")
            with transaction(other):
                write_text(other, number, "first", EditorsText("Another text."), user.handle)
            clear(other, number)
        monkeypatch.undo()
        return render_files(*given)  # type: ignore[arg-type] # as the job calls it

    monkeypatch.setattr(issuing, "render_files", return_it)
    assert run_next(queue) is JobState.FAILED
    assert _state(session, number) is ReportState.CLEARED
    assert files_of(session, find_report(session, number)) == []
    _asked(session, queue, [number], user)
    assert run_next(queue) is JobState.DONE
    assert "Another text." in find_report(session, number).issued


def test_one_of_several_that_is_refused_keeps_no_other(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    numbers = [cleared(session, user.handle) for _ in range(3)]
    _asked(session, queue, numbers, user)
    with transaction(session):
        return_report(session, numbers[0], APPROVER, "a figure is missing")
    assert run_next(queue) is JobState.FAILED
    states = [_state(session, number) for number in numbers]
    assert states == [ReportState.DRAFT, ReportState.ISSUED, ReportState.ISSUED]
    assert f"report {numbers[0]}:" in _fault(session, numbers[1])


def test_who_may_no_longer_issue_reports_issues_none(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    number = cleared(session, user.handle)
    _asked(session, queue, [number], user)
    with transaction(session):
        session.exec(select(User).where(User.handle == user.handle)).one().active = False
        record_set_up(session)
    assert run_next(queue) is JobState.FAILED
    assert _state(session, number) is ReportState.CLEARED
    assert "may not issue" in _fault(session, number)


@pytest.mark.slow
@pytest.mark.parametrize("end", ["killed", "cancelled"])
def test_nothing_is_issued_by_a_process_that_ends_and_it_is_asked_for_again(
    session: Session, queue: JobQueue, user: CurrentUser, end: str
) -> None:
    number = cleared(session, user.handle)
    job = _asked(session, queue, [number], user) or 0
    take(queue)
    url = queue.settings.database_url
    process = subprocess.Popen(
        [sys.executable, "-c", STANDING_STILL, url, str(job)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: queue.progress(job).total == len(QUICK), "no file is being made")
        assert "XLSX" in queue.progress(job).label
        if end == "cancelled":
            queue.cancel(session, job)
            process.wait(timeout=WAIT)
    finally:
        process.kill()
        process.wait()
    wait_until(lambda: not job_lock(queue.engine, job).is_held(), "the lock is held still")
    queue.settle_lost()
    assert _state(session, number) is ReportState.CLEARED
    found = job_of(session, number)
    assert found is not None
    assert found.state is (JobState.FAILED if end == "killed" else JobState.CANCELLED)
    assert bool(found.fault) is (end == "killed")
    _asked(session, queue, [number], user)
    assert run_next(queue) is JobState.DONE
    assert _state(session, number) is ReportState.ISSUED


def test_a_command_issues_at_once_what_no_job_works_on(
    session: Session, queue: JobQueue, user: CurrentUser
) -> None:
    steps: list[str] = []
    number = cleared(session, user.handle)
    digest = issue_now(session, number, user, BOTH, lambda step: steps.append(step.label))
    assert find_report(session, number).digest == digest
    assert len(steps) == len(BOTH)
    other = cleared(session, user.handle)
    _asked(session, queue, [other], user)
    with pytest.raises(Conflict):
        issue_now(session, other, user, QUICK, lambda _step: None)
    assert _state(session, other) is ReportState.CLEARED
