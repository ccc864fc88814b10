"""Money that comes, stays and goes: charges, interest, transfers, losses, support cost."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.fund.small_fund import DAY, NOW, TERMS, Fund, MemoryLoader, heading, memory_book
from tracker.db import transaction
from tracker.errors import InsufficientFunds, InvalidInput, LedgerRefusal
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_days import cash_days
from tracker.fund.ledger.cash_entries import (
    charge_bank,
    charge_support_cost,
    correct_receipt,
    give_interest,
    receive,
    transfer,
    write_off,
)
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import (
    Allocation,
    ContributionMovement,
    InterestCredit,
    Transfer,
)
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.programmable_money import programmable_minor
from tracker.fund.ledger.use_entries import allocate
from tracker.fund.states import SupportBasis

ITALY, JAPAN, TRAIN = 1, 2, 1
CONSENT = {"letter": "Note 7", "consent_on": date(2024, 5, 3)}


def book_with(basis: SupportBasis) -> Book:
    """Open a book in which Italy's support cost has that basis and 1,130.00 USD arrived."""
    italy = replace(TERMS["ITA"], support_basis=basis)
    book = Book(
        MemoryLoader({**{t.id: t for t in TERMS.values()}, ITALY: italy}), now=NOW, approver="x"
    )
    receive(book, ContributionMovement(ITALY, 1_130_00, heading("R")))
    return book


def test_a_bank_charge_leaves_less_to_allocate() -> None:
    book = book_with(SupportBasis.EXPENDITURE)
    charge_bank(book, ContributionMovement(ITALY, 13_00, heading("B")))
    assert book.balance(AccountKind.BANK_CHARGED, ITALY) == 13_00
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 1_117_00


def test_support_cost_on_receipts_is_charged_at_once_and_not_again() -> None:
    book = book_with(SupportBasis.RECEIPT)
    assert book.balance(AccountKind.SUPPORT_CHARGED, ITALY) == 130_00
    assert programmable_minor(book, ITALY, DAY) == 1_000_00
    allocate(book, Allocation(TRAIN, 1_000_00, heading("A"), ITALY))
    assert book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN) == 0


def test_support_cost_on_receipts_follows_a_correction() -> None:
    book = book_with(SupportBasis.RECEIPT)
    correct_receipt(book, ContributionMovement(ITALY, 565_00, heading("K")))
    assert book.balance(AccountKind.SUPPORT_CHARGED, ITALY) == 65_00
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 500_00


def test_lump_sums_are_charged_by_hand_and_only_where_agreed() -> None:
    book = book_with(SupportBasis.LUMP_SUM)
    charge_support_cost(book, ContributionMovement(ITALY, 80_00, heading("L")))
    assert programmable_minor(book, ITALY, DAY) == 1_050_00
    with pytest.raises(LedgerRefusal, match="follows from its rate"):
        charge_support_cost(
            book_with(SupportBasis.EXPENDITURE), ContributionMovement(ITALY, 80_00, heading("L"))
        )


def test_a_transfer_stays_with_the_donor_and_names_the_consent() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 100_00, heading("R")))
    for lacking, field in (({}, "letter"), ({"letter": "Note 7"}, "consent_on")):
        with pytest.raises(InvalidInput, match="consent") as refusal:
            transfer(book, Transfer(ITALY, JAPAN, 40_00, heading("T", **lacking)))
        assert refusal.value.field == field
    transfer(book, Transfer(ITALY, JAPAN, 40_00, heading("T", **CONSENT)))
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 60_00
    assert book.balance(AccountKind.UNALLOCATED, JAPAN) == 40_00
    assert book.balance(AccountKind.TRANSFERRED, ITALY) == 40_00
    assert book.balance(AccountKind.TRANSFERRED, JAPAN) == -40_00


def test_money_of_one_donor_does_not_go_to_another() -> None:
    other = replace(TERMS["JPN"], donor_id=7)
    terms = {**{t.id: t for t in TERMS.values()}, JAPAN: other}
    book = Book(MemoryLoader(terms), now=NOW, approver="x")
    receive(book, ContributionMovement(ITALY, 100_00, heading("R")))
    with pytest.raises(LedgerRefusal, match="another donor"):
        transfer(book, Transfer(ITALY, JAPAN, 40_00, heading("T", **CONSENT)))


def test_no_more_is_written_off_than_is_there() -> None:
    book = book_with(SupportBasis.EXPENDITURE)
    with pytest.raises(InsufficientFunds):
        write_off(book, ContributionMovement(ITALY, 1_130_01, heading("W", basis="bank failed")))
    write_off(book, ContributionMovement(ITALY, 1_130_00, heading("W", basis="bank failed")))
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 0


def test_interest_by_the_rule_is_split_to_the_cent() -> None:
    book = memory_book()
    earned = (FundingCandidate(ITALY, "ITA", 2), FundingCandidate(JAPAN, "JPN", 1))
    give_interest(book, InterestCredit(1_00, heading("I", basis="2023"), earned=earned))
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 67
    assert book.balance(AccountKind.UNALLOCATED, JAPAN) == 33
    assert all(line.attributed for line in book.pending[-1].entry.lines)


def test_interest_needs_someone_who_held_money() -> None:
    with pytest.raises(LedgerRefusal, match="no open contribution held money"):
        give_interest(memory_book(), InterestCredit(1_00, heading("I", basis="2023")))


def test_money_earns_for_each_day_that_it_is_there(session: Session, fund: Fund) -> None:
    italy, japan = fund.contributions["ITA"], fund.contributions["JPN"]
    with transaction(session), open_book(session, "test") as book:
        receive(book, ContributionMovement(italy, 10_00, Heading(date(2022, 12, 1), "R1")))
        receive(book, ContributionMovement(japan, 10_00, Heading(date(2023, 1, 30), "R2")))
        receive(book, ContributionMovement(japan, 99_00, Heading(date(2023, 2, 1), "R3")))
    found = cash_days(session, date(2023, 1, 1), date(2023, 1, 31))
    assert [(one.reference, one.left_minor) for one in found] == [
        ("ITA", 10_00 * 31),
        ("JPN", 10_00 * 2),
    ]
