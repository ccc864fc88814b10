"""What finance officers do with an ask: take it up as allocations, return it, decline it."""

from collections.abc import Sequence

from sqlmodel import Session

from tracker.errors import Conflict, InvalidInput
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.approvals.submission import Submission, is_replaced
from tracker.fund.asks.asking import (
    expect_lawful_move,
    find_ask,
    is_given_back,
    move,
    record_move,
)
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.states import AllocationAskState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.asks import AllocationAsk
from tracker.people.actors import is_same
from tracker.periods import utc_now
from tracker.words import say


def take_up(
    session: Session,
    number: int,
    seen: int,
    drafts: Sequence[EntryDraft],
    actor: str,
    note: str = "",
) -> Submission:
    """Hand the allocations of an ask in for approval, inside transaction(); all of them or none.

    They may differ from what was asked for, and reserve their money from now on. Raises the
    errors of `submit_drafts`, ShownChanged and Conflict where the ask is no longer open.
    """
    row = find_ask(session, number, seen)
    if any(draft.kind is not EntryKind.ALLOCATION for draft in drafts):
        raise InvalidInput(say("an ask is answered by allocations"))
    again = _to_replace(session, row, actor)
    expect_lawful_move(session, row, AllocationAskState.TAKEN_UP)
    title = say("Ask %(number)s for %(activity)s", number=number, activity=drafts[0].activity)
    made = submit_drafts(session, drafts, actor=actor, note=note, title=title, replaces=again)
    if not made.waits:
        raise Conflict(say("an allocation takes the approval of a second person"))
    row.request_id, row.state = made.request, AllocationAskState.TAKEN_UP
    row.version += 1
    _decide(session, row, actor, "take_up", note)
    return made


def give_back(session: Session, number: int, seen: int, actor: str, reason: str) -> None:
    """Return an ask to who has asked, with the reason."""
    _refuse(session, number, seen, actor, reason, AllocationAskState.RETURNED)


def decline(session: Session, number: int, seen: int, actor: str, reason: str) -> None:
    """Decline an ask, with the reason."""
    _refuse(session, number, seen, actor, reason, AllocationAskState.DECLINED)


def _refuse(
    session: Session,
    number: int,
    seen: int,
    actor: str,
    reason: str,
    state: AllocationAskState,
) -> None:
    """Move an ask to a state that gives its reason."""
    row = find_ask(session, number, seen)
    if not reason.strip():
        raise InvalidInput(say("say why"), "reason")
    move(session, row, state)
    action = "return" if state is AllocationAskState.RETURNED else "decline"
    _decide(session, row, actor, action, reason.strip())


def _decide(session: Session, row: AllocationAsk, actor: str, action: str, reason: str) -> None:
    """Save who has decided, when and why."""
    row.decided_by, row.decided_at, row.reason = actor, utc_now(), reason
    session.add(row)
    record_move(session, row, actor, action, reason)


def _to_replace(session: Session, row: AllocationAsk, actor: str) -> int | None:
    """Return the number of the own request of an ask that was given back, for it to be replaced."""
    if row.request_id is None or not is_given_back(session, row):
        return None
    before = session.get_one(ApprovalRequest, row.request_id)
    own = is_same(session, before.prepared_by, actor)
    return before.id if own and not is_replaced(session, row.request_id) else None
