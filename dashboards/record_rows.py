"""The records behind a count as a page shows them: what they are of, and their table."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from dashboards.asked_rows import OF_LISTS, AskedRows, kind_label, question_of_rows
from dashboards.filter_words import MOST_NAMES
from tracker.assistance.small_counts import hidden_counts_note
from tracker.errors import Fault
from tracker.http import context
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.language import locale_code
from tracker.http.totals_requests import expect_known_names, read_with_query
from tracker.people.permissions import may_see_small_counts
from tracker.totals.chart_data.table import ChartColumn, ChartColumnKind, ChartTable
from tracker.totals.opened_records import RECORD_ROWS, RecordRows
from tracker.totals.opening import RowKind
from tracker.totals.query import Query
from tracker.totals.query_string import BadQuery
from tracker.totals.record_opening import (
    RECORD_PARAMETERS,
    RecordOpening,
    parts_in_words,
    read_record_opening,
)
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of
from tracker.words import say

OPEN_TO_ALL = frozenset({RowKind.BUDGETS, RowKind.REQUESTS, RowKind.WORK})
"""The kinds of records that count no people."""


@dataclass(frozen=True, slots=True)
class RecordsQuestion(AskedRows[RecordOpening]):
    """The question of a page of records, which the user of the request may see."""

    def table(self) -> ChartTable:
        """Return the records with the sums of what they count."""
        return self._records.table(self.question.source, self.opening.parts)

    def name(self) -> str:
        """Return the name of the kind of records."""
        return kind_label(self.kind)

    def parts_in_words(self) -> Iterator[str]:
        """Yield the parts in words."""
        source, records = self.question.source, self._records
        labels = (
            tuple(records.label(source, part.name, code) for code in part.codes[:MOST_NAMES])
            for part in self.opening.parts
        )
        return parts_in_words(self.opening.parts, labels)

    def unit(self) -> str:
        """Return the unit of the figure."""
        return self._records.unit()

    def why_hidden(self, table: ChartTable) -> str:
        """Say that numbers of the table are hidden from the user; "" where none can be."""
        if self.kind in OPEN_TO_ALL or may_see_small_counts(self.question.source.user):
            return ""
        counts = [at for at, column in enumerate(table.columns) if _counts(column)]
        hidden = any(row[at] is None for row in table.rows for at in counts)
        return hidden_counts_note() if hidden or not table.rows else ""

    def stem(self) -> str:
        """Return the beginning of a file's name."""
        codes = (code for part in self.opening.parts for code in part.codes[:MOST_NAMES] if code)
        return "-".join([self.kind, *codes])

    @property
    def _records(self) -> RecordRows:
        """The functions that read and name the records."""
        return RECORD_ROWS[self.kind]


def records_question(kind: RowKind, snapshot: Snapshot) -> RecordsQuestion:
    """Return the question of the address of this request; raises BadQuery with every fault."""
    expect_known_names(*RECORD_PARAMETERS, *OF_LISTS, DELIMITER)
    lawful = RECORD_ROWS[kind].lawful(snapshot.members.titles)
    opening, query = read_with_query(
        snapshot, lambda: read_record_opening(request.args, kind, lawful)
    )
    _refuse_unread(kind, query)
    sees = context.sees_unpublished()
    scope = scope_of(snapshot, query, locale_code(), sees_unpublished=sees)
    question = question_of_rows(scope, query, f"/dashboards/rows/{kind}", snapshot)
    return RecordsQuestion(opening, kind, question)


def _counts(column: ChartColumn) -> bool:
    """Tell whether a column holds counts."""
    return column.kind is ChartColumnKind.COUNT


def _refuse_unread(kind: RowKind, query: Query) -> None:
    """Refuse codes of dimensions that the records do not have. Raises BadQuery."""
    faults = [
        Fault(dimension.value, say("this page is not narrowed by it"))
        for dimension, _codes in query.codes
        if dimension not in RECORD_ROWS[kind].chosen_by
    ]
    if faults:
        raise BadQuery(faults)
