"""All paragraphs side by side, as chart data: activities, people and money in both periods."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.periods import Span
from tracker.reference.sessions import BodySession
from tracker.resolution.commission_content import read_commission
from tracker.resolution.paragraph_content import (
    CommissionContent,
    ParagraphContent,
    ParagraphFigures,
)
from tracker.resolution.paragraph_words import days_in_words, paragraph_title, period_sentence
from tracker.resolution.reported_periods import usual_query
from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.shapes import ChartSeries, ColumnShape, Unit
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartTable,
    Member,
    OpenedNumber,
    amount,
    count,
    with_before,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.words import say


@dataclass(frozen=True, slots=True)
class ParagraphsData:
    """The content on all paragraphs, the queries of both periods, and the sessions on record."""

    content: CommissionContent
    query: Query
    query_before: Query | None
    sessions: tuple[BodySession, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no paragraph has work in either period."""
        figures = [
            figure
            for one in self.content.paragraphs
            for figure in (one.now, one.before)
            if figure is not None
        ]
        return all(figure.is_empty for figure in figures)

    @property
    def is_without_session(self) -> bool:
        """Whether the period is the one that is shown where no session is on record."""
        usual = usual_query(self.query.within(Span()), self.sessions)
        return usual == self.query and not self.content.period.since


def paragraphs_data(source: PageSource) -> ParagraphsData:
    """Read the content on all paragraphs."""
    before = None if source.before is None else source.before.query
    return ParagraphsData(read_commission(source), source.query, before, source.reader.sessions)


def paragraphs_table(data: ParagraphsData) -> ChartTable:
    """Return a row for each paragraph; nothing is added up over them."""
    figures = (
        count(say("Activities under way"), "activities"),
        count(say("Participations"), "participations"),
        amount(say("Allocated"), "allocated"),
        amount(say("Spent"), "spent"),
    )
    columns = (
        ChartColumn(say("Operative paragraph"), "paragraph"),
        *with_before(figures, has_before=data.query_before is not None),
    )
    rows = tuple(_row(one, data) for one in data.content.paragraphs)
    return ChartTable(columns, rows)


def paragraphs_shape(data: ParagraphsData) -> ColumnShape:
    """Return for each paragraph the activities of both periods, side by side."""
    paragraphs = data.content.paragraphs
    numbers = tuple(
        Member(Dimension.PARAGRAPH, str(one.number), str(one.number)) for one in paragraphs
    )
    now = tuple(one.now.activities for one in paragraphs)
    work = RecordOpening(RowKind.WORK)
    series = [ChartSeries(say("This period"), now, ChartMark("money-dark"), opens=work)]
    if data.query_before is not None:
        then = tuple(one.before.activities if one.before else 0 for one in paragraphs)
        mark = ChartMark("money-light", edge="money")
        opens = work.within(data.query_before.span())
        series.insert(0, ChartSeries(say("The period before"), then, mark, opens=opens))
    return ColumnShape(numbers, tuple(series), Unit(say("Activities under way"), is_money=False))


def paragraphs_sentence(data: ParagraphsData, formatter: Formatter) -> str:
    """Say which periods stand beside each other."""
    sentences = [period_sentence(data.content.period, data.sessions, formatter)]
    if data.content.before is not None:
        days = days_in_words(data.content.before, formatter)
        sentences.append(say("The period before: %(days)s.", days=days))
    if data.is_without_session:
        sentences.append(
            say("No session of the Commission is on record: these are the last two years.")
        )
    return " ".join(sentences)


def figures_cells(
    number: int, figures: ParagraphFigures, query: Query
) -> tuple[Cell, Cell, Cell, Cell]:
    """Return activities, participations, allocated and spent, each with what is behind it."""
    own = query.having(Dimension.PARAGRAPH, str(number))
    work, counted = (RecordOpening(kind) for kind in (RowKind.WORK, RowKind.PEOPLE))
    people = figures.people.participations
    return (
        OpenedNumber(figures.activities, own, work),
        None if people is None else OpenedNumber(people, own, counted),
        OpenedNumber(figures.allocated_minor, own, Opening(Measure.ALLOCATED)),
        OpenedNumber(figures.spent_minor, own, Opening(Measure.SPENT)),
    )


def _row(one: ParagraphContent, data: ParagraphsData) -> tuple[Cell, ...]:
    """Return the row of a paragraph, each figure with that of the period before."""
    label = f"{one.number}. {paragraph_title(one.number)}"
    cells: list[Cell] = [Member(Dimension.PARAGRAPH, str(one.number), label)]
    now = figures_cells(one.number, one.now, data.query)
    if one.before is None or data.query_before is None:
        return (*cells, *now)
    then = figures_cells(one.number, one.before, data.query_before)
    return (*cells, *(cell for pair in zip(now, then, strict=True) for cell in pair))
