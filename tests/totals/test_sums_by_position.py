"""Sums by positions of codes, of few rows and of many."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tracker.totals import frames
from tracker.totals.frames import sum_by

SIZES = (3, 4)
ROW = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(-(10**15), 10**15))


@pytest.mark.parametrize("few", [0, frames.FEW_KEYS])
@given(rows=st.lists(ROW, max_size=30))
def test_each_pair_of_codes_has_the_cents_of_its_rows(
    few: int, rows: list[tuple[int, int, int]]
) -> None:
    """Few rows are summed in another way than many; `few` decides which way it is."""
    table = np.array(rows, np.int64).reshape(-1, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "FEW_KEYS", few)
        found = sum_by({"one": table[:, 0], "other": table[:, 1]}, SIZES, table[:, 2])
    expected = {
        (one, other): sum(row[2] for row in rows if row[:2] == (one, other))
        for one, other in product(range(3), range(4))
    }
    kept = [(*codes, minor) for codes, minor in expected.items() if minor]
    assert list(found.itertuples(index=False, name=None)) == kept
    assert found["minor"].dtype == np.int64


@given(arrays(np.int64, st.integers(0, 50), elements=st.integers(-(10**15), 10**15)))
def test_without_columns_all_is_one_sum(minor: npt.NDArray[np.int64]) -> None:
    assert sum_by({}, (), minor)["minor"].tolist() == [sum(minor.tolist())]
