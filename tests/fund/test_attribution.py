"""Money without a name is attributed pro rata to what each contribution has left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fund.small_fund import DAY
from tracker.errors import InsufficientFunds
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.attribution import AttributedPart, FundingCandidate, attribute

LEFTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=8)


def split(total: int, candidates: list[FundingCandidate]) -> list[AttributedPart]:
    return attribute(total, candidates, "A1", AccountKind.ALLOCATED, DAY)


def test_pro_rata_with_ties_by_reference() -> None:
    candidates = [
        FundingCandidate(9, "C", 50),
        FundingCandidate(7, "B", 50),
        FundingCandidate(8, "A", 0),
    ]
    assert split(51, candidates) == [AttributedPart(7, 26), AttributedPart(9, 25)]


def test_more_than_there_is_is_refused_with_its_figures() -> None:
    with pytest.raises(InsufficientFunds) as refusal:
        split(1_000_01, [FundingCandidate(1, "A", 1_000_00)])
    assert str(refusal.value) == (
        "A1, allocated, neither committed nor spent: 1,000.01 USD needed, 1,000.00 USD there "
        "from 2024-01-01 on"
    )
    assert refusal.value.shortage.available_minor == 1_000_00
    assert refusal.value.shortage.needed_minor == 1_000_01


@given(LEFTS, st.data())
def test_all_is_attributed_and_nobody_gives_more_than_they_have(
    lefts: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(lefts)))
    candidates = [FundingCandidate(number, f"C{number}", left) for number, left in enumerate(lefts)]
    parts = split(total, candidates)
    assert sum(part.minor for part in parts) == total
    assert all(0 < part.minor <= lefts[part.contribution_id] for part in parts)


@given(LEFTS, st.randoms())
def test_the_order_of_asking_does_not_matter(lefts: list[int], random: object) -> None:
    candidates = [FundingCandidate(number, f"C{number}", left) for number, left in enumerate(lefts)]
    shuffled = candidates.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert split(sum(lefts) // 2, candidates) == split(sum(lefts) // 2, shuffled)
