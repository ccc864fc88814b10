"""The opening and closing balances of a year, contribution by contribution."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlmodel import Session, col

from tracker.errors import NotFound
from tracker.fund.closing.months import MONTHS
from tracker.fund.ledger.accounts import HELD, AccountKind
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import PeriodKind
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance
from tracker.periods import today
from tracker.words import say

MOVED = (
    AccountKind.DONOR, AccountKind.INTEREST, AccountKind.TRANSFERRED, AccountKind.BANK_CHARGED,
    AccountKind.WRITTEN_OFF, AccountKind.REFUNDED, AccountKind.SPENT, AccountKind.SUPPORT_CHARGED,
)  # fmt: skip
"""The accounts of money that comes to a contribution and leaves it; no others change a balance."""
FIRST_YEAR, LAST_YEAR = 1900, 9999


class LinePart(StrEnum):
    """The part of a year's lines: by the dates for which they count and were recorded."""

    BEFORE = "before"  # effective in earlier years
    IN_YEAR = "in_year"  # effective in the year, recorded before it was closed
    SINCE = "since"  # effective up to the year's end, recorded after it was closed


@dataclass(frozen=True, slots=True)
class YearBalance:
    """A contribution's year in US cents; income is above zero, outgoings below.

    opening + earlier + each of `moved` = closing, to the cent; closing + since = now. `earlier`
    are corrections of earlier years, recorded after the year before was closed; `since` are
    corrections recorded after this one was.
    """

    contribution: str
    donor: str
    donor_name: str
    opening_minor: int
    earlier_minor: int
    moved: dict[AccountKind, int]
    closing_minor: int
    since_minor: int

    @property
    def now_minor(self) -> int:
        """The balance at the end of the year, as known today."""
        return self.closing_minor + self.since_minor

    @property
    def adds_up(self) -> bool:
        """Tell whether the parts add up to the closing balance, to the cent."""
        changes = self.earlier_minor + sum(self.moved.values())
        return self.opening_minor + changes == self.closing_minor


@dataclass(frozen=True, slots=True)
class YearBalances:
    """A year's balances by contribution: those saved when it was `closed`, else as known now.

    `opens_with_kept` tells whether the year before was closed and its balances open this one.
    """

    year: int
    closed: bool
    opens_with_kept: bool
    rows: tuple[YearBalance, ...]
    total: YearBalance

    @property
    def corrected_earlier(self) -> bool:
        """Tell whether earlier years were corrected after the year before was closed."""
        return any(row.earlier_minor for row in self.rows)

    @property
    def corrected(self) -> bool:
        """Tell whether the year was corrected after it was closed."""
        return any(row.since_minor for row in self.rows)


