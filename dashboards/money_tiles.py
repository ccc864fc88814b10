"""Tiles of the account: what was given, what is there, and under a period what came and went.

Receipts are not split by what activities serve. Under such a choice their tiles are absent, and
what donors have tied to the choice is shown instead.
"""

from dashboards.question import Addresses
from dashboards.tiles import Tile, TileMaker, amount
from tracker.fund.ledger.measures import Measure
from tracker.periods import Span
from tracker.totals.chart_data.step_words import given_not_split
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name
from tracker.totals.money_account import MoneyAccount, money_account
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.words import say


def given(measure: Measure, of: Measure | None = None) -> TileMaker:
    """Show a measure of what donors give, where the choice splits it."""
    show = amount(measure, of)

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
        return show(source, addresses, formatter) if _account(source).is_split else None

    return make


def split_by_activity(measure: Measure) -> TileMaker:
    """Show a measure of activities where the choice splits what they do, and not what is given."""
    show = amount(measure)

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
        return None if _account(source).is_split else show(source, addresses, formatter)

    return make


def over_time(make: TileMaker) -> TileMaker:
    """Leave a tile to days without a first one; a period has its own, of what came and went."""

    def make_it(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
        account = _account(source)
        if account.is_of_period and account.is_split:
            return None
        return make(source, addresses, formatter)

    return make_it


def tied(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what was received for the choice by its earmark, and why no more is known."""
    account = _account(source)
    if account.is_split:
        return None
    why = given_not_split(account.not_split)
    more = account.in_part.waterfall.received_minor
    if more:
        among = say("%(amount)s more is tied to it among others.", amount=formatter.short(more))
        why = f"{why} {among}"
    opens = account.opens(Measure.RECEIVED).within(Span(None, source.query.last))
    minor = account.closing.waterfall.received_minor
    href = addresses.rows(opens)
    return _tile(say("Received and tied to this alone"), minor, formatter, why, href)


def opening(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show the balance before a period."""
    account = _account(source)
    if account.flows is None or account.before is None:
        return None
    href = addresses.rows(account.opens(Measure.BALANCE).within(account.before))
    return _tile(say("Opening balance"), account.flows.opening_minor, formatter, href=href)


def came(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what came within a period."""
    account = _account(source)
    if account.flows is None:
        return None
    note = say("received and earned in the period")
    href = addresses.rows(account.opens(Measure.CAME_IN))
    return _tile(name(Measure.CAME_IN), account.flows.came_minor, formatter, note, href)


def went(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what went within a period."""
    account = _account(source)
    if account.flows is None:
        return None
    note = say("spent, charged and refunded in the period")
    href = addresses.rows(account.opens(Measure.WENT_OUT))
    return _tile(name(Measure.WENT_OUT), -account.flows.went_minor, formatter, note, href)


def in_account(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show the balance at the end of the days."""
    account = _account(source)
    if not account.is_split and not account.is_of_period:
        return None
    label = say("Closing balance") if account.is_of_period else name(Measure.BALANCE)
    href = addresses.rows(account.opens(Measure.BALANCE))
    return _tile(label, account.closing.waterfall.balance_minor, formatter, href=href)


def allocable(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what can still be allocated, and what could be but for its period of use."""
    account = _account(source)
    if not account.is_split:
        return None
    over = account.closing.period_over_minor
    note = say("of %(amount)s more the period of use is over", amount=formatter.short(over))
    return _tile(
        name(Measure.AVAILABLE),
        account.closing.allocable_minor,
        formatter,
        note if over else "",
        addresses.rows(Opening(Measure.AVAILABLE)),
    )


def with_activities(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what activities hold: committed and not spent, and not committed."""
    if source.query.first:
        return None
    unspent, committed = map(source.reader.total, (Measure.UNSPENT, Measure.COMMITTED_OPEN))
    note = say("of this, committed: %(amount)s", amount=formatter.short(committed))
    href = addresses.rows(Opening(Measure.UNSPENT))
    return _tile(name(Measure.UNSPENT), unspent, formatter, note, href)


THROUGH_PERIOD: tuple[TileMaker, ...] = (opening, came, went, in_account)
"""The tiles of stocks and flows, of which the first three are there under a period."""


def _account(source: PageSource) -> MoneyAccount:
    """Return the account of a question."""
    return money_account(source.reader.scope)


def _tile(label: str, minor: int, formatter: Formatter, note: str = "", href: str = "") -> Tile:
    """Return a tile of an amount, which opens its rows where it is not zero."""
    return Tile(
        label,
        formatter.short(minor),
        formatter.exact(minor),
        note,
        href if minor else "",
        value=minor,
    )
