"""Reads the cells of a row as values, and collects all faults before stopping."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from tracker.errors import InvalidInput
from tracker.exchange.cell_kinds import CellKind
from tracker.exchange.faults import RowFault
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.numbers import exact_number, minor_units
from tracker.exchange.profiles import Section
from tracker.money import USD
from tracker.reference.currencies import currencies
from tracker.text_limits import LONGEST_TEXT
from tracker.words import say

Code = TypeVar("Code", bound=StrEnum)
YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"", "no", "n", "false", "0"})
LIST_SIGN = ";"
EMPTY = "(empty)"
"""The word that empties a field of a record on file, in sheets of all languages."""
CODE_SIGNS = re.compile(r"[;,\s]+")
LARGEST_COUNT = 2_147_483_647
SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d+)?[eE][+-]?\d+")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d:?\d\d)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}")
KEYS = frozenset(
    {
        "account", "activity", "agreement_number", "code", "contribution", "document", "donor",
        "donor_code", "donor_reference", "line", "programme", "receipt", "reference", "reverses",
        "statement", "takes_back", "to_contribution", "tool",
    }
)  # fmt: skip
"""The columns of keys, by which rows and records are found."""


def day_of(text: str) -> date | None:
    """Return the day of an ISO date, or of a moment of it; None for any other text."""
    moment = MOMENT.fullmatch(text)
    if moment is None and not DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).date() if moment else date.fromisoformat(text)
    except ValueError:
        return None


def written_day(text: str, forms: Iterable[str] = ()) -> date | None:
    """Return the day of a text in ISO form or in one of a profile's; None for any other text."""
    found = day_of(text)
    if found is not None:
        return found
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def emptied_in(values: Mapping[str, str]) -> frozenset[str]:
    """Return the columns of a row in which the word that empties stands, in any case."""
    return frozenset(name for name, text in values.items() if text.casefold() == EMPTY)


