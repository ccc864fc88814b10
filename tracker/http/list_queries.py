"""Reads the query of a list from the address: q, filters, sort, page, size."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask import request
from werkzeug.datastructures import MultiDict

from tracker.listing import SIZES, FilterChoice, ListQuery

LONGEST = 200
LAST_PAGE = 100_000
MOST_READ = 40
"""More options than these are not read one by one; the choice becomes searchable."""


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A code to choose in a filter."""

    code: str
    label: str


class FilterSort(StrEnum):
    """The way in which a filter is filled in."""

    CHOICE = "choice"  # one of its options
    DAY = "day"  # a day of the calendar
    TEXT = "text"  # a code or a part of a name, with the options as suggestions


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of a list: its name in the address, its label, its options.

    One that is `rare` stands behind "More filters".
    """

    name: str
    label: str
    options: tuple[FilterOption, ...] = ()
    sort: FilterSort = FilterSort.CHOICE
    rare: bool = False

    @property
    def is_long(self) -> bool:
        """Tell whether its options are so many that one looks for them by typing."""
        return self.sort is FilterSort.CHOICE and len(self.options) > MOST_READ


def read_list_query(names: Iterable[str], orders: Iterable[str], default_order: str) -> ListQuery:
    """Read the query of this request; a value that cannot be read counts as not given."""
    arguments = request.args
    order = arguments.get("sort", default_order)
    if order.removeprefix("-") not in set(orders):
        order = default_order
    return ListQuery(
        words=arguments.get("q", "").strip()[:LONGEST],
        chosen=tuple(
            FilterChoice(name, code) for name in names for code in arguments.getlist(name) if code
        ),
        order=order,
        page=_whole(arguments, "page", 1, LAST_PAGE),
        size=_size(arguments),
    )


def _size(arguments: MultiDict[str, str]) -> int:
    """Return the page size if it is one of those offered."""
    size = _whole(arguments, "size", SIZES[0], SIZES[-1])
    return size if size in SIZES else SIZES[0]


def _whole(arguments: MultiDict[str, str], name: str, default: int, most: int) -> int:
    """Read a whole number from 1 to `most`."""
    text = arguments.get(name, "")
    if not (text.isascii() and text.isdigit()):
        return default
    return min(max(int(text[:12]), 1), most)
