"""Like rows: adds them up to one, where the profile says so."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tracker.errors import InvalidInput
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.numbers import exact_number, written_number
from tracker.exchange.profiles import Section


def add_up(
    rows: Sequence[MappedRow], section: Section
) -> tuple[list[MappedRow], dict[int, MappedRow]]:
    """Add up the rows that are alike in all our columns but the added ones.

    Return the rows that remain, each in the place of its first one, and by the number of each
    other row the one that it was added to. A row with a text that is no number stays by itself.
    """
    sums: dict[object, dict[str, Decimal]] = {}
    first: dict[object, MappedRow] = {}
    added: dict[int, MappedRow] = {}
    several = set()
    for row in rows:
        try:
            amounts = {
                ours: exact_number(text, section)
                for ours in section.add_up
                if (text := row.values.get(ours, ""))
            }
        except InvalidInput:
            first[row.number] = row
            continue
        key = _key(row, section)
        if first.setdefault(key, row) is row:
            sums[key] = amounts
            continue
        several.add(key)
        added[row.number] = first[key]
        for ours, amount in amounts.items():
            sums[key][ours] = sums[key].get(ours, Decimal(0)) + amount
    return [
        _with_sums(row, sums[key], section) if key in several else row for key, row in first.items()
    ], added


def _key(row: MappedRow, section: Section) -> tuple[tuple[str, str], ...]:
    """Return what tells a row apart: our columns but the added ones, without the profile's own."""
    return tuple(
        (ours, text)
        for ours, text in sorted(row.values.items())
        if ours not in section.add_up and not ours.startswith("_")
    )


def _with_sums(row: MappedRow, sums: dict[str, Decimal], section: Section) -> MappedRow:
    """Return the row with the sums in place of its amounts."""
    written = {ours: written_number(total, section) for ours, total in sums.items()}
    return replace(row, values={**row.values, **written})
