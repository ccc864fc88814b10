"""Amounts as the rules of the ledger take them: whole minor units within reason."""

from tracker.errors import InvalidInput
from tracker.fund.ledger.entries import MOST_MINOR
from tracker.words import say


def positive(amount: int, what: str = "amount") -> int:
    """Return the amount, or refuse one that is not a whole number above zero."""
    whole(amount)
    if amount <= 0:
        raise InvalidInput(say("the amount must be above zero"), what)
    return amount


def whole(amount: int) -> int:
    """Return the amount, or refuse one that is no whole number or beyond all reason."""
    if type(amount) is not int:
        raise TypeError(f"minor units are whole numbers, not {type(amount).__name__}")
    if not -MOST_MINOR <= amount <= MOST_MINOR:
        raise InvalidInput(say("the amount is too large"), "amount")
    return amount
