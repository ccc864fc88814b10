"""Programme support cost: set aside at allocation, charged on expenditure, to the cent."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.fund.ledger.support_cost import charge, programmable, reserve

CENTS = st.integers(0, 10**12)
RATES = st.sampled_from([0, 1, 700, 800, 1299, 1300, 5000])


def test_thirteen_per_cent_of_the_expenditure() -> None:
    assert reserve(1_000_00, 1300) == 130_00
    assert programmable(1_130_00, 1300) == 1_000_00
    assert (
        charge(spent_after=500_00, left_after=500_00, rate_bp=1300, charged=0, reserved=130_00)
        == 65_00
    )


def test_the_last_expenditure_charges_the_rest() -> None:
    assert charge(spent_after=3, left_after=0, rate_bp=1300, charged=0, reserved=1) == 1
    assert charge(spent_after=3, left_after=1, rate_bp=1300, charged=0, reserved=1) == 0


@given(CENTS, RATES)
def test_what_is_programmable_fits_with_its_support_cost(available: int, rate_bp: int) -> None:
    amount = programmable(available, rate_bp)
    assert amount + reserve(amount, rate_bp) <= available
    assert amount + 1 + reserve(amount + 1, rate_bp) > available


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=20), RATES)
def test_a_fully_spent_allocation_charges_its_reserve(spendings: list[int], rate_bp: int) -> None:
    allocated = sum(spendings)
    reserved = reserve(allocated, rate_bp)
    left, spent, charged = allocated, 0, 0
    for amount in spendings:
        left, spent = left - amount, spent + amount
        charged += charge(spent, left, rate_bp, charged, reserved - charged)
        assert 0 <= charged <= reserved
    assert charged == reserved


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=20), RATES)
def test_until_then_what_is_charged_is_the_rate_of_what_is_spent(
    spendings: list[int], rate_bp: int
) -> None:
    reserved = reserve(sum(spendings), rate_bp)
    left, spent, charged = sum(spendings), 0, 0
    for amount in spendings[:-1]:
        left, spent = left - amount, spent + amount
        charged += charge(spent, left, rate_bp, charged, reserved - charged)
        assert charged == reserve(spent, rate_bp)
