"""Months and years are closed once and for good, and their balances open the next year."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from tests.fund.small_fund import Fund
from tests.support.approvals import approve
from tests.support.closing import close_months, close_year
from tracker.db import transaction
from tracker.errors import Conflict, InvalidInput, NotFound, TrackerError
from tracker.errors import PeriodClosed as PeriodIsClosed
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.closing.period_calendar import calendar, closable
from tracker.fund.closing.year_balances import YearBalance, YearBalances, year_balances
from tracker.fund.ledger.accounts import HELD
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.ledger.verification import verify
from tracker.fund.states import PeriodKind
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance
from tracker.periods import today, utc_now

OWNERS, PLACES = ("ITA", "JPN", "ZERO"), ("TRAIN", "LAWS")
KINDS = (
    EntryKind.RECEIPT, EntryKind.RECEIPT, EntryKind.INTEREST, EntryKind.ALLOCATION,
    EntryKind.ALLOCATION, EntryKind.EXPENDITURE, EntryKind.REFUND, EntryKind.BANK_CHARGE,
    EntryKind.TRANSFER, EntryKind.WRITE_OFF, EntryKind.DE_ALLOCATION,
)  # fmt: skip
USES = {EntryKind.ALLOCATION, EntryKind.DE_ALLOCATION, EntryKind.EXPENDITURE}
FIRST, LAST = 2021, 2024
ENTRIES = 40
TODAY = date(2026, 6, 15)


def post(session: Session, order: PostingInstruction) -> int:
    """Hand an order in, have it approved when it takes that; return 0 when it is refused."""
    session.rollback()
    try:
        with transaction(session):
            number = submit(session, [order], "ana").request
    except TrackerError:
        return 0
    if number:
        with transaction(session):
            approve(session, number, "ben")
    return 1


def receipt(
    fund: Fund, day: date, reference: str = "R-1", correction: str = ""
) -> PostingInstruction:
    """Make a receipt of 100.00 from Italy."""
    heading = Heading(day, reference, correction=correction)
    return PostingInstruction(EntryKind.RECEIPT, heading, 10_000, fund.contributions["ITA"])


def some_entry(
    random: Random, fund: Fund, number: int, years: tuple[int, int]
) -> PostingInstruction:
    """Make an order of any kind for a day of these years, with a reason should it be closed."""
    kind = random.choice(KINDS)
    day = date(years[0], 1, 1) + timedelta(random.randrange(365 * (years[1] - years[0] + 1)))
    heading = Heading(day, f"N-{number}", correction="found later", basis="agreed in writing")
    owner, other = random.sample(OWNERS, 2)
    return PostingInstruction(
        kind,
        heading,
        random.choice((1, 333, 10_000, 25_001)),
        fund.contributions[owner],
        fund.activities[random.choice(PLACES)] if kind in USES else None,
        to_contribution_id=fund.contributions[other],
    )


def kept(session: Session) -> list[tuple[int, int, int, int]]:
    """Return the closing balances as they are kept."""
    session.rollback()
    session.expire_all()
    rows = session.exec(select(ClosingBalance)).all()
    return sorted((row.period_id, row.account_id, row.minor, row.original_minor) for row in rows)


def by_contribution(found: YearBalances) -> dict[str, YearBalance]:
    """Return a year's rows by contribution."""
    return {row.contribution: row for row in found.rows}


def close(session: Session, year: int) -> None:
    """Close the months of a year, and the year."""
    session.rollback()
    with transaction(session):
        close_months(session, Month(year, 12), "ana", "as audited")
    with transaction(session):
        close_year(session, year, "ana")


