"""Which statement answers which reporting date of a contribution."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlmodel import Session

from tests.support.small_account import ACTOR, add_catalogue
from tracker.db import transaction
from tracker.fund.contributions.part_drafts import ReportDraft
from tracker.fund.contributions.reporting_dates import ReportingDate, reporting_dates
from tracker.fund.contributions.schedule import DueState
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.states import ContributionReportKind, ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.periods import Span
from tracker.reference.codes import Earmarking, FinancingInstrument

TODAY = date(2024, 6, 1)
KIND = ContributionReportKind


def _draft(reference: str, reports: Sequence[ReportDraft]) -> ContributionDraft:
    return ContributionDraft(
        reference=reference,
        donor="ITA",
        financing_instrument=FinancingInstrument.PROJECT,
        earmarking=Earmarking.UNEARMARKED,
        currency="USD",
        amount_minor=1_000_00,
        agreed_on=date(2022, 5, 10),
        use_from=date(2022, 6, 1),
        use_until=date(2024, 11, 30),
        reports=tuple(reports),
    )


def _due(session: Session, *reports: ReportDraft) -> list[ReportingDate]:
    """Return the reports due of a new contribution of Italy."""
    with transaction(session):
        add_catalogue(session)
        add_contributions(session, [_draft("R-1", reports)], ACTOR)
    return list(reporting_dates(session, TODAY))


def _answered(found: Sequence[ReportingDate], first: date | None, last: date) -> list[str]:
    return [one.period for one in found if one.is_answered_by(first, last)]


def test_a_report_of_a_year_is_answered_by_what_holds_the_year(session: Session) -> None:
    found = _due(
        session,
        ReportDraft(KIND.FINANCIAL, "2022", date(2023, 3, 31)),
        ReportDraft(KIND.NARRATIVE, "2022", date(2023, 3, 31)),
        ReportDraft(KIND.BOTH, "2023", date(2024, 3, 31)),
        ReportDraft(KIND.FINANCIAL, "2024", date(2024, 10, 31)),
        ReportDraft(KIND.FINAL, "2022-2024", date(2025, 5, 31)),
    )
    assert [one.period for one in found] == ["2022", "2023", "2024", "2022-2024"]
    states = [one.state for one in found]
    assert states == [DueState.OVERDUE] * 2 + [DueState.TO_COME] * 2
    for first, last, answered in (
        (date(2022, 1, 1), date(2022, 12, 31), ["2022"]),
        (date(2022, 5, 10), date(2022, 12, 31), ["2022"]),
        (date(2022, 5, 11), date(2022, 12, 31), []),
        (date(2022, 1, 1), date(2022, 12, 30), []),
        (date(2022, 1, 1), date(2023, 12, 31), ["2022", "2023"]),
        (date(2023, 1, 1), date(2023, 3, 31), []),
        (date(2024, 1, 1), date(2024, 10, 31), ["2024"]),
        (None, date(2024, 11, 29), ["2022", "2023", "2024"]),
        (None, date(2024, 11, 30), ["2022", "2023", "2024", "2022-2024"]),
    ):
        assert _answered(found, first, last) == answered, (first, last)


def test_a_period_without_years_is_answered_by_where_a_statement_ends(session: Session) -> None:
    found = _due(
        session,
        ReportDraft(KIND.FINANCIAL, "first", date(2022, 12, 1)),
        ReportDraft(KIND.FINANCIAL, "also first", date(2022, 12, 1)),
        ReportDraft(KIND.FINANCIAL, "second", date(2023, 12, 1)),
    )
    for first, last, answered in (
        (date(2022, 6, 1), date(2022, 5, 9), []),
        (date(2022, 6, 1), date(2022, 9, 30), ["also first", "first"]),
        (date(2022, 10, 1), date(2022, 12, 2), ["second"]),
        (date(2022, 5, 10), date(2023, 1, 31), ["also first", "first", "second"]),
    ):
        assert sorted(_answered(found, first, last)) == sorted(answered), (first, last)


@pytest.mark.parametrize(
    ("kind", "period", "due_on", "days"),
    [
        (KIND.FINANCIAL, "2023", date(2024, 3, 31), Span(date(2023, 1, 1), date(2023, 12, 31))),
        (KIND.FINANCIAL, "2022", date(2023, 3, 31), Span(date(2022, 5, 10), date(2022, 12, 31))),
        (KIND.FINANCIAL, "half", date(2023, 3, 31), Span(date(2022, 5, 10), date(2023, 3, 31))),
        (KIND.FINAL, "all", date(2025, 3, 31), Span(date(2022, 5, 10), TODAY)),
        (KIND.FINANCIAL, "2025", date(2026, 3, 31), Span(None, TODAY)),
    ],
)
def test_the_days_of_a_statement_are_proposed(
    session: Session, kind: ContributionReportKind, period: str, due_on: date, days: Span
) -> None:
    found = _due(session, ReportDraft(kind, period, due_on))
    assert [one.proposed(TODAY) for one in found] == [days]


def test_what_was_submitted_or_cancelled_is_not_due(session: Session) -> None:
    submitted = ReportDraft(KIND.FINANCIAL, "2022", date(2023, 3, 31), date(2023, 3, 1))
    later = ReportDraft(KIND.FINANCIAL, "2023", date(2024, 3, 31))
    assert [one.since for one in _due(session, submitted, later)] == [date(2023, 4, 1)]
    with transaction(session):
        number = add_contributions(session, [_draft("R-2", [later])], ACTOR)["R-2"]
        session.get_one(Contribution, number).state = ContributionState.CANCELLED
    assert [one.reference for one in reporting_dates(session, TODAY)] == ["R-1"]
    assert not reporting_dates(session, TODAY, "JPN")
