"""Stocks and flows: what stood, what came and what stands agree in every breakdown."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.made_up_ledger import (
    FIRST_DAY,
    LAST_DAY,
    Line,
    added,
    amounts,
    ledger,
    line_lists,
    member_rows,
    rollups,
)
from tracker.fund.ledger.measures import CODES, Measure
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.query import Choice, Days, day_number

SOME_DAYS = st.lists(st.integers(FIRST_DAY - 1, LAST_DAY), min_size=2, max_size=2, unique=True).map(
    sorted
)
SOME_PAIRS = st.lists(
    st.sampled_from([*combinations([by for by in BREAKDOWNS if by is not Dimension.YEAR], 2)]),
    min_size=12,
    max_size=12,
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT,)), SOME_DAYS, SOME_PAIRS)
def test_opening_and_flows_make_the_closing_in_every_breakdown(
    rows: MemberRows,
    lines: list[Line],
    days: list[int],
    pairs: list[tuple[Dimension, Dimension]],
) -> None:
    members, before, last = build_members(rows), *days
    whole = ledger(lines)
    opening = rollups(whole, members, Days(None, before, None))
    closing = rollups(whole, members, Days(None, last, None))
    flows = rollups(whole, members, Days(before + 1, last, None))
    for by in ((), *pairs):
        opened, flowed, closed = (
            amounts(of, Measure.SPENT, *by) for of in (opening, flows, closing)
        )
        assert added(opened, flowed) == closed


@settings(max_examples=15, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT, Measure.ALLOCATED)))
def test_the_months_of_a_year_add_up_to_it(rows: MemberRows, lines: list[Line]) -> None:
    members, whole = build_members(rows), ledger(lines)
    firsts = [day_number(date(2021, month, 1)) for month in range(1, 13)]
    lasts = [first - 1 for first in firsts[1:]] + [day_number(date(2021, 12, 31))]
    months = [
        rollups(whole, members, Days(first, last, None))
        for first, last in zip(firsts, lasts, strict=True)
    ]
    year = rollups(whole, members, Days(firsts[0], lasts[-1], None))
    today = rollups(whole, members)
    chosen = Choice((), (2021, 2021))
    for measure in (Measure.SPENT, Measure.ALLOCATED):
        for by in ((Dimension.COUNTRY, Dimension.PROTOCOL), (Dimension.DONOR, Dimension.TOOL)):
            found = amounts(year, measure, *by)
            assert added(*(amounts(month, measure, *by) for month in months)) == found
            assert amounts(today, measure, *by, choice=chosen) == found


@settings(max_examples=20, deadline=None)
@given(member_rows(), line_lists(st.integers(0, 10**5), measures=(Measure.SPENT,)))
def test_nothing_is_taken_back_where_nothing_was(rows: MemberRows, lines: list[Line]) -> None:
    members, whole = build_members(rows), ledger(lines)
    start = date(1970, 1, 1) + timedelta(FIRST_DAY)
    for weeks in range(0, 160, 20):
        first = day_number(start + timedelta(weeks=weeks))
        of = rollups(whole, members, Days(first, first + 139, None))
        pieces = amounts(of, Measure.SPENT, Dimension.COUNTRY, Dimension.PROTOCOL)
        assert all(minor > 0 for minor in pieces.values())


@settings(max_examples=40, deadline=None)
@given(member_rows(), line_lists(st.integers(1, 10**4), measures=(Measure.SPENT,)), st.data())
def test_no_country_has_spent_more_than_it_was_given(
    rows: MemberRows, spent: list[Line], data: st.DataObject
) -> None:
    given_first = [
        line._replace(
            measure=CODES[Measure.ALLOCATED],
            day=data.draw(st.integers(FIRST_DAY, line.day)),
            cents=line.cents + data.draw(st.integers(0, 50)),
            attributed=data.draw(st.integers(0, 1)),
        )
        for line in spent
    ]
    members, whole = build_members(rows), ledger([*spent, *given_first])
    for day in {line.day for line in spent} | {LAST_DAY}:
        of = rollups(whole, members, Days(None, day, None))
        for by in (Dimension.REGION, Dimension.PROTOCOL, Dimension.TOOL, Dimension.DONOR):
            allocated = amounts(of, Measure.ALLOCATED, by, Dimension.COUNTRY)
            for key, minor in amounts(of, Measure.SPENT, by, Dimension.COUNTRY).items():
                assert minor <= allocated.get(key, 0)
