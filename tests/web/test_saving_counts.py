"""A form is saved by as many statements whatever parts and earlier versions its record has."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, euros
from tests.fund.test_statement_counts import counted
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_drafts import ActivityDocumentDraft, ActivityDraft
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.assistance.shares import Share
from tracker.db import transaction
from tracker.fund.contributions.part_drafts import InstalmentDraft
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.http.context import EXTENSION
from tracker.reference.codes import Earmarking

PARTS, VERSIONS = 200, 50
Change = Callable[[Session], None]


def change_activity(session: Session, **changed: Any) -> None:  # noqa: ANN401 - fields of a draft
    """Change A1."""
    with transaction(session):
        draft: ActivityDraft = read_activity(session, find_activity(session, "A1"))
        ACTIVITIES.change_or_hand_in(session, "A1", replace(draft, **changed), ACTOR, "so")


def give_documents(session: Session) -> None:
    """Give A1 many documents and results."""
    numbers = range(PARTS)
    change_activity(
        session,
        documents=tuple(ActivityDocumentDraft(f"Report {one}") for one in numbers),
        results=tuple(ResultDraft(f"Indicator {one}") for one in numbers),
    )


def share_anew(session: Session) -> None:
    """Change the shares of A1 again and again: each leaves a dated breakdown."""
    for number in range(VERSIONS):
        half = Share("KEN", 5_000 + number), Share("PER", 5_000 - number)
        change_activity(session, beneficiaries=half)


def give_instalments(session: Session) -> None:
    """Give C-EUR many instalments."""
    first = date(2022, 1, 1)
    parts = tuple(InstalmentDraft(first + timedelta(day), 100) for day in range(PARTS))
    with transaction(session):
        draft = replace(euros(), instalments=parts)
        change_contribution(session, "C-EUR", draft, ACTOR, "agreed")


def earmark_anew(session: Session) -> None:
    """Change the category of C-EUR again and again: each leaves a dated breakdown."""
    for number in range(VERSIONS):
        with transaction(session):
            draft = read_draft(session, find_contribution(session, "C-EUR"))
            kinds = (Earmarking.SOFTLY_EARMARKED, Earmarking.TIGHTLY_EARMARKED)
            changed = replace(draft, earmarking=kinds[number % 2])
            change_contribution(session, "C-EUR", changed, ACTOR, "agreed")


@pytest.mark.parametrize(
    ("path", "grow"),
    [
        ("/activities/A1/change", give_documents),
        ("/activities/A1/change", share_anew),
        ("/contributions/C-EUR/change", give_instalments),
        ("/contributions/C-EUR/change", earmark_anew),
    ],
)
def test_a_form_and_its_saving_take_no_more_statements(
    app: Flask,
    account: Account,
    finance: PageClient,
    manager: PageClient,
    sqlite_session: Session,
    path: str,
    grow: Change,
) -> None:
    del account
    client = manager if "activities" in path else finance

    def saved(title: str) -> list[str]:
        with counted(app.extensions[EXTENSION].engine) as statements:
            answer = client.submit(path, {"title": title, "why": "so"})
        assert answer.status_code == 303
        return statements

    saved("Before")
    before = saved("As before")
    sqlite_session.rollback()
    grow(sqlite_session)
    sqlite_session.rollback()
    saved("Grown")
    after = saved("As grown")
    more = Counter(after) - Counter(before)
    assert len(after) <= len(before), f"{len(after)} after {len(before)}: {more}"
