"""Apportionment: no cent is lost, and no part falls when the whole grows."""

from fractions import Fraction
from heapq import heapify, heapreplace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.apportion import WEIGHT_LIMIT, apportion, apportion_one

AMOUNTS = st.integers(-(1 << 62), 1 << 62)
SMALL_WEIGHTS = st.lists(st.integers(0, 60), min_size=1, max_size=9).filter(any)
WEIGHTS = st.one_of(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=9),
    st.lists(st.integers(0, (WEIGHT_LIMIT - 1) // 9), min_size=1, max_size=9),
    st.lists(st.sampled_from([1, 3, 5, 15, 1 << 36]), min_size=1, max_size=9),
).filter(any)


class Seat(NamedTuple):
    """The next cent of a position; the smallest comes first."""

    inverse: Fraction
    position: int


def cent_by_cent(amount: int, weights: list[int]) -> list[int]:
    """Give each cent in turn to the largest quotient, the textbook's way."""
    parts = [0] * len(weights)
    seats = [Seat(Fraction(1, own), at) for at, own in enumerate(weights) if own]
    heapify(seats)
    for _ in range(abs(amount)):
        at = seats[0].position
        parts[at] += 1
        heapreplace(seats, Seat(Fraction(2 * parts[at] + 1, weights[at]), at))
    return [-part for part in parts] if amount < 0 else parts


@settings(max_examples=300)
@given(st.integers(-700, 700), SMALL_WEIGHTS)
def test_it_gives_cents_as_one_by_one(amount: int, weights: list[int]) -> None:
    assert apportion_one(amount, weights) == cent_by_cent(amount, weights)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2_000), WEIGHTS)
def test_large_weights_are_compared_exactly(amount: int, weights: list[int]) -> None:
    assert apportion_one(amount, weights) == cent_by_cent(amount, weights)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_and_nothing_goes_where_no_weight_is(amount: int, weights: list[int]) -> None:
    parts = apportion_one(amount, weights)
    assert sum(parts) == amount
    assert all(not part for part, weight in zip(parts, weights, strict=True) if not weight)
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    few = Fraction(len(weights) + 1, 2)
    assert all(abs(part - share) <= few for part, share in zip(parts, exact, strict=True))


@given(st.integers(0, 1 << 61), st.integers(0, 1 << 61), WEIGHTS)
def test_no_part_falls_when_the_whole_grows(amount: int, more: int, weights: list[int]) -> None:
    before, after = apportion_one(amount, weights), apportion_one(amount + more, weights)
    assert all(one <= other for one, other in zip(before, after, strict=True))


@given(st.integers(0, 10**6), WEIGHTS)
def test_one_cent_more_goes_to_one_place(amount: int, weights: list[int]) -> None:
    before, after = apportion_one(amount, weights), apportion_one(amount + 1, weights)
    assert sorted(np.subtract(after, before).tolist()) == [0] * (len(weights) - 1) + [1]


@given(AMOUNTS, WEIGHTS)
def test_a_negative_amount_is_the_mirror_image(amount: int, weights: list[int]) -> None:
    assert apportion_one(-amount, weights) == [-part for part in apportion_one(amount, weights)]


@given(st.lists(st.tuples(AMOUNTS, st.lists(st.integers(1, 1 << 37), min_size=4, max_size=4))))
def test_many_rows_at_once_are_as_each_alone(rows: list[tuple[int, list[int]]]) -> None:
    amounts = np.array([amount for amount, _ in rows], np.int64)
    weights = np.array([own for _, own in rows], np.int64).reshape(-1, 4)
    expected = [apportion_one(amount, own) for amount, own in rows]
    assert apportion(amounts, weights).tolist() == expected


def test_one_cent_more_takes_none_back_where_remainders_would() -> None:
    shares = [4_286, 4_286, 1_428]
    assert apportion_one(10, shares) == [5, 4, 1]
    assert apportion_one(11, shares) == [5, 5, 1]


@pytest.mark.parametrize("weights", [[0, 0], [-1, 3], [WEIGHT_LIMIT, 1]])
def test_weights_that_are_none_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion_one(5, weights)
