"""Reports drawn in a request or a command, from the application's snapshot of the record."""

from dataclasses import replace

from tracker.http import context
from tracker.http.totals_requests import reading
from tracker.periods import Span
from tracker.reference.sessions import find_session, reported_span
from tracker.reports.commission.report import commission_report
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.drawing import DrawKind, draw_report
from tracker.reports.statement.donor_source import with_donor
from tracker.reports.statement.statement import draw_statement
from tracker.reports.terms import ReportTerms

KINDS: dict[ReportKind, DrawKind] = {
    ReportKind.COMMISSION: commission_report,
    ReportKind.STATEMENT: draw_statement,
}
"""What makes the tree of each kind of report."""


def statement_of(terms: ReportTerms) -> ReportTree:
    """Draw the summary of a donor; raises NotFound for an unknown donor or contribution."""
    session = context.session()
    with reading() as snapshot:
        own = replace(with_donor(session, terms), data_version=snapshot.data_version)
        return draw_report(session, snapshot, own, KINDS)


def commission_of(terms: ReportTerms) -> ReportTree:
    """Draw the progress report to the Commission."""
    with reading() as snapshot:
        own = replace(terms, data_version=snapshot.data_version)
        return draw_report(context.session(), snapshot, own, KINDS)


def days_of_session(code: str) -> Span:
    """Return the days that are reported on to a session; raises NotFound."""
    with reading() as snapshot:
        sessions = snapshot.members.sessions
        return reported_span(sessions, find_session(sessions, code))
