"""Whatever is asked, the parts add up to the whole, to the cent."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.made_up_ledger import (
    Amounts,
    Line,
    amounts,
    ledger,
    line_lists,
    member_rows,
    rollups,
)
from tracker.fund.ledger.measures import CODES, Measure
from tracker.reference.regions import states_in
from tracker.totals.dimensions import BREAKDOWNS, CHOSEN_BY, Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.query import Choice

PAIRS = [*combinations(BREAKDOWNS, 2)]


def margin(pair: Amounts, position: int) -> Amounts:
    sums: Amounts = {}
    for key, minor in pair.items():
        sums[key[position],] = sums.get((key[position],), 0) + minor
    return {key: minor for key, minor in sums.items() if minor}


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(member_rows(), line_lists())
def test_every_pair_of_dimensions_adds_up_for_every_measure(
    rows: MemberRows, lines: list[Line]
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    for measure, code in CODES.items():
        whole = sum(line.cents for line in lines if line.measure == code)
        assert amounts(of, measure).get((), 0) == whole
        single = {by: amounts(of, measure, by) for by in BREAKDOWNS}
        assert {sum(own.values()) for own in single.values()} == {whole}
        for one, other in PAIRS:
            pair = amounts(of, measure, one, other)
            assert margin(pair, 0) == single[one]
            assert margin(pair, 1) == single[other]


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT, Measure.ALLOCATED)))
def test_choosing_a_code_gives_the_row_of_that_code(rows: MemberRows, lines: list[Line]) -> None:
    of = rollups(ledger(lines), build_members(rows))
    for by in {*BREAKDOWNS} - {Dimension.REGION, Dimension.YEAR}:
        for (code, year), minor in amounts(of, Measure.SPENT, by, Dimension.YEAR).items():
            chosen = Choice(((by, frozenset({code})),))
            assert amounts(of, Measure.SPENT, Dimension.YEAR, choice=chosen)[year,] == minor


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT,)), st.sets(st.integers(4, 6)))
def test_an_activity_counts_whole_under_each_of_its_paragraphs(
    rows: MemberRows, lines: list[Line], chosen: set[int]
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    choice = Choice(((Dimension.PARAGRAPH, frozenset(map(str, chosen))),))
    answering = {f"A{activity}" for activity, paragraph in rows.paragraphs if paragraph in chosen}
    by_activity = amounts(of, Measure.SPENT, Dimension.ACTIVITY)
    whole = {key: minor for key, minor in by_activity.items() if key[0] in answering}
    assert amounts(of, Measure.SPENT, Dimension.ACTIVITY, choice=choice) == whole
    countries = amounts(of, Measure.SPENT, Dimension.COUNTRY, choice=choice)
    assert sum(countries.values()) == sum(whole.values())


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT,)), st.data())
def test_choices_together_are_the_rows_that_meet_them_all(
    rows: MemberRows, lines: list[Line], data: st.DataObject
) -> None:
    members = build_members(rows)
    of = rollups(ledger(lines), members)
    rows_of = {*CHOSEN_BY} & {*BREAKDOWNS} - {Dimension.REGION}
    dimensions = st.sampled_from(sorted(rows_of))
    one, other = data.draw(st.lists(dimensions, min_size=2, max_size=2, unique=True))
    codes = {by: data.draw(st.sets(st.sampled_from(members.codes[by]))) for by in (one, other)}
    choice = Choice(tuple((by, frozenset(chosen)) for by, chosen in codes.items()), (2020, 2021))
    found = amounts(of, Measure.SPENT, one, other, choice=choice)
    years = amounts(of, Measure.SPENT, Dimension.YEAR, choice=choice)
    assert sum(found.values()) == sum(years.values())
    assert set(years) <= {("2020",), ("2021",)}
    for key, minor in amounts(
        of, Measure.SPENT, one, other, choice=Choice((), (2020, 2021))
    ).items():
        met = key[0] in codes[one] and key[1] in codes[other]
        assert found.get(key, 0) == (minor if met else 0)


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT,)))
def test_a_region_has_what_all_within_it_have(rows: MemberRows, lines: list[Line]) -> None:
    of = rollups(ledger(lines), build_members(rows))
    countries = amounts(of, Measure.SPENT, Dimension.COUNTRY)
    regions = amounts(of, Measure.SPENT, Dimension.REGION)
    africa = Choice(((Dimension.REGION, frozenset({"002"})),))
    assert amounts(of, Measure.SPENT, choice=africa).get((), 0) == regions.get(("002",), 0)
    inside = amounts(of, Measure.SPENT, Dimension.COUNTRY, choice=africa)
    assert inside.get(("KEN",), 0) == countries.get(("KEN",), 0)
    assert ("PER",) not in inside
    for group in ("african", "grulac", "sids"):
        chosen = Choice(((Dimension.REGION, frozenset({group})),))
        states = {code: minor for code, minor in countries.items() if code[0] in states_in(group)}
        assert amounts(of, Measure.SPENT, Dimension.COUNTRY, choice=chosen) == states


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(st.integers(0, 10**6), measures=(Measure.ALLOCATED,)))
def test_direct_and_attributed_are_parts_of_the_whole(rows: MemberRows, lines: list[Line]) -> None:
    of = rollups(ledger(lines), build_members(rows))
    parts = amounts(of, Measure.ALLOCATED, Dimension.COUNTRY, Dimension.ATTRIBUTION)
    assert all(minor > 0 for minor in parts.values())
    assert margin(parts, 0) == amounts(of, Measure.ALLOCATED, Dimension.COUNTRY)
    named = [line._replace(attributed=0) for line in lines]
    of = rollups(ledger(named), build_members(rows))
    assert set(amounts(of, Measure.ALLOCATED, Dimension.ATTRIBUTION)) <= {("named",)}


@settings(max_examples=30, deadline=None)
@given(member_rows(), line_lists(st.integers(0, 10**6), measures=(Measure.ALLOCATED,)), st.data())
def test_no_place_has_spent_more_than_it_was_given(
    rows: MemberRows, lines: list[Line], data: st.DataObject
) -> None:
    spent = [
        line._replace(measure=CODES[Measure.SPENT], cents=data.draw(st.integers(0, line.cents)))
        for line in lines
    ]
    of = rollups(ledger([*lines, *spent]), build_members(rows))
    for by in ((Dimension.COUNTRY,), (Dimension.REGION,), (Dimension.COUNTRY, Dimension.DONOR),
               (Dimension.ACTIVITY, Dimension.COUNTRY)):  # fmt: skip
        given_to = amounts(of, Measure.ALLOCATED, *by)
        for code, minor in amounts(of, Measure.SPENT, *by).items():
            assert minor <= given_to.get(code, 0)
