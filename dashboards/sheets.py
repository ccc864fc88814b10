"""The table under a chart and the file behind it: one and the same."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import NamedTuple

from tracker.http.csv_cells import safe
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Named(NamedTuple):
    """A code with its label, and the page that it leads to."""

    code: str
    label: str
    href: str = ""


Cell = Named | int | str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns, rows and sums; amounts are US cents, shares basis points.

    `names` are what the columns are called in the file, which has the same in every language.
    """

    columns: tuple[TableColumn, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Cell, ...] | None = None

    def shown(self) -> Iterator[tuple[object, ...]]:
        """Return the rows as the page's table takes them."""
        for row in self.rows:
            yield tuple(_shown(cell) for cell in row)


def sum_up(rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...] | None:
    """Add up the columns of amounts; text columns have no sum."""
    if not rows:
        return None
    return tuple(
        sum(cell for cell in column if isinstance(cell, int))
        if any(isinstance(cell, int) for cell in column)
        else None
        for column in zip(*rows, strict=True)
    )


def to_csv(sheet: Sheet) -> str:
    """Write the rows as CSV (RFC 4180) with plain numbers in US dollars.

    The mark at its beginning tells spreadsheets that it is UTF-8. Text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(_heads(sheet))
    writer.writerows(_flat(sheet, row) for row in sheet.rows)
    return out.getvalue()


def _heads(sheet: Sheet) -> list[str]:
    """Name the columns; what has codes takes two."""
    first = sheet.rows[0] if sheet.rows else ("",) * len(sheet.columns)
    heads = []
    for column, name, cell in zip(sheet.columns, sheet.names, first, strict=True):
        if isinstance(cell, Named):
            heads.append(f"{name}_code")
        heads.append(f"{name}_usd" if column.kind is ColumnKind.USD else name)
    return heads


def _flat(sheet: Sheet, row: Sequence[Cell]) -> Iterator[str]:
    """Write one row as text cells."""
    for column, cell in zip(sheet.columns, row, strict=True):
        if isinstance(cell, Named):
            yield safe(cell.code)
            yield safe(cell.label)
        elif isinstance(cell, int) and column.kind in (ColumnKind.USD, ColumnKind.PERCENT):
            yield str(Decimal(cell).scaleb(-2))
        else:
            yield "" if cell is None else safe(str(cell))


def _shown(cell: Cell) -> object:
    """Turn a code with a page into a link, another into its label."""
    if isinstance(cell, Named):
        return TableLink(cell.label, cell.href) if cell.href else cell.label
    return cell
