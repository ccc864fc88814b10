"""Two who write the same at the same moment: one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.fund.registry_of_donors import fill_registry
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import ProgrammeKind
from tracker.db import make_session, transaction
from tracker.errors import Conflict
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.record_changes.donor_merges import merge_or_hand_in, undo_or_hand_in
from tracker.fund.record_changes.donor_moves import merge_move, undoing_move
from tracker.fund.tables.donors import DonorMerge
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    FinancingInstrument,
)

Write = Callable[[Session], object]
CONTRIBUTION = ContributionDraft(
    "SAME", "ITA", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 10_000
)
ADDED: tuple[Write, ...] = (
    lambda session: add_contributions(session, [CONTRIBUTION], "ana"),
    lambda session: add_donors(session, [DonorDraft("SAME", "Same", ContributorType.OTHER)], "ana"),
    lambda session: add_programmes(
        session, [ProgrammeDraft("SAME", "Same", ProgrammeKind.GLOBAL)], "ana"
    ),
    lambda session: merge_or_hand_in(
        session, "X-1", "ITA", "ana", "one", shown=shown_of_merge(session), users_follow=True
    ),
)


def write(engine: Engine, start: Barrier, do: Write) -> str:
    """Write in a session of its own, at the same moment as the other; return what was told."""
    with make_session(engine) as session:
        start.wait(30)
        try:
            with transaction(session):
                do(session)
        except Conflict as told:
            return str(told)
    return ""


def shown_of_merge(session: Session) -> str:
    """Return the digest of what a merge shows."""
    return merge_move(session, find_donor(session, "X-1"), find_donor(session, "ITA")).digest


def both(engine: Engine, do: Write) -> list[str]:
    """Let two do the same at the same moment; return what each was told."""
    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(partial(write, engine, Barrier(2)), [do, do]))


@pytest.mark.parametrize("do", ADDED, ids=["contribution", "donor", "programme", "merge"])
def test_of_two_at_once_one_is_told(engine: Engine, session: Session, do: Write) -> None:
    fill_registry(session)
    first, second = both(engine, do)
    assert first == ""
    assert second


def test_a_merge_is_undone_once(engine: Engine, session: Session) -> None:
    fill_registry(session)
    with transaction(session):
        shown = shown_of_merge(session)
        merge_or_hand_in(session, "X-1", "ITA", "ana", "one", shown=shown, users_follow=True)
    number = session.exec(select(DonorMerge.id)).one() or 0
    shown = undoing_move(session, number).digest
    session.rollback()
    told = both(
        engine, lambda each: undo_or_hand_in(each, number, "ben", "two after all", shown=shown)
    )
    assert told == ["", "this merge was undone already"]
