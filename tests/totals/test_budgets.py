"""Budgets of activities: no money, of no donor and no year, by the share of what is chosen."""

import csv
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.small_account import fill_small_account
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.cost_shares import CostShares
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.reference.codes import ActivityStatus
from tracker.totals.budgets import part_of
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Choice


@st.composite
def parts(draw: st.DrawFn, codes: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Make shares of codes in basis points, perhaps not of the whole."""
    chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))
    return tuple((code, draw(st.integers(1, 3333))) for code in sorted(chosen))


@given(
    st.integers(0, 10**13), parts(["FIREARMS", "SOM", "TIP", "UNTOC"]), parts(["KEN", "PER", "002"])
)
def test_the_parts_of_a_budget_are_the_budget(
    minor: int, instruments: tuple[tuple[str, int], ...], places: tuple[tuple[str, int], ...]
) -> None:
    shares = CostShares(instruments, places)
    assert part_of(minor, shares, Choice()) == minor
    for dimension, own in ((Dimension.PROTOCOL, instruments), (Dimension.COUNTRY, places)):
        codes = [code for code, _share in own] + [""]
        found = [
            part_of(minor, shares, Choice(((dimension, frozenset({code})),))) for code in codes
        ]
        assert sum(found) == minor


def budget_in(client: PageClient, chart: str, query: str) -> dict[str, str]:
    """Return the column of budgets of a chart of delivery, by code; empty where there is none."""
    text = client.get(f"/dashboards/figures/delivery/{chart}.csv?{query}").data.decode("utf-8-sig")
    names, *rows = csv.reader(text.splitlines())
    found = [place for place, name in enumerate(names) if name.startswith("budget")]
    return {row[0]: row[found[0]] for row in rows} if found else {}


def test_budgets_stand_beside_money_and_have_no_donor_and_no_year(
    client: PageClient, sqlite_session: Session
) -> None:
    fill_small_account(sqlite_session)
    assert budget_in(client, "programmes", "") == {}
    with transaction(sqlite_session):
        for code, minor in (("A1", 100_001), ("A2", 50_000)):
            one = find_activity(sqlite_session, code)
            draft = replace(read_draft(sqlite_session, one), budget_minor=minor)
            change_activity(sqlite_session, code, draft, "test", "planned")
    assert list(budget_in(client, "programmes", "").values()) == ["1500.01"]
    assert list(budget_in(client, "activities", "").values()) == ["1000.01", "500.00"]
    assert list(budget_in(client, "programmes", "protocol=TIP").values()) == ["500.00"]
    assert list(budget_in(client, "programmes", "protocol=SOM").values()) == ["500.01"]
    for query in ("donor=ITA", "earmarking=1", "from=2020-01-01"):
        assert budget_in(client, "programmes", query) == {}
    page = client.html("/dashboards/delivery").xpath("string(//section[@id='programmes'])")
    assert "Their budgets are USD\N{NO-BREAK SPACE}1,500" in page
    assert "Budgets are those of published activities." in page
    with transaction(sqlite_session):
        one = find_activity(sqlite_session, "A2")
        draft = replace(read_draft(sqlite_session, one), status=ActivityStatus.CANCELLED)
        change_activity(sqlite_session, "A2", draft, "test", "given up")
    assert list(budget_in(client, "programmes", "").values()) == ["1000.01"]
