"""The records behind a count as a page shows them: what they are of, and their table."""

from dataclasses import dataclass

from flask import request

from dashboards.figure_facts import FigureFacts, RowsInWords, facts_of_rows
from dashboards.filter_words import MOST_NAMES, chosen_in_words, in_words, join
from dashboards.fixed_dates import fixed_addresses
from dashboards.question import FACTS, Addresses, PageQuery, Question
from dashboards.rows import OF_LISTS, KindLink, kind_label
from dashboards.take_figure import TakeFigure, take_rows
from tracker.assistance.small_counts import hidden_counts_note
from tracker.errors import Fault
from tracker.http import context
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.language import locale_code
from tracker.http.provenance import provenance_of
from tracker.http.totals_requests import expect_known_names, read_with_query
from tracker.people.permissions import may_see_small_counts
from tracker.totals.chart_data.table import ChartColumn, ChartColumnKind, ChartTable
from tracker.totals.opened_records import RECORD_ROWS, RecordRows
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.query_string import BadQuery
from tracker.totals.reader import TotalsReader
from tracker.totals.record_opening import (
    RECORD_PARAMETERS,
    RecordOpening,
    parts_in_words,
    read_record_opening,
)
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of
from tracker.words import say


@dataclass(frozen=True, slots=True)
class RecordsQuestion:
    """The question of a page of records, which the user of the request may see."""

    opening: RecordOpening
    kind: RowKind
    question: Question

    def table(self) -> ChartTable:
        """Return the records with the sums of what they count."""
        return self._records.table(self.question.source, self.opening.parts)

    def title(self) -> str:
        """Return the figure in words: "Events of dissemination: copies, Kenya"."""
        source = self.question.source
        labels = (
            tuple(self._records.label(source, part.name, code) for code in part.codes[:MOST_NAMES])
            for part in self.opening.parts
        )
        parts = join(parts_in_words(self.opening.parts, labels), source.locale)
        kind = kind_label(self.kind)
        return say("%(measure)s: %(part)s", measure=kind, part=parts) if parts else kind

    def unit(self) -> str:
        """Return the unit of the figure."""
        return self._records.unit()

    def definition(self) -> str:
        """Return nothing: the title says what the records are."""
        return ""

    def words(self) -> str:
        """Return the filter in words, with both dates."""
        return in_words(self.question.reader, self.question.asked.query, ())

    def why_hidden(self, table: ChartTable) -> str:
        """Say that numbers of the table are hidden from the user; "" where none can be."""
        if self.kind is RowKind.REQUESTS or may_see_small_counts(self.question.source.user):
            return ""
        counts = [at for at, column in enumerate(table.columns) if _counts(column)]
        hidden = any(row[at] is None for row in table.rows for at in counts)
        return hidden_counts_note() if hidden or not table.rows else ""

    def kinds(self) -> tuple[KindLink, ...]:
        """Return the kinds of rows to choose from: there is one."""
        return ()

    def file(self, ending: str) -> str:
        """Return the address of all rows as a file: ".csv", ".xlsx", or that of their facts."""
        return self.question.addresses.rows_file(self.opening, ending)

    def facts(self) -> FigureFacts:
        """Return what files and citations say of the rows."""
        choice = chosen_in_words(self.question.reader, self.question.asked.query, ())
        path = fixed_addresses(self.question).rows(self.opening)
        words = RowsInWords(self.title(), kind_label(self.kind), self.unit())
        return facts_of_rows(self.question, words, choice, path)

    def take(self) -> TakeFigure:
        """Return what a reader takes from the rows."""
        return take_rows(self.facts(), *(self.file(end) for end in (".csv", ".xlsx", FACTS)))

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
    reader = TotalsReader(scope_of(snapshot, query, locale_code(), sees_unpublished=sees))
    source = PageSource(reader, context.session(), query, context.user())
    asked = PageQuery(query)
    question = Question(
        source,
        asked,
        Addresses(asked, f"/dashboards/rows/{kind}"),
        snapshot.data_version,
        provenance=provenance_of(snapshot),
    )
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
