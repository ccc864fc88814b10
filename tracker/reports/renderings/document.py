"""A report as pandoc's document tree, in a language and for a format."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.reports.content.blocks import (
    Block,
    NumberedParagraph,
    Point,
    Quotation,
    ReportChart,
    ReportColumn,
    ReportSection,
    ReportTable,
    TableCellKind,
    TableRow,
)
from tracker.reports.content.numbering import (
    block_numbers,
    heading_numbers,
    letter,
    paragraph_numbers,
    roman,
)
from tracker.reports.content.report import CorrectedReport, ReportKind, ReportTree
from tracker.reports.content.texts import Footnote, PlainText, Sentence, Text, Words, sentence
from tracker.reports.renderings import pandoc_nodes as nodes
from tracker.reports.renderings.column_widths import column_widths
from tracker.reports.renderings.corrigendum import (
    AS_CORRECTED,
    CORRECTED,
    HEADING,
    corrigendum_lines,
)
from tracker.reports.renderings.facts import fact_lines
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.masthead import masthead_blocks
from tracker.reports.renderings.pandoc_nodes import Inlines, Node
from tracker.reports.renderings.styles import Style
from tracker.reports.renderings.text_languages import in_its_language
from tracker.reports.spelling.speller import Speller

GAP, NO_TITLE = "\N{EM SPACE}", "\N{EN DASH}"
_TABLE, _FIGURE = sentence("Table %(number)s"), sentence("Figure %(number)s")
WHOLE = (("typst:breakable", "false"), ("typst:above", "12pt"), ("typst:below", "10pt"))
"""The properties of a table that print does not break, with the space around tables."""
SHORT = 9
"""The rows, with that of headings, up to which a table stands on one page."""
SMALL, SMALLER = {"text:size": "7.5pt"}, {"text:size": "0.85em"}
"""The property of notes in print: of a size of its own, or after the size of a brief's page."""
AT_END = frozenset(
    {TableCellKind.AMOUNT, TableCellKind.ORIGINAL, TableCellKind.COUNT, TableCellKind.SHARE}
)
_BREAKS = re.compile(r"([-/.:_]|[A-Za-z0-9]{14})(?=\w)")
"""Where a code may be broken at the end of a line."""


def shown_sections(sections: Sequence[ReportSection]) -> list[ReportSection]:
    """Return the sections that have something to show, in themselves or in their parts."""
    found: list[ReportSection] = []
    for section in reversed(sections):
        has_parts = bool(found) and found[0].level > section.level
        if section.blocks or has_parts:
            found.insert(0, section)
    return found


