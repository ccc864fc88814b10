"""No count that is not shown can be had from what is shown, by solving for it."""

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest

from tracker.assistance.small_counts import (
    CountRow,
    CountTable,
    DistinctStatus,
    is_small,
    suppress,
)

Numbers = tuple[int, ...]
NUMBERS = (0, 0, 0, 1, 2, 3, 5, 6)


def table(rows: Sequence[Numbers], before: tuple[int, ...] = ()) -> CountTable:
    """Return a table of rows that add up; `before` are those counted before, by row."""
    sums = tuple(map(sum, zip(*rows, strict=True))) if rows else (0, 0)
    before = before or (0,) * len(rows)
    pairs = zip(rows, before, strict=True)
    made = tuple(made_row(str(place), *pair) for place, pair in enumerate(pairs))
    return CountTable(made, made_row("", sums, sum(before)))


def made_row(code: str, numbers: Numbers, before: int) -> CountRow:
    """Return a row with its distinct figure."""
    total = sum(numbers)
    return CountRow(code, numbers, total, total - before, DistinctStatus.GIVEN)


def options(row: CountRow, most: int) -> list[Numbers]:
    """Return the numbers that a row may have, by what is shown of it."""
    own = [range(most + 1) if number is None else (number,) for number in row.numbers]
    return [one for one in product(*own) if row.total in (None, sum(one))]


def solutions(shown: CountTable, most: int) -> list[set[Numbers]]:
    """Return of each row all numbers with which the table shows what it shows."""
    rows = [options(row, most) for row in shown.rows]
    told, everybody = shown.all.numbers, shown.all.total

    def fits(sums: Numbers) -> bool:
        pairs = zip(told, sums, strict=True)
        return sum(sums) == everybody and all(one in (None, own) for one, own in pairs)

    found = []
    for place, own in enumerate(rows):
        others: set[Numbers] = {(0, 0)}
        for other in (*rows[:place], *rows[place + 1 :]):
            others = {
                (a[0] + b[0], a[1] + b[1])
                for a in others
                for b in other
                if sum(a) + sum(b) <= (everybody or 0)
            }
        found.append({one for one in own if any(fits((one[0] + a, one[1] + b)) for a, b in others)})
    return found


def test_no_hidden_number_can_be_solved_for() -> None:
    chance = Random(7)
    hidden = 0
    for _ in range(60):
        rows: list[Numbers] = [
            (chance.choice(NUMBERS), chance.choice(NUMBERS)) for _ in range(chance.randint(1, 4))
        ]
        whole = table(rows)
        shown = suppress(whole)
        if shown.all.total is None or not shown.rows:
            assert any(is_small(row.total) for row in (whole.all, *whole.rows))
            continue
        hidden += shown.suppressed
        each = solutions(shown, sum(map(sum, rows)))
        for row, numbers, found in zip(shown.rows, rows, each, strict=True):
            assert numbers in found
            assert not is_small(row.total)
            assert row.total is not None or len({sum(one) for one in found}) > 1, (rows, shown)
            for sex, number in enumerate(row.numbers):
                assert not is_small(number)
                assert number is not None or len({one[sex] for one in found}) > 1, (rows, shown)
    assert hidden > 15


def test_large_counts_and_zeros_stay() -> None:
    whole = table([(12, 7), (0, 30), (5, 5)])
    assert suppress(whole) == whole


def test_a_small_count_hides_its_row_and_another_by_sex_and_no_total() -> None:
    shown = suppress(table([(3, 20), (30, 40), (50, 60)]))
    assert [row.numbers for row in shown.rows] == [(None, None), (None, None), (50, 60)]
    assert [row.total for row in shown.rows] == [23, 70, 110]
    assert shown.suppressed


def test_a_small_total_hides_another_total() -> None:
    shown = suppress(table([(2, 1), (30, 40), (50, 60)]))
    assert [row.total for row in shown.rows] == [None, None, 110]


def test_rows_that_the_sum_would_tell_are_left_out() -> None:
    shown = suppress(table([(1, 0), (0, 1), (1, 0), (1, 0), (1, 0)]))
    assert (shown.rows, shown.all.total) == ((), 5)
    assert suppress(table([(2, 1)])).all.total is None


@pytest.mark.parametrize(
    ("before", "given"),
    [((0, 0, 0), True), ((6, 0, 9), True), ((2, 0, 9), False), ((0, 0, 3), False)],
)
def test_distinct_figures_tell_no_small_count(before: tuple[int, ...], given: bool) -> None:  # noqa: FBT001 - a case
    shown = suppress(table([(20, 20), (30, 40), (50, 60)], before))
    assert {row.status is DistinctStatus.GIVEN for row in shown.rows} == {given}
    assert (shown.all.status is DistinctStatus.GIVEN) != is_small(sum(before))


def test_rows_that_overlap_hide_no_less() -> None:
    rows = (made_row("SOM", (2, 1), 0), made_row("TIP", (40, 40), 0), made_row("UNTOC", (9, 9), 0))
    shown = suppress(CountTable(rows, made_row("", (45, 46), 0), overlapping=True))
    assert [row.total for row in shown.rows] == [None, 80, None]
