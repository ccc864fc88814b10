"""Decisions on a waiting request: approve and post, return with a reason, withdraw."""

from sqlmodel import Session, select

from tracker.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tracker.fund.approvals.change_kinds import NO_KINDS, ChangeKinds
from tracker.fund.approvals.change_requests import apply_change, note_decision
from tracker.fund.approvals.request_posting import post_request, release
from tracker.fund.ledger.ledger_head import last_entry
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import LARGEST_NUMBER, ApprovalRequest
from tracker.fund.tables.asks import AllocationAsk
from tracker.people.actors import is_same
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.words import say


def approve(
    session: Session,
    number: int,
    actor: str,
    reason: str = "",
    *,
    shown: str,
    kinds: ChangeKinds = NO_KINDS,
) -> int:
    """Approve a request, inside transaction(); return the number of entries that it posts.

    `shown` is the digest of the lines, or of the change, that the approver was shown; only these
    are posted, or applied by one of the `kinds`. The
    entries name the preparer and the approver, who are two persons. Raises NotFound, Conflict
    for a request decided before, NotAllowed for the preparer and for who has asked for the
    allocations, ShownChanged when the lines differ,
    and the errors of the ledger's rules when something has changed since it was prepared.
    """
    request = _waiting(session, number)
    if is_same(session, actor, request.prepared_by):
        raise NotAllowed(say("who prepared an entry cannot approve it"))
    _refuse_asker(session, number, actor)
    before = last_entry(session)
    if request.change is not None:
        apply_change(session, request, kinds, actor, shown)
    else:
        post_request(session, request, actor, shown)
        request.first_entry_id, request.last_entry_id = before + 1, last_entry(session)
    _decide(session, request, ApprovalRequestState.APPROVED, actor, reason)
    note_decision(session, request, kinds)
    return last_entry(session) - before


def send_back(
    session: Session, number: int, actor: str, reason: str, *, kinds: ChangeKinds = NO_KINDS
) -> None:
    """Return a request to its preparer, with the reason; its money is no longer reserved.

    A change of the record is one of the `kinds`, which may note the decision.
    """
    request = _waiting(session, number)
    if is_same(session, actor, request.prepared_by):
        raise NotAllowed(say("take back what you have prepared yourself; it cannot be returned"))
    if not reason.strip():
        raise InvalidInput(say("say why it is returned"), "reason")
    release(session, number)
    _decide(session, request, ApprovalRequestState.RETURNED, actor, reason)
    note_decision(session, request, kinds)


def withdraw(
    session: Session, number: int, actor: str, reason: str = "", *, kinds: ChangeKinds = NO_KINDS
) -> None:
    """Withdraw one's own request; its money is no longer reserved.

    A change of the record is one of the `kinds`, which may note the decision.
    """
    request = _waiting(session, number)
    if not is_same(session, actor, request.prepared_by):
        raise NotAllowed(say("only who prepared a request can take it back"))
    release(session, number)
    request.state, request.reason = ApprovalRequestState.WITHDRAWN, reason
    request.decided_at = utc_now()
    session.add(request)
    _record(session, request, actor, "withdraw", reason)
    note_decision(session, request, kinds)


def _refuse_asker(session: Session, number: int, actor: str) -> None:
    """Refuse the approval of who has asked for the allocations."""
    asker = session.exec(
        select(AllocationAsk.asked_by).where(AllocationAsk.request_id == number)
    ).first()
    if asker and is_same(session, actor, asker):
        raise NotAllowed(say("who asked for an allocation cannot approve it"))


def _waiting(session: Session, number: int) -> ApprovalRequest:
    """Return a waiting request, under the lock, so that it is decided once."""
    lock_record(session)
    known = number <= LARGEST_NUMBER
    request = session.get(ApprovalRequest, number, populate_existing=True) if known else None
    if request is None:
        raise NotFound(say("there is no request %(number)s", number=number))
    if request.state is not ApprovalRequestState.WAITING:
        raise Conflict(say("request %(number)s was decided before", number=number))
    return request


def _decide(
    session: Session, request: ApprovalRequest, state: ApprovalRequestState, actor: str, reason: str
) -> None:
    """Save the decision."""
    request.state, request.decided_by, request.reason = state, actor, reason
    request.decided_at = utc_now()
    session.add(request)
    action = "approve" if state is ApprovalRequestState.APPROVED else "return"
    _record(session, request, actor, action, reason)


def _record(session: Session, request: ApprovalRequest, actor: str, action: str, why: str) -> None:
    """Record the decision in the trail."""
    session.flush()
    change = Change(
        action,
        Subject.APPROVAL_REQUEST,
        str(request.id),
        {"state": ApprovalRequestState.WAITING.value},
        {"state": request.state.value},
        why,
    )
    record(session, actor, change)
