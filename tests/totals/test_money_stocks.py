"""The waterfall of a choice is the sum of its contributions' own, to the cent, on any day."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.api.accounts import Account, fill
from tests.fund.every_kind import post_every_kind
from tests.fund.test_waterfall_steps import walk
from tests.support.approvals import approve_all
from tests.support.made_up_ledger import (
    FIRST_DAY,
    LAST_DAY,
    Line,
    ledger,
    line_lists,
    member_rows,
    rollups,
)
from tracker.fund.balances import waterfall
from tracker.fund.balances.waterfall_steps import (
    KEPT,
    StepName,
    StepSort,
    WaterfallStep,
    steps_of,
)
from tracker.fund.ledger.measures import STOCKS, SUMS, Measure
from tracker.fund.ledger.support_cost import programmable, reserve_rate
from tracker.fund.tables.contributions import Contribution
from tracker.totals.balance_flows import BalanceFlows, balance_flows
from tracker.totals.chart_data.balance import PART_MEASURES
from tracker.totals.chart_data.waterfall import STEP_MEASURES
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.dimensions import Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.money_ages import ending_periods, total_of, unpaid_pledges
from tracker.totals.money_stocks import (
    Moment,
    MoneyStocks,
    closing_moment,
    money_stocks,
    opening_moment,
    programmable_amounts,
)
from tracker.totals.opened_entries import opened_entries
from tracker.totals.query import EPOCH, Choice, Days, Query, TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.rollups import Rollups
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import Scope, scope_of, totals

TODAY = date(2026, 1, 1)
CHOICES = (
    Choice(),
    Choice(((Dimension.DONOR, frozenset({"ITA"})),)),
    Choice(((Dimension.EARMARKING, frozenset({"1", "3"})),)),
)
CENTS = st.integers(-(10**9), 10**11)
STOCK_BY = (
    (),
    (Dimension.DONOR,),
    (Dimension.EARMARKING, Dimension.YEAR),
    (Dimension.COUNTRY, Dimension.DONOR),
    (Dimension.PROGRAMME, Dimension.YEAR),
)


def steps_together(lists: Iterable[tuple[WaterfallStep, ...]]) -> Counter[tuple[str, str]]:
    """Add the steps of several waterfalls up by name; what is zero is left out.

    Results that are the line above again are no lines of their own.
    """
    sums: Counter[tuple[str, str]] = Counter()
    for steps in lists:
        for step in steps:
            if step.sort is not StepSort.RESULT or step.name in KEPT:
                sums[step.name, step.sort] += step.minor
    return Counter({key: minor for key, minor in sums.items() if minor})


def stocks_of(of: Rollups, choice: Choice, moment: Moment | None = None) -> MoneyStocks:
    chosen = chosen_contributions(of.facts.members, choice).whole
    return money_stocks(of.facts, chosen, moment or closing_moment(of.facts, choice))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**6), 10**14), st.integers(0, 5_000)), max_size=8))
def test_many_amounts_are_programmable_by_the_rule_of_one(pairs: list[tuple[int, int]]) -> None:
    amounts = np.array([amount for amount, _ in pairs], np.int64)
    rates = np.array([rate for _, rate in pairs], np.int32)
    assert programmable_amounts(amounts, rates).tolist() == [programmable(*pair) for pair in pairs]


@settings(max_examples=15, deadline=None)
@given(member_rows(), line_lists(CENTS), st.sampled_from(CHOICES), st.integers(0, 1_300))
def test_stocks_of_a_choice_are_those_of_its_contributions(
    rows: MemberRows, lines: list[Line], choice: Choice, back: int
) -> None:
    of = rollups(ledger(lines), build_members(rows), Days(None, LAST_DAY - back, None))
    whole = stocks_of(of, choice)
    chosen = np.flatnonzero(chosen_contributions(of.facts.members, choice).whole)
    moment = closing_moment(of.facts, choice)
    single = [
        money_stocks(of.facts, np.arange(of.facts.members.contributions) == one, moment)
        for one in chosen
    ]
    assert steps_together([whole.steps]) == steps_together(one.steps for one in single)
    assert whole.allocable_minor == sum(one.allocable_minor for one in single)
    assert sum(part.minor for part in whole.parts) == whole.waterfall.balance_minor
    expected = {STEP_MEASURES[step.name]: abs(step.minor) for step in whole.steps}
    expected |= {PART_MEASURES[part.name]: part.minor for part in whole.parts}
    for measure in STOCKS:
        for by in STOCK_BY:
            found = totals(Scope(of, choice, "en"), measure, by).total_minor
            stock = expected.get(measure, found if measure is Measure.RESOURCES else 0)
            assert abs(found) == abs(stock), (measure, by)


@settings(max_examples=10, deadline=None)
@given(member_rows(), line_lists(CENTS), st.sampled_from(sorted({*STOCKS, *SUMS})), st.data())
def test_a_row_of_a_stock_is_the_stock_of_its_codes(
    rows: MemberRows, lines: list[Line], measure: Measure, data: st.DataObject
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    for by in STOCK_BY[1:]:
        frame = totals(Scope(of, Choice(), "en"), measure, by).frame
        if not len(frame):
            continue
        row = frame.iloc[data.draw(st.integers(0, len(frame) - 1))]
        parts = tuple(TotalPart(one, (row[one.value],)) for one in by)
        assert totals(Scope(of, Choice(parts=parts), "en"), measure).total_minor == row["minor"]


@settings(max_examples=15, deadline=None)
@given(
    member_rows(),
    line_lists(CENTS),
    st.sampled_from(CHOICES),
    st.lists(st.integers(FIRST_DAY, LAST_DAY), min_size=2, max_size=2, unique=True),
)
def test_a_period_closes_as_the_next_one_opens(
    rows: MemberRows, lines: list[Line], choice: Choice, days: list[int]
) -> None:
    first, second = sorted(days)
    members, made = build_members(rows), ledger(lines)
    flows = [
        flows_of(rollups(made, members, Days(*span, None)), choice)
        for span in ((first, second - 1), (second, LAST_DAY))
    ]
    for one in flows:
        assert one.opening_minor + one.came_minor + one.went_minor == one.closing_minor
    assert flows[0].closing_minor == flows[1].opening_minor
    before = rollups(made, members, Days(None, first - 1, None))
    assert flows[0].opening_minor == stocks_of(before, choice).waterfall.balance_minor
    year = (EPOCH + timedelta(days=first)).year
    of_year = flows_of(rollups(made, members), choice._replace(years=(year, year)))
    of_days = Days(number(date(year, 1, 1)), number(date(year, 12, 31)), None)
    same = flows_of(rollups(made, members, of_days), choice)
    assert of_year == same


def number(day: date) -> int:
    return (day - EPOCH).days


def flows_of(of: Rollups, choice: Choice) -> BalanceFlows:
    opening = opening_moment(of.facts, choice)
    assert opening is not None
    return balance_flows(stocks_of(of, choice, opening).waterfall, stocks_of(of, choice).waterfall)


@settings(max_examples=10, deadline=None)
@given(member_rows(), st.lists(line_lists(CENTS), min_size=2, max_size=3))
def test_stocks_that_are_kept_up_are_those_made_anew(
    rows: MemberRows, batches: list[list[Line]]
) -> None:
    members = build_members(rows)
    every = [line for batch in batches for line in batch]
    fresh = stocks_of(rollups(ledger(every), members), Choice())
    made = ledger(batches[0])
    kept = rollups(made, members)
    stocks_of(kept, Choice())
    kept.facts._add(rollups(ledger(every[len(batches[0]) :]), members).facts._flows.whole())  # noqa: SLF001 - as refresh does
    assert stocks_of(kept, Choice()) == fresh


@pytest.fixture
def account(session: Session) -> Account:
    """Write entries of every kind into a database of either kind."""
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)
    return account


@pytest.mark.parametrize("on", [TODAY, date(2022, 6, 1), date(2021, 3, 15)])
def test_a_choice_has_the_steps_of_its_contributions_pages(
    session: Session, account: Account, monkeypatch: pytest.MonkeyPatch, on: date
) -> None:
    del account
    monkeypatch.setattr(waterfall, "today", lambda: on)
    own = {
        row.id: (
            row.earmarking,
            steps_of(
                waterfall.waterfall_of(
                    session, row.id or 0, reserve_rate(row.support_rate_bp, row.support_basis)
                )
            ),
        )
        for row in session.exec(select(Contribution).order_by(col(Contribution.id)))
    }
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        for code in ("", "1", "3"):
            query = Query(TODAY, as_at=on)
            query = query.having(Dimension.EARMARKING, code) if code else query
            scope = scope_of(snapshot, query, "en")
            found = stocks_of(scope.rollups, scope.choice)
            walk(found.steps)
            expected = [steps for earmarking, steps in own.values() if code in ("", earmarking)]
            assert steps_together([found.steps]) == steps_together(expected)


@pytest.mark.usefixtures("account")
def test_the_lines_behind_a_sum_of_measures_add_up_to_it(session: Session) -> None:
    snapshot = Snapshot()
    with snapshot.reading(session.connection()):
        for by in (Dimension.ACTIVITY, Dimension.PROTOCOL, Dimension.DONOR):
            whole = TotalsReader(scope_of(snapshot, Query(TODAY), "en"))
            for measure in SUMS:
                for row in whole.rows(measure, by):
                    parts = (TotalPart(by, (row.code,)),)
                    scope = scope_of(snapshot, Query(TODAY), "en", parts)
                    lines = opened_entries(session.connection(), scope, measure)
                    assert sum(line.minor for line in lines) == row.minor, (measure, row)
                    assert all(line.minor for line in lines)


@settings(max_examples=15, deadline=None)
@given(member_rows(), line_lists(CENTS), st.sampled_from(CHOICES))
def test_unpaid_pledges_and_ends_of_use_add_up(
    rows: MemberRows, lines: list[Line], choice: Choice
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    scope, whole = Scope(of, choice, "en"), stocks_of(of, choice)
    outstanding = [step.minor for step in whole.steps if step.name is StepName.OUTSTANDING]
    assert total_of(unpaid_pledges(scope)) == -sum(outstanding)
    assert ending_periods(scope)[0].minor == whole.period_over_minor
