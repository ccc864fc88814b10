"""Requests as they are read, on either database: lists, sums, chains, the orders in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from tests.fund.small_fund import Fund, heading
from tests.support.approvals import approve
from tracker.db import transaction
from tracker.errors import NotFound
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.request_details import read_request
from tracker.fund.approvals.request_list import (
    count_waiting,
    list_requests,
    preparers,
    returned_to,
    waiting,
    waiting_of,
)
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.states import ApprovalRequestState
from tracker.listing import FilterChoice, ListQuery

WHOLE = ListQuery(page=1, size=50)


def allocation(fund: Fund, reference: str, usd_minor: int, **more: object) -> PostingInstruction:
    """Make an allocation of Italy's money to the training."""
    return PostingInstruction(
        EntryKind.ALLOCATION, heading(reference, **more), usd_minor,
        fund.contributions["ITA"], fund.activities["TRAIN"],
    )  # fmt: skip


def prepare(
    session: Session,
    orders: list[PostingInstruction],
    actor: str = "ana",
    replaces: int | None = None,
) -> int:
    """Hand orders in and return the number of the request."""
    session.rollback()
    with transaction(session):
        return submit(session, orders, actor, "as agreed", replaces=replaces).request


def test_lists_and_sums_tell_what_waits(session: Session, posted: Fund) -> None:
    assert waiting(session) == (0, 0, None)
    refund = PostingInstruction(EntryKind.REFUND, heading("F9"), 500, posted.contributions["JPN"])
    one = prepare(session, [allocation(posted, "A8", 1_000)])
    two = prepare(session, [allocation(posted, "A9", 200, note='"kind": "transfer"'), refund], "bo")
    found = list_requests(session, ListQuery(order="-amount", size=10))
    assert [item.number for item in found.rows] == [one, two]
    assert [(item.kind, item.orders) for item in found.rows] == [
        (EntryKind.ALLOCATION, 1), (EntryKind.ALLOCATION, 2),
    ]  # fmt: skip
    assert [(item.contribution, item.activity) for item in found.rows] == [
        ("ITA", "TRAIN"), ("", ""),
    ]  # fmt: skip
    late = replace(found.rows[0], prepared_at=datetime(2024, 6, 1, 23, 30, tzinfo=UTC))
    assert [late.days(date(2024, 6, day)) for day in (2, 3)] == [0, 1]  # days begin as today does
    for kind, numbers in (("refund", [two]), ("allocation", [one, two]), ("transfer", [])):
        asked = ListQuery(chosen=(FilterChoice("kind", kind),), order="prepared_at")
        assert [item.number for item in list_requests(session, asked).rows] == numbers
    assert list_requests(session, ListQuery(words="a8 ita")).total == 1
    assert waiting(session)[:2] == (2, 1_700)
    assert waiting(session, "bo")[:2] == (1, 700)
    assert count_waiting(session) == 2
    assert preparers(session) == ("ana", "bo")
    assert [item.number for item in waiting_of(session, "ana")] == [one]
    oldest = waiting(session).oldest_at
    assert oldest is not None
    assert abs(datetime.now(UTC) - oldest) < timedelta(minutes=5)


def test_a_chain_of_corrections_is_told_from_each_end(session: Session, posted: Fund) -> None:
    first = prepare(session, [allocation(posted, "A9", 1_000)])
    with transaction(session):
        send_back(session, first, "ben", "too much")
    assert [item.reason for item in returned_to(session, "ana")] == ["too much"]
    second = prepare(session, [allocation(posted, "A9", 900)], replaces=first)
    assert returned_to(session, "ana") == ()
    with transaction(session):
        send_back(session, second, "ben", "still too much")
    third = prepare(session, [allocation(posted, "A9", 800)], replaces=second)
    with transaction(session):
        approve(session, third, "ben", "right")
    whys = ["as agreed", "too much", "as agreed", "still too much", "as agreed", "right"]
    for number in (first, second, third):
        facts = read_request(session, number, WHOLE)
        assert [one.why for one in facts.trail] == whys
    facts = read_request(session, second, WHOLE)
    assert (facts.item.replaces, facts.item.replaced_by) == (first, third)
    assert facts.entries is None
    facts = read_request(session, third, WHOLE)
    assert facts.rehearsal is None
    assert facts.entries is not None
    assert [entry.reference for entry in facts.entries.rows] == ["A9"]


def test_orders_are_told_in_words(session: Session, posted: Fund) -> None:
    funds = posted.contributions
    pool = (funds["ITA"], funds["JPN"])
    orders = [
        PostingInstruction(
            EntryKind.ALLOCATION, heading("A9"), 300,
            activity_id=posted.activities["TRAIN"], pool=pool,
        ),
        PostingInstruction(
            EntryKind.TRANSFER, heading("T9", letter="Note 7", consent_on=date(2024, 5, 1)), 200,
            funds["ITA"], to_contribution_id=funds["JPN"],
        ),
        PostingInstruction(
            EntryKind.REVERSAL, heading("V9"), reverses_id=6, contribution_id=funds["ITA"],
        ),
    ]  # fmt: skip
    facts = read_request(session, prepare(session, orders), WHOLE)
    by_rule, transfer, reversal = facts.instructions.rows
    assert (by_rule.by_rule, by_rule.over, by_rule.activity) == (True, ("ITA", "JPN"), "TRAIN")
    assert (transfer.contribution, transfer.to_contribution) == ("ITA", "JPN")
    assert (reversal.reverses, reversal.reverses_id, reversal.by_rule) == ("E2", 6, False)
    assert [(one.kind, one.orders) for one in facts.kinds] == [
        (EntryKind.TRANSFER, 1), (EntryKind.ALLOCATION, 1), (EntryKind.REVERSAL, 1),
    ]  # fmt: skip
    assert facts.form_contribution == "ITA"
    assert facts.rehearsal is not None
    assert facts.rehearsal.refusal == ""
    assert sum(one.move.change_minor or 0 for one in facts.moves) == 0
    assert facts.item.state is ApprovalRequestState.WAITING


def test_there_is_no_such_request(session: Session, posted: Fund) -> None:
    assert posted
    for number in (99, 2**31, 2**70):
        with pytest.raises(NotFound):
            read_request(session, number, WHOLE)
