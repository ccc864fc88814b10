"""What corrections leave of receipts, and which receipt one lowers that names none."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import LedgerRefusal
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.receipt_moves import ReceiptMove
from tracker.fund.ledger.receipt_remainders import (
    ReceiptRemainder,
    nearest_first,
    receipt_to_lower,
    remainders,
)

K = EntryKind


def receipt(reference: str, month: int, original: int, usd: int | None = None) -> ReceiptMove:
    """Return a receipt of a month of 2024, in euros."""
    return ReceiptMove(
        K.RECEIPT, reference, "", date(2024, month, 1), "EUR", original, original, usd or original
    )


def correction(named: str, month: int, original: int, usd: int | None = None) -> ReceiptMove:
    """Return a correction of a month of 2024, in euros."""
    move = receipt(f"K-{named}-{month}", month, original, usd)
    return replace(move, kind=K.RECEIPT_CORRECTION, named=named)


def left(*moves: ReceiptMove) -> dict[str, tuple[int, int]]:
    """Return what is left of each receipt: euros and US cents."""
    return {one.reference: (one.original_minor, one.usd_minor) for one in remainders(moves)}


def test_a_correction_lowers_the_receipt_that_it_names() -> None:
    moves = (receipt("A", 1, 100, 120), receipt("B", 2, 50), correction("A", 3, 60, 70))
    assert left(*moves) == {"A": (40, 50), "B": (50, 50)}


def test_one_of_old_without_a_name_lowers_the_latest_by_its_day_then_others() -> None:
    receipts = (receipt("A", 1, 100, 120), receipt("B", 4, 50), receipt("C", 8, 30))
    assert left(*receipts, correction("", 5, 20))["B"] == (30, 30)
    assert left(*receipts, correction("", 5, 70, 75)) == {
        "A": (80, 99), "B": (0, -4), "C": (30, 30),
    }  # fmt: skip
    assert left(*receipts, correction("", 5, 170))["C"] == (10, 10)
    assert left(*receipts, replace(correction("", 5, 20), currency="USD")) == left(*receipts)


def test_a_correction_without_a_name_lowers_the_latest_by_its_day() -> None:
    known = remainders([receipt("A", 1, 100), receipt("B", 4, 50), receipt("C", 8, 300)])
    on = date(2024, 6, 1)
    assert [one.reference for one in nearest_first(known, on)] == ["B", "A", "C"]
    for amount, name in ((50, "B"), (51, "A"), (101, "C")):
        found = receipt_to_lower(known, on, "EUR", amount)
        assert found is not None
        assert found.reference == name
    assert receipt_to_lower(known, on, "EUR", 301) is None
    assert receipt_to_lower(known, on, "USD", 1) is None


def test_no_more_is_taken_than_is_left() -> None:
    whole = ReceiptRemainder("R", date(2024, 1, 1), "JPY", 1_000, 900, 333)
    with pytest.raises(LedgerRefusal, match="R can be lowered by JPY 1,000 at most"):
        whole.part(1_001)


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 900)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 300)), max_size=6),
)
def test_what_is_left_is_what_came_less_what_was_taken(
    came: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    moves = [receipt(f"R{n}", *one) for n, one in enumerate(came)]
    moves += [correction("", *one) for one in taken]
    rest = sum(amount for _, amount in came) - sum(amount for _, amount in taken)
    found = remainders(moves)
    assert sum(one.original_minor for one in found) == max(rest, 0)
    assert all(one.original_minor >= 0 for one in found)
