"""Money as whole minor units with its currency; shares and rates that lose no cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from tracker.errors import InvalidInput
from tracker.words import say

USD = "USD"
BASIS_POINTS = 10_000
MOST_DIGITS = 17
"""The largest number of digits before the point; an amount beyond is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units of a currency (ISO 4217 code)."""

    minor: int
    currency: str = USD

    def __post_init__(self) -> None:
        """Refuse anything but a whole number: a float may have lost cents."""
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")


def parse_minor(text: str, exponent: int) -> int:
    """Read a decimal number such as "1234.5" or "1.99E+07" as whole minor units.

    `exponent` is the currency's number of decimals (ISO 4217). Raises InvalidInput when the
    text is no number or has more decimals than the currency.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise InvalidInput(say("'%(text)s' is not a number", text=text)) from error
    if not number.is_finite():
        raise InvalidInput(say("'%(text)s' is not a number", text=text))
    if number.adjusted() > MOST_DIGITS:
        raise InvalidInput(say("'%(text)s' is too large", text=text))
    scaled = number.scaleb(exponent)
    whole = int(scaled)
    if scaled != whole:
        raise InvalidInput(
            say("'%(text)s' has more than %(count)s decimals", text=text, count=exponent)
        )
    return whole


def to_usd_cents(minor: int, exponent: int, rate: Decimal) -> int:
    """Convert minor units of a currency to US cents at `rate` local units per 1 USD."""
    if rate <= 0:
        raise InvalidInput(say("an exchange rate must be above zero"), "rate")
    above, below = rate.as_integer_ratio()
    return round(Fraction(100 * minor * below, 10**exponent * above))  # half a cent to even


def from_usd_cents(usd_minor: int, exponent: int, rate: Decimal) -> int:
    """Convert US cents to minor units of a currency at `rate` local units per 1 USD."""
    if rate <= 0:
        raise InvalidInput(say("an exchange rate must be above zero"), "rate")
    above, below = rate.as_integer_ratio()
    return round(Fraction(usd_minor * 10**exponent * above, 100 * below))  # half to even


def half_up(minor: int, basis_points: int) -> int:
    """Return `basis_points` / 10,000 of a non-negative amount, half a cent rounded up."""
    return (2 * minor * basis_points + BASIS_POINTS) // (2 * BASIS_POINTS)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total by weights so that the parts add up to it exactly.

    Each part is its exact share rounded down; the cents left go to the largest remainders,
    ties to the earlier weight. A negative total is split as its positive mirror image.
    Raises ValueError when there is something to split and the weights sum to nothing.
    """
    if total < 0:
        return [-part for part in largest_remainder(-total, weights)]
    whole = sum(weights)
    if whole <= 0:
        if total:
            raise ValueError("nothing to split by: the weights sum to zero")
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    if left:
        remainders = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
        for index in remainders[:left]:
            parts[index] += 1
    return parts
