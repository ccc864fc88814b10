"""Asking for an allocation: asked, asked again after a return, taken back.

An ask reserves nothing: two may ask for the same money, and whose allocation is handed in first
reserves it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker.assistance.recorded_activities import find_activity
from tracker.errors import Conflict, Fault, InvalidDraft, NotAllowed, NotFound, ShownChanged
from tracker.fund.asks.allocation_costs import LINES, AllocationLine, costs_of_lines
from tracker.fund.ledger.entries import LONGEST_REASON
from tracker.fund.states import ASK_MOVES, AllocationAskState, ApprovalRequestState
from tracker.fund.tables.approvals import LARGEST_NUMBER, ApprovalRequest
from tracker.fund.tables.asks import AllocationAsk, AllocationAskLine
from tracker.fund.tables.contributions import Contribution
from tracker.people.actors import is_same
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import proposed_day, utc_now
from tracker.words import say

MOST_LINES = 50
GIVEN_BACK = (ApprovalRequestState.RETURNED, ApprovalRequestState.WITHDRAWN)
"""The states of a request after which the ask behind it is open again."""


@dataclass(frozen=True, slots=True)
class AskDraft:
    """What is asked for: an activity by its code, lines of contributions, and what it is for."""

    activity: str
    lines: tuple[AllocationLine, ...]
    purpose: str


def ask_faults(draft: AskDraft) -> Iterator[Fault]:
    """Yield what is missing in an ask and what it says twice, without asking the ledger."""
    if not draft.purpose.strip():
        yield Fault("purpose", say("say what the money is for"))
    if len(draft.purpose) > LONGEST_REASON:
        yield Fault("purpose", say("%(most)s letters at most", most=LONGEST_REASON))
    if not draft.lines:
        yield Fault(LINES, say("name a contribution and an amount"))
    if len(draft.lines) > MOST_LINES:
        yield Fault(LINES, say("%(most)s contributions at most", most=MOST_LINES))
    named: set[str] = set()
    for number, line in enumerate(draft.lines):
        if line.contribution in named:
            text = say("%(reference)s is named twice", reference=line.contribution)
            yield Fault(f"{LINES}-{number}-contribution", text)
        if not line.contribution:
            yield Fault(f"{LINES}-{number}-contribution", say("this cannot be empty"))
        named.add(line.contribution)


def ask(session: Session, draft: AskDraft, actor: str) -> int:
    """Record an ask, inside transaction(); return its number.

    Raises InvalidDraft with all faults: what could not be allocated today is not asked for.
    """
    lock_record(session)
    activity = find_activity(session, draft.activity)
    _expect_allocatable(session, draft)
    row = AllocationAsk(
        activity_id=activity.id or 0,
        purpose=draft.purpose.strip(),
        asked_by=actor,
        asked_at=utc_now(),
    )
    session.add(row)
    session.flush()
    _add_lines(session, row, draft)
    _record(session, row, actor, "ask", new=_facts(draft), why=row.purpose)
    return row.id or 0


def ask_again(session: Session, number: int, seen: int, draft: AskDraft, actor: str) -> int:
    """Ask again for what was returned, with other lines or the same; return its number."""
    row = find_ask(session, number, seen)
    _expect_own(session, row, actor)
    _expect_allocatable(session, draft)
    move(session, row, AllocationAskState.ASKED)
    row.purpose, row.asked_at = draft.purpose.strip(), utc_now()
    row.decided_by, row.decided_at, row.reason = "", None, ""
    before = [[one.contribution, one.minor] for one in lines_of(session, number)]
    session.execute(delete(AllocationAskLine).where(col(AllocationAskLine.ask_id) == number))
    _add_lines(session, row, draft)
    _record(session, row, actor, "ask", {"lines": before}, _facts(draft), row.purpose)
    return number


def take_back(session: Session, number: int, seen: int, actor: str, reason: str = "") -> None:
    """Take an own ask back that nobody has taken up."""
    row = find_ask(session, number, seen)
    _expect_own(session, row, actor)
    move(session, row, AllocationAskState.WITHDRAWN)
    row.reason, row.decided_at = reason.strip(), utc_now()
    _record(session, row, actor, "withdraw", why=row.reason)


def find_ask(session: Session, number: int, seen: int) -> AllocationAsk:
    """Return an ask to be moved, under the lock. Raises ShownChanged where it has moved since."""
    lock_record(session)
    known = 0 < number <= LARGEST_NUMBER
    row = session.get(AllocationAsk, number, populate_existing=True) if known else None
    if row is None:
        raise NotFound(say("there is no ask %(number)s", number=number))
    if row.version != seen:
        text = say("somebody else has decided about the ask meanwhile; look at it again")
        raise ShownChanged(text, "seen")
    return row


def move(session: Session, row: AllocationAsk, state: AllocationAskState) -> None:
    """Move an ask to a state. Raises Conflict where that is no lawful move."""
    expect_lawful_move(session, row, state)
    row.state = state
    row.version += 1
    session.add(row)


def expect_lawful_move(session: Session, row: AllocationAsk, state: AllocationAskState) -> None:
    """Refuse a move from the state of an ask that is not lawful, with Conflict."""
    waits = row.state is AllocationAskState.TAKEN_UP and not is_given_back(session, row)
    if waits or state not in ASK_MOVES[row.state]:
        raise Conflict(say("ask %(number)s is no longer open", number=row.id))


def is_given_back(session: Session, row: AllocationAsk) -> bool:
    """Tell whether the request that was made of an ask was returned or withdrawn."""
    request = session.get(ApprovalRequest, row.request_id) if row.request_id else None
    return request is not None and request.state in GIVEN_BACK


def lines_of(session: Session, number: int) -> tuple[AllocationLine, ...]:
    """Return the lines of an ask in their order."""
    statement = (
        select(Contribution.reference, AllocationAskLine.minor)
        .join(Contribution, col(Contribution.id) == col(AllocationAskLine.contribution_id))
        .where(AllocationAskLine.ask_id == number)
        .order_by(col(AllocationAskLine.number))
    )
    return tuple(AllocationLine(*row) for row in session.exec(statement))


def record_move(session: Session, row: AllocationAsk, actor: str, action: str, why: str) -> None:
    """Record what became of an ask in the trail."""
    _record(session, row, actor, action, why=why)


def _expect_allocatable(session: Session, draft: AskDraft) -> None:
    """Refuse an ask that is not whole, or that the ledger would refuse today."""
    faults = tuple(ask_faults(draft))
    if not faults:
        faults = costs_of_lines(session, draft.activity, draft.lines, proposed_day()).faults
    if faults:
        raise InvalidDraft(faults)


def _expect_own(session: Session, row: AllocationAsk, actor: str) -> None:
    """Refuse to change what another person has asked for."""
    if not is_same(session, actor, row.asked_by):
        raise NotAllowed(say("only who has asked can change or take back an ask"))


def _add_lines(session: Session, row: AllocationAsk, draft: AskDraft) -> None:
    """Add the lines of an ask."""
    named = [line.contribution for line in draft.lines]
    statement = select(Contribution.reference, Contribution.id).where(
        col(Contribution.reference).in_(named)
    )
    numbers = dict(session.exec(statement).all())
    session.add_all(
        AllocationAskLine(
            ask_id=row.id or 0,
            contribution_id=numbers[line.contribution] or 0,
            number=number,
            minor=line.minor,
        )
        for number, line in enumerate(draft.lines, start=1)
    )
    session.flush()


def _facts(draft: AskDraft) -> dict[str, Any]:
    """Return an ask as the trail keeps it."""
    lines = [[line.contribution, line.minor] for line in draft.lines]
    return {"activity": draft.activity, "lines": lines}


def _record(
    session: Session,
    row: AllocationAsk,
    actor: str,
    action: str,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    why: str = "",
) -> None:
    """Record a change of an ask in the trail."""
    session.flush()
    state = {"state": row.state.value, **(new or {})}
    change = Change(action, Subject.ALLOCATION_ASK, str(row.id), old, state, why)
    record(session, actor, change)
