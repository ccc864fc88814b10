"""The moves of a contribution's money that decide what can go back to its donor."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from tracker.errors import MissingRate
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import NewEntry
from tracker.fund.ledger.refund_worth import MoneyCame, MoneyGone
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.rates import ExchangeRate
from tracker.money import from_usd_cents
from tracker.reference.currencies import exponent
from tracker.words import say

RETURNABLE = (
    AccountKind.DONOR, AccountKind.REFUNDED, AccountKind.INTEREST, AccountKind.TRANSFERRED,
)  # fmt: skip
"""The accounts of what comes and of what goes as it came."""
InOriginal = Callable[[int, date], int]
"""Converts US cents to the contribution's currency at the rate of a day; raises MissingRate."""


class MoneyMove(NamedTuple):
    """A line of a RETURNABLE account, of entry `number`; `original` None where it has none."""

    number: int
    reference: str
    on: date
    basis: str
    reverses: int | None
    kind: AccountKind
    usd: int
    original: int | None


def moves_on_record(session: Session, contribution_id: int) -> list[MoneyMove]:
    """Return the moves of a contribution in the order of recording."""
    entry, line = LedgerEntry, LedgerLine
    statement = (
        select_columns(entry, col(LedgerAccount.kind), col(line.minor), col(line.original_minor))
        .join(line, col(line.entry_id) == col(entry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(line.account_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind).in_(RETURNABLE),
        )
        .order_by(col(line.id))
    )
    return [
        MoneyMove(
            one.id or 0, one.reference, one.effective_on, one.basis, one.reverses_id, kind, minor,
            one.original_minor if original is None and kind is AccountKind.REFUNDED else original,
        )
        for one, kind, minor, original in session.execute(statement)
    ]  # fmt: skip


def moves_of(entries: Iterable[NewEntry], contribution_id: int) -> list[MoneyMove]:
    """Return the moves of entries that are not yet written, numbered by their places from 1."""
    return [
        MoneyMove(
            place, entry.heading.reference, entry.heading.effective_on, entry.heading.basis,
            entry.reverses_id, line.account.kind, line.minor, line.original_minor,
        )
        for place, entry in enumerate(entries, start=1)
        for line in entry.lines
        if line.account.contribution_id == contribution_id and line.account.kind in RETURNABLE
    ]  # fmt: skip


def came_and_gone(
    written: Sequence[MoneyMove], pending: Sequence[MoneyMove], in_original: InOriginal
) -> tuple[list[MoneyCame], list[MoneyGone]]:
    """Return what came and what went, without what was reversed."""
    undone = {one.reverses for one in written} | {one.reverses for one in pending}
    known = {one.number for one in written}
    standing = [one for one in written if one.reverses is None and one.number not in undone]
    standing += [
        one
        for one in pending
        if one.reverses is None and (one.number in known or one.number not in undone)
    ]
    came: list[MoneyCame] = []
    gone: list[MoneyGone] = []
    for one in standing:
        outward = one.kind is AccountKind.REFUNDED
        own = in_original(abs(one.usd), one.on) if one.original is None else abs(one.original)
        if one.usd < 0 and not outward:
            came.append(MoneyCame(one.reference, one.on, own, -one.usd))
        else:
            gone.append(MoneyGone(one.basis, one.on, own, one.usd))
    return came, gone


def in_original_by_record(session: Session, currency: str) -> InOriginal:
    """Return the conversion at the newest rate on record on or before a day.

    The rates are read once, when the first amount is converted.
    """
    rates: list[tuple[date, Decimal]] = []

    def convert(usd_minor: int, on: date) -> int:
        if not rates:
            statement = select(col(ExchangeRate.effective_on), col(ExchangeRate.rate))
            of_currency = statement.where(ExchangeRate.currency == currency)
            rates.extend(session.exec(of_currency.order_by(col(ExchangeRate.effective_on))))
        place = bisect_right(rates, on, key=itemgetter(0))
        if not place:
            raise MissingRate(
                say(
                    "no exchange rate of %(currency)s is on file for %(day)s or before",
                    currency=currency,
                    day=on.isoformat(),
                ),
                "rate",
            )
        return from_usd_cents(usd_minor, exponent(currency), rates[place - 1][1])

    return convert
