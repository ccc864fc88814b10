"""Reads what came by the receipts of contributions, and what corrections take off: of the record.

What waits for approval counts as if it were posted, so that nothing is taken twice.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind, RateUsed
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_moves import MOVED, ReceiptMove, ReceiptMoves
from tracker.fund.ledger.receipt_remainders import ReceiptRemainder, remainders
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.approvals import ApprovalRequest, ApprovalRequestKind, ReservedReference

_REVERSAL = aliased(LedgerEntry)
NO_REQUEST = 0


def is_receipt_of(session: Session, reference: str, contribution_id: int) -> bool:
    """Tell whether a reference is that of a receipt of a contribution."""
    statement = select(col(LedgerEntry.id)).where(
        col(LedgerEntry.reference) == reference,
        col(LedgerEntry.contribution_id) == contribution_id,
        col(LedgerEntry.kind) == EntryKind.RECEIPT,
    )
    return session.execute(statement).first() is not None


def receipts_left(session: Session, contribution_id: int) -> tuple[ReceiptRemainder, ...]:
    """Return the receipts of a contribution with a remainder, the newest first."""
    moves = recorded_receipts(session, {contribution_id}, NO_REQUEST)[contribution_id]
    return tuple(one for one in remainders(moves) if one.has_some)


def recorded_receipts(
    session: Session, contributions: Collection[int], besides: int
) -> ReceiptMoves:
    """Read the moves of contributions that the ledger has and that wait for approval.

    What was reversed does not count, nor a receipt whose reversal waits; nor what waits in the
    request `besides`.
    """
    found: ReceiptMoves = {number: [] for number in contributions}
    undone = _waiting_reversals(session, besides)
    for owner, move in _posted(session, contributions):
        if move.kind is EntryKind.RECEIPT_CORRECTION or move.number not in undone:
            found[owner].append(move)
    for owner, move in _waiting(session, besides):
        if owner in found:
            found[owner].append(move)
    return found


def _posted(session: Session, contributions: Collection[int]) -> Iterator[tuple[int, ReceiptMove]]:
    """Yield the moves that the ledger has, without those that were reversed."""
    statement = (
        select(LedgerEntry, col(LedgerLine.original_minor))
        .join(LedgerLine, col(LedgerLine.entry_id) == col(LedgerEntry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .outerjoin(_REVERSAL, col(_REVERSAL.reverses_id) == col(LedgerEntry.id))
        .where(
            col(LedgerEntry.contribution_id).in_(contributions),
            col(LedgerEntry.kind).in_(MOVED),
            col(LedgerAccount.kind) == AccountKind.DONOR,
            col(_REVERSAL.id).is_(None),
        )
        .order_by(col(LedgerEntry.id))
    )
    for entry, settled in session.execute(statement):
        used = None
        if entry.rate is not None and entry.rate_on is not None:
            used = RateUsed(entry.rate, entry.rate_source, entry.rate_on, entry.rate_implied)
        yield (
            entry.contribution_id or 0,
            ReceiptMove(
                entry.kind,
                entry.reference,
                entry.basis,
                entry.effective_on,
                entry.currency,
                entry.original_minor or 0,
                abs(settled or 0),
                entry.usd_minor,
                used,
                entry.id or 0,
            ),
        )


def _waiting(session: Session, besides: int) -> Iterator[tuple[int, ReceiptMove]]:
    """Yield the corrections that wait for approval, of requests that reserve what they take.

    A receipt that waits has not come.
    """
    statement = (
        select_rows(ApprovalRequest)
        .join(ApprovalRequestKind, col(ApprovalRequestKind.request_id) == col(ApprovalRequest.id))
        .where(
            col(ApprovalRequest.id).in_(select(col(ReservedReference.request_id))),
            ApprovalRequestKind.kind == EntryKind.RECEIPT_CORRECTION.value,
            ApprovalRequest.id != besides,
        )
        .order_by(col(ApprovalRequest.id))
    )
    for request in session.exec(statement):
        for one in from_json(request.orders):
            if one.kind is EntryKind.RECEIPT_CORRECTION:
                yield one.contribution_id or 0, _of_instruction(one)


def _of_instruction(one: PostingInstruction) -> ReceiptMove:
    """Return the move of a correction that waits."""
    heading = one.heading
    original = one.usd_minor if heading.original_minor is None else heading.original_minor
    settled = original if one.settles_original is None else one.settles_original
    return ReceiptMove(
        one.kind,
        heading.reference,
        heading.basis,
        heading.effective_on,
        heading.currency,
        original,
        settled,
        one.usd_minor,
        heading.rate,
    )


def _waiting_reversals(session: Session, besides: int) -> set[int]:
    """Return the entries whose reversal waits for approval."""
    statement = select_rows(ReservedReference.reverses_id).where(
        col(ReservedReference.reverses_id).is_not(None), ReservedReference.request_id != besides
    )
    return {number for number in session.exec(statement) if number is not None}
