"""A list as a page: one mechanism of search, filter, order and pages for every list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from sqlmodel import Session

from tracker.folding import fold
from tracker.http import context
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, ListFilter, read_list_query
from tracker.http.page_tables import TableColumn
from tracker.listing import SIZES, FilterChoice, ListQuery, Slice
from tracker.reference.record_codes import CodesOnRecord

Item = TypeVar("Item")
Fetch = Callable[[Session, ListQuery], Slice[Item]]
Value = Any


@dataclass(frozen=True, slots=True)
class ListPage:
    """The data of templates/list.html."""

    caption: str
    slice: Slice[Any]
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    filters: tuple[ListFilter, ...]
    sums: tuple[Value, ...] | None
    empty: str

    @property
    def narrowed(self) -> bool:
        """Tell whether the reader has searched or filtered."""
        return bool(self.slice.query.words or self.slice.query.chosen)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The page sizes to choose from."""
        return SIZES


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a list: its columns, a row's values, and the sum under each column."""

    caption: str
    columns: tuple[TableColumn, ...]
    row: Callable[[Any], tuple[Value, ...]]
    filters: tuple[ListFilter, ...]
    default_order: str
    empty: str
    sums: tuple[str | None, ...] | None = None


def make_list_page(fetch: Fetch[Item], plan: Plan) -> ListPage:
    """Read the query, fetch the rows and return the page."""
    wanted = read_list_query(
        (choice.name for choice in plan.filters),
        (column.sort for column in plan.columns if column.sort),
        plan.default_order,
    )
    found = fetch(context.session(), replace(wanted, chosen=_as_offered(wanted, plan.filters)))
    return ListPage(
        caption=plan.caption,
        slice=found,
        columns=plan.columns,
        rows=tuple(plan.row(item) for item in found.rows),
        filters=plan.filters,
        sums=_sums(plan.sums, found),
        empty=plan.empty,
    )


def _as_offered(query: ListQuery, filters: Iterable[ListFilter]) -> tuple[FilterChoice, ...]:
    """Return the codes chosen as the options of the filters spell them; others as they came."""
    offered = {one.name: CodesOnRecord(option.code for option in one.options) for one in filters}
    return tuple(
        FilterChoice(one.name, offered[one.name].spelled(one.code)) for one in query.chosen
    )


def options_of(kind: type[StrEnum]) -> tuple[FilterOption, ...]:
    """Return the members of an enum as options of a filter."""
    return tuple(FilterOption(member.value, label(member)) for member in kind)


def chosen_options(options: Iterable[FilterOption]) -> tuple[FilterOption, ...]:
    """Return options sorted by their labels."""
    return tuple(sorted(options, key=lambda option: fold(option.label)))


def _sums(names: Sequence[str | None] | None, found: Slice[Any]) -> tuple[Value, ...] | None:
    """Return the sums under their columns."""
    if names is None:
        return None
    return tuple(found.sums[name] if name else None for name in names)
