"""The reporting dates that an issued statement answers, taken off what is due."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.fund.contributions.parts import submit_report
from tracker.fund.contributions.reporting_dates import ReportingDate, reporting_dates
from tracker.reports.content.report import ReportKind
from tracker.reports.register.register import TERMS
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport
from tracker.reports.terms import ReportTerms


class StatementAtWork(NamedTuple):
    """A statement that is a draft or cleared, with its terms."""

    number: int
    state: ReportState
    terms: ReportTerms


def answered_dates(session: Session, terms: ReportTerms, on: date) -> Sequence[ReportingDate]:
    """Return the reports due as at a day that a statement by these terms answers."""
    return [one for one in reporting_dates(session, on, terms.subject) if answers(terms, one)]


def answers(terms: ReportTerms, one: ReportingDate) -> bool:
    """Tell whether a statement by these terms answers a report that is due to its donor."""
    has_it = not terms.contributions or one.reference in terms.contributions
    return terms.subject == one.donor and has_it and one.is_answered_by(terms.first, terms.last)


def statements_at_work(session: Session) -> Sequence[StatementAtWork]:
    """Return the statements that are not issued yet, by number."""
    statement = (
        select(RegisteredReport.id, RegisteredReport.state, RegisteredReport.terms)
        .where(
            col(RegisteredReport.kind) == ReportKind.STATEMENT,
            col(RegisteredReport.state) != ReportState.ISSUED,
        )
        .order_by(col(RegisteredReport.id))
    )
    return [
        StatementAtWork(number or 0, ReportState(state), TERMS.validate_json(terms))
        for number, state, terms in session.exec(statement)
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