@dataclass(frozen=True, slots=True)
class DocumentWriter:
    """Writes the nodes of a report; `pictures` has the file of each chart by its id.

    Without `titled` the title is left to the page around the content.
    """

    report: ReportTree
    speller: Speller
    form: Format
    pictures: Mapping[str, str]
    titled: bool = True
    _paragraphs: Mapping[str, int] = field(init=False)
    _headings: Mapping[str, str] = field(init=False)
    _tables: Mapping[str, int] = field(init=False)
    _figures: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Count paragraphs and headings."""
        object.__setattr__(self, "_paragraphs", paragraph_numbers(self.report))
        object.__setattr__(self, "_headings", heading_numbers(self.report))
        object.__setattr__(self, "_tables", block_numbers(self.report, ReportTable))
        object.__setattr__(self, "_figures", block_numbers(self.report, ReportChart))

    @property
    def is_brief(self) -> bool:
        """Whether it is a brief, which numbers nothing and tells its facts in one line."""
        return self.report.kind is ReportKind.BRIEF

    def blocks(self) -> Iterator[Node]:
        """Yield the nodes of the whole document."""
        report = self.report
        yield from masthead_blocks(report, self.speller, self.form)
        if self.titled:
            yield self._title()
        if report.corrects:
            yield from self._corrigendum(report.corrects)
        if report.summary:
            yield self._summary()
        for section in shown_sections(report.sections):
            yield from self._section(section)
        for annex in report.annexes:
            yield from self._section(annex, annex=True)
        yield self._about_in_short() if self.is_brief else self._about()

    def inlines(self, words: Words) -> Inlines:
        """Return texts with their footnotes."""
        made: Inlines = []
        for one in words:
            if isinstance(one, Footnote):
                made.append(nodes.note(self.inlines(one.words)))
                continue
            made += [{"t": "Space"}] if made else []
            made += self._in_its_language(one, self.speller.text(one))
        return made

    def _in_its_language(self, text: Text, written: str) -> Inlines:
        """Return a text as written; a reading aloud is told of what is in another language."""
        return in_its_language(text, written, self.speller, self.form)

    def _title(self) -> Node:
        title = self.inlines(self.report.title) or nodes.text(NO_TITLE)
        own = nodes.heading(1, "title", title)
        return own if self.form is Format.HTML else nodes.styled(Style.TITLE, own)

    def _corrigendum(self, own: CorrectedReport) -> Iterator[Node]:
        """Yield what is corrected; the report as corrected begins on a page of its own."""
        yield nodes.heading(2, "corrigendum", nodes.text(self.speller.text(HEADING)))
        for line in corrigendum_lines(own):
            yield nodes.para(nodes.text(self.speller.text(line)))
        title = self.speller.words(own.corrections.title)
        yield from self._made_table(own.corrections, nodes.text(title))
        yield nodes.heading(2, CORRECTED, nodes.text(self.speller.text(AS_CORRECTED)))

    def _summary(self) -> Node:
        head = nodes.para([nodes.emphasis(nodes.text(self.speller.say("Summary")))])
        body = [nodes.para(self.inlines(one.words)) for one in self.report.summary]
        return nodes.styled(
            Style.SUMMARY,
            head,
            *body,
            classes=["summary"],
            stroke="0.5pt",
            inset="8pt",
            width="100%",
        )

    def _about(self) -> Node:
        """Return what the report was drawn by, as a table at its end."""
        head = [self.speller.say("Fact"), self.speller.say("Value")]
        rows = [head, *fact_lines(self.report, self.speller)]
        made = [nodes.row([nodes.cell(nodes.text(value)) for value in own]) for own in rows]
        width = None if self.form is Format.HTML else 0.3
        widths = [(False, width), (False, width and 1 - width)]
        caption = nodes.text(self.speller.say("About this document"))
        table = nodes.table("about", caption, widths, made[0], made[1:])
        return self._scrolled(table, self.speller.say("About this document"))

    def _about_in_short(self) -> Node:
        """Return what a brief was drawn by, in one paragraph."""
        facts = fact_lines(self.report, self.speller)
        told = " · ".join(f"{name}: {self._breakable(value)}" for name, value in facts)
        return self._note(nodes.text(told))

    def _note(self, inlines: Inlines) -> Node:
        """Return a note below a table."""
        size = SMALLER if self.is_brief else SMALL
        return nodes.styled(Style.TABLE_NOTE, nodes.para(inlines), classes=["note"], **size)

    def _section(self, section: ReportSection, *, annex: bool = False) -> Iterator[Node]:
        number = self._headings[section.id]
        title = self.speller.text(section.title)
        label = (
            self.speller.say("Annex %(number)s", number=PlainText(number))
            if annex
            else f"{number}."
        )
        written = (title or NO_TITLE) if self.is_brief else f"{label}{GAP}{title}"
        yield nodes.heading(section.level + 1, section.id, nodes.text(written))
        for block in section.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Node]:
        match block:
            case NumberedParagraph():
                yield from self._paragraph(block)
            case Quotation():
                quoted = {"t": "BlockQuote", "c": [nodes.para(self.inlines(block.words))]}
                yield quoted
            case ReportTable():
                yield from self._table(block)
            case ReportChart():
                if block.id in self.pictures:
                    title = self._captioned(_FIGURE, self._figures[block.id], block.title)
                    alternative = self.speller.words(block.alternative)
                    wide = self.form is not Format.HTML
                    yield nodes.figure(self.pictures[block.id], alternative, title, wide=wide)

    def _paragraph(self, paragraph: NumberedParagraph) -> Iterator[Node]:
        number = str(self._paragraphs[paragraph.id])
        inlines = self.inlines(paragraph.words) + self._behind(paragraph.behind)
        yield self._numbered(Style.PARAGRAPH, f"{number}.", inlines, paragraph.id)
        yield from self._points(paragraph.points)

    def _points(self, points: Sequence[Point], depth: int = 0) -> Iterator[Node]:
        for place, point in enumerate(points):
            mark = letter(place) if depth == 0 else roman(place + 1).lower()
            style = Style.POINT if depth == 0 else Style.SMALL_POINT
            yield self._numbered(style, f"({mark})", self.inlines(point.words))
            yield from self._points(point.points, depth + 1)

    def _numbered(self, style: Style, number: str, inlines: Inlines, identity: str = "") -> Node:
        """Return a numbered paragraph; Word numbers those of a style by itself."""
        if self.is_brief:
            return nodes.div([nodes.para(inlines)], nodes.attributes(identity))
        if self.form is Format.DOCX:
            return nodes.styled(style, nodes.para(inlines))
        own = nodes.para([*nodes.text(f"{number} {GAP}"), *inlines])
        inset = style.inset(from_right=self.speller.from_right)
        attribute = nodes.attributes(identity, [style.css], [("typst:inset", inset)])
        if self.form is Format.HTML:
            attribute = nodes.attributes(identity, [style.css])
        return nodes.div([own], attribute)

    def _behind(self, address: str) -> Inlines:
        """Return the link to the figures of a paragraph or table, where a reader can follow it."""
        if not address or self.form is not Format.HTML:
            return []
        return [{"t": "Space"}, nodes.link(nodes.text(self.speller.say("Figures")), address)]

    def _table(self, table: ReportTable) -> Iterator[Node]:
        number = self._tables[table.id]
        caption = self._captioned(_TABLE, number, table.title) + self._behind(table.behind)
        yield from self._made_table(table, caption)

    def _made_table(self, table: ReportTable, caption: Inlines) -> Iterator[Node]:
        head = nodes.row([self._heading(column) for column in table.columns])
        body = [self._row(table.columns, own) for own in table.rows]
        foot = [self._sums(table.columns, table.sums)] if table.sums else []
        if self.form is Format.PDF and foot and body:
            foot.insert(0, body.pop())  # a foot is never broken: no total stands alone on a page
        made = nodes.table(table.id, caption, self._widths(table), head, body, foot)
        if self.form is Format.PDF and 1 + len(table.rows) + bool(table.sums) <= SHORT:
            made = nodes.div([made], nodes.attributes(pairs=WHOLE))
        yield self._scrolled(made, self.speller.words(table.title))
        for note in table.notes:
            yield self._note(self.inlines(note))

    def _scrolled(self, table: Node, title: str) -> Node:
        """Let a table scroll in itself on a page, by keyboard too."""
        if self.form is not Format.HTML:
            return table
        pairs = (("role", "region"), ("tabindex", "0"), ("aria-label", title))
        return nodes.div([table], nodes.attributes("", ["table-scroll"], pairs))

    def _captioned(self, message: Sentence, number: int, title: Words) -> Inlines:
        """Return the title of a table or chart after its number."""
        if self.is_brief:
            return self.inlines(title)
        named = replace(message, values=(("number", PlainText(str(number))),))
        return [*nodes.text(f"{self.speller.text(named)}. "), *self.inlines(title)]

    def _heading(self, column: ReportColumn) -> list[object]:
        return nodes.cell(nodes.text(self.speller.text(column.heading)), self._classes(column))

    def _row(
        self, columns: Sequence[ReportColumn], own: TableRow, classes: Sequence[str] = ()
    ) -> list[object]:
        links = own.links or ("",) * len(own.cells)
        parts = zip(columns, own.cells, links, strict=True)
        return nodes.row([self._cell(*part) for part in parts], classes)

    def _sums(self, columns: Sequence[ReportColumn], own: TableRow) -> list[object]:
        """Return the last row: what does not add up is left blank."""
        cells = tuple(PlainText("") if value is None else value for value in own.cells)
        return self._row(columns, replace(own, cells=cells), ["sum"])

    def _cell(self, column: ReportColumn, value: Text | None, link: str) -> list[object]:
        is_named = column.kind is TableCellKind.ORIGINAL
        written = self.speller.cell(value, currency_is_named=is_named)
        if column.kind is TableCellKind.CODE:
            written = self._breakable(written)
        inlines = nodes.text(written) if value is None else self._in_its_language(value, written)
        if link and self.form is Format.HTML:
            inlines = [nodes.link(inlines, link)]
        return nodes.cell(inlines, self._classes(column))

    def _breakable(self, written: str) -> str:
        """Return a code that can be broken at the end of a line in print."""
        if self.form is not Format.PDF:
            return written
        return _BREAKS.sub("\\1\N{ZERO WIDTH SPACE}", written)

    def _classes(self, column: ReportColumn) -> Sequence[str]:
        return ["number"] if self.form is Format.HTML and column.kind in AT_END else []

    def _widths(self, table: ReportTable) -> list[tuple[bool, float | None]]:
        """Return alignment and width of columns; a page on a screen gives them their own."""
        if self.form is Format.HTML:
            return [(False, None) for _ in table.columns]
        parts = column_widths(table, self.speller)
        at_end = () if self.speller.from_right else AT_END  # figures stand under each other's ends
        return [
            (column.kind in at_end, part) for column, part in zip(table.columns, parts, strict=True)
        ]
