"""Money is used in its period, for those whom the account assists, and can be released."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from tests.fund.small_fund import DAY, NOW, TERMS, Fund, MemoryLoader, heading, memory_book
from tests.support.trail import record_set_up
from tracker.assistance.tables.activities import ActivityBeneficiary
from tracker.db import transaction
from tracker.errors import InsufficientFunds, LedgerRefusal
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import allocate, commit, deallocate, decommit, spend

ITALY, JAPAN, TRAIN = 1, 2, 1
AFTER = Heading(date(2025, 2, 1), "LATE")


def book_of_two() -> Book:
    """Open a book in which Italy's money can be used in 2024, and both have allocated 100.00."""
    italy = replace(TERMS["ITA"], use_from=DAY, use_until=date(2024, 12, 31))
    terms = {**{t.id: t for t in TERMS.values()}, ITALY: italy}
    book = Book(MemoryLoader(terms), now=NOW, approver="x")
    for number in (ITALY, JAPAN):
        receive(book, ContributionMovement(number, 500_00, heading(f"R{number}")))
        allocate(book, Allocation(TRAIN, 100_00, heading(f"A{number}"), number))
    return book


@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2025, 1, 1)])
def test_named_money_is_not_used_outside_its_period(on: date) -> None:
    for verb in (commit, spend):
        with pytest.raises(LedgerRefusal, match="ITA: 2024-01-01 / 2024-12-31"):
            verb(book_of_two(), UseOfFunds(TRAIN, 1_00, Heading(on, "X"), ITALY))
    with pytest.raises(LedgerRefusal, match="outside the period of use"):
        allocate(book_of_two(), Allocation(TRAIN, 1_00, Heading(on, "X"), ITALY))


def test_the_rule_leaves_out_money_whose_period_is_over() -> None:
    book = book_of_two()
    spend(book, UseOfFunds(TRAIN, 100_00, AFTER))
    assert book.balance(AccountKind.SPENT, JAPAN, TRAIN) == 100_00
    assert book.balance(AccountKind.SPENT, ITALY, TRAIN) == 0
    with pytest.raises(LedgerRefusal, match="ITA: 2024"):
        spend(book, UseOfFunds(TRAIN, 1_00, replace(AFTER, reference="MORE")))


def test_money_is_released_at_any_time() -> None:
    book = book_of_two()
    commit(book, UseOfFunds(TRAIN, 60_00, heading("C"), ITALY))
    decommit(book, UseOfFunds(TRAIN, 60_00, replace(AFTER, reference="D"), ITALY))
    deallocate(book, UseOfFunds(TRAIN, 100_00, AFTER, ITALY))
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 500_00
    assert book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN) == 0


def test_a_part_that_is_released_brings_its_support_cost_back() -> None:
    book = book_of_two()
    deallocate(book, UseOfFunds(TRAIN, 50_00, heading("D"), ITALY))
    assert book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN) == 6_50
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 500_00 - 50_00 - 6_50


def test_released_by_the_rule_it_is_split_pro_rata_and_never_more_than_is_there() -> None:
    book = book_of_two()
    deallocate(book, UseOfFunds(TRAIN, 50_01, heading("D")))
    assert book.balance(AccountKind.ALLOCATED, ITALY, TRAIN) == 74_99
    assert book.balance(AccountKind.ALLOCATED, JAPAN, TRAIN) == 75_00
    with pytest.raises(InsufficientFunds):
        deallocate(book, UseOfFunds(TRAIN, 150_00, heading("D2")))


def test_committed_money_is_not_released_from_the_activity() -> None:
    book = book_of_two()
    commit(book, UseOfFunds(TRAIN, 60_00, heading("C"), ITALY))
    with pytest.raises(InsufficientFunds):
        deallocate(book, UseOfFunds(TRAIN, 40_01, heading("D"), ITALY))


def test_money_goes_to_those_alone_whom_the_account_assists(session: Session, fund: Fund) -> None:
    italy, train = fund.contributions["ITA"], fund.activities["TRAIN"]
    with transaction(session):
        row = session.exec(
            select(ActivityBeneficiary).where(ActivityBeneficiary.activity_id == train)
        ).one()
        session.delete(row)
        session.flush()
        record_set_up(session)
        session.add(ActivityBeneficiary(activity_id=train, place="CHE", share_bp=10_000))
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(italy, 100_00, heading("R")))
        with pytest.raises(LedgerRefusal, match="TRAIN benefits CHE"):
            allocate(book, Allocation(train, 1_00, heading("A"), italy))


def test_an_activity_without_places_is_no_objection() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 100_00, heading("R")))
    allocate(book, Allocation(TRAIN, 1_00, heading("A"), ITALY))
    assert book.balance(AccountKind.ALLOCATED, ITALY, TRAIN) == 1_00
