"""Random moves between hand-in and approval change no line of what is approved."""

from random import Random

import pytest
from sqlmodel import Session, col, select

from tests.fund.busy_outcome import expect_parts_as_handed_in
from tests.fund.small_fund import Fund
from tests.fund.test_random_holds import MOVES, PREPARER, SECOND, random_order, waiting
from tests.support.approvals import shown_now
from tracker.db import transaction
from tracker.errors import ShownChanged, TrackerError
from tracker.fund.approvals.decisions import approve
from tracker.fund.approvals.request_posting import propose_in_order
from tracker.fund.approvals.shown_lines import digest_of
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading, NewEntry
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.verification.record_checks import verify_record

pytestmark = pytest.mark.slow

SUPPORT_COST_FOLLOWS_OTHERS = {
    EntryKind.EXPENDITURE.value, EntryKind.DE_ALLOCATION.value
}  # fmt: skip
"""The kinds whose support cost is rounded together with that of other entries of the share."""


def posted(session: Session, number: int) -> str:
    """Return the digest of the entries of an approved request, as the ledger has them."""
    request = session.get_one(ApprovalRequest, number, populate_existing=True)
    between = col(LedgerEntry.id).between(request.first_entry_id, request.last_entry_id)
    found = []
    for row in session.exec(select(LedgerEntry).where(between).order_by(col(LedgerEntry.id))):
        lines = read_entry(session, row.id or 0).lines
        heading = Heading(row.effective_on, row.reference)
        found.append(NewEntry(row.kind, heading, lines, row.usd_minor))
    digest = digest_of(found)
    session.rollback()
    return digest


def handed_in(session: Session, random: Random, fund: Fund, number: int) -> tuple[int, str]:
    """Submit one to three orders; return the number and the digest shown, or 0."""
    orders = [
        random_order(random, fund, f"N-{number}-{each}") for each in range(random.randint(1, 3))
    ]
    session.rollback()
    try:
        with transaction(session):
            done = submit(session, orders, PREPARER)
    except TrackerError:
        return 0, ""
    return done.request, done.digest


def approve_one(session: Session, number: int, shown: str) -> None:
    """Approve as shown at hand-in, or as shown now where support cost has moved a cent."""
    session.rollback()
    try:
        with transaction(session):
            approve(session, number, SECOND, shown=shown)
    except ShownChanged:
        orders = session.get_one(ApprovalRequest, number, populate_existing=True).orders
        assert {order["kind"] for order in orders} & SUPPORT_COST_FOLLOWS_OTHERS
        shown = shown_now(session, number)
        session.rollback()
        with transaction(session):
            approve(session, number, SECOND, shown=shown)
    assert posted(session, number) == shown


@pytest.mark.parametrize("seed", range(4))
def test_what_is_approved_is_what_was_shown(session: Session, fund: Fund, seed: int) -> None:
    random = Random(f"shown-{seed}")
    shown: dict[int, str] = {}
    for number in range(MOVES):
        numbers = waiting(session)
        if numbers and random.random() < 0.3:
            chosen = random.choice(numbers)
            approve_one(session, chosen, shown[chosen])
            continue
        request, digest = handed_in(session, random, fund, number)
        if request:
            shown[request] = digest
    session.rollback()
    with transaction(session):
        proposed = propose_in_order(session, waiting(session), SECOND)
        session.rollback()
    for one in proposed:
        with transaction(session):
            approve(session, one.number, SECOND, shown=one.digest)
        assert posted(session, one.number) == one.digest
    expect_parts_as_handed_in(session)
    assert len(shown) > 5
    assert verify_record(session).clean
