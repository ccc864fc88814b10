"""Refunds that wait reserve their amount in the original currency, and keep their worth."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.fund.small_fund import DAY, Fund
from tests.support.approvals import approve
from tracker.db import make_session, transaction
from tracker.errors import LedgerRefusal, TrackerError
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.submission import submit
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.verification.record_checks import verify_record

LATER = DAY + timedelta(9)


def euros(reference: str, original: int) -> Heading:
    """Make the heading of an amount in euros."""
    return Heading(LATER, reference, currency="EUR", original_minor=original)


@pytest.fixture
def received(session: Session, fund: Fund) -> int:
    """Receive EUR 600 for 300 US dollars and EUR 400 for 800; return the contribution."""
    owner = fund.contributions["FRA"]
    with transaction(session), open_book(session, "ana", "ben") as book:
        for days, original, usd in ((0, 600_00, 300_00), (1, 400_00, 800_00)):
            on = DAY + timedelta(days)
            heading = Heading(on, f"R{days}", currency="EUR", original_minor=original)
            receive(book, ContributionMovement(owner, usd, heading))
    return owner


def refunds(owner: int, reference: str, original: int) -> list[PostingInstruction]:
    """Ask for a refund, which its day makes worth half of its euros."""
    return [PostingInstruction(EntryKind.REFUND, euros(reference, original), original // 2, owner)]


def hand_in(session: Session, asked: list[PostingInstruction]) -> int:
    """Hand in, and return the number of the request."""
    with transaction(session):
        return submit(session, asked, "ana").request


def test_two_that_wait_do_not_take_more_euros_than_came(session: Session, received: int) -> None:
    first = hand_in(session, refunds(received, "F1", 600_00))
    with pytest.raises(LedgerRefusal, match=r"600.00 EUR would go back, 400.00 EUR came, has not"):
        hand_in(session, refunds(received, "F2", 600_00))
    second = hand_in(session, refunds(received, "F3", 400_00))
    lowers = PostingInstruction(EntryKind.RECEIPT_CORRECTION, euros("C", 1_00), 1_00, received)
    with pytest.raises(LedgerRefusal, match="or waits to"):
        hand_in(session, [lowers])
    receipt = session.exec(select(LedgerEntry.id).where(LedgerEntry.reference == "R0")).one()
    session.rollback()
    undo = PostingInstruction(EntryKind.REVERSAL, Heading(LATER, "U"), reverses_id=receipt)
    with pytest.raises(LedgerRefusal):
        hand_in(session, [undo])
    with transaction(session):
        send_back(session, first, "ben", "not so many")
    again = hand_in(session, refunds(received, "F4", 600_00))
    for number in (second, again):
        with transaction(session):
            approve(session, number, "ben")
    fall = waterfall_of(session, received, 0)
    assert (fall.refunded_minor, fall.available_minor) == (1_100_00, 0)
    assert fall.refund_difference_minor == 500_00 - 1_100_00
    assert verify_record(session).clean


def test_each_keeps_the_worth_that_was_shown_in_whatever_order(
    session: Session, received: int
) -> None:
    waiting = [hand_in(session, refunds(received, f"F{n}", 300_00)) for n in range(3)]
    for number in reversed(waiting):
        with transaction(session):
            approve(session, number, "ben")
    statement = select(LedgerEntry.reference, LedgerEntry.id).where(
        LedgerEntry.kind == EntryKind.REFUND
    )
    assert [name for name, _ in sorted(session.exec(statement), key=lambda one: one[1] or 0)] == [
        "F2", "F1", "F0",
    ]  # fmt: skip
    fall = waterfall_of(session, received, 0)
    assert (fall.refunded_minor, fall.available_minor) == (150_00 + 150_00 + 600_00, 200_00)
    last = hand_in(session, refunds(received, "F3", 100_00))
    with transaction(session):
        approve(session, last, "ben")
    assert waterfall_of(session, received, 0).available_minor == 0
    assert verify_record(session).clean


def test_of_two_at_the_same_moment_one_is_refused(
    engine: Engine, session: Session, received: int
) -> None:
    session.rollback()
    both = Barrier(2)

    def ask(reference: str) -> str:
        with make_session(engine) as own:
            both.wait(timeout=30)
            try:
                hand_in(own, refunds(received, reference, 600_00))
            except TrackerError as refusal:
                return str(refusal)
            return ""

    with ThreadPoolExecutor(2) as workers:
        answers = sorted(workers.map(ask, ("F1", "F2")))
    assert answers[0] == ""
    assert "400.00 EUR came" in answers[1]
