"""What pages of rows have in common, of money and of records: words, files, citations."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from dashboards.figure_facts import FigureFacts, RowsInWords, facts_of_rows
from dashboards.filter_words import chosen_in_words, in_words, join
from dashboards.fixed_dates import fixed_addresses
from dashboards.question import FACTS, Addresses, PageQuery, Question
from dashboards.take_figure import TakeFigure, take_rows
from tracker.http import context
from tracker.http.provenance import provenance_of
from tracker.totals.chart_data.table import ChartTable
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.record_opening import RecordOpening
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import Scope
from tracker.words import say

OF_LISTS = ("page", "size")
"""The names by which a page of a list is asked for."""
AnOpening = TypeVar("AnOpening", Opening, RecordOpening)


class KindLink(NamedTuple):
    """A kind of rows to look at: its name, its address, whether it is the one shown."""

    label: str
    href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class AskedRows(ABC, Generic[AnOpening]):
    """The question of a page of rows: the opening, the kind of rows, and the query."""

    opening: AnOpening
    kind: RowKind
    question: Question

    @abstractmethod
    def table(self) -> ChartTable:
        """Return the rows with their sums."""

    @abstractmethod
    def name(self) -> str:
        """Return what the rows are of: a measure, or a kind of records."""

    @abstractmethod
    def parts_in_words(self) -> Iterator[str]:
        """Yield the parts that were chosen of it in words."""

    @abstractmethod
    def unit(self) -> str:
        """Return the unit of the figure."""

    @abstractmethod
    def stem(self) -> str:
        """Return the beginning of a file's name."""

    def definition(self) -> str:
        """Return what counts in the figure, where the title does not say so."""
        return ""

    def why_hidden(self, table: ChartTable) -> str:  # noqa: ARG002 - of money none are
        """Say that numbers of the table are hidden from the user, where some are."""
        return ""

    def kinds(self) -> tuple[KindLink, ...]:
        """Return the kinds of rows to choose from, where there are several."""
        return ()

    def said_by_parts(self) -> Collection[Dimension]:
        """Return the dimensions that the title speaks of, so that the filter need not."""
        return ()

    def title(self) -> str:
        """Return the figure in words: "Received: Italy, unearmarked"."""
        parts, name = join(self.parts_in_words(), self.question.reader.locale), self.name()
        return say("%(measure)s: %(part)s", measure=name, part=parts) if parts else name

    def words(self) -> str:
        """Return the filter in words, with both dates."""
        return in_words(self.question.reader, self.question.asked.query, self.said_by_parts())

    def file(self, ending: str) -> str:
        """Return the address of all rows as a file: ".csv", ".xlsx", or that of their facts."""
        return self.question.addresses.rows_file(self.opening, ending)

    def facts(self) -> FigureFacts:
        """Return what files and citations say of the rows."""
        question = self.question
        choice = chosen_in_words(question.reader, question.asked.query, self.said_by_parts())
        path = fixed_addresses(question).rows(self.opening)
        words = RowsInWords(self.title(), kind_label(self.kind), self.unit())
        return facts_of_rows(question, words, choice, path)

    def take(self) -> TakeFigure:
        """Return what a reader takes from the rows."""
        return take_rows(self.facts(), *(self.file(end) for end in (".csv", ".xlsx", FACTS)))


def question_of_rows(scope: Scope, query: Query, path: str, snapshot: Snapshot) -> Question:
    """Return the question of a page of rows for the user of this request, under its query."""
    asked = PageQuery(query)
    source = PageSource(TotalsReader(scope), context.session(), query, context.user())
    addresses, provenance = Addresses(asked, path), provenance_of(snapshot)
    return Question(source, asked, addresses, snapshot.data_version, provenance=provenance)


def kind_label(kind: RowKind) -> str:
    """Return the name of a kind of rows."""
    return {
        RowKind.CONTRIBUTIONS: say("Contributions"),
        RowKind.ACTIVITIES: say("Activities"),
        RowKind.ENTRIES: say("Lines of the ledger"),
        RowKind.DONORS: say("Donors"),
        RowKind.COUNTRIES: say("Countries and areas"),
        RowKind.DISSEMINATIONS: say("Events of dissemination"),
        RowKind.TOOLS: say("Tools"),
        RowKind.PEOPLE: say("Participations"),
        RowKind.REQUESTS: say("Requests of States"),
        RowKind.BUDGETS: say("Budgets not funded"),
        RowKind.WORK: say("Activities under way"),
    }[kind]
