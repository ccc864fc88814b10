"""The moves of a contribution's money on record are those that were posted, and no others."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from tests.fund.small_fund import DAY, add_catalogue
from tracker.db import transaction
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.cash_entries import charge_bank, receive, refund
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.money_moves import MoneyMove, moves_on_record
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.tables import LedgerEntry

RATE = RateUsed(Decimal("0.8"), "test", DAY)
LATER = date(2024, 2, 1)


@pytest.fixture
def euros(session: Session) -> int:
    """Receive twice, give some back and undo one receipt, beside money of another contribution."""
    fund = add_catalogue(session)
    number, other = fund.contributions["FRA"], fund.contributions["ZERO"]

    def movement(reference: str, usd: int, original: int, on: date = DAY) -> ContributionMovement:
        heading = Heading(
            on, reference, currency="EUR", original_minor=original, rate=RATE, basis=f"b{reference}"
        )
        return ContributionMovement(number, usd, heading)

    with transaction(session), open_book(session, "one", "two") as book:
        receive(book, ContributionMovement(other, 7_00, Heading(DAY, "OTHER")))
        receive(book, movement("SECOND", 12_50, 10_00, LATER))
        receive(book, movement("FIRST", 1_30_00, 1_00_00))
        charge_bank(book, movement("CHARGE", 1_25, 1_00))
        refund(book, movement("BACK", 12_50, 10_00, LATER))
    second = session.exec(select(LedgerEntry.id).where(LedgerEntry.reference == "SECOND")).one()
    with transaction(session), open_book(session, "one", "two") as book:
        reverse(book, read_entry(session, second or 0), Heading(LATER, "UNDONE"))
    return number


def test_moves_are_read_in_the_order_of_recording(session: Session, euros: int) -> None:
    donor, refunded = AccountKind.DONOR, AccountKind.REFUNDED
    assert moves_on_record(session, euros) == [
        MoneyMove(2, "SECOND", LATER, "bSECOND", None, donor, -12_50, -10_00),
        MoneyMove(3, "FIRST", DAY, "bFIRST", None, donor, -130_00, -100_00),
        MoneyMove(5, "BACK", LATER, "bBACK", None, refunded, 13_00, 10_00),
        MoneyMove(6, "UNDONE", LATER, "", 2, donor, 12_50, 10_00),
    ]
