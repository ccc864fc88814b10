"""The money that waiting requests would give back, correct, transfer, undo or give up."""

from collections import Counter, defaultdict

from sqlmodel import Session, col, select

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_fields import AT_PLEDGE_RATE
from tracker.fund.ledger.money_moves import MoneyMove, WaitingMoney
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.tables.approvals import ApprovalRequest, ApprovalRequestKind, ReservedReference

GOES_TO = {
    EntryKind.REFUND: AccountKind.REFUNDED,
    EntryKind.RECEIPT_CORRECTION: AccountKind.DONOR,
    EntryKind.TRANSFER: AccountKind.TRANSFERRED,
}
"""The kinds by which money goes as it came, and where it goes."""
TAKES = frozenset({*GOES_TO, *AT_PLEDGE_RATE, EntryKind.REVERSAL})


def read_waiting_money(session: Session, besides: int) -> WaitingMoney:
    """Read what waiting requests would take, in the order of their numbers, but for one of them.

    A request waits for as long as its references are reserved.
    """
    with_kind = select(ApprovalRequestKind.request_id).where(
        col(ApprovalRequestKind.kind).in_([kind.value for kind in TAKES])
    )
    statement = (
        select(ApprovalRequest.orders)
        .where(
            col(ApprovalRequest.id).in_(select(ReservedReference.request_id)),
            col(ApprovalRequest.id) != besides,
            col(ApprovalRequest.id).in_(with_kind),
        )
        .order_by(col(ApprovalRequest.id))
    )
    gone: defaultdict[int, list[MoneyMove]] = defaultdict(list)
    undone: set[int] = set()
    given_up: Counter[int] = Counter()
    for orders in session.exec(statement):
        for instruction in from_json(orders):
            owner = instruction.contribution_id
            if instruction.reverses_id is not None:
                undone.add(instruction.reverses_id)
            elif owner is not None and instruction.kind in GOES_TO:
                gone[owner].append(_move(instruction))
            elif owner is not None and instruction.kind in AT_PLEDGE_RATE:
                given_up[owner] += instruction.heading.original_minor or instruction.usd_minor
    return WaitingMoney(gone, frozenset(undone), given_up)


def _move(instruction: PostingInstruction) -> MoneyMove:
    """Return the move that an instruction asks for."""
    heading, kind = instruction.heading, instruction.kind
    original: int | None = None
    if kind is not EntryKind.TRANSFER:
        original = instruction.settles_original or heading.original_minor or instruction.usd_minor
    return MoneyMove(
        0,
        heading.reference,
        heading.effective_on,
        heading.basis,
        None,
        GOES_TO[kind],
        instruction.parts[0].minor if instruction.parts else instruction.usd_minor,
        original,
    )