def year_balances(session: Session, year: int) -> YearBalances:
    """Return the balances of a year; raises NotFound for one before the first entry or to come.

    The year of today is known even when nothing has been recorded yet.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(say("nothing is on record of the year %(year)s", year=year))
    closed, before = _closed(session, year), _closed(session, year - 1)
    opening = _kept(session, before) if before else Counter()
    lines = _lines(session, year, closed, before)
    if not before:
        for contribution, parts in lines.items():
            opening[contribution] += sum(parts.pop(LinePart.BEFORE, Counter()).values())
    kept = _kept(session, closed) if closed else None
    names = _names(session)
    numbers = sorted(opening.keys() | lines.keys() | (kept or {}).keys(), key=names.__getitem__)
    rows = tuple(
        row
        for row in (_row(number, names, opening, lines, kept) for number in numbers)
        if _says_something(row)
    )
    this_year = today().year
    to_come = year > this_year and not any(any(row.moved.values()) for row in rows)
    if to_come or not (rows or closed or year == this_year or _has_begun(session, year)):
        raise NotFound(say("nothing is on record of the year %(year)s", year=year))
    return YearBalances(year, closed is not None, before is not None, rows, _total(rows))


def _has_begun(session: Session, year: int) -> bool:
    """Tell whether anything is on record that counts for the year or before."""
    first = session.execute(select(func.min(col(LedgerEntry.effective_on)))).scalar()
    return first is not None and first.year <= year


def _row(
    number: int,
    names: dict[int, tuple[str, str, str]],
    opening: Counter[int],
    lines: dict[int, dict[LinePart, Counter[AccountKind]]],
    kept: Counter[int] | None,
) -> YearBalance:
    """Return the year of one contribution."""
    parts = lines.get(number, {})
    earlier = sum(parts.get(LinePart.BEFORE, Counter()).values())
    moved = {kind: parts.get(LinePart.IN_YEAR, Counter())[kind] for kind in MOVED}
    reckoned = opening[number] + earlier + sum(moved.values())
    return YearBalance(
        *names[number],
        opening_minor=opening[number],
        earlier_minor=earlier,
        moved=moved,
        closing_minor=reckoned if kept is None else kept[number],
        since_minor=sum(parts.get(LinePart.SINCE, Counter()).values()),
    )


def _says_something(row: YearBalance) -> bool:
    """Tell whether there was money in the year, or a correction of it."""
    amounts = (row.opening_minor, row.earlier_minor, row.closing_minor, row.since_minor)
    return any(amounts) or any(row.moved.values())


def _total(rows: tuple[YearBalance, ...]) -> YearBalance:
    """Add contributions up."""
    return YearBalance(
        "", "", "",
        opening_minor=sum(row.opening_minor for row in rows),
        earlier_minor=sum(row.earlier_minor for row in rows),
        moved={kind: sum(row.moved[kind] for row in rows) for kind in MOVED},
        closing_minor=sum(row.closing_minor for row in rows),
        since_minor=sum(row.since_minor for row in rows),
    )  # fmt: skip


def _closed(session: Session, year: int) -> ClosedPeriod | None:
    """Return the closing of a year, if it was closed."""
    statement = select(ClosedPeriod).where(
        col(ClosedPeriod.kind) == PeriodKind.YEAR, col(ClosedPeriod.first_on) == date(year, 1, 1)
    )
    return session.execute(statement).scalars().first()


def _kept(session: Session, period: ClosedPeriod) -> Counter[int]:
    """Return the balance of each contribution that was saved at a closing."""
    statement = (
        select(col(LedgerAccount.contribution_id), func.sum(col(ClosingBalance.minor)))
        .join(LedgerAccount, col(LedgerAccount.id) == col(ClosingBalance.account_id))
        .where(col(ClosingBalance.period_id) == period.id, col(LedgerAccount.kind).in_(HELD))
        .group_by(col(LedgerAccount.contribution_id))
    )
    return Counter({number: int(minor) for number, minor in session.execute(statement)})


def _lines(
    session: Session, year: int, closed: ClosedPeriod | None, before: ClosedPeriod | None
) -> dict[int, dict[LinePart, Counter[AccountKind]]]:
    """Sum up the lines by contribution, part and account; income is above zero."""
    first, last = date(year, 1, 1), date(year, MONTHS, 31)
    on, number = col(LedgerEntry.effective_on), col(LedgerEntry.id)
    since: ColumnElement[Any] = literal(value=False)
    if closed:
        since = number > closed.last_entry_id
    part = case(
        (since, LinePart.SINCE.value),
        (on < first, LinePart.BEFORE.value),
        else_=LinePart.IN_YEAR.value,
    )
    wanted = on <= last
    if before:
        wanted = or_(on.between(first, last), and_(on < first, number > before.last_entry_id))
    columns: tuple[Any, ...] = (
        col(LedgerAccount.contribution_id), part.label("part"), col(LedgerAccount.kind),
    )  # fmt: skip
    statement = (
        select(*columns, func.sum(-col(LedgerLine.minor)))
        .select_from(LedgerLine)
        .join(LedgerEntry, number == col(LedgerLine.entry_id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(wanted, col(LedgerAccount.kind).in_(MOVED))
        .group_by(columns[0], "part", columns[2])
    )
    found: dict[int, dict[LinePart, Counter[AccountKind]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for contribution, text, kind, minor in session.execute(statement):
        found[contribution][LinePart(text)][kind] += int(minor)
    return found


def _names(session: Session) -> dict[int, tuple[str, str, str]]:
    """Return reference, donor code and donor name of contributions."""
    statement = select(
        col(Contribution.id), col(Contribution.reference), col(Donor.code), col(Donor.name)
    ).join(Donor, col(Donor.id) == col(Contribution.donor_id))
    return {
        number or 0: (reference, code, name)
        for number, reference, code, name in session.execute(statement)
    }