@pytest.mark.parametrize("seed", range(3))
def test_closing_balances_open_the_next_year_to_the_cent(
    session: Session, fund: Fund, seed: int
) -> None:
    random, posted, number = Random(seed), 0, 0
    for year in range(FIRST, LAST):
        for _each in range(ENTRIES):
            number += 1
            posted += post(session, some_entry(random, fund, number, (FIRST, LAST)))
        before = kept(session)
        close(session, year)
        assert set(before) <= set(kept(session))
    unchanged = kept(session)
    for _each in range(ENTRIES):  # corrections of what is closed, and entries of the open year
        number += 1
        posted += post(session, some_entry(random, fund, number, (FIRST, LAST)))
    assert kept(session) == unchanged
    assert posted > ENTRIES

    years = {year: year_balances(session, year) for year in range(FIRST, LAST + 1)}
    for year, found in years.items():
        assert found.closed is (year < LAST)
        assert all(row.adds_up for row in (*found.rows, found.total)), year
        if year > FIRST:
            assert found.opens_with_kept
            closing = {
                name: row.closing_minor for name, row in by_contribution(years[year - 1]).items()
            }
            opening = {name: row.opening_minor for name, row in by_contribution(found).items()}
            assert {n: c for n, c in opening.items() if c} == {
                n: c for n, c in closing.items() if c
            }
    assert any(found.corrected for found in years.values())
    assert any(found.corrected_earlier for found in years.values())
    held = sum(
        row.balance_minor
        for row in session.exec(
            select(LedgerAccount), execution_options={"populate_existing": True}
        )
        if row.kind in HELD
    )
    assert years[LAST].total.closing_minor == held
    assert verify(session).clean


def test_what_is_corrected_later_stands_beside_what_was_kept(session: Session, fund: Fund) -> None:
    assert post(session, receipt(fund, date(2023, 5, 1)))
    close(session, 2023)
    before = kept(session)
    late = receipt(fund, date(2023, 6, 1), "R-2", "found in the bank's statement")
    assert post(session, late)
    assert kept(session) == before
    (row,) = year_balances(session, 2023).rows
    assert (row.closing_minor, row.since_minor, row.now_minor) == (10_000, 10_000, 20_000)
    (row,) = year_balances(session, 2024).rows
    assert (row.opening_minor, row.earlier_minor, row.closing_minor) == (10_000, 10_000, 20_000)


def test_a_closed_month_takes_no_entry_without_a_reason(session: Session, fund: Fund) -> None:
    assert post(session, receipt(fund, date(2023, 5, 1)))
    close(session, 2023)
    order = receipt(fund, date(2023, 12, 31), "R-2")
    with pytest.raises(PeriodIsClosed, match="give a later date"), transaction(session):
        submit(session, [order], "ana")
    assert post(session, receipt(fund, date(2024, 1, 1), "R-3"))


def test_nothing_is_closed_that_something_waits_for(session: Session, fund: Fund) -> None:
    assert post(session, receipt(fund, date(2023, 5, 1)))
    refund = PostingInstruction(
        EntryKind.REFUND, Heading(date(2023, 6, 30), "F-1"), 100, fund.contributions["ITA"]
    )
    session.rollback()
    with transaction(session):
        number = submit(session, [refund], "ana").request
    refused = f"request {number} counts for these months and waits"
    with pytest.raises(Conflict, match=refused), transaction(session):
        close_months(session, Month(2023, 6), "ana")
    assert calendar(session, TODAY).waiting_until(date(2023, 6, 30)) == (number,)
    assert calendar(session, TODAY).waiting_until(date(2023, 5, 31)) == ()
    session.rollback()
    with transaction(session):
        assert close_months(session, Month(2023, 5), "ana") == 5
    with transaction(session):
        send_back(session, number, "ben", "not in June")
    with transaction(session):
        assert close_months(session, Month(2023, 6), "ana") == 1


