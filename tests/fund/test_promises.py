"""Pledges that are cancelled, written off or fall due, and the state that follows."""

from datetime import date

import pytest
from sqlmodel import Session

from tests.fund.small_fund import Fund, heading, memory_book
from tracker.db import transaction
from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import (
    adjust_pledge,
    cancel_pledge,
    fall_due,
    pledge,
    write_off_pledge,
)
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.states import ContributionState
from tracker.fund.tables.contributions import Contribution

ITALY, FRANCE = 1, 3
WHY = {"basis": "insolvent"}


def euros(reference: str, original: int, **more: str) -> Heading:
    return heading(reference, currency="EUR", original_minor=original, **more)


def french_book() -> Book:
    """Promise 900.00 EUR for 1,000.00 USD, of which 300.00 EUR arrived as 330.00 USD."""
    book = memory_book()
    pledge(book, ContributionMovement(FRANCE, 1_000_00, euros("P", 900_00)))
    receive(book, ContributionMovement(FRANCE, 330_00, euros("R", 300_00)))
    return book


def test_a_part_that_is_cancelled_has_its_share_of_the_pledges_worth() -> None:
    book = french_book()
    cancel_pledge(book, ContributionMovement(FRANCE, 0, euros("C", 450_00)))
    state = book.pledge_state(FRANCE)
    assert (state.pledged, state.pledged_original) == (500_00, 450_00)
    assert book.pending[-1].entry.usd_minor == -500_00
    assert book.pending[-1].entry.kind is EntryKind.PLEDGE_CANCELLATION


def test_what_has_arrived_cannot_be_cancelled() -> None:
    book = french_book()
    with pytest.raises(LedgerRefusal, match=r"700\.00 EUR needed, 600\.00 EUR there"):
        cancel_pledge(book, ContributionMovement(FRANCE, 0, euros("C", 700_00)))


def test_parts_written_off_come_to_the_worth_of_their_sum() -> None:
    book = french_book()
    for number, part in enumerate((100_01, 100_01, 399_98)):
        write_off_pledge(book, ContributionMovement(FRANCE, 0, euros(f"W{number}", part, **WHY)))
    state = book.pledge_state(FRANCE)
    assert state.written_off_original == 600_00
    assert state.written_off == 1_000_00 * 600_00 // 900_00
    assert state.open_original == 0
    assert state.pledged == 1_000_00


def test_a_write_off_says_why() -> None:
    with pytest.raises(InvalidInput, match="say why"):
        write_off_pledge(french_book(), ContributionMovement(FRANCE, 0, euros("W", 1_00)))


def test_a_pledge_is_not_lowered_below_what_is_written_off() -> None:
    book = french_book()
    write_off_pledge(book, ContributionMovement(FRANCE, 0, euros("W", 500_00, **WHY)))
    with pytest.raises(LedgerRefusal, match="pledged and not written off"):
        adjust_pledge(book, ContributionMovement(FRANCE, -500_00, euros("A", -450_00)))


def test_no_more_falls_due_than_is_pledged() -> None:
    book = french_book()
    fall_due(book, ContributionMovement(FRANCE, 500_00, euros("D1", 450_00)))
    assert book.balance(AccountKind.DUE, FRANCE) == 500_00
    with pytest.raises(LedgerRefusal, match=r"450\.01 EUR needed, 450\.00 EUR there"):
        fall_due(book, ContributionMovement(FRANCE, 500_00, euros("D2", 450_01)))


def test_money_in_another_currency_settles_what_it_says() -> None:
    book = french_book()
    dollars = Heading(date(2024, 1, 1), "R2", currency="USD")
    receive(book, ContributionMovement(FRANCE, 700_00, dollars, settles_original=600_00))
    state = book.pledge_state(FRANCE)
    assert state.received_original == 900_00
    assert state.difference == 330_00 + 700_00 - 1_000_00
    assert book.pending[-1].entry.heading.original_minor == 700_00


def test_a_currency_of_its_own_settles_nothing_else() -> None:
    with pytest.raises(InvalidInput, match="contribution's currency"):
        receive(
            memory_book(), ContributionMovement(FRANCE, 1_00, euros("R", 90), settles_original=80)
        )


@pytest.mark.parametrize(
    ("received", "cancelled", "state"),
    [
        (0, 1_000_00, ContributionState.CANCELLED),
        (400_00, 600_00, ContributionState.RECEIVED),
        (400_00, 500_00, ContributionState.PARTLY_RECEIVED),
    ],
)
def test_the_state_follows_what_is_left_of_the_promise(
    session: Session, fund: Fund, received: int, cancelled: int, state: ContributionState
) -> None:
    italy = fund.contributions["ITA"]
    with transaction(session), open_book(session, "test") as book:
        pledge(book, ContributionMovement(italy, 1_000_00, heading("P")))
        if received:
            receive(book, ContributionMovement(italy, received, heading("R")))
        cancel_pledge(book, ContributionMovement(italy, cancelled, heading("C")))
    session.expire_all()
    assert session.get_one(Contribution, italy).state is state


def test_a_pledge_that_is_reversed_is_no_withdrawal(session: Session, fund: Fund) -> None:
    italy = fund.contributions["ITA"]
    with transaction(session), open_book(session, "test") as book:
        pledge(book, ContributionMovement(italy, 1_000_00, heading("TYPO")))
    with transaction(session), open_book(session, "test", "second") as book:
        reverse(book, read_entry(session, 1), heading("UNDONE"))
    session.expire_all()
    assert session.get_one(Contribution, italy).state is ContributionState.PLEDGED
