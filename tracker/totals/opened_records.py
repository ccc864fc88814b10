"""The records behind counts, by kind: their tables, the codes of their parts, their labels."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from tracker.totals.chart_data.request_words import request_label, requests_unit
from tracker.totals.chart_data.table import ChartTable
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.labels import Titles
from tracker.totals.opened_budgets import (
    budget_codes,
    budget_label,
    budgets_table,
    budgets_unit,
)
from tracker.totals.opened_disseminations import (
    dissemination_codes,
    events_table,
    part_label,
    tools_table,
)
from tracker.totals.opened_people import (
    people_codes,
    people_part_label,
    people_rows_table,
    people_unit,
)
from tracker.totals.opened_requests import request_parts, requests_table
from tracker.totals.opened_work import work_codes, work_label, work_table, work_unit
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordPart
from tracker.totals.request_figures import OF_REQUESTS
from tracker.words import say


class RecordRows(NamedTuple):
    """How the records of a kind are read, which codes their parts may have, what these are called.

    `lawful` takes the titles of codes in the database; `chosen_by` are the dimensions of a query
    that narrow the records.
    """

    table: Callable[[PageSource, tuple[RecordPart, ...]], ChartTable]
    lawful: Callable[[Titles], Mapping[str, Iterable[str] | None]]
    label: Callable[[PageSource, str, str], str]
    unit: Callable[[], str]
    chosen_by: Collection[Dimension] = CHOSEN_BY


def _of_units() -> str:
    """Return the unit of what events count."""
    return say("Copies, downloads and people, which have no sum")


RECORD_ROWS: Mapping[RowKind, RecordRows] = {
    RowKind.DISSEMINATIONS: RecordRows(events_table, dissemination_codes, part_label, _of_units),
    RowKind.PEOPLE: RecordRows(people_rows_table, people_codes, people_part_label, people_unit),
    RowKind.REQUESTS: RecordRows(
        requests_table, request_parts, request_label, requests_unit, OF_REQUESTS
    ),
    RowKind.BUDGETS: RecordRows(budgets_table, budget_codes, budget_label, budgets_unit),
    RowKind.WORK: RecordRows(work_table, work_codes, work_label, work_unit),
    RowKind.TOOLS: RecordRows(tools_table, dissemination_codes, part_label, _of_units),
}
