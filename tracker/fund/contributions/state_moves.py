"""Moves of contributions between states by users, and their history."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.day_bounds import happened_fault
from tracker.errors import Fault, InvalidDraft
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.accounts import HELD, AccountKind
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.states import LAWFUL_MOVES, ContributionState
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord
from tracker.periods import today
from tracker.words import say

MOVE = "move"
ARRIVED = frozenset({ContributionState.PARTLY_RECEIVED, ContributionState.RECEIVED})


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """The facts that decide whether a move is lawful, in US cents: receipts and balance."""

    state: ContributionState
    agreed_on: date | None = None
    received_minor: int = 0
    left_minor: int = 0


class StateMove(NamedTuple):
    """A move in the trail."""

    at: datetime
    actor: str
    before: ContributionState
    after: ContributionState
    why: str


def move_faults(standing: MoveFacts, wanted: ContributionState) -> list[Fault]:
    """Return the faults of a move."""
    old = standing.state
    if wanted not in LAWFUL_MOVES[old]:
        why = say("it is %(old)s and cannot become %(new)s", old=old, new=wanted)
        return [Fault("state", why)]
    faults = []
    if wanted is ContributionState.AGREED and standing.agreed_on is None:
        faults.append(Fault("agreed_on", say("give the date of the agreement")))
    if wanted is ContributionState.AGREED and standing.received_minor:
        faults.append(Fault("state", say("money has arrived: it is at least partly received")))
    if wanted in ARRIVED and old is not ContributionState.CLOSED and not standing.received_minor:
        faults.append(Fault("state", say("nothing has arrived; record the receipt first")))
    if wanted is ContributionState.CANCELLED and standing.received_minor:
        why = say("money has arrived, so it cannot be cancelled; refund what is left and close it")
        faults.append(Fault("state", why))
    if wanted is ContributionState.CLOSED and standing.left_minor:
        why = say("something is left on it: it closes once all is spent or refunded")
        faults.append(Fault("state", why))
    return faults


def move_state(
    session: Session,
    reference: str,
    state: ContributionState,
    actor: str,
    why: str,
    *,
    agreed_on: date | None = None,
) -> None:
    """Move a contribution to another state; raises InvalidDraft for an unlawful move.

    The lock comes first, so that no money moves between the check and the move.
    """
    lock_record(session)
    row = find_contribution(session, reference)
    session.refresh(row)
    agreed = agreed_on or row.agreed_on
    faults = move_faults(_standing(session, row.id or 0, row.state, agreed), state)
    if agreed_on and agreed_on != row.agreed_on:
        wrong_day = happened_fault("agreed_on", agreed_on, today())
        faults += [wrong_day] if wrong_day else []
    if faults:
        raise InvalidDraft(faults)
    old, new = {"state": row.state.value}, {"state": state.value}
    if state is ContributionState.AGREED and agreed_on and agreed_on != row.agreed_on:
        old["agreed_on"] = row.agreed_on.isoformat() if row.agreed_on else ""
        new["agreed_on"] = agreed_on.isoformat()
        row.agreed_on = agreed_on
    row.state = state
    session.add(row)
    record(session, actor, Change(MOVE, Subject.CONTRIBUTION, reference, old, new, why))


def moves_of(session: Session, reference: str) -> tuple[StateMove, ...]:
    """Return the moves of a contribution, the newest first."""
    rows = session.execute(
        select(
            col(AuditRecord.at),
            col(AuditRecord.actor),
            col(AuditRecord.old),
            col(AuditRecord.new),
            col(AuditRecord.why),
        )
        .where(
            col(AuditRecord.subject_kind) == Subject.CONTRIBUTION,
            col(AuditRecord.subject_reference) == reference,
            col(AuditRecord.action) == MOVE,
        )
        .order_by(col(AuditRecord.id).desc())
    )
    return tuple(
        StateMove(
            at,
            actor,
            ContributionState((old or {})["state"]),
            ContributionState((new or {})["state"]),
            why,
        )
        for at, actor, old, new, why in rows
    )


def _standing(
    session: Session, contribution_id: int, state: ContributionState, agreed_on: date | None
) -> MoveFacts:
    """Read the state, receipts and balance of a contribution."""
    rows = session.execute(
        select(col(LedgerAccount.kind), func.sum(col(LedgerAccount.balance_minor)))
        .where(col(LedgerAccount.contribution_id) == contribution_id)
        .group_by(col(LedgerAccount.kind))
    )
    held: defaultdict[AccountKind, int] = defaultdict(int)
    held.update({kind: int(minor) for kind, minor in rows})
    came = max(0, -held[AccountKind.TRANSFERRED]) - held[AccountKind.DONOR]
    return MoveFacts(state, agreed_on, came, sum(held[kind] for kind in HELD))
