"""Reports drawn in a request or a command, from the application's snapshot of the record."""

from dataclasses import replace
from datetime import datetime

from tracker.db import transaction
from tracker.http import context
from tracker.http.totals_requests import reading
from tracker.people.audit import moment_of_reading
from tracker.people.permissions import ANYONE, CurrentUser
from tracker.periods import Span
from tracker.reference.sessions import find_session, reported_span
from tracker.reports.briefs.donor_briefs import DonorBriefs, Draw, list_briefs
from tracker.reports.briefs.drawing import draw_brief
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.report import ReportTree
from tracker.reports.drawing import draw_report
from tracker.reports.kinds import KINDS
from tracker.reports.register.drafts import known_moment
from tracker.reports.renderings.forms import Format
from tracker.reports.statement.donor_source import with_donor
from tracker.reports.terms import ReportTerms
from tracker.reports.year_end.report import draw_year_end
from tracker.totals.snapshot import Snapshot


def moment_of_drawing() -> datetime:
    """Return a moment at which all that is recorded is known, and nothing later."""
    with transaction(context.session()) as session:
        return known_moment(session)


def moment_now() -> datetime:
    """Return a moment at which all that is recorded is known, for what is only shown.

    No writer is waited for: where one is at work, it is the moment of the newest change.
    """
    return moment_of_reading(context.services().engine)


def drawn(terms: ReportTerms) -> tuple[ReportTerms, ReportTree]:
    """Draw a report; return its terms with the version of the data, and the tree."""
    with reading() as snapshot:
        terms = as_known_now(terms, snapshot)
        return terms, draw_report(context.session(), snapshot, terms, KINDS)


def as_known_now(terms: ReportTerms, snapshot: Snapshot) -> ReportTerms:
    """Return the terms with the version of the data, and the licence of the settings."""
    licence = context.settings().data_licence
    return replace(terms, data_version=snapshot.data_version, licence=licence)


def statement_of(terms: ReportTerms) -> ReportTree:
    """Draw the summary of a donor; raises NotFound for an unknown donor or contribution."""
    return drawn(with_donor(context.session(), terms))[1]


def commission_of(terms: ReportTerms) -> ReportTree:
    """Draw the progress report to the Commission."""
    return drawn(terms)[1]


def brief_of(
    of: BriefOf, terms: ReportTerms, *, user: CurrentUser = ANYONE, donor: str = ""
) -> ReportTree:
    """Draw a brief for a reader, with a donor's share; raises NotFound."""
    with reading() as snapshot:
        known = as_known_now(terms, snapshot)
        return draw_brief(context.session(), snapshot, of, known, user=user, donor=donor)


def year_end_of(terms: ReportTerms) -> ReportTree:
    """Draw the year-end tables of the days of the terms."""
    with reading() as snapshot:
        return draw_year_end(context.session(), snapshot, as_known_now(terms, snapshot))


def of_known_donor(terms: ReportTerms) -> ReportTerms:
    """Return the terms with the donor that the subject was merged into in the end, if any.

    Raises NotFound for an unknown donor.
    """
    return with_donor(context.session(), terms)


def briefs_of(terms: ReportTerms, form: Format) -> DonorBriefs:
    """List the briefs of the donor that is the subject of the terms."""
    with reading() as snapshot:
        return list_briefs(context.session(), snapshot, as_known_now(terms, snapshot), form)


def draw_own(terms: ReportTerms, donor: str) -> Draw:
    """Return what draws briefs with the days and dates of the terms, and a donor's share."""
    return lambda of, code: brief_of(of, replace(terms, subject=code), donor=donor)


def days_of_session(code: str) -> Span:
    """Return the days that are reported on to a session; raises NotFound."""
    with reading() as snapshot:
        sessions = snapshot.members.sessions
        return reported_span(sessions, find_session(sessions, code))
