"""The places of a report: each cell and each passage by its stable id, with words for where it is.

A cell is named by its table, row and column, a value of a chart by its category and series, a
passage by its paragraph. Figures of renderings, such as addresses, have no place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from tracker.reports.content.blocks import (
    Block,
    ChartKind,
    NumberedParagraph,
    Point,
    Quotation,
    ReportChart,
    ReportTable,
    TableRow,
)
from tracker.reports.content.numbering import (
    block_numbers,
    heading_numbers,
    letter,
    paragraph_numbers,
    roman,
)
from tracker.reports.content.report import Masthead, ReportTree
from tracker.reports.content.texts import (
    Amount,
    Count,
    Footnote,
    PlainText,
    Sentence,
    Text,
    Words,
    sentence,
)

SECTION, ANNEX = sentence("Section %(number)s"), sentence("Annex %(number)s")
PARAGRAPH, SMALL_PARAGRAPH = sentence("Paragraph %(number)s"), sentence("paragraph %(number)s")
TABLE, FIGURE = sentence("Table %(number)s"), sentence("Figure %(number)s")
"""The parts of a report, each by its number."""
HEAD: dict[str, Text] = {
    "organ": sentence("Organ"),
    "distribution": sentence("Distribution"),
    "original": sentence("Original language"),
    "session": sentence("Session"),
    "place_and_dates": sentence("Place and dates"),
    "agenda_item": sentence("Agenda item"),
    "agenda_title": sentence("Title of the agenda item"),
    "agenda_note": sentence("Footnote of the agenda item"),
}
"""What is typed of the head of a document, but symbol and date, which each document has anew."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text at a place; one without a value is an empty cell."""

    where: Text
    text: Text | None


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A place: its id, and the pieces that stand there, one in a cell and any number elsewhere."""

    id: str
    pieces: tuple[Piece, ...]


def within(outer: Text, inner: Text) -> Sentence:
    """Return the words for a part of something: "Table 3, Italy"."""
    return sentence("%(outer)s, %(inner)s", outer=outer, inner=inner)


def places(report: ReportTree) -> Iterator[ReportPlace]:
    """Yield the places of a report in their order."""
    yield _passage("title", sentence("Title"), report.title)
    yield from _head(report.masthead)
    for number, one in enumerate(report.summary, 1):
        where = within(sentence("Summary"), _numbered(SMALL_PARAGRAPH, number))
        yield from _paragraph(one, where)
    yield from _Sections(report).places()


def _head(head: Masthead) -> Iterator[ReportPlace]:
    for field in fields(head):
        if field.name in HEAD:
            own = head.agenda if field.name == "agenda_title" else getattr(head, field.name)
            where = within(sentence("Head of the document"), HEAD[field.name])
            words = own if isinstance(own, tuple) else (_text(own),) if _says(own) else ()
            yield _passage(f"head/{field.name}", where, words)


def _says(own: Text | str | None) -> bool:
    return own.text != "" if isinstance(own, PlainText) else bool(own)


def _text(own: Text | str) -> Text:
    return PlainText(own) if isinstance(own, str) else own


def _passage(identity: str, where: Text, words: Words) -> ReportPlace:
    return ReportPlace(identity, tuple(_pieces(where, words)))


def _cell(identity: str, where: Text, value: Text | None) -> ReportPlace:
    return ReportPlace(identity, (Piece(where, value),))


def _pieces(where: Text, words: Words) -> Iterator[Piece]:
    """Yield each sentence, and the sentences of its footnotes."""
    for one in words:
        if isinstance(one, Footnote):
            yield from _pieces(within(where, sentence("footnote")), one.words)
        else:
            yield Piece(where, one)


def _paragraph(own: NumberedParagraph, where: Text) -> Iterator[ReportPlace]:
    yield _passage(own.id, where, own.words)
    if own.points:
        yield ReportPlace(f"{own.id}/points", tuple(_points(own.points, where)))


def _points(points: Sequence[Point], where: Text, depth: int = 0) -> Iterator[Piece]:
    for place, point in enumerate(points):
        mark = letter(place) if depth == 0 else roman(place + 1).lower()
        here = within(where, PlainText(f"({mark})"))
        yield from _pieces(here, point.words)
        yield from _points(point.points, here, depth + 1)


def _numbered(of: Sentence, number: object) -> Sentence:
    """Return the name of a part with its number."""
    return replace(of, values=(("number", PlainText(str(number))),))


class _Sections:
    """Writes the places of a report's sections, by the numbers that they have in it."""

    def __init__(self, report: ReportTree) -> None:
        self._report = report
        self._headings = heading_numbers(report)
        self._paragraphs = paragraph_numbers(report)
        self._tables = block_numbers(report, ReportTable)
        self._charts = block_numbers(report, ReportChart)

    def places(self) -> Iterator[ReportPlace]:
        """Yield the places of all sections and annexes."""
        annexes = {annex.id for annex in self._report.annexes}
        for section in self._report.all_sections:
            of = ANNEX if section.id in annexes else SECTION
            where = _numbered(of, self._headings[section.id])
            yield _cell(f"{section.id}/heading", within(where, sentence("heading")), section.title)
            for block in section.blocks:
                yield from self._block(block, where)

    def _block(self, block: Block, section: Text) -> Iterator[ReportPlace]:
        match block:
            case NumberedParagraph():
                where = _numbered(PARAGRAPH, self._paragraphs[block.id])
                yield from _paragraph(block, where)
            case Quotation():
                yield _passage(block.id, within(section, sentence("quotation")), block.words)
            case ReportTable():
                yield from _table(block, _numbered(TABLE, self._tables[block.id]))
            case ReportChart():
                yield from _chart(block, _numbered(FIGURE, self._charts[block.id]))