def test_only_what_is_over_is_closed_and_only_once(session: Session, fund: Fund) -> None:
    assert post(session, receipt(fund, date(2023, 5, 1)))
    session.rollback()
    with pytest.raises(InvalidInput, match="not over"), transaction(session):
        close_months(session, Month.of(today()), "ana")
    with pytest.raises(InvalidInput, match="close the months of 2023"), transaction(session):
        close_year(session, 2023, "ana")
    with transaction(session):
        close_months(session, Month(2023, 11), "ana")
    with pytest.raises(InvalidInput, match="close the months of 2023"), transaction(session):
        close_year(session, 2023, "ana")
    with pytest.raises(InvalidInput, match="is closed"), transaction(session):
        close_months(session, Month(2023, 3), "ana")
    with transaction(session):
        close_months(session, Month(2024, 12), "ana")
        close_year(session, 2023, "ana")
    with pytest.raises(InvalidInput, match="the year 2023 is closed"), transaction(session):
        close_year(session, 2023, "ana")
    with pytest.raises(InvalidInput, match="close the months of 2025"), transaction(session):
        close_year(session, 2025, "ana")


def test_what_can_be_closed_follows_what_is(session: Session, fund: Fund) -> None:
    assert closable(session, TODAY) == ((), 0)
    assert post(session, receipt(fund, date(2025, 5, 1)))
    found = closable(session, TODAY)
    assert (found.months[0], found.months[-1], found.year) == (Month(2025, 1), Month(2026, 5), 0)
    session.rollback()
    with transaction(session):
        close_months(session, Month(2025, 12), "ana", "audited")
    found = closable(session, TODAY)
    assert (found.months[0], found.year) == (Month(2026, 1), 2025)
    assert calendar(session, TODAY).closable_months == found.months
    assert calendar(session, TODAY).closable_year == found.year
    session.rollback()
    with transaction(session):
        close_year(session, 2025, "ana")
    assert closable(session, TODAY).year == calendar(session, TODAY).closable_year == 0


def test_the_calendar_tells_what_is_in_each_period(session: Session, fund: Fund) -> None:
    for month in (1, 5, 5):
        assert post(session, receipt(fund, date(2025, month, 3), f"R-{month}-{utc_now()}"))
    session.rollback()
    with transaction(session):
        close_months(session, Month(2025, 5), "ana", "as audited")
    assert post(session, receipt(fund, date(2025, 5, 31), "LATE", "found later"))
    found = calendar(session, TODAY)
    months = {Month.of(one.first_on).month: one for one in found.months_of(2025)}
    assert [months[n].entries for n in (1, 2, 5, 6)] == [1, 0, 3, 0]
    assert [months[n].received_minor for n in (1, 4, 5, 12)] == [10_000, 10_000, 40_000, 40_000]
    closing = months[5].closing
    assert closing is not None
    assert (closing.by, closing.note, closing.corrections) == ("ana", "as audited", 1)
    assert months[6].closing is None
    year = next(one for one in found.years if one.first_on.year == 2025)
    assert (year.kind, year.entries, year.received_minor) == (PeriodKind.YEAR, 4, 40_000)
    assert found.closed_until == date(2025, 5, 31)


@pytest.mark.parametrize("year", [0, 1, 1850, 2019, 10**9])
def test_nothing_is_known_of_some_years(session: Session, fund: Fund, year: int) -> None:
    assert post(session, receipt(fund, date(2025, 5, 1)))
    with pytest.raises(NotFound):
        year_balances(session, year)


def test_a_year_in_which_nothing_is_left_is_known(session: Session, fund: Fund) -> None:
    assert year_balances(session, today().year).rows == ()
    assert post(session, receipt(fund, date(2023, 5, 1)))
    refund = Heading(date(2023, 6, 1), "F-1", basis="agreed in writing")
    contribution = fund.contributions["ITA"]
    assert post(session, PostingInstruction(EntryKind.REFUND, refund, 10_000, contribution))
    assert year_balances(session, 2024).rows == ()


def test_a_closing_leaves_its_mark(session: Session, fund: Fund) -> None:
    assert post(session, receipt(fund, date(2023, 5, 1)))
    close(session, 2023)
    periods = session.exec(select(ClosedPeriod)).all()
    assert [one.kind for one in periods].count(PeriodKind.MONTH) == 12
    assert {one.closed_by for one in periods} == {"ana"}
