"""The home of a donor's users: their contributions, what is overdue, reports, documents, work.

All of it is of the user's own donor. What was pledged, received and is outstanding is that of the
donor's page, each in its own currency; activities are those that everybody may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from tracker.fund.contributions.donor_schedules import ContributionSchedule, read_donor_schedules
from tracker.fund.contributions.part_drafts import ContributionDocumentDraft
from tracker.fund.contributions.schedule import DueState
from tracker.fund.states import ContributionReportKind
from tracker.http.language import locale_code
from tracker.http.totals_requests import reading
from tracker.people.permissions import ANYONE
from tracker.periods import today
from tracker.reports.register.register import IssuedStatement, issued_statements
from tracker.totals.chart_data.donor_activities import ActivityShare, paid_activities_of
from tracker.totals.chart_data.originals import CurrencyAmounts, originals
from tracker.totals.dimensions import Dimension
from tracker.totals.original_amounts import OriginalAmounts, original_amounts
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of

MOST = 10
"""How many records a home names of each kind; a link leads to all of them."""


class OwnContribution(NamedTuple):
    """A contribution with its title and its amounts in its own currency."""

    title: str
    amounts: OriginalAmounts


class OverdueInstalment(NamedTuple):
    """An instalment that has not arrived in full by its day."""

    reference: str
    due_on: date
    currency: str
    open_minor: int


class ReportDue(NamedTuple):
    """A report that the donor is owed."""

    reference: str
    kind: ContributionReportKind
    period: str
    due_on: date
    state: DueState


class OwnDocument(NamedTuple):
    """A document about a contribution."""

    reference: str
    document: ContributionDocumentDraft


@dataclass(frozen=True, slots=True)
class DonorHome:
    """What a donor's user finds at home; `references` are those of all contributions."""

    currencies: tuple[CurrencyAmounts, ...]
    contributions: tuple[OwnContribution, ...]
    overdue: tuple[OverdueInstalment, ...]
    reports: tuple[ReportDue, ...]
    statements: tuple[IssuedStatement, ...]
    documents: tuple[OwnDocument, ...]
    activities: tuple[ActivityShare, ...]
    references: tuple[str, ...]


def donor_home(session: Session, donor: str) -> DonorHome:
    """Return the home of a donor's users."""
    schedules = read_donor_schedules(session, donor, today())
    titles = {one.reference: one.title for one in schedules}
    currencies, amounts, activities = _money(session, donor)
    return DonorHome(
        currencies=currencies,
        contributions=_contributions(amounts, titles),
        overdue=_overdue(schedules),
        reports=_reports(schedules),
        statements=tuple(issued_statements(session, donor)[:MOST]),
        documents=_documents(schedules),
        activities=activities,
        references=tuple(one.reference for one in schedules),
    )


def _money(
    session: Session, donor: str
) -> tuple[tuple[CurrencyAmounts, ...], tuple[OriginalAmounts, ...], tuple[ActivityShare, ...]]:
    """Return amounts by currency and by contribution, and the activities that were paid for."""
    with reading() as snapshot:
        if donor not in snapshot.codes(Dimension.DONOR):
            return (), (), ()
        query = Query(today()).having(Dimension.DONOR, donor)
        reader = TotalsReader(scope_of(snapshot, query, locale_code()))
        source = PageSource(reader, session, query, ANYONE)
        return (
            originals(source).rows,
            original_amounts(session.connection(), reader.scope),
            tuple(row.share for row in paid_activities_of(source).rows[:MOST]),
        )


def _contributions(
    amounts: Sequence[OriginalAmounts], titles: Mapping[str, str]
) -> tuple[OwnContribution, ...]:
    """Return the contributions with something outstanding first, then by reference."""
    found = sorted(amounts, key=lambda one: (not one.outstanding, one.contribution))
    return tuple(OwnContribution(titles.get(one.contribution, ""), one) for one in found[:MOST])


def _overdue(schedules: Sequence[ContributionSchedule]) -> tuple[OverdueInstalment, ...]:
    """Return the overdue instalments, the earliest first."""
    found = (
        OverdueInstalment(one.reference, part.draft.due_on, one.currency, part.open_minor)
        for one in schedules
        for part in one.instalments
        if part.state is DueState.OVERDUE
    )
    return tuple(sorted(found, key=lambda part: (part.due_on, part.reference)))


def _reports(schedules: Sequence[ContributionSchedule]) -> tuple[ReportDue, ...]:
    """Return the reports that are owed to the donor, the earliest first."""
    found = (
        ReportDue(one.reference, part.draft.kind, part.draft.period, part.draft.due_on, part.state)
        for one in schedules
        for part in one.reports
        if part.state is not DueState.DONE
    )
    return tuple(sorted(found, key=lambda part: (part.due_on, part.reference))[:MOST])


def _documents(schedules: Sequence[ContributionSchedule]) -> tuple[OwnDocument, ...]:
    """Return the documents of the contributions, the newest first."""
    found = (OwnDocument(one.reference, part) for one in schedules for part in one.documents)
    newest = sorted(found, key=lambda one: one.document.dated_on or date.min, reverse=True)
    return tuple(newest[:MOST])
