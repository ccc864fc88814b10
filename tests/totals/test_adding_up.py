"""Whatever is asked, the parts add up to the whole, to the cent."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.totals.catalogue import build_catalogue
from tracker.totals.cube import Cube
from tracker.totals.dimensions import OF_TAGS, Dimension
from tracker.totals.facts import Facts
from tracker.totals.query import Choice, Days
from tracker.totals.reading import CatalogueRows, Head
from tracker.totals.totals import Scope, totals

ALL = Choice()
DAYS = Days(None, 20_000, None)
PLACES = ("KEN", "PER", "FJI", "002", "015", "001")
INSTRUMENTS = ("UNTOC", "TIP", "SOM", "FIREARMS")
TOOLS = ("T1", "T2")


class Line(NamedTuple):
    """A line of a made-up ledger."""

    contribution: int
    activity: int
    measure: int
    attributed: int
    day: int
    cents: int


@st.composite
def shares(draw: st.DrawFn, codes: tuple[str, ...]) -> list[tuple[str, int]]:
    chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=len(codes)))
    cuts = sorted(draw(st.lists(st.integers(1, 9_999), unique=True, min_size=len(chosen),
                                max_size=len(chosen))))  # fmt: skip
    ends = [*cuts[:-1], draw(st.sampled_from([10_000, *cuts[-1:]]))] if cuts else []
    widths = np.diff([0, *ends]).tolist()
    return list(zip(chosen, widths, strict=True))


@st.composite
def catalogues(draw: st.DrawFn) -> CatalogueRows:
    tables: tuple[list[tuple[int, str, int]], ...] = ([], [], [])
    for activity in (1, 2, 3):
        for table, codes in zip(tables, (INSTRUMENTS, PLACES, TOOLS), strict=True):
            table.extend((activity, code, share) for code, share in draw(shares(codes)))
    return CatalogueRows(
        [(1, "ITA", "Italy", "C01", None), (2, "JPN", "Japan", "C01", None),
         (3, "X", "A company", "C06", None)],
        [(1, 1, "1"), (2, 2, "3"), (3, 3, "3"), (4, 1, "4")],
        [(1, "P1", "One"), (2, "P2", "Two")],
        [(1, "A1", "a", 1), (2, "A2", "b", 2), (3, "A3", "c", 2)],
        tables[0],
        tables[1],
        tables[2],
        [("T1", "Guide"), ("T2", "Law")],
    )  # fmt: skip


LINES = st.lists(
    st.builds(
        Line,
        contribution=st.integers(1, 4),
        activity=st.integers(0, 3),
        measure=st.sampled_from(sorted(CODES.values())),
        attributed=st.integers(0, 1),
        day=st.sampled_from([18_000, 18_400, 18_800]),
        cents=st.integers(-(10**13), 10**13),
    ),
    max_size=25,
)


def add(facts: Facts, lines: list[Line]) -> None:
    first, account = facts.head.last_entry, facts.head.last_account
    numbers = np.arange(1, len(lines) + 1)
    table = np.array(lines, dtype=np.int64).reshape(-1, len(Line._fields))
    accounts = np.stack([numbers + account, table[:, 0], table[:, 1]], axis=1)
    entries = np.stack([numbers + first, table[:, 4], np.full(len(lines), 19_000)], axis=1)
    rows = np.stack([numbers + first, numbers + account, table[:, 5], table[:, 2], table[:, 3]], 1)
    last = first + len(lines)
    facts.add(Head(1, False, last, last, account + len(lines)), accounts, entries, [rows])


PAIRS = [*combinations(Dimension, 2)]
Amounts = dict[tuple[str, ...], int]


def amounts(cube: Cube, measure: Measure, *by: Dimension, choice: Choice = ALL) -> Amounts:
    frame = totals(Scope(cube, choice, "en"), measure, by).frame
    columns = [frame[dimension.value].tolist() for dimension in by]
    return dict(zip(zip(*columns, strict=True), frame["minor"].tolist(), strict=True))


def margin(pair: Amounts, position: int) -> Amounts:
    sums: Amounts = {}
    for key, minor in pair.items():
        sums[key[position],] = sums.get((key[position],), 0) + minor
    return {key: minor for key, minor in sums.items() if minor}


@settings(max_examples=10, deadline=None)
@given(catalogues(), LINES)
def test_every_pair_of_dimensions_adds_up_for_every_measure(
    rows: CatalogueRows, lines: list[Line]
) -> None:
    facts = Facts()
    add(facts, lines)
    cube = Cube(facts, build_catalogue(rows), DAYS)
    for measure, code in CODES.items():
        sign = SIGNS[measure]
        whole = sum(line.cents * sign for line in lines if line.measure == code)
        assert totals(Scope(cube, ALL, "en"), measure).total_minor == whole
        single = {by: amounts(cube, measure, by) for by in Dimension}
        assert {sum(own.values()) for own in single.values()} == {whole}
        for one, other in PAIRS:
            pair = amounts(cube, measure, one, other)
            assert margin(pair, 0) == single[one]
            assert margin(pair, 1) == single[other]


@settings(max_examples=30, deadline=None)
@given(catalogues(), LINES)
def test_choosing_a_code_gives_the_row_of_that_code(rows: CatalogueRows, lines: list[Line]) -> None:
    facts = Facts()
    add(facts, lines)
    cube = Cube(facts, build_catalogue(rows), DAYS)
    for by in (*sorted(OF_TAGS - {Dimension.REGION}), Dimension.DONOR, Dimension.PROGRAMME):
        for (code, year), minor in amounts(cube, Measure.SPENT, by, Dimension.YEAR).items():
            chosen = Choice(((by, frozenset({code})),))
            found = amounts(cube, Measure.SPENT, Dimension.YEAR, choice=chosen)
            assert found[year,] == minor


@settings(max_examples=30, deadline=None)
@given(catalogues(), LINES, LINES, st.lists(st.sampled_from(PAIRS), min_size=1, max_size=6))
def test_a_cube_brought_up_to_date_equals_one_made_anew(
    rows: CatalogueRows,
    before: list[Line],
    after: list[Line],
    asked: list[tuple[Dimension, Dimension]],
) -> None:
    facts, catalogue = Facts(), build_catalogue(rows)
    add(facts, before)
    old = Cube(facts, catalogue, DAYS)
    for by in asked:
        amounts(old, Measure.SPENT, *by)
    add(facts, after)
    old.refresh()
    new = Cube(facts, catalogue, DAYS)
    for measure in (Measure.SPENT, Measure.RECEIVED):
        for by in asked:
            assert amounts(old, measure, *by) == amounts(new, measure, *by)