class Cells:
    """The cells of one row; `faults` collects their faults.

    Of a record `on_file` a blank cell says nothing: what is on record stays.
    """

    def __init__(self, row: MappedRow, section: Section) -> None:
        self.row = row
        self.section = section
        self.faults: list[RowFault] = []
        self.on_file = False

    def has(self, column: str) -> bool:
        """Tell whether the row says something of a field, be it that it is empty."""
        if not self.on_file:
            return self.stands(column)
        return bool(self.raw(column)) or self.empties(column)

    def stands(self, column: str) -> bool:
        """Tell whether the sheet has the column, its cell blank or not."""
        return column in self.row.values

    def empties(self, column: str) -> bool:
        """Tell whether the cell holds the word that empties."""
        return column in self.row.emptied

    def refuse_missing(self, columns: Iterable[str]) -> None:
        """Refuse a new record for each needed column that the sheet lacks."""
        for column in columns:
            if not self.stands(column):
                self.refuse(
                    column,
                    say(
                        "nothing on file has this key, and something new needs the column "
                        "'%(name)s'",
                        name=column,
                    ),
                )

    def raw(self, column: str) -> str:
        """Return the text of a cell as the sheet has it."""
        return self.row.values.get(column, "")

    def refuse(self, column: str, message: str) -> None:
        """Add a fault of a cell."""
        self.faults.append(self.row.fault(column, self.raw(column), message))

    def text(self, column: str, width: int = LONGEST_TEXT, *, required: bool = False) -> str:
        """Return a text of at most `width` letters."""
        text = self._filled(column, required=required)
        if text and column in KEYS:
            self._refuse_garbled(column, text)
        if len(text) > width:
            self.refuse(
                column,
                say("this has %(length)s letters; %(width)s fit", length=len(text), width=width),
            )
        return text

    def _filled(self, column: str, *, required: bool) -> str:
        """Return the text of a cell, and refuse a blank one that is required."""
        text = self.raw(column)
        if required and not text:
            self.refuse(column, say("this cannot be empty"))
        return text

    def _refuse_garbled(self, column: str, text: str) -> None:
        """Refuse a key that a spreadsheet program made a number or a day of."""
        if SCIENTIFIC.fullmatch(text):
            self.refuse(
                column,
                say(
                    "'%(text)s' is a number of which the digits were lost; format the column as "
                    "text, and write it anew",
                    text=text,
                ),
            )
        elif self.row.kinds.get(column) is CellKind.DAY:
            self.refuse(
                column,
                say(
                    "the workbook holds the day %(text)s here; format the column as text, and "
                    "write what was meant anew",
                    text=text,
                ),
            )

    def _number(self, column: str, *, required: bool) -> str:
        """Return the text of a number; refuses one that a merged range repeats."""
        text = self._filled(column, required=required)
        if text and self.row.kinds.get(column) is CellKind.MERGED:
            self.refuse(
                column,
                say(
                    "one number stands in merged cells of several rows; undo the merging and "
                    "write the number of each row"
                ),
            )
            return ""
        return text

    def day(self, column: str, *, required: bool = False) -> date | None:
        """Return a day, in ISO form or in one of the profile's."""
        text = self._filled(column, required=required)
        if not text:
            return None
        found = written_day(text, self.section.dates)
        if found is None:
            why = say("'%(text)s' is no day; write it like %(day)s", text=text, day="2024-06-30")
            self.refuse(column, why)
        return found

    def currency(self, column: str, default: str = USD) -> str:
        """Return a currency code of ISO 4217."""
        code = self.raw(column).upper() or default
        if code not in currencies():
            self.refuse(
                column, say("'%(code)s' is no currency code of ISO 4217, such as EUR", code=code)
            )
        return code

    def amount(self, column: str, currency: str, *, required: bool = False) -> int | None:
        """Return an amount in whole minor units of the currency."""
        text = self._number(column, required=required)
        known = currencies().get(currency)
        if not text or known is None:
            return None
        try:
            return minor_units(text, known.minor_units, self.section)
        except InvalidInput as fault:
            self.refuse(column, str(fault))
            return None

    def decimal(self, column: str, *, required: bool = False) -> Decimal | None:
        """Return a number with all its digits."""
        text = self._number(column, required=required)
        if not text:
            return None
        try:
            return exact_number(text, self.section)
        except InvalidInput as fault:
            self.refuse(column, str(fault))
            return None

    def whole(self, column: str) -> int | None:
        """Return a whole number, not below zero."""
        number = self.decimal(column)
        if number is None:
            return None
        if number != int(number) or not 0 <= number <= LARGEST_COUNT:
            self.refuse(column, say("'%(text)s' is no whole number", text=self.raw(column)))
            return None
        return int(number)

    def basis_points(self, column: str) -> int | None:
        """Return per cent as basis points."""
        text = self.raw(column).removesuffix("%").strip()
        if not text:
            return None
        try:
            return minor_units(text, 2, self.section)
        except InvalidInput:
            self.refuse(
                column, say("'%(text)s' is no rate in per cent, such as 13 or 7.5", text=text)
            )
            return None

    def choice(self, column: str, codes: type[Code], default: Code | None = None) -> Code | None:
        """Return a code of a list; without a default the cell cannot be empty."""
        text = self.text(column, required=default is None)
        if not text:
            return default
        try:
            return codes(text)
        except ValueError:
            self._refuse_code(column, text, codes)
            return None

    def choices(self, column: str, codes: type[Code]) -> tuple[Code, ...]:
        """Return several codes of a list, separated by semicolons, commas or blanks."""
        found = []
        for text in CODE_SIGNS.split(self.raw(column)):
            if not text:
                continue
            try:
                found.append(codes(text))
            except ValueError:
                self._refuse_code(column, text, codes)
        return tuple(found)

    def items(self, column: str) -> tuple[str, ...]:
        """Return the items of a list, separated by semicolons."""
        return tuple(item for part in self.raw(column).split(LIST_SIGN) if (item := part.strip()))

    def yes(self, column: str) -> bool:
        """Return yes or no; an empty cell is no."""
        text = self.raw(column).casefold()
        if text not in YES | NO:
            self.refuse(column, say("write yes or no"))
        return text in YES

    def _refuse_code(self, column: str, text: str, codes: type[StrEnum]) -> None:
        """Refuse a code, with the list of allowed ones."""
        self.refuse(
            column,
            say(
                "'%(text)s' is no code of this column; it takes %(codes)s",
                text=text,
                codes=", ".join(member.value for member in codes),
            ),
        )
