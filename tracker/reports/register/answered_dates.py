"""The reporting dates that an issued statement answers, taken off what is due."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from tracker.fund.contributions.parts import submit_report
from tracker.fund.contributions.reporting_dates import ReportingDate, reporting_dates
from tracker.reports.terms import ReportTerms


def answered_dates(session: Session, terms: ReportTerms, on: date) -> Sequence[ReportingDate]:
    """Return the reports due as at a day that a statement by these terms answers."""
    return [
        one
        for one in reporting_dates(session, on, terms.subject)
        if (not terms.contributions or one.reference in terms.contributions)
        and one.is_answered_by(terms.first, terms.last)
    ]


def note_answered(
    session: Session, number: int, terms: ReportTerms, on: date, actor: str
) -> Sequence[ReportingDate]:
    """Note the reports that an issued statement answers as submitted on a day."""
    found = answered_dates(session, terms, on)
    why = f"statement issued as report {number}"
    for one in found:
        submit_report(session, one.reference, one.number, on, actor=actor, why=why)
    return found
