"""The records behind counts, by kind: their tables, the codes of their parts, their labels."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from tracker.totals.chart_data.table import ChartTable
from tracker.totals.labels import Titles
from tracker.totals.opened_disseminations import (
    dissemination_codes,
    events_table,
    part_label,
    tools_table,
)
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordPart
from tracker.words import say


class RecordRows(NamedTuple):
    """How the records of a kind are read, which codes their parts may have, what these are called.

    `lawful` takes the titles of codes in the database.
    """

    table: Callable[[PageSource, tuple[RecordPart, ...]], ChartTable]
    lawful: Callable[[Titles], Mapping[str, Iterable[str] | None]]
    label: Callable[[PageSource, str, str], str]
    unit: Callable[[], str]


def _of_units() -> str:
    """Return the unit of what events count."""
    return say("Copies, downloads and people, which have no sum")


RECORD_ROWS: Mapping[RowKind, RecordRows] = {
    RowKind.DISSEMINATIONS: RecordRows(events_table, dissemination_codes, part_label, _of_units),
    RowKind.TOOLS: RecordRows(tools_table, dissemination_codes, part_label, _of_units),
}
