"""How many statements an address takes does not depend on how much there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.small_account import ACTOR
from tracker.assistance.activities import add_activities
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.db import transaction
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.reference.codes import Earmarking, FinancingInstrument

MOST = 21
MORE = 30


def grow(session: Session, account: Account) -> None:
    """Add contributions, activities, entries and events."""
    day = date(2023, 1, 1)
    with transaction(session):
        drafts = [
            ContributionDraft(
                f"N{i}", "ITA", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 1
            )
            for i in range(MORE)
        ]
        numbers = add_contributions(session, drafts, ACTOR)
        like = read_draft(session, find_activity(session, "A1"))
        copies = [replace(like, code=f"B{i}") for i in range(MORE)]
        activities = add_activities(session, copies, ACTOR)
        means, unit = DisseminationMeans.COPIES, DisseminationUnit.COPIES
        events = [DisseminationDraft(f"E{i}", "GUIDE", means, unit, day, 1) for i in range(MORE)]
        add_disseminations(session, events, ACTOR)
        italy, a1 = account.contributions["C-ITA"], account.activities["A1"]
        with open_book(session, ACTOR, "second") as book:
            for name, number in numbers.items():
                receive(book, ContributionMovement(number, 1_000, Heading(day, f"R-{name}")))
                allocate(book, Allocation(a1, 100, Heading(day, f"L-{name}"), number))
                spend(book, UseOfFunds(a1, 10, Heading(day, f"E-{name}"), number))
            for name, number in activities.items():
                allocate(book, Allocation(number, 10, Heading(day, f"L-{name}"), italy))


@pytest.mark.parametrize(
    "path",
    [
        "/contributions?sort=-received", "/contributions/C-ITA", "/contributions/C-ITA/entries",
        "/contributions/C-ITA/activities", "/activities?protocol=TIP", "/activities/A1",
        "/programmes", "/tools", "/tools/GUIDE", "/donors", "/donors/ITA", "/adherence",
        "/dissemination/events",
    ],
)  # fmt: skip
def test_statements_do_not_grow_with_the_record(
    path: str, count_statements: Callable[[str], int], account: Account, sqlite_session: Session
) -> None:
    count_statements(path)  # the first question reads what is new in the ledger
    before = count_statements(path)
    grow(sqlite_session, account)
    count_statements(path)
    assert count_statements(path) == before <= MOST
