"""The days by which a donor is told of its money, and which statement answers each.

A report on the money of a contribution is answered by a statement that holds the days that it
tells of: the years that its period names, and for a final report all of the contribution's days.
One whose period names no years is answered by a statement whose days end after the reporting date
before and not after this one, or hold all days between.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.folding import fold
from tracker.fund.contributions.schedule import DueState, due_state
from tracker.fund.states import ContributionReportKind, ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.terms import ContributionReport
from tracker.listing import ListQuery, Slice, Statement
from tracker.periods import Span
from tracker.reference.name_search import givers_named_like

ON_MONEY = frozenset(ContributionReportKind) - {ContributionReportKind.NARRATIVE}
"""The kinds of reports that a statement answers: all that tell of the money."""
YEARS = re.compile(r"\s*([12]\d{3})(?:\s*[-/\u2013]\s*([12]\d{3}))?\s*", re.ASCII)
"""A period that names a year, or the first and the last of some."""
DAY = timedelta(days=1)


class ReportingDate(NamedTuple):
    """A report on money that is due to a donor.

    `since` is the first day that counts for it: the day after the reporting date before, or the
    contribution's own, None where that is not known. `told` are the days that it tells of, None
    where its period names none.
    """

    number: int
    reference: str
    donor: str
    donor_name: str
    kind: ContributionReportKind
    period: str
    due_on: date
    state: DueState
    since: date | None
    told: Span | None

    def is_answered_by(self, first: date | None, last: date) -> bool:
        """Tell whether a statement answers it; one without a first day holds all to its last."""
        told = self.told
        if told is not None and told.last is not None:
            return last >= told.last and _begins_by(first, told.first)
        if self.since is not None and last < self.since:
            return False
        return last <= self.due_on or _begins_by(first, self.since)

    def proposed(self, today: date) -> Span:
        """Return the days of a statement that answers it, as far as they are over."""
        days = self.told or Span(self.since, self.due_on)
        last = min(days.last or today, today)
        first = days.first
        return Span(first if first is None or first <= last else None, last)


def reporting_dates(
    session: Session, today: date, donor: str | None = None
) -> tuple[ReportingDate, ...]:
    """Return the reports on money that are due, of one donor or of all, the earliest first."""
    statement: Statement = (
        select(
            col(ContributionReport.id).label("number"),
            col(ContributionReport.kind),
            col(ContributionReport.period),
            col(ContributionReport.due_on),
            col(ContributionReport.submitted_on),
            col(Contribution.reference),
            col(Contribution.pledged_on),
            col(Contribution.agreed_on),
            col(Contribution.use_from),
            col(Contribution.use_until),
            col(Donor.code).label("donor"),
            col(Donor.name).label("donor_name"),
        )
        .join(Contribution, col(Contribution.id) == col(ContributionReport.contribution_id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(
            col(ContributionReport.kind).in_(ON_MONEY),
            col(ContributionReport.withdrawn_at).is_(None),
            col(Contribution.state) != ContributionState.CANCELLED,
        )
        .order_by(col(Contribution.reference), col(ContributionReport.due_on))
    )
    if donor is not None:
        statement = statement.where(col(Donor.code) == donor)
    found = _open(session.execute(statement), today)
    return tuple(sorted(found, key=lambda one: (one.due_on, one.reference, one.number)))


def list_reporting_dates(
    session: Session, query: ListQuery, *, today: date
) -> Slice[ReportingDate]:
    """Return a page of the reports on money that are due; the filters are `kind` and `state`."""
    kinds, states = query.codes("kind"), query.codes("state")
    words = fold(query.words).split()
    kept = [
        one
        for one in reporting_dates(session, today)
        if (not kinds or one.kind in kinds)
        and (not states or one.state in states)
        and all(_is_found(one, word) for word in words)
    ]
    if query.order.startswith("-"):
        kept.reverse()
    first = (query.page - 1) * query.size
    return Slice(tuple(kept[first : first + query.size]), len(kept), query)


def _is_found(one: ReportingDate, word: str) -> bool:
    """Tell whether a folded word occurs in the reference or names the donor."""
    text = fold(f"{one.reference} {one.donor} {one.donor_name}")
    return word in text or one.donor in givers_named_like(word)


def _open(rows: Iterable[Any], today: date) -> Iterator[ReportingDate]:
    """Yield those not submitted, contribution by contribution."""
    for _reference, group in groupby(rows, attrgetter("reference")):
        before = current = None
        for row in group:
            if row.due_on != current:
                before, current = current, row.due_on
            if row.submitted_on is None:
                yield _reporting_date(row, before, today)


def _reporting_date(row: Any, before: date | None, today: date) -> ReportingDate:  # noqa: ANN401 - a row of reports
    """Return the report of a row; `before` is the reporting date before it."""
    own = (row.pledged_on, row.agreed_on, row.use_from)
    began = min((day for day in own if day is not None), default=None)
    return ReportingDate(
        row.number,
        row.reference,
        row.donor,
        row.donor_name,
        row.kind,
        row.period,
        row.due_on,
        due_state(row.due_on, today, done=False),
        began if before is None else before + DAY,
        _told(row, began),
    )


def _told(row: Any, began: date | None) -> Span | None:  # noqa: ANN401 - likewise
    """Return the days that a report tells of, within those of its contribution."""
    named = YEARS.fullmatch(row.period)
    if row.kind is ContributionReportKind.FINAL:
        first, last = began, row.use_until or row.due_on
    elif named:
        first, last = date(int(named[1]), 1, 1), date(int(named[2] or named[1]), 12, 31)
    else:
        return None
    if first is not None and began is not None and first < began <= last:
        first = began
    if row.use_until is not None and (first is None or first <= row.use_until < last):
        last = row.use_until
    if first is None or first <= row.due_on < last:
        last = min(last, row.due_on)
    return Span(first, last)


def _begins_by(first: date | None, day: date | None) -> bool:
    """Tell whether days begin by a day; without a first they begin with the record."""
    return first is None or (day is not None and first <= day)
