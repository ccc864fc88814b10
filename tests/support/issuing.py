"""Reports on their way to issue in tests: cleared ones, and their jobs run in this process."""

from sqlmodel import Session

from tests.support.jobs import make_queue
from tests.support.people import make_user
from tests.support.reports import FACTS, small_report
from tracker.db import transaction
from tracker.jobs.queue import JobQueue
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.people.users import as_current_user
from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportKind
from tracker.reports.register.decisions import clear_report
from tracker.reports.register.drafts import add_report
from tracker.reports.register.issuing import ISSUE_RUNNERS
from tracker.reports.register.register import find_report, tree_of
from tracker.reports.terms import ReportTerms

APPROVER = CurrentUser("P-4@example.org", "P-4", Role.APPROVER, handle="P-4")
TERMS = ReportTerms(
    ReportKind.COMMISSION, FACTS.first, FACTS.last, FACTS.as_at, FACTS.known_at.replace(year=2024)
)


def preparer(session: Session, email: str = "preparer@example.org") -> CurrentUser:
    """Add a person of the secretariat, and return it as the rules see it."""
    return as_current_user(make_user(session, Role.SECRETARIAT, email=email))


def cleared(session: Session, prepared_by: str) -> int:
    """Add a report and clear it; return its number."""
    with transaction(session):
        number = add_report(session, TERMS, small_report(), prepared_by)
    clear(session, number)
    return number


def clear(session: Session, number: int) -> None:
    """Clear a draft as it stands."""
    seen = digest_of(tree_of(session, find_report(session, number)))
    with transaction(session):
        clear_report(session, number, APPROVER, seen)


def issue_queue(session: Session) -> JobQueue:
    """Return the queue of a session's database, of jobs that issue reports."""
    return make_queue(session.get_bind().engine, ISSUE_RUNNERS)
