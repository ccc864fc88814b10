"""Checks of amounts: whole minor units within reason."""

from tracker.errors import InvalidInput
from tracker.fund.ledger.entries import MOST_MINOR
from tracker.words import say


def positive(amount: int, what: str = "amount") -> int:
    """Return a whole amount above zero, or refuse it."""
    whole(amount)
    if amount <= 0:
        raise InvalidInput(say("the amount must be above zero"), what)
    return amount


def whole(amount: int) -> int:
    """Return a whole amount within reason, or refuse it."""
    if type(amount) is not int:
        raise TypeError(f"minor units are whole numbers, not {type(amount).__name__}")
    if not -MOST_MINOR <= amount <= MOST_MINOR:
        raise InvalidInput(say("the amount is too large"), "amount")
    return amount
