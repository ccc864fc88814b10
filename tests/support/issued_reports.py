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


def issue_small_report(session: Session, terms: ReportTerms) -> int:
    """Add, clear and issue the small report; return its number."""
    one, other = _secretariat("P-1"), _secretariat("P-2")
    number = add_report(session, terms, small_report(), one.handle)
    seen = digest_of(tree_of(session, find_report(session, number)))
    clear_report(session, number, other, seen)
    issue_report(session, number, one, files_to_issue(session, number, (), ()))
    return number
