"""Codes that lost their zeros where a spreadsheet program took them for numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from tracker.errors import Fault
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.record_codes import columns_of_codes
from tracker.fund.code_register import REGISTER
from tracker.fund.ledger.book_loader import batches
from tracker.fund.ledger.tables import LedgerEntry
from tracker.words import say

MOST_ZEROS = 8
ENTRIES = ("reference", "receipt", "reverses")
"""The columns that name entries of the ledger."""


def refuse_lost_zeros(
    context: ImportContext, kind: str, rows: Sequence[MappedRow]
) -> Sequence[MappedRow]:
    """Return the rows without those whose key is a number that is on record with zeros before it.

    A key that is on record as it stands is meant; a new one that differs from another in zeros
    alone would be taken for it by the next spreadsheet program.
    """
    codes = columns_of_codes(kind)
    columns: dict[str, Any] = dict.fromkeys(ENTRIES, col(LedgerEntry.reference))
    columns.update({name: REGISTER[of].code for name, of in codes.items()})
    refused: set[int] = set()
    for name, column in columns.items():
        numbers = {value for row in rows if _is_number(value := row.values.get(name, ""))}
        known = _with_zeros(context, column, numbers) if numbers else {}
        for place, row in enumerate(rows):
            meant = known.get(row.values.get(name, ""))
            if meant is not None:
                refused.add(place)
                context.refuse(row, [Fault(name, _message(row.values[name], meant))])
    return [row for place, row in enumerate(rows) if place not in refused] if refused else rows


def _is_number(text: str) -> bool:
    """Tell whether a key is a number without zeros before it."""
    return text.isascii() and text.isdigit() and not text.startswith("0")


def _with_zeros(context: ImportContext, column: Any, numbers: set[str]) -> Mapping[str, str]:  # noqa: ANN401 - a column
    """Return the keys on record with zeros, by the numbers that are not on record without."""
    spellings = {
        number.zfill(len(number) + zeros) for number in numbers for zeros in range(MOST_ZEROS + 1)
    }
    found: set[str] = set()
    for batch in batches(sorted(spellings)):
        found.update(context.session.execute(select(column).where(column.in_(batch))).scalars())
    return {number: key for key in sorted(found) if (number := key.lstrip("0")) not in found}


def _message(text: str, meant: str) -> str:
    """Return why a number is no key, and the remedy."""
    return say(
        "'%(text)s' is not on record, and %(meant)s is; format the column as text and write "
        "%(meant)s, or give another key",
        text=text,
        meant=meant,
    )
