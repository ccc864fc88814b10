"""Rounds amounts to the decimals of their currency where the profile says so, and sums the rest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal

from tracker.errors import InvalidInput
from tracker.exchange.mapped_rows import MappedRow, RoundedAmount, RoundedSum
from tracker.exchange.numbers import exact_number, written_number
from tracker.exchange.profiles import Section
from tracker.money import USD
from tracker.reference.currencies import currencies
from tracker.words import say


def round_amounts(
    rows: Sequence[MappedRow], section: Section
) -> tuple[list[MappedRow], tuple[RoundedAmount, ...]]:
    """Round amounts half to even; return the rows, and what was moved of each.

    The exact amounts and what was moved add up to the rounded amounts. A text that is no number,
    and an amount of an unknown currency, stay as they are and are refused later.
    """
    moved = []
    found = []
    for row in rows:
        values = dict(row.values)
        for ours in section.round:
            currency = _currency(ours, values)
            exact, rounded = _rounded(values.get(ours, ""), currency, section)
            if exact != rounded:
                values[ours] = written_number(rounded, section)
                column = row.headings.get(ours, ours)
                moved.append(RoundedAmount(row.file, row.number, column, currency, rounded - exact))
        found.append(replace(row, values=values))
    return found, tuple(moved)


def _currency(ours: str, values: Mapping[str, str]) -> str:
    """Return the currency of an amount: US dollars where its column says so, else the row's."""
    in_dollars = "usd" in ours.split("_")
    return USD if in_dollars else values.get("currency", "").upper() or USD


def rounded_sums(
    amounts: Iterable[RoundedAmount], refused: Collection[tuple[str, int]]
) -> tuple[RoundedSum, ...]:
    """Sum by column and currency what was moved, of the rows that are not refused."""
    moved: dict[tuple[str, str, str], list[Decimal]] = {}
    for one in amounts:
        if (one.file, one.row) not in refused:
            moved.setdefault((one.file, one.column, one.currency), []).append(one.moved)
    return tuple(
        RoundedSum(*place, len(several), sum(several, Decimal(0)))
        for place, several in sorted(moved.items())
    )


def _rounded(text: str, currency: str, section: Section) -> tuple[Decimal, Decimal]:
    """Return an amount as it is and as rounded; both 0 for what is no amount."""
    known = currencies().get(currency)
    try:
        exact = exact_number(text, section)
    except InvalidInput:
        return Decimal(0), Decimal(0)
    if known is None:
        return exact, exact
    smallest = Decimal(1).scaleb(-known.minor_units)
    return exact, exact.quantize(smallest, ROUND_HALF_EVEN)


def rounding_note(one: RoundedSum) -> str:
    """Say how many amounts were rounded, and by how much that moved their sum."""
    return say(
        "%(file)s, %(column)s: amounts rounded to the decimals of %(currency)s: %(count)s; that "
        "moved their sum by %(moved)s",
        file=one.file,
        column=one.column,
        count=one.amounts,
        currency=one.currency,
        moved=f"{one.moved.normalize():+f}",
    )
