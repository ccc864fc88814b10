"""Shares of an amount lose no cent."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.money import half_up, largest_remainder

WEIGHTS = st.lists(st.integers(0, 10**15), min_size=1, max_size=12).filter(any)
TOTALS = st.integers(0, 10**15)


def test_the_cent_that_is_left_goes_to_the_largest_remainder() -> None:
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(10, [15, 26, 9]) == [3, 5, 2]
    assert largest_remainder(-100, [1, 1, 1]) == [-34, -33, -33]


def test_nothing_is_split_over_nothing() -> None:
    assert largest_remainder(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match=r"^nothing to split by: the weights sum to zero$"):
        largest_remainder(1, [0, 0])


def test_a_single_weight_of_one_takes_all() -> None:
    assert largest_remainder(7, [1]) == [7]
    assert largest_remainder(7, [0, 1]) == [0, 7]


@given(TOTALS, WEIGHTS)
def test_parts_add_up_to_the_total(total: int, weights: list[int]) -> None:
    assert sum(largest_remainder(total, weights)) == total
    assert sum(largest_remainder(-total, weights)) == -total


@given(TOTALS, WEIGHTS)
def test_parts_are_within_a_cent_of_the_exact_share(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(largest_remainder(total, weights), weights, strict=True):
        assert abs(part * whole - total * weight) < whole


@given(TOTALS, WEIGHTS)
def test_a_larger_weight_never_gets_less(total: int, weights: list[int]) -> None:
    by_weight = sorted(zip(weights, largest_remainder(total, weights), strict=True))
    parts_of: dict[int, list[int]] = {}
    for weight, part in by_weight:
        parts_of.setdefault(weight, []).append(part)
    ranked = list(parts_of.values())
    assert all(max(less) <= min(more) for less, more in pairwise(ranked))


@given(WEIGHTS, st.data())
def test_a_part_never_exceeds_its_weight_while_the_total_does_not(
    weights: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    parts = largest_remainder(total, weights)
    assert all(part <= weight for part, weight in zip(parts, weights, strict=True))


def test_half_a_cent_is_rounded_up() -> None:
    assert half_up(50, 100) == 1
    assert half_up(49, 100) == 0
    assert half_up(100_00, 1_300) == 13_00