def _table(table: ReportTable, where: Text) -> Iterator[ReportPlace]:
    yield _passage(f"{table.id}/title", within(where, sentence("title")), table.title)
    for column in table.columns:
        own = within(within(where, sentence("heading")), column.heading)
        yield _cell(f"{table.id}/heading/{column.code}", own, column.heading)
    named = _names(table)
    for row in (*table.rows, *((table.sums,) if table.sums else ())):
        here = within(where, named(row))
        for column, value in zip(table.columns, row.cells, strict=True):
            identity = f"{table.id}/{'sum' if row is table.sums else 'row'}/{row.code}"
            yield _cell(f"{identity}/{column.code}", within(here, column.heading), value)
    notes = tuple(word for note in table.notes for word in note)
    yield _passage(f"{table.id}/notes", within(where, sentence("note")), notes)


def _names(table: ReportTable) -> Callable[[TableRow], Text]:
    """Return what names a row: its first cell, with its code where others have the same."""
    firsts = [row.cells[0] for row in table.rows if row.cells]

    def name(row: TableRow) -> Text:
        first = row.cells[0] if row.cells else None
        if first is None:
            return PlainText(row.code)
        return first if firsts.count(first) <= 1 else within(first, PlainText(row.code))

    return name


def _chart(chart: ReportChart, where: Text) -> Iterator[ReportPlace]:
    yield _passage(f"{chart.id}/title", within(where, sentence("title")), chart.title)
    described = within(where, sentence("description"))
    yield _passage(f"{chart.id}/alternative", described, chart.alternative)
    for number, category in enumerate(chart.categories):
        key, here = f"{chart.id}/{category.code or number}", within(where, category.name)
        yield _cell(f"{key}/name", here, category.name)
        for place, series, minor in _values(chart, number):
            value = Amount(minor) if chart.is_money else Count(minor)
            yield _cell(f"{key}/value/{place}", within(here, series), value)


def _values(chart: ReportChart, number: int) -> Iterator[tuple[str, Text, int]]:
    """Yield the values of a category by series; of a waterfall each step is a series."""
    if chart.of is ChartKind.WATERFALL:
        step = chart.series[number]
        yield "", step.name, step.values[0]
        return
    for place, one in enumerate(chart.series):
        yield one.code or str(place), one.name, one.values[number]
