"""The calendar of months and years: open or closed, with their entries and obstacles to closing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, case, extract, func, select
from sqlmodel import Session, col

from tracker.fund.approvals.request_list import waiting_days
from tracker.fund.closing.months import MONTHS, Month
from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerEntry, LedgerLine
from tracker.fund.states import PeriodKind
from tracker.fund.tables.periods import ClosedPeriod

SHOWN = (Measure.RECEIVED, Measure.ALLOCATED, Measure.SPENT)


class Closing(NamedTuple):
    """The closing of a period: its moment, its two users, and the number of corrections since."""

    at: datetime
    by: str
    note: str
    approved_by: str
    corrections: int


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A month or a year: its entries, and its sums in US cents as at its end.

    `waiting` are the numbers of its waiting requests; `closing` is None while it is open.
    """

    kind: PeriodKind
    first_on: date
    last_on: date
    entries: int
    received_minor: int
    allocated_minor: int
    spent_minor: int
    waiting: tuple[int, ...]
    closing: Closing | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """All years and months since the first entry, the oldest first, and the next to close.

    `closable_months` follow the last closed one and are over; `closable_year` is 0 for none.
    """

    years: tuple[PeriodFacts, ...]
    months: tuple[PeriodFacts, ...]
    closed_until: date | None
    closable_months: tuple[Month, ...]
    closable_year: int

    def months_of(self, year: int) -> tuple[PeriodFacts, ...]:
        """Return the months of one year."""
        return tuple(month for month in self.months if month.first_on.year == year)

    def waiting_until(self, last: date) -> tuple[int, ...]:
        """Return the waiting requests with an effective date up to a day; they hinder closing."""
        return tuple(
            sorted({one for each in self.months if each.first_on <= last for one in each.waiting})
        )


class Closable(NamedTuple):
    """The months and the year that can be closed today."""

    months: tuple[Month, ...]
    year: int


def calendar(session: Session, today: date) -> Calendar:
    """Return all periods from the first entry or closing to today's month."""
    closings = _closings(session)
    counts, sums = _entries(session), _sums(session)
    waiting = _waiting(session)
    closed = [last for kind, _first, last in closings if kind is PeriodKind.MONTH]
    until = max(closed, default=None)
    known = [*counts, *waiting, *(Month.of(last) for last in closed)]
    months = _all_months([*known, Month.of(today)])
    rows = _months(months, closings, counts, sums, waiting)
    years = tuple(_year(rows, year, closings) for year in sorted({each.year for each in months}))
    first_entry = min(counts, default=None)
    return Calendar(
        years=years,
        months=rows,
        closed_until=until,
        closable_months=_over(first_entry.first if first_entry else None, until, today),
        closable_year=_next_year(closings, until),
    )


def closable(session: Session, today: date) -> Closable:
    """Return the months and the year that can be closed today, without their sums."""
    periods = session.execute(
        select(col(ClosedPeriod.kind), col(ClosedPeriod.first_on), col(ClosedPeriod.last_on))
    )
    closings: dict[tuple[PeriodKind, date, date], Closing | None] = dict.fromkeys(periods)
    until = max((last for kind, _f, last in closings if kind is PeriodKind.MONTH), default=None)
    first = session.execute(select(func.min(col(LedgerEntry.effective_on)))).scalar()
    return Closable(_over(first, until, today), _next_year(closings, until))


def closed_periods(session: Session) -> tuple[ClosedPeriod, ...]:
    """Return the closed periods, the oldest first."""
    statement = select(ClosedPeriod).order_by(col(ClosedPeriod.first_on), col(ClosedPeriod.last_on))
    return tuple(session.execute(statement).scalars())


def _over(first: date | None, until: date | None, today: date) -> tuple[Month, ...]:
    """Return the months that are over and not closed."""
    if until is not None:
        month = Month.of(until).next()
    elif first is not None:
        month = Month(first.year, 1)
    else:
        return ()
    found = []
    while month.last < today:
        found.append(month)
        month = month.next()
    return tuple(found)


def _next_year(closings: Iterable[tuple[PeriodKind, date, date]], until: date | None) -> int:
    """Return the year that can be closed next, 0 for none."""
    if until is None:
        return 0
    known = list(closings)
    years = [first.year for kind, first, _last in known if kind is PeriodKind.YEAR]
    first_months = [first.year for kind, first, _last in known if kind is PeriodKind.MONTH]
    year = max(years) + 1 if years else min(first_months)
    return year if date(year, MONTHS, 31) <= until else 0


