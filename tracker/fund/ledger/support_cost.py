"""Programme support cost: reserved at allocation, charged on expenditure.

The rate is a share of expenditure (ST/AI/286: 13 per cent by default), so of a gross amount
it takes rate / (1 + rate). All amounts in US cents, rates in basis points.
"""

from tracker.fund.states import SupportBasis
from tracker.money import BASIS_POINTS, half_up

DEFAULT_RATE_BP = 1300


def reserve_rate(rate_bp: int, basis: SupportBasis) -> int:
    """Return the rate reserved at allocation: none on another basis than expenditure."""
    return rate_bp if basis is SupportBasis.EXPENDITURE else 0


def reserve(allocated_minor: int, rate_bp: int) -> int:
    """Return the support cost to reserve with an allocation."""
    return half_up(allocated_minor, rate_bp)


def programmable(available_minor: int, rate_bp: int) -> int:
    """Return the most that can be allocated so that its support cost still fits."""
    if rate_bp == 0:
        return max(available_minor, 0)
    amount = available_minor * BASIS_POINTS // (BASIS_POINTS + rate_bp) + 1
    while amount > 0 and amount + reserve(amount, rate_bp) > available_minor:
        amount -= 1
    return max(amount, 0)


def charge(spent_after: int, left_after: int, rate_bp: int, charged: int, reserved: int) -> int:
    """Return the support cost that an expenditure charges.

    It brings the charge to the rate of all expenditure, never beyond the reserve; the last
    expenditure (nothing `left_after`) charges the whole reserve, so that rounding leaves no cent
    behind.
    """
    if left_after == 0:
        return reserved
    return max(0, min(reserved, half_up(spent_after, rate_bp) - charged))


def on_receipts(received_minor: int, rate_bp: int) -> int:
    """Return the support cost of all receipts, where it is charged on receipts.

    The rate is a share of the amount for activities, so of a gross amount it takes rate

    (1 + rate), half a cent up.
    """
    whole = BASIS_POINTS + rate_bp
    return (2 * received_minor * rate_bp + whole) // (2 * whole)
