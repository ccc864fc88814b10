"""A request that was given back is handed in again once."""

import pytest
from sqlmodel import Session

from tests.fund.small_fund import Fund, heading
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.fund.approvals.change_requests import hand_in, payload_to_correct
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.record_changes.closing import CLOSE_MONTHS, MonthsClosing
from tracker.fund.record_changes.kinds import withdraw
from tracker.fund.tables.approvals import ApprovalRequest


def test_entries_are_handed_in_again_once(session: Session, posted: Fund) -> None:
    def hand(reference: str, replaces: int | None = None) -> int:
        order = PostingInstruction(
            EntryKind.WRITE_OFF, heading(reference, basis="lost"), 1, posted.contributions["ITA"]
        )
        with transaction(session):
            return submit(session, [order], "ana", replaces=replaces).request

    first = hand("W1")
    with transaction(session):
        withdraw(session, first, "ana")
    hand("W2", first)
    with pytest.raises(Conflict, match="handed in again"):
        hand("W3", first)


def test_a_change_is_handed_in_again_once(session: Session, posted: Fund) -> None:
    del posted

    def hand(month: int, replaces: int | None = None) -> int:
        closing = MonthsClosing(Month(2024, month))
        with transaction(session):
            return hand_in(session, CLOSE_MONTHS, closing, "ana", "", replaces=replaces)

    first = hand(2)
    with transaction(session):
        withdraw(session, first, "ana")
    assert payload_to_correct(session, first, "ana", CLOSE_MONTHS) is not None
    second = hand(3, first)
    assert payload_to_correct(session, first, "ana", CLOSE_MONTHS) is None
    with transaction(session):
        withdraw(session, second, "ana")
    with pytest.raises(Conflict, match="handed in again"):
        hand(4, first)


def test_a_request_is_replaced_by_one_for_the_same_thing(session: Session, posted: Fund) -> None:
    """Else it would count as corrected, and its own form would be gone."""
    order = PostingInstruction(
        EntryKind.WRITE_OFF, heading("W1", basis="lost"), 1, posted.contributions["ITA"]
    )
    closing = MonthsClosing(Month(2024, 2))
    with transaction(session):
        entries = submit(session, [order], "ana").request
        withdraw(session, entries, "ana")
        change = hand_in(session, CLOSE_MONTHS, closing, "ana", "")
        withdraw(session, change, "ana")
    with pytest.raises(Conflict, match="asked for another thing"), transaction(session):
        hand_in(session, CLOSE_MONTHS, closing, "ana", "", replaces=entries)
    with pytest.raises(Conflict, match="asked for another thing"), transaction(session):
        submit(session, [order], "ana", replaces=change)


def test_a_note_is_as_long_as_an_entry_allows(session: Session, posted: Fund) -> None:
    """The request shows its beginning, which its column holds, and the entry keeps it whole."""
    note = "x" * 9_000
    order = PostingInstruction(
        EntryKind.WRITE_OFF, heading("W1", note=note, basis="lost"), 1, posted.contributions["ITA"]
    )
    with transaction(session):
        number = submit(session, [order], "ana", note).request
    (kept,) = from_json(session.get_one(ApprovalRequest, number).orders)
    assert kept.heading.note == note
