"""The plan of a list: its columns, a row's values, its filters, and the sum under each column."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session

from tracker.http.list_queries import ListFilter
from tracker.http.page_tables import TableColumn
from tracker.listing import ListQuery, Slice

Item = TypeVar("Item")
Fetch = Callable[[Session, ListQuery], Slice[Item]]
Value = Any


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a list: its columns, a row's values, and the sum under each column.

    A page that `draws_rows` itself gets each item; it gives a file where `file_row` says what a
    row of that holds. `sums_of` says of a number of rows what their sums are sums of.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    row: Callable[[Any], tuple[Value, ...]]
    filters: tuple[ListFilter, ...]
    default_order: str
    empty: str
    sums: tuple[str | None, ...] | None = None
    draws_rows: bool = False
    sums_of: Callable[[int], str] | None = None
    file_row: Callable[[Any], tuple[Value, ...]] | None = None

    @property
    def gives_file(self) -> bool:
        """Tell whether the list is given as a file too."""
        return not self.draws_rows or self.file_row is not None
