"""A report as XLSX: a sheet about the report, then each table on a sheet of its own."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.reference.currencies import exponent
from tracker.reports.content.blocks import ReportTable, TableCellKind, TableRow
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Amount, Count, Day, PerCent, Text
from tracker.reports.renderings.facts import digest_in_file, fact_lines
from tracker.reports.renderings.masthead import notices
from tracker.reports.renderings.zip_times import without_times
from tracker.reports.spelling.speller import Speller

MOST_LETTERS = 31  # of a sheet's name
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
WIDTHS = {
    TableCellKind.TEXT: 36,
    TableCellKind.CODE: 16,
    TableCellKind.AMOUNT: 18,
    TableCellKind.ORIGINAL: 18,
    TableCellKind.DAY: 14,
}
WIDTH, HEAD = 12, 3  # of other columns; rows above a table


def xlsx_of(report: ReportTree, language: str) -> bytes:
    """Return the workbook of a report in a language; text stays text, whatever it begins with."""
    speller = Speller(language)
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as workbook:
        moment = report.facts.known_at.replace(tzinfo=None)
        facts = {"title": speller.words(report.title), "keywords": digest_in_file(report)}
        workbook.set_properties({**facts, "created": moment})
        _WorkbookWriter(workbook, report, speller).write()
    return without_times(made.getvalue())


class _WorkbookWriter:
    """Writes the sheets of one workbook."""

    def __init__(self, workbook: Workbook, report: ReportTree, speller: Speller) -> None:
        self._workbook, self._report, self._speller = workbook, report, speller
        self._bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._share = workbook.add_format({"num_format": "0.00%", "valign": "top"})
        self._count = workbook.add_format({"num_format": "#,##0", "valign": "top"})
        self._amounts = {
            decimals: workbook.add_format(
                {
                    "num_format": "#,##0" + ("." + "0" * decimals if decimals else ""),
                    "valign": "top",
                }
            )
            for decimals in range(5)
        }
        self._names: set[str] = set()

    def write(self) -> None:
        """Write all sheets."""
        self._about()
        corrects = self._report.corrects
        for table in (*((corrects.corrections,) if corrects else ()), *self._report.tables):
            self._table(table)

    def _about(self) -> None:
        sheet = self._sheet(self._speller.say("About"))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self._speller.words(self._report.title), self._bold)
        lines = notices(self._report, self._speller)
        for place, line in enumerate(lines, 1):
            sheet.write_string(place, 0, line)
        for place, (name, value) in enumerate(
            fact_lines(self._report, self._speller), len(lines) + 2
        ):
            sheet.write_string(place, 0, name, self._bold)
            sheet.write_string(place, 1, value, self._wrapped)

    def _table(self, table: ReportTable) -> None:
        title = self._speller.words(table.title)
        sheet = self._sheet(title)
        sheet.write_string(0, 0, title, self._bold)
        sheet.write_string(1, 0, " · ".join(self._facts_in_short()))
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, WIDTHS.get(column.kind, WIDTH))
            sheet.write_string(HEAD, place, self._speller.text(column.heading), self._bold)
        for place, row in enumerate(table.rows, HEAD + 1):
            self._row(sheet, place, row)
        last = HEAD + len(table.rows)
        if table.sums:
            self._row(sheet, last + 1, table.sums)
        if table.rows:
            sheet.autofilter(HEAD, 0, last, len(table.columns) - 1)
        sheet.freeze_panes(HEAD + 1, 1)

    def _facts_in_short(self) -> Iterator[str]:
        yield from notices(self._report, self._speller)
        for name, value in fact_lines(self._report, self._speller)[:4]:
            yield f"{name}: {value}"

    def _row(self, sheet: Worksheet, place: int, row: TableRow) -> None:
        for across, value in enumerate(row.cells):
            if value is not None:
                self._cell(sheet, place, across, value)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Text) -> None:
        match value:
            case Amount(minor, currency):
                decimals = exponent(currency)
                number = Decimal(minor).scaleb(-decimals)
                sheet.write_number(row, column, number, self._amounts[decimals])
            case Count(number):
                sheet.write_number(row, column, number, self._count)
            case PerCent(points):
                sheet.write_number(row, column, Decimal(points).scaleb(-4), self._share)
            case Day(day):
                sheet.write_datetime(row, column, day, self._day)
            case _:
                sheet.write_string(row, column, self._speller.cell(value), self._wrapped)

    def _sheet(self, title: str) -> Worksheet:
        """Add a sheet with a name that is free; Excel takes 31 letters and no brackets."""
        stem = NOT_IN_NAMES.sub(" ", title).strip()[:MOST_LETTERS].strip() or "-"
        name, number = stem, 2
        while name.casefold() in self._names:
            end = f" ({number})"
            name, number = stem[: MOST_LETTERS - len(end)] + end, number + 1
        self._names.add(name.casefold())
        sheet: Worksheet = self._workbook.add_worksheet(name)
        if self._speller.from_right:
            sheet.right_to_left()
        return sheet
