"""An issued report without files, for tests of what comes after."""

from sqlmodel import Session

from tests.support.reports import small_report
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.reports.content.canonical import digest_of
from tracker.reports.register.decisions import clear_report, files_to_issue, issue_report
from tracker.reports.register.drafts import add_report
from tracker.reports.register.register import find_report, tree_of
from tracker.reports.terms import ReportTerms


def _secretariat(handle: str) -> CurrentUser:
    return CurrentUser(f"{handle}@example.org", handle, Role.SECRETARIAT, "", handle=handle)


PREPARES, CLEARS = _secretariat("P-1"), _secretariat("P-2")


def clear(session: Session, number: int) -> None:
    """Clear a report as it is shown now."""
    seen = digest_of(tree_of(session, find_report(session, number)))
    clear_report(session, number, CLEARS, seen)


def issue(session: Session, number: int) -> str:
    """Issue a cleared report; return the digest of its content."""
    return issue_report(session, number, PREPARES, files_to_issue(session, number, (), ()))


def issue_small_report(session: Session, terms: ReportTerms) -> int:
    """Add, clear and issue the small report; return its number."""
    number = add_report(session, terms, small_report(), PREPARES.handle)
    clear(session, number)
    issue(session, number)
    return number
