"""No account inside the fund is below zero on any day: the book, its balances by day, and holds."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from sqlmodel import Session, col, select

from tests.fund.small_fund import DAY, Fund, heading, memory_book
from tracker.db import transaction
from tracker.errors import InsufficientFunds, NotAllowed
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import charge_bank, receive
from tracker.fund.ledger.day_balances import DayBalance, DayBalances
from tracker.fund.ledger.days_let_in import LET_IN
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import make_book, open_book, write
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.programmable_money import programmable_minor
from tracker.fund.ledger.reserved_amounts import reserved_by_day
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord

ITALY, TRAIN, ZERO = 1, 1, 5
DAYS = st.dates(date(2023, 11, 1), date(2024, 3, 31))
CHANGES = st.lists(st.tuples(DAYS, st.integers(-1_000, 1_000)), max_size=25)


def on(day: int, reference: str, month: int = 1) -> Heading:
    """Make a heading of a day of 2024."""
    return Heading(date(2024, month, day), reference)


def balance_of(changes: list[tuple[date, int]], day: date) -> int:
    """Add up what had changed by the end of a day."""
    return sum(minor for changed_on, minor in changes if changed_on <= day)


@given(first=CHANGES, later=CHANGES, since=DAYS, day=DAYS)
def test_balances_by_day_are_sums_of_changes(
    first: list[tuple[date, int]], later: list[tuple[date, int]], since: date, day: date
) -> None:
    balances = DayBalances(sum(minor for _, minor in first), first, since)
    for changed_on, minor in later:
        balances.add(changed_on, minor)
    changes, begin = first + later, max(since, day)
    days = [begin + timedelta(days=number) for number in range((date(2024, 4, 1) - begin).days)]
    by_day = {each: balance_of(changes, each) for each in days}
    assert balances.lowest_from(begin) == min(by_day.values())
    lowest = min(by_day.values())
    for each in (begin, *days[-1:], begin):
        there = min(minor for day, minor in by_day.items() if day >= each)
        assert [balances.covers(need, each) for need in (there - 1, there, there + 1)] == [
            True,
            True,
            False,
        ]
    balances.add(begin, -7)
    assert balances.covers(lowest - 7, begin)
    assert not balances.covers(lowest - 6, begin)
    balances.add(begin, 7)
    told = list(balances.from_day(begin))
    assert told[0] == DayBalance(begin, by_day[begin])
    assert [each.on for each in told] == sorted({begin, *(c for c, _ in changes if c > begin)})
    assert all(each.minor == by_day[each.on] for each in told)


def test_days_before_the_first_known_one_are_not_guessed() -> None:
    balances = DayBalances(5, [(date(2024, 1, 3), 5)], since=date(2024, 1, 2))
    assert balances.lowest_from(date(2024, 1, 2)) == 0
    for ask in (balances.lowest_from, lambda day: next(balances.from_day(day))):
        with pytest.raises(ValueError, match="known from 2024-01-02 on"):
            ask(date(2024, 1, 1))


@given(CHANGES)
def test_as_much_is_reserved_as_any_of_the_changes_finds_taken(
    changes: list[tuple[date, int]],
) -> None:
    steps = reserved_by_day(changes)
    assert all(step.minor for step in steps)
    for day in {changed_on for changed_on, _ in changes}:
        reserved = sum(step.minor for step in steps if step.on <= day)
        taken = [-balance_of(changes[:some], day) for some in range(len(changes) + 1)]
        assert reserved == max(taken)


def test_money_is_not_allocated_before_it_came() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 1_130_00, on(20, "R")))
    with pytest.raises(InsufficientFunds) as refusal:
        allocate(book, Allocation(TRAIN, 1_000_00, on(5, "A"), ITALY))
    shortage = refusal.value.shortage
    assert (shortage.on, shortage.available_minor) == (date(2024, 1, 5), 0)
    assert str(refusal.value) == (
        "ITA, available: 1,130.00 USD needed, of which 130.00 USD support cost; "
        "0.00 USD there on 2024-01-05, so 0.00 USD at most can be allocated"
    )
    allocate(book, Allocation(TRAIN, 1_000_00, on(20, "A"), ITALY))


def test_money_is_not_spent_before_it_was_allocated() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 1_130_00, on(1, "R")))
    allocate(book, Allocation(TRAIN, 1_000_00, on(10, "A"), ITALY))
    for named in (ITALY, None):
        with pytest.raises(InsufficientFunds) as refusal:
            spend(book, UseOfFunds(TRAIN, 1, on(9, "E"), named))
        assert refusal.value.shortage.on == date(2024, 1, 9)
    spend(book, UseOfFunds(TRAIN, 1_000_00, on(10, "E")))


def test_the_first_day_that_would_be_short_is_named() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ZERO, 100, on(1, "R1")))
    receive(book, ContributionMovement(ZERO, 100, on(25, "R2")))
    charge_bank(book, ContributionMovement(ZERO, 70, on(10, "B1")))
    charge_bank(book, ContributionMovement(ZERO, 20, on(20, "B2")))
    with pytest.raises(InsufficientFunds) as refusal:
        charge_bank(book, ContributionMovement(ZERO, 31, on(5, "B3")))
    shortage = refusal.value.shortage
    assert (shortage.on, shortage.available_minor, shortage.needed_minor) == (
        date(2024, 1, 10),
        30,
        31,
    )
    with pytest.raises(InsufficientFunds) as refusal:
        charge_bank(book, ContributionMovement(ZERO, 30, on(5, "B3")))
    assert refusal.value.shortage.on == date(2024, 1, 20)
    charge_bank(book, ContributionMovement(ZERO, 10, on(5, "B3")))


def test_what_can_be_allocated_is_what_stays_from_the_day_on() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 226_00, on(1, "R1")))
    charge_bank(book, ContributionMovement(ITALY, 113_00, on(20, "B")))
    receive(book, ContributionMovement(ITALY, 113_00, on(25, "R2")))
    most = [programmable_minor(book, ITALY, date(2024, 1, day)) for day in (1, 19, 20, 25)]
    assert most == [100_00, 100_00, 100_00, 200_00]
    assert programmable_minor(book, ITALY, date(2023, 12, 31)) == 0


def posted(session: Session, fund: Fund) -> Book:
    """Write three receipts of ZERO and a charge, and open a book that has read nothing yet."""
    zero = fund.contributions["ZERO"]
    with transaction(session), open_book(session, "test", "second") as book:
        for day in (5, 10, 20):
            receive(book, ContributionMovement(zero, 100, on(day, f"R{day}")))
        charge_bank(book, ContributionMovement(zero, 150, on(15, "B15")))
    return make_book(session, "second")


def test_days_on_record_are_read_for_the_day_that_asks(session: Session, fund: Fund) -> None:
    book = posted(session, fund)
    zero = fund.contributions["ZERO"]
    book.prepare([zero], earliest=date(2024, 1, 12))
    with pytest.raises(InsufficientFunds) as refusal:
        charge_bank(book, ContributionMovement(zero, 51, on(12, "B12")))
    assert refusal.value.shortage.on == date(2024, 1, 15)
    charge_bank(book, ContributionMovement(zero, 20, on(12, "B12")))
    # An earlier day than the one that was named reads all days, with what is not written yet.
    for day in (5, 6):
        with pytest.raises(InsufficientFunds) as refusal:
            charge_bank(book, ContributionMovement(zero, 31, on(day, f"B{day}")))
        assert refusal.value.shortage.available_minor == 30
    charge_bank(book, ContributionMovement(zero, 30, on(5, "B5")))
    assert book.free_from(AccountKind.UNALLOCATED, zero, None, date(2024, 1, 1)) == 0
    session.rollback()


def test_what_was_written_meanwhile_is_not_counted_twice(session: Session, fund: Fund) -> None:
    zero = fund.contributions["ZERO"]
    posted(session, fund)
    session.rollback()
    with transaction(session):
        with open_book(session, "test", "second") as book:
            charge_bank(book, ContributionMovement(zero, 10, on(15, "B15b")))
        charge_bank(book, ContributionMovement(zero, 5, on(8, "B8")))
        assert book.free_from(AccountKind.UNALLOCATED, zero, None, date(2024, 1, 8)) == 35
        assert book.free_from(AccountKind.UNALLOCATED, zero, None, date(2024, 1, 20)) == 135
        session.rollback()


def test_accounts_know_the_day_of_their_last_line(session: Session, fund: Fund) -> None:
    posted(session, fund)
    last = {account.kind: account.last_on for account in session.exec(select(LedgerAccount))}
    session.rollback()
    assert last[AccountKind.UNALLOCATED] == date(2024, 1, 20)
    assert last[AccountKind.BANK_CHARGED] == date(2024, 1, 15)


def test_what_waits_is_reserved_from_its_day_on(session: Session, fund: Fund) -> None:
    posted(session, fund)
    session.rollback()
    zero = fund.contributions["ZERO"]
    refund = PostingInstruction(EntryKind.REFUND, on(20, "F"), 100, zero)
    with transaction(session):
        submit(session, [refund], "ana")
    hold = session.exec(select(LedgerHold)).one()
    assert (hold.effective_on, hold.minor) == (date(2024, 1, 20), 100)
    book = make_book(session, "second")
    book.prepare([zero])
    free = [
        book.free_from(AccountKind.UNALLOCATED, zero, None, date(2024, 1, day))
        for day in (4, 5, 10, 14, 15, 19, 20, 31)
    ]
    assert free == [0, 50, 50, 50, 50, 50, 50, 50]
    with pytest.raises(InsufficientFunds) as refusal:
        charge_bank(book, ContributionMovement(zero, 51, on(25, "B25")))
    assert (refusal.value.shortage.on, refusal.value.shortage.available_minor) == (
        date(2024, 1, 25),
        50,
    )
    session.rollback()


def test_what_waits_for_a_later_day_leaves_earlier_days_alone(session: Session, fund: Fund) -> None:
    zero = fund.contributions["ZERO"]
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(zero, 100, on(1, "R")))
    orders = [
        PostingInstruction(EntryKind.REFUND, on(10, "F"), 60, zero),
        PostingInstruction(EntryKind.RECEIPT, on(20, "R2"), 60, zero),
    ]
    with transaction(session):
        submit(session, orders, "ana")
    holds = session.exec(select(LedgerHold).order_by(col(LedgerHold.effective_on))).all()
    assert [(one.effective_on, one.minor) for one in holds] == [(date(2024, 1, 10), 60)]
    session.rollback()


def test_the_reversal_of_what_lies_ahead_counts_for_its_day(session: Session, fund: Fund) -> None:
    zero = fund.contributions["ZERO"]
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(zero, 100, on(20, "R")))
    with transaction(session), open_book(session, "test", "second") as book:
        number = session.exec(select(LedgerEntry.id)).one() or 0
        reverse(book, read_entry(session, number), heading("V"))
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.REVERSAL)).one()
    assert DAY < entry.effective_on == date(2024, 1, 20)
    session.rollback()


def test_days_below_zero_are_let_in_for_a_reason_alone(session: Session, fund: Fund) -> None:
    zero = fund.contributions["ZERO"]
    with (
        transaction(session),
        open_book(session, "test", "second", let_in="taken over from the old system") as book,
    ):
        receive(book, ContributionMovement(zero, 100, on(20, "R")))
        charge_bank(book, ContributionMovement(zero, 100, on(5, "B")))
        with pytest.raises(InsufficientFunds):  # which would be below zero in the end too
            charge_bank(book, ContributionMovement(zero, 1, on(5, "B2")))
    marked = session.exec(select(LedgerAccount).where(LedgerAccount.let_in != "")).one()
    assert (marked.kind, marked.let_in) == (
        AccountKind.UNALLOCATED,
        "taken over from the old system",
    )
    told = session.exec(
        select(AuditRecord).where(AuditRecord.subject_kind == Subject.LEDGER_ACCOUNT.value)
    ).one()
    assert (told.action, told.subject_reference, told.why) == (
        LET_IN,
        str(marked.id),
        marked.let_in,
    )
    session.rollback()
    book = make_book(session, "second")
    book.prepare([zero])
    receive(book, ContributionMovement(zero, 10, on(3, "R3")))  # which improves every day
    with pytest.raises(InsufficientFunds) as refusal:
        charge_bank(book, ContributionMovement(zero, 1, on(3, "B3")))
    assert refusal.value.shortage == type(refusal.value.shortage)(
        "ZERO, available", -90, 1, date(2024, 1, 5)
    )
    assert AccountKey(AccountKind.UNALLOCATED, zero) not in book.below_zero
    session.rollback()


def test_the_two_persons_stay_two_where_days_are_let_in(session: Session) -> None:
    with (
        pytest.raises(NotAllowed),
        transaction(session),
        open_book(session, "ana", "ana", let_in="taken over"),
    ):
        pass


def test_what_was_asked_of_a_later_day_answers_for_no_earlier_one() -> None:
    early, late, last = (date(2024, 1, day) for day in (1, 10, 20))
    balances = DayBalances(0)
    balances.add(late, 100)
    assert balances.covers(100, late)
    assert balances.lowest_from(early) == 0
    assert not balances.covers(1, early)
    balances.add(last, 50)  # which lifts no day before it
    assert not balances.covers(1, early)
    assert not balances.covers(101, late)
    assert balances.covers(150, last)
    balances.add(late, -60)
    assert [balances.lowest_from(day) for day in (early, late, last)] == [0, 40, 90]
    assert balances.covers(40, late)
    assert not balances.covers(41, late)


def test_a_book_that_was_written_reads_its_entries_once(session: Session, fund: Fund) -> None:
    zero = fund.contributions["ZERO"]
    with transaction(session):
        book = make_book(session, "second")
        receive(book, ContributionMovement(zero, 100, on(5, "R5")))
        receive(book, ContributionMovement(zero, 100, on(20, "R20")))
        write(session, book, "test")
        free = [
            book.free_from(AccountKind.UNALLOCATED, zero, None, date(2024, 1, day))
            for day in (4, 5, 19, 20)
        ]
    assert free == [0, 100, 100, 200]
