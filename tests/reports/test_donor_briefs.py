"""The briefs of a donor: what its money was given to, an index that adds up, the same bytes."""

import io
import zipfile
from datetime import date, datetime

import pytest
from sqlmodel import Session

from tests.support.briefs import LAST, brief
from tests.support.commission_account import fill_for_commission
from tests.support.jobs import make_queue, run_next
from tests.support.people import make_user
from tests.support.statements import amounts, drawn, terms_of
from tracker.db import transaction
from tracker.jobs.files import KEPT, find_job_file
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import JobState
from tracker.jobs.tables import JobFile
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.people.users import as_current_user
from tracker.periods import utc_now
from tracker.reports.briefs import donor_briefs
from tracker.reports.briefs.briefs_job import (
    BRIEF_RUNNERS,
    AskedBriefs,
    ask_for_briefs,
    briefs_job_of,
)
from tracker.reports.briefs.donor_briefs import DonorBriefs, brief_files, list_briefs
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.zip_times import write_zip
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

NAMES = ["index.html", "index.xlsx", "activities/A1.html", "tools/GUIDE.html"]


@pytest.fixture(autouse=True)
def _account(session: Session) -> None:
    fill_for_commission(session)


def own_terms(
    donor: str, first: date | None = None, known_at: datetime | None = None
) -> ReportTerms:
    """Return the terms of the briefs of a donor."""
    return ReportTerms(ReportKind.BRIEF, first, LAST, LAST, known_at or utc_now(), donor)


def listed(session: Session, terms: ReportTerms) -> DonorBriefs:
    """List the briefs of a donor."""
    with Snapshot().reading(session.connection()) as snapshot:
        return list_briefs(session, snapshot, terms, Format.HTML)


def packed(session: Session, terms: ReportTerms, donor: str = "") -> bytes:
    """Pack the briefs of a donor as pages."""

    def draw(of: BriefOf, code: str) -> ReportTree:
        return brief(session, of, code, known_at=terms.known_at, donor=donor)

    out = io.BytesIO()
    write_zip(out, brief_files(listed(session, terms), Format.HTML, "en", draw, iter))
    return out.getvalue()


def names_in(data: bytes) -> list[str]:
    """Return the names of the files in a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return read.namelist()


def text_in(data: bytes, name: str) -> str:
    """Return the text of a file in a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return read.read(name).decode()


@pytest.mark.parametrize("donor", ["ITA", "JPN"])
def test_the_index_adds_up_to_what_the_statement_says(session: Session, donor: str) -> None:
    found = listed(session, own_terms(donor))
    statement = amounts(drawn(session, terms_of(donor, None, LAST)), "activities")
    index = amounts(found.index, "activities")
    for column in ("allocated", "spent"):
        own = index["total"][column]
        assert own == statement["total"][column]
        assert own == sum(row[column] for code, row in index.items() if code != "total")
    assert "A2" not in index
    assert "A2" not in {one.code for one in found.briefs}


def test_a_donor_with_nothing_in_the_days_has_no_briefs(session: Session) -> None:
    assert listed(session, own_terms("ITA", date(2022, 12, 30))).briefs == ()


def test_the_same_terms_give_the_same_bytes(session: Session) -> None:
    terms = own_terms("ITA")
    first, second = packed(session, terms), packed(session, terms)
    assert first == second
    assert names_in(first) == NAMES
    assert "The share of" not in text_in(first, "activities/A1.html")
    assert "The share of Italy" in text_in(packed(session, terms, "ITA"), "activities/A1.html")


def test_files_have_names_of_their_own_that_lead_nowhere() -> None:
    codes = ("A/1", "A 1", "a 1", "../x", "Ä", "B")
    found = donor_briefs.with_files(((BriefOf.ACTIVITY, code) for code in codes), Format.PDF)
    names = [one.file for one in found]
    assert len({name.casefold() for name in names}) == len(codes)
    assert all(name.count("/") == 1 for name in names)
    assert names[-1] == "activities/B.pdf"


@pytest.fixture
def queue(session: Session) -> JobQueue:
    """Give the queue of the database."""
    return make_queue(session.get_bind().engine, BRIEF_RUNNERS)


def ask(session: Session, queue: JobQueue, user: CurrentUser) -> int:
    """Ask for the briefs of Italy as a job."""
    asked = AskedBriefs(own_terms("ITA"), Format.HTML, "en", "briefs.zip")
    assert AskedBriefs.of(asked.as_json()) == asked
    with transaction(session):
        return ask_for_briefs(session, queue, asked, user, "en")


@pytest.mark.parametrize(
    ("role", "donor", "tells"),
    [(Role.SECRETARIAT, "", True), (Role.DONOR, "ITA", True), (Role.DONOR, "JPN", False)],
)
def test_a_job_keeps_the_file_for_who_asked(
    session: Session, queue: JobQueue, role: Role, donor: str, *, tells: bool
) -> None:
    user = as_current_user(make_user(session, role, donor_code=donor, email="one@example.org"))
    other = as_current_user(make_user(session, Role.APPROVER, email="other@example.org"))
    number = ask(session, queue, user)
    assert run_next(queue) is JobState.DONE
    session.rollback()
    session.expire_all()
    file = find_job_file(session, number)
    assert file is not None
    assert names_in(file.data) == NAMES
    assert ("The share of Italy" in text_in(file.data, "activities/A1.html")) is tells
    job = briefs_job_of(session, user, "ITA")
    assert job is not None
    assert job.id == number
    assert briefs_job_of(session, other, "ITA") is None
    assert briefs_job_of(session, user, "JPN") is None
    assert briefs_job_of(session, CurrentUser(), "ITA") is None


def test_a_file_is_kept_for_a_day(session: Session, queue: JobQueue) -> None:
    user = as_current_user(make_user(session, Role.SECRETARIAT, email="one@example.org"))
    first = ask(session, queue, user)
    run_next(queue)
    session.rollback()
    session.expire_all()
    with transaction(session):
        file = find_job_file(session, first)
        assert file is not None
        file.made_at -= KEPT
        session.add(file)
    assert find_job_file(session, first) is None
    second = ask(session, queue, user)
    run_next(queue)
    session.rollback()
    session.expire_all()
    assert session.get(JobFile, first) is None
    assert find_job_file(session, second) is not None
