"""A list as a page: one mechanism of search, filter, order and pages for every list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import ngettext

from tracker.folding import fold
from tracker.http import context
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, ListFilter, read_list_query
from tracker.http.page_tables import TableColumn
from tracker.listing import SIZES, FilterChoice, ListQuery, Slice
from tracker.reference.record_codes import CodesOnRecord
from tracker.web.lists.column_choice import chosen_columns, column_names
from tracker.web.lists.list_files import asks_for_file, send_list
from tracker.web.lists.list_plan import Fetch, Item, Plan, Value

FEW_COLUMNS = 5
"""A list of fewer columns than these shows all of them."""
__all__ = ["ListPage", "Plan", "chosen_options", "make_list_page", "options_of"]


class ColumnChoice(NamedTuple):
    """A column that can be left out: its name in the address, its label, whether it is shown."""

    name: str
    label: str
    shown: bool


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
    choices: tuple[ColumnChoice, ...] = ()
    has_file: bool = False
    sums_label: str = ""

    @property
    def narrowed(self) -> bool:
        """Tell whether the reader has searched or filtered."""
        return bool(self.slice.query.words or self.slice.query.chosen)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The page sizes to choose from."""
        return SIZES


def make_list_page(fetch: Fetch[Item], plan: Plan) -> ListPage:
    """Read the query, fetch the rows and return the page.

    Where the address asks for a file, the request is answered with that instead.
    """
    wanted = read_list_query(
        (choice.name for choice in plan.filters),
        (column.sort for column in plan.columns if column.sort),
        plan.default_order,
    )
    wanted = replace(wanted, chosen=_as_offered(wanted, plan.filters))
    shown = () if plan.draws_rows else chosen_columns(plan.columns)
    if plan.gives_file and asks_for_file():
        send_list(context.session(), fetch, plan, wanted, shown or range(len(plan.columns)))
    found = _fetched(fetch, wanted)
    return ListPage(
        caption=plan.caption,
        slice=found,
        columns=tuple(plan.columns[place] for place in shown) if shown else plan.columns,
        rows=tuple(
            _some(plan.row(item), shown) if shown else plan.row(item) for item in found.rows
        ),
        filters=plan.filters,
        sums=_sums(plan.sums, found, shown),
        empty=plan.empty,
        choices=_choices(plan.columns, shown) if shown else (),
        has_file=plan.gives_file,
        sums_label=_sums_label(plan, found.total),
    )


def _fetched(fetch: Fetch[Item], wanted: ListQuery) -> Slice[Item]:
    """Fetch the page that is asked for; the last one where the list ends before it."""
    found = fetch(context.session(), wanted)
    if found.rows or found.query.page <= found.pages:
        return found
    return fetch(context.session(), replace(wanted, page=found.pages))


def _some(values: tuple[Value, ...], shown: Sequence[int]) -> tuple[Value, ...]:
    """Return the values of the columns shown."""
    return tuple(values[place] for place in shown)


def _choices(columns: Sequence[TableColumn], shown: Sequence[int]) -> tuple[ColumnChoice, ...]:
    """Return the columns that can be left out; none where there are few."""
    if len(columns) < FEW_COLUMNS:
        return ()
    names = column_names(columns)
    return tuple(
        ColumnChoice(names[place], columns[place].label, place in shown)
        for place in range(1, len(columns))
    )


def _sums_label(plan: Plan, rows: int) -> str:
    """Say what the sums of a list are sums of: its rows on all pages."""
    if plan.sums_of:
        return plan.sums_of(rows)
    return str(ngettext("Sum of %(num)s row", "Sums of all %(num)s rows", rows))


def _as_offered(query: ListQuery, filters: Iterable[ListFilter]) -> tuple[FilterChoice, ...]:
    """Return the codes chosen as the options of the filters spell them; others as they came."""
    asked = {one.name for one in query.chosen}
    offered = {
        one.name: CodesOnRecord(option.code for option in one.options)
        for one in filters
        if one.name in asked
    }
    return tuple(
        FilterChoice(one.name, offered[one.name].spelled(one.code)) for one in query.chosen
    )


def options_of(kind: type[StrEnum]) -> tuple[FilterOption, ...]:
    """Return the members of an enum as options of a filter."""
    return tuple(FilterOption(member.value, label(member)) for member in kind)


def chosen_options(options: Iterable[FilterOption]) -> tuple[FilterOption, ...]:
    """Return options sorted by their labels."""
    return tuple(sorted(options, key=lambda option: fold(option.label)))


def _sums(
    names: Sequence[str | None] | None, found: Slice[Any], shown: Sequence[int]
) -> tuple[Value, ...] | None:
    """Return the sums under their columns; none where no column with a sum is shown."""
    if names is None:
        return None
    some = [names[place] for place in shown] if shown else list(names)
    return tuple(found.sums[name] if name else None for name in some) if any(some) else None
