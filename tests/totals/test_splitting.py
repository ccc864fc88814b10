"""Splitting many amounts at once gives what splitting them one by one gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.money import largest_remainder
from tracker.totals.splitting import split

AMOUNTS = st.integers(-(10**18), 10**18)
WEIGHTS = st.lists(st.integers(0, 10**12 // 4), min_size=4, max_size=4).filter(any)


@given(st.lists(st.tuples(AMOUNTS, WEIGHTS), min_size=1, max_size=8))
def test_it_equals_the_rule_of_the_ledger_even_where_products_exceed_64_bits(
    rows: list[tuple[int, list[int]]],
) -> None:
    amounts = np.array([amount for amount, _ in rows], dtype=np.int64)
    weights = np.array([own for _, own in rows], dtype=np.int64)
    expected = [largest_remainder(amount, own) for amount, own in rows]
    assert split(amounts, weights).tolist() == expected


def test_small_products_take_the_short_way_to_the_same_result() -> None:
    parts = split(np.array([100, -100, 1]), np.array([[1, 1, 1]] * 3))
    assert parts.tolist() == [[34, 33, 33], [-34, -33, -33], [1, 0, 0]]


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        split(np.array([5]), np.array([[0, 0]]))
