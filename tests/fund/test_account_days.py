"""The balances of a book's accounts by day: what is read for them, and what is not."""

from collections.abc import Collection
from datetime import date

from tracker.fund.ledger.account_days import AccountDays, BookAccount, DayChanges
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.day_balances import DayBalance, DayBalances

SINCE, BETWEEN, LAST = date(2024, 1, 5), date(2024, 1, 7), date(2024, 1, 10)
ASKED, NEIGHBOUR, OLD, KNOWN = (AccountKey(AccountKind.UNALLOCATED, number) for number in range(4))
OUTSIDE = AccountKey(AccountKind.DONOR, 1)


def written(number: int, minor: int, on: date) -> BookAccount:
    """Give an account of which all lines are in the database."""
    return BookAccount(number, minor, last_on=on, written_on=on)


def test_the_first_entry_before_the_last_reads_all_accounts_with_later_lines_at_once() -> None:
    asked: list[tuple[set[int], date]] = []

    def read(numbers: Collection[int], since: date) -> DayChanges:
        asked.append((set(numbers), since))
        return {1: [(BETWEEN, -70), (LAST, 50)]}

    known = written(4, 5, LAST)
    known.days = DayBalances(5, [(LAST, 5)], SINCE)
    accounts = {
        ASKED: written(1, 100, LAST),
        NEIGHBOUR: written(2, 30, LAST),
        OLD: written(3, 10, SINCE),
        KNOWN: known,
        OUTSIDE: written(5, -900, LAST),
    }
    days = AccountDays(accounts, {}, read)
    assert days.lowest_from(ASKED, LAST) == 100
    assert asked == []
    assert days.lowest_from(ASKED, SINCE) == 50
    assert asked == [({1, 2}, SINCE)]
    assert days.lowest_from(ASKED, BETWEEN) == 50
    assert days.lowest_from(NEIGHBOUR, SINCE) == 30
    assert days.lowest_from(OLD, SINCE) == 10
    assert days.lowest_from(KNOWN, SINCE) == 0
    assert len(asked) == 1


def test_days_are_read_from_the_earliest_that_was_named_and_before_it_all() -> None:
    lines = [(date(2024, 1, 3), 90), (BETWEEN, -70), (LAST, 50)]
    asked: list[date] = []

    def read(numbers: Collection[int], since: date) -> DayChanges:
        asked.append(since)
        return {number: [line for line in lines if line[0] > since] for number in numbers}

    days = AccountDays({ASKED: written(1, 100, LAST)}, {}, read, earliest=SINCE)
    assert days.lowest_from(ASKED, BETWEEN) == 50
    assert asked == [SINCE]
    assert days.lowest_from(ASKED, date(2024, 1, 1)) == 30
    assert days.lowest_from(ASKED, date(2024, 1, 2)) == 30
    assert asked == [SINCE, date.min]


def test_what_is_reserved_is_off_each_day_and_an_unknown_account_is_empty() -> None:
    held = {ASKED: [DayBalance(LAST, 10)], OLD: [DayBalance(LAST, 10)]}
    lines = {1: [(BETWEEN, -70), (LAST, 50)]}
    days = AccountDays({ASKED: written(1, 100, LAST)}, held, lambda _numbers, _since: lines)
    assert list(days.from_day(ASKED, SINCE)) == [
        DayBalance(SINCE, 120), DayBalance(BETWEEN, 50), DayBalance(LAST, 90),
    ]  # fmt: skip
    assert days.left(ASKED) == 90
    assert (days.left(NEIGHBOUR), days.left(OLD)) == (0, -10)
    assert days.from_day(NEIGHBOUR, SINCE) == [DayBalance(SINCE, 0)]
