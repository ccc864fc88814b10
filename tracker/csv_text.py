"""CSV (RFC 4180) that spreadsheets open as it was meant: written here and nowhere else."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO

FORMULA = (
    *"=+-@\t\r\n",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)
"""Beginnings of formulas in spreadsheets, in the full width of Asian languages too."""
MARK = "'"
"""What stands before a text that a spreadsheet would take for a formula."""

Cell = str | int | Decimal | date | None
"""Text, a number that is written plainly, a day in ISO form, or an empty cell."""


def write_csv(
    headings: Iterable[str],
    rows: Iterable[Iterable[Cell]] = (),
    *,
    delimiter: str = ",",
    marked: bool = True,
) -> bytes:
    """Write headings and rows as CSV in UTF-8, with MARK before each text like a formula.

    `marked`: the byte order mark, by which spreadsheets know UTF-8, stands at the beginning.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([_guard(name) for name in headings])
    writer.writerows([_guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if marked else "utf-8")


def dollars(minor: int) -> Decimal:
    """Return US cents as a number of dollars with two decimals."""
    return Decimal(minor).scaleb(-2)


def _guard(cell: Cell) -> Cell:
    """Mark a text that a spreadsheet would take for a formula; numbers stay as they are."""
    return f"{MARK}{cell}" if isinstance(cell, str) and _is_like_a_formula(cell) else cell


def without_mark(text: str) -> str:
    """Return a text as it was before it was written with a mark; any other stays as it is."""
    return text[1:] if text.startswith(MARK) and _is_like_a_formula(text) else text


def _is_like_a_formula(text: str) -> bool:
    """Tell whether a text begins like a formula, or like a mark before one."""
    return text.lstrip(MARK).startswith(FORMULA)
