"""Refusals that several rules share, in the reader's language."""

from datetime import date
from decimal import Decimal

from tracker.errors import InsufficientFunds, Shortage
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.day_balances import DayBalance
from tracker.money import USD, Money
from tracker.reference.currencies import exponent
from tracker.words import say, spell


def short_of(account: str, there: DayBalance, needed: int) -> InsufficientFunds:
    """Return the refusal that states the shortage of an account on a day; amounts in US cents."""
    sentence = say(
        "%(account)s: %(needed)s USD needed, %(available)s USD there on %(day)s",
        account=account,
        needed=in_dollars(needed),
        available=in_dollars(there.minor),
        day=there.on,
    )
    return InsufficientFunds(sentence, Shortage(account, there.minor, needed, there.on))


def short_of_all(account: str, there: DayBalance, needed: int) -> InsufficientFunds:
    """Return the refusal that states what several contributions lack from a day on."""
    sentence = say(
        "%(account)s: %(needed)s USD needed, %(available)s USD there from %(day)s on",
        account=account,
        needed=in_dollars(needed),
        available=in_dollars(there.minor),
        day=there.on,
    )
    return InsufficientFunds(sentence, Shortage(account, there.minor, needed, there.on))


def account_name(owner: str, kind: AccountKind) -> str:
    """Name an account by the contribution or activity that owns it and what it holds."""
    names = {
        AccountKind.PLEDGED: say("pledged"),
        AccountKind.REFUNDED: say("refunded"),
        AccountKind.DUE: say("due"),
        AccountKind.PLEDGE_WRITTEN_OFF: say("written off of the pledge"),
        AccountKind.BANK_CHARGED: say("charged by banks"),
        AccountKind.WRITTEN_OFF: say("written off"),
        AccountKind.UNALLOCATED: say("available"),
        AccountKind.ALLOCATED: say("allocated, neither committed nor spent"),
        AccountKind.COMMITTED: say("committed, not yet spent"),
        AccountKind.SPENT: say("spent"),
        AccountKind.SUPPORT_RESERVED: say("reserved for support cost"),
        AccountKind.SUPPORT_CHARGED: say("charged as support cost"),
    }
    return f"{owner}, {names.get(kind, kind.value)}"


def period_is_closed(until: date) -> str:
    """Return the refusal of a day in a closed period, with its remedy."""
    return say(
        "the period up to %(day)s is closed; give a later date, or the reason for a correction",
        day=until,
    )


def in_dollars(cents: int) -> str:
    """Write US cents as dollars, to the cent."""
    return in_units(cents, USD)


def in_units(minor: int, currency: str) -> str:
    """Write minor units of a currency with its decimals, as the reader's language does."""
    written = spell(Money(minor, currency))
    if isinstance(written, str):
        return written
    places = exponent(currency)
    return f"{Decimal(minor).scaleb(-places):,.{places}f}"
