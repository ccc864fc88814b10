"""A contribution's page and the dashboards say the same of what tools were paid."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.fund.every_kind import post_every_kind
from tests.support.approvals import approve_all
from tracker.assistance.cost_shares import CostShares
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.balances.tool_uses import apportion_by_tool, tools_of_contribution
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of, totals

DAY = date(2022, 10, 2)
SHARES = st.lists(st.integers(1, 5_000), max_size=2)


@pytest.fixture
def account(session: Session) -> Account:
    """Write entries of every kind into a database of either kind."""
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)
    return account


@given(st.integers(-(10**12), 10**12), st.tuples(SHARES, SHARES, SHARES))
def test_the_parts_add_up(minor: int, shares: tuple[list[int], ...]) -> None:
    kinds = [
        tuple((f"{name}{number}", share) for number, share in enumerate(own))
        for name, own in zip("ipt", shares, strict=True)
    ]
    parts = apportion_by_tool(minor, CostShares(*kinds))
    assert sum(parts.values()) == minor
    assert set(parts) <= {"", *(code for code, _ in kinds[2])}


def test_an_activity_without_tools_served_none() -> None:
    assert apportion_by_tool(1_001, CostShares((("TIP", 10_000),))) == {"": 1_001}
    assert apportion_by_tool(1_001, CostShares(tools=(("GUIDE", 10_000),))) == {"GUIDE": 1_001}


def test_page_and_figure_agree_to_the_cent(session: Session, account: Account) -> None:
    spend_awkwardly(session, account)
    snapshot = Snapshot()
    snapshot.refresh(session.connection())
    scope = scope_of(snapshot, Query(date(2026, 1, 1)), "en")
    frame = totals(scope, Measure.SPENT, (Dimension.TOOL, Dimension.DONOR)).frame
    figure = {(row.tool, row.donor): row.minor for row in frame.itertuples()}
    page: Counter[tuple[str, str]] = Counter()
    for reference, donor in (("C-ITA", "ITA"), ("C-EUR", "ITA"), ("C-JPN", "JPN")):
        number = account.contributions[reference]
        tools = tools_of_contribution(session, number)
        for one in tools:
            page[one.tool, donor] += one.minor
        fall = waterfall_of(session, number, 1300)
        assert sum(one.minor for one in tools) == fall.spent_minor
    assert {("GUIDE", "JPN"), ("", "JPN"), ("GUIDE", "ITA")} <= page.keys()
    assert {key: minor for key, minor in page.items() if minor} == figure


def spend_awkwardly(session: Session, account: Account) -> None:
    """Spend cents that no share divides, in several years, by name and by the rule."""
    a1, a2 = account.activities["A1"], account.activities["A2"]
    japan = account.contributions["C-JPN"]
    orders = [
        PostingInstruction(EntryKind.ALLOCATION, Heading(DAY, "J1"), 5_003, japan, a1),
        *(
            PostingInstruction(
                EntryKind.EXPENDITURE, Heading(day, f"{name}-{day}"), cents, owner, place
            )
            for day, cents in ((DAY, 7), (date(2023, 5, 5), 13), (date(2024, 2, 29), 101))
            for name, owner, place in (("n", japan, a1), ("r", None, a1), ("p", None, a2))
        ),
    ]
    for one in orders:
        with transaction(session):
            submit(session, [one], "one@example.org")
        approve_all(session)
