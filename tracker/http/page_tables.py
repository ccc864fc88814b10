"""Tables of pages as data, which parts/table.html draws."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ColumnKind(StrEnum):
    """The format of a column's values; all but text are aligned on their digits."""

    TEXT = "text"  # text, or a TableLink
    USD = "usd"  # whole US cents
    MONEY = "money"  # text: an amount with its currency
    WHOLE = "whole"  # whole numbers, or a text where one is not shown
    PERCENT = "percent"  # basis points
    RATE = "rate"  # exchange rates, with the digits that were given
    DAY = "day"  # dates


NUMERIC = frozenset(
    {ColumnKind.USD, ColumnKind.MONEY, ColumnKind.WHOLE, ColumnKind.PERCENT, ColumnKind.RATE}
)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its label, the format of its values, its unit, its key when it can be sorted."""

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    unit: str = ""
    sort: str = ""

    @property
    def numeric(self) -> bool:
        """Tell whether its values are aligned on their digits."""
        return self.kind in NUMERIC


class TableLink(NamedTuple):
    """A value that leads to a page."""

    text: str
    href: str
