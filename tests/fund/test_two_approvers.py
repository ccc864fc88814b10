"""Two persons who decide about one request at the same moment: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.fund.small_fund import Fund, heading
from tests.support.approvals import approve
from tracker.db import make_session, transaction
from tracker.errors import Conflict
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry, LedgerHold
from tracker.fund.ledger.verification import verify
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest

Decide = Callable[..., object]
BEN: Decide = partial(approve, actor="ben")
CARL: Decide = partial(approve, actor="carl")
DORA: Decide = partial(send_back, actor="dora", reason="not so")


def decide(engine: Engine, start: Barrier, number: int, decision: Decide) -> str:
    """Decide in a session of its own, at the same moment as the other; return what was told."""
    with make_session(engine) as session:
        start.wait(30)
        try:
            with transaction(session):
                decision(session, number=number)
        except Conflict as told:
            return str(told)
    return ""


@pytest.mark.parametrize("pair", [(BEN, CARL), (BEN, DORA)])
def test_of_two_decisions_at_once_one_holds(
    engine: Engine, session: Session, posted: Fund, pair: tuple[Decide, Decide]
) -> None:
    order = PostingInstruction(
        EntryKind.ALLOCATION, heading("A9"), 1_000,
        posted.contributions["ITA"], posted.activities["TRAIN"],
    )  # fmt: skip
    before = len(session.exec(select(LedgerEntry.id)).all())
    session.rollback()
    with transaction(session):
        number = submit(session, [order], "ana").request
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(partial(decide, engine, start, number), pair))
    assert sorted(told) == ["", f"request {number} was decided before"]

    session.expire_all()
    request = session.exec(select(ApprovalRequest)).one()
    entries = len(session.exec(select(LedgerEntry.id)).all())
    assert entries - before == (request.state is ApprovalRequestState.APPROVED)
    assert not session.exec(select(LedgerHold)).all()
    assert verify(session).clean
