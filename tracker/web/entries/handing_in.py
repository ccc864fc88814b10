"""Hands in what was read from the forms of money, in the transaction that is open."""

from dataclasses import replace

from sqlmodel import Session

from tracker.fund.approvals.submission import Submission, submit
from tracker.fund.balances.activity_balances import allocation_pool
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction


def hand_in_order(
    session: Session,
    *,
    order: PostingInstruction,
    actor: str,
    note: str = "",
    replaces: int | None = None,
) -> Submission:
    """Post an order, or let it wait; an allocation by the rule gets its pool.

    `replaces` is the number of the request that was returned and is handed in again.
    """
    if order.kind is EntryKind.ALLOCATION and order.contribution_id is None:
        order = replace(order, pool=allocation_pool(session))
    return submit(session, [order], actor, note, replaces=replaces)