def _all_months(known: Iterable[Month]) -> list[Month]:
    """Return the months from January of the first year to December of the last."""
    years = [month.year for month in known]
    return [
        Month(year, month)
        for year in range(min(years), max(years) + 1)
        for month in range(1, MONTHS + 1)
    ]


def _months(
    months: Iterable[Month],
    closings: dict[tuple[PeriodKind, date, date], Closing],
    counts: dict[Month, int],
    sums: dict[Month, Counter[Measure]],
    waiting: dict[Month, set[int]],
) -> tuple[PeriodFacts, ...]:
    """Return the facts of months, with sums from the first on."""
    so_far: Counter[Measure] = Counter()
    found = []
    for month in months:
        for measure, minor in sums.get(month, Counter()).items():
            so_far[measure] += minor
        found.append(
            PeriodFacts(
                PeriodKind.MONTH,
                month.first,
                month.last,
                counts.get(month, 0),
                so_far[Measure.RECEIVED],
                so_far[Measure.ALLOCATED],
                so_far[Measure.SPENT],
                tuple(sorted(waiting.get(month, ()))),
                closings.get((PeriodKind.MONTH, month.first, month.last)),
            )
        )
    return tuple(found)


def _year(
    months: Iterable[PeriodFacts],
    year: int,
    closings: dict[tuple[PeriodKind, date, date], Closing],
) -> PeriodFacts:
    """Add the months of a year up; its sums are those at the end of its last month."""
    own = [month for month in months if month.first_on.year == year]
    last = own[-1]
    first_on = date(year, 1, 1)
    return PeriodFacts(
        PeriodKind.YEAR,
        first_on,
        last.last_on,
        sum(month.entries for month in own),
        last.received_minor,
        last.allocated_minor,
        last.spent_minor,
        tuple(sorted({number for month in own for number in month.waiting})),
        closings.get((PeriodKind.YEAR, first_on, last.last_on)),
    )


def _closings(session: Session) -> dict[tuple[PeriodKind, date, date], Closing]:
    """Return the closings, with the number of corrections since each."""
    period = ClosedPeriod
    later = and_(
        col(LedgerEntry.effective_on).between(col(period.first_on), col(period.last_on)),
        col(LedgerEntry.id) > col(period.last_entry_id),
    )
    columns: tuple[Any, ...] = (
        col(period.kind), col(period.first_on), col(period.last_on),
        col(period.closed_at), col(period.closed_by), col(period.note),
        col(period.approved_by),
    )  # fmt: skip
    statement = (
        select(*columns, func.count(col(LedgerEntry.id)))
        .select_from(period)
        .outerjoin(LedgerEntry, later)
        .group_by(col(period.id), *columns)
    )
    return {
        (kind, first, last): Closing(*more)
        for kind, first, last, *more in session.execute(statement)
    }


def _entries(session: Session) -> dict[Month, int]:
    """Count the entries of each month."""
    on = col(LedgerEntry.effective_on)
    year, month = extract("year", on), extract("month", on)
    statement = select(year, month, func.count()).group_by(year, month)
    return {Month(int(y), int(m)): count for y, m, count in session.execute(statement)}


def _sums(session: Session) -> dict[Month, Counter[Measure]]:
    """Sum up the change of each month in the shown measures."""
    on = col(LedgerEntry.effective_on)
    year, month = extract("year", on), extract("month", on)
    minor = [
        func.sum(case((col(LedgerLine.measure) == CODES[measure], col(LedgerLine.minor)), else_=0))
        for measure in SHOWN
    ]
    statement = (
        select(year, month, *minor)
        .select_from(LedgerLine)
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerLine.measure).in_([CODES[measure] for measure in SHOWN]))
        .group_by(year, month)
    )
    return {
        Month(int(y), int(m)): Counter(
            {
                measure: int(amount) * SIGNS[measure]
                for measure, amount in zip(SHOWN, amounts, strict=True)
            }
        )
        for y, m, *amounts in session.execute(statement)
    }


def _waiting(session: Session) -> dict[Month, set[int]]:
    """Return the waiting requests of each month."""
    found: dict[Month, set[int]] = defaultdict(set)
    for number, day in waiting_days(session):
        found[Month.of(day)].add(number)
    return found
