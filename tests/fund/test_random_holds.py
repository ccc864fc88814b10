"""Waiting requests reserve their money and count nowhere, after random moves on either database."""

from collections import Counter
from random import Random

import pytest
from sqlmodel import Session, col, func, select

from tests.fund.small_fund import Fund, heading
from tests.support.approvals import approve
from tracker.db import transaction
from tracker.errors import TrackerError
from tracker.fund.approvals.decisions import send_back, withdraw
from tracker.fund.approvals.rehearsal import rehearse
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.accounts import AccountKey, may_be_negative
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold
from tracker.fund.ledger.verification import verify
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference

pytestmark = pytest.mark.slow

MOVES = 60
PREPARER, SECOND = "ana", "ben"
OWNERS = ("ITA", "JPN", "ZERO")
PLACES = ("TRAIN", "LAWS")
KINDS = (
    EntryKind.RECEIPT, EntryKind.RECEIPT, EntryKind.ALLOCATION, EntryKind.ALLOCATION,
    EntryKind.REFUND, EntryKind.DE_ALLOCATION, EntryKind.EXPENDITURE, EntryKind.TRANSFER,
    EntryKind.WRITE_OFF,
)  # fmt: skip
Balances = dict[AccountKey, int]


def random_order(random: Random, fund: Fund, reference: str) -> PostingInstruction:
    """Make an order of any kind, lawful or not."""
    kind = random.choice(KINDS)
    owner = fund.contributions[random.choice(OWNERS)]
    by_rule = random.random() < 0.4
    uses = kind in {EntryKind.ALLOCATION, EntryKind.DE_ALLOCATION, EntryKind.EXPENDITURE}
    return PostingInstruction(
        kind,
        heading(reference, basis="agreed in writing"),
        random.choice((1, 333, 10_000, 25_001)),
        None if uses and by_rule else owner,
        fund.activities[random.choice(PLACES)] if uses else None,
        to_contribution_id=fund.contributions[random.choice(OWNERS)],
        pool=tuple(fund.contributions[code] for code in OWNERS),
    )


def balances(session: Session) -> Balances:
    """Return what stands on each account."""
    session.rollback()
    session.expire_all()
    return {
        AccountKey(row.kind, row.contribution_id, row.activity_id): row.balance_minor
        for row in session.exec(select(LedgerAccount))
    }


def holds(session: Session) -> Counter[AccountKey]:
    """Return what is reserved of each account."""
    found: Counter[AccountKey] = Counter()
    for hold in session.exec(select(LedgerHold)):
        found[AccountKey(hold.kind, hold.contribution_id, hold.activity_id)] += hold.minor
    return found


def waiting(session: Session) -> list[int]:
    """Return the numbers of what waits."""
    statement = select(ApprovalRequest.id).where(
        ApprovalRequest.state == ApprovalRequestState.WAITING
    )
    return [number or 0 for number in session.exec(statement.order_by(col(ApprovalRequest.id)))]


def entries(session: Session) -> int:
    """Count the entries of the ledger."""
    return session.exec(select(func.count(col(LedgerEntry.id)))).one()


def expect_sound(session: Session) -> None:
    """Nothing that is reserved is missing, and nothing but what waits reserves."""
    held, there = holds(session), balances(session)
    for key, reserved in held.items():
        assert there[key] - reserved >= 0, key
    assert all(amount >= 0 for key, amount in there.items() if not may_be_negative(key.kind))
    numbers = set(waiting(session))
    for table in (LedgerHold, ReservedReference):
        assert set(session.exec(select(table.request_id))) <= numbers


def hand_something_in(session: Session, random: Random, fund: Fund, number: int) -> None:
    """Hand in one to three orders; what waits moves nothing."""
    orders = [
        random_order(random, fund, f"N-{number}-{each}") for each in range(random.randint(1, 3))
    ]
    before = balances(session), entries(session), holds(session)
    session.rollback()
    try:
        with transaction(session):
            done = submit(session, orders, PREPARER)
    except TrackerError:
        assert (balances(session), entries(session), holds(session)) == before
        return
    if done.waits:
        assert (balances(session), entries(session)) == before[:2]


def decide_something(session: Session, random: Random, numbers: list[int]) -> None:
    """Approve, return or take back; what was approved does what its rehearsal said."""
    number = random.choice(numbers)
    what = random.choice((approve, approve, approve, send_back, withdraw))
    before = balances(session), entries(session)
    request = session.get(ApprovalRequest, number)
    assert request is not None
    rehearsal = rehearse(session, number, from_json(request.orders))
    session.rollback()
    with transaction(session):
        if what is approve:
            approve(session, number, SECOND)
        elif what is send_back:
            send_back(session, number, SECOND, "not so")
        else:
            withdraw(session, number, PREPARER)
    after = balances(session)
    if what is not approve:
        assert (after, entries(session)) == before
        return
    assert rehearsal.refusal == ""
    for move in rehearsal.moves:
        assert before[0].get(move.account, 0) == move.before_minor
        assert after[move.account] == move.after_minor


@pytest.mark.parametrize("seed", range(5))
def test_what_waits_is_reserved_and_counts_nowhere(session: Session, fund: Fund, seed: int) -> None:
    random = Random(seed)
    for number in range(MOVES):
        numbers = waiting(session)
        if numbers and random.random() < 0.35:
            decide_something(session, random, numbers)
        else:
            hand_something_in(session, random, fund, number)
        expect_sound(session)
    for number in waiting(session):
        session.rollback()
        with transaction(session):
            approve(session, number, SECOND)
    assert not holds(session)
    expect_sound(session)
    assert verify(session).clean
    assert session.exec(select(LedgerEntry).where(LedgerEntry.approved_by == SECOND)).first()
