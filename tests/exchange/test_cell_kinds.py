"""A cell that could not be read is refused with its name and remedy, never taken for blank."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]
from sqlmodel import Session, select

from tests.exchange.making import messages, take_in, write_csv
from tests.exchange.rows import GOOD
from tracker.assistance.tables.activities import Programme
from tracker.exchange.cell_kinds import CellKind
from tracker.exchange.cells import Cells
from tracker.exchange.kinds.accounting import month_end
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.profiles import OWN
from tracker.exchange.sheet_files import read_sheet
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Sheet

HEADINGS = ("code", "title", "kind", "place", "starts_on")
ROW = ("NAT-KEN", "Kenya", "national", "KEN", "2020-01-01")
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


def make_workbook(
    path: Path, rows: Sequence[Sequence[object]], mend: Callable[[Worksheet], None] = lambda _: None
) -> Path:
    """Write a workbook with one sheet, and change it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    mend(sheet)
    book.save(path)
    return path


def read_it(path: Path, kind: str = "programmes") -> Sheet:
    """Read a sheet by its first row of headings."""
    return read_sheet(path, SheetRequest(kind))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("column", range(1, 5))
def test_an_error_is_refused_in_any_column(
    tmp_path: Path, sqlite_session: Session, error: str, column: int
) -> None:
    row = [*ROW[:column], error, *ROW[column + 1 :]]
    path = make_workbook(tmp_path / "p.xlsx", [HEADINGS, row])
    report = take_in(sqlite_session, "programmes", path)
    [(number, heading, message)] = messages(report)
    assert (number, heading) == (2, HEADINGS[column])
    assert f"{'ABCDE'[column]}2 holds the error {error}" in message
    assert report["applied"] is False
    assert report["faults"][0]["value"] == error


def test_an_error_that_was_exported_as_text_is_one(tmp_path: Path, sqlite_session: Session) -> None:
    path = write_csv(tmp_path / "p.csv", [dict(zip(HEADINGS, [*ROW[:4], "#ССЫЛКА!"], strict=True))])
    [(_, heading, message)] = messages(take_in(sqlite_session, "programmes", path))
    assert heading == "starts_on"
    assert "E2 holds the error" in message


@pytest.mark.parametrize("column", range(5))
def test_a_formula_without_its_result_is_refused(
    tmp_path: Path, sqlite_session: Session, column: int
) -> None:
    row = [*ROW[:column], '="A"&"B"', *ROW[column + 1 :]]
    path = make_workbook(tmp_path / "p.xlsx", [HEADINGS, row])
    [(_, heading, message)] = messages(take_in(sqlite_session, "programmes", path))
    assert heading == HEADINGS[column]
    assert "a formula whose result was not kept" in message


def test_a_merged_value_counts_for_its_rows_and_no_further(tmp_path: Path) -> None:
    rows = [HEADINGS, ROW, ("NAT-UGA", "Uganda"), ("NAT-LAO", "Laos")]
    path = make_workbook(tmp_path / "p.xlsx", rows, lambda sheet: sheet.merge_cells("C2:C9"))
    sheet = read_it(path)
    assert [row.cells[2] for row in sheet.rows] == ["national"] * 3
    assert [row.kinds[2] for row in sheet.rows] == [CellKind.TEXT, *[CellKind.MERGED] * 2]


def test_a_range_over_columns_is_refused_in_the_further_ones(
    tmp_path: Path, sqlite_session: Session
) -> None:
    path = make_workbook(
        tmp_path / "p.xlsx", [HEADINGS, ROW], lambda sheet: sheet.merge_cells("C2:E2")
    )
    found = messages(take_in(sqlite_session, "programmes", path))
    assert [(row, column) for row, column, _ in found] == [(2, "place"), (2, "starts_on")]
    assert "D2 is merged" in found[0][2]


def test_an_amount_of_several_merged_rows_is_refused(
    tmp_path: Path, sqlite_session: Session
) -> None:
    headings = ("reference", "donor", "earmarking", "amount", "pledged_on")
    rows = [headings, *((f"M-{one}", "ITA", "1", 10, "2024-01-01") for one in (1, 2))]
    path = make_workbook(tmp_path / "c.xlsx", rows, lambda sheet: sheet.merge_cells("D2:D3"))
    report = take_in(sqlite_session, "contributions", path)
    [(row, column, message)] = messages(report)
    assert (row, column) == (3, "amount")
    assert "merged cells" in message


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("0%", 0.07, "7%"),
        ("0.00%", 0.075, "7.5%"),
        ("General", 0.07, "0.07"),
        ('0.0"%"', 7, "7"),
        ("0%;[Red]-0%", 0.13, "13%"),
    ],
)
def test_a_cell_in_per_cent_is_read_as_it_is_seen(
    tmp_path: Path, form: str, value: float, text: str
) -> None:
    def mend(sheet: Worksheet) -> None:
        sheet["B2"].number_format = form

    path = make_workbook(tmp_path / "p.xlsx", [("code", "support_rate"), ("A", value)], mend)
    assert read_it(path).rows[0].cells == ("A", text)


def test_a_blank_currency_is_a_fault_where_others_name_one(
    tmp_path: Path, sqlite_session: Session
) -> None:
    rows = [dict(row) for row in GOOD["contributions"][:2]]
    rows[0]["programmes"] = rows[1]["programmes"] = ""
    rows[0]["earmarking"] = rows[1]["earmarking"] = "1"
    rows[1]["currency"] = ""
    report = take_in(sqlite_session, "contributions", write_csv(tmp_path / "c.csv", rows))
    assert [found[:2] for found in messages(report)] == [(3, "currency")]
    rows[0]["currency"] = ""
    report = take_in(sqlite_session, "contributions", write_csv(tmp_path / "d.csv", rows))
    assert (report["faults"], report["totals"]) == ([], {"USD": 20_000_050})


@pytest.mark.parametrize("number", [1234567890123456, "1.23457E+15", 1e20])
def test_a_number_without_its_digits_is_no_key(
    tmp_path: Path, sqlite_session: Session, number: float | str
) -> None:
    path = make_workbook(tmp_path / "p.xlsx", [HEADINGS, (number, *ROW[1:])])
    [(_, column, message)] = messages(take_in(sqlite_session, "programmes", path))
    assert column == "code"
    assert "the digits were lost" in message


MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>
<office:spreadsheet><table:table table:name="programmes">
<table:table-row><table:table-cell office:value-type="string"><text:p>code</text:p>
</table:table-cell><table:table-cell office:value-type="string"><text:p>title</text:p>
</table:table-cell><table:table-cell office:value-type="string"><text:p>rate</text:p>
</table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"
 table:number-columns-spanned="1"><text:p>A</text:p></table:table-cell>
<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value=""
 calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.07"><text:p>7%</text:p>
</table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell table:formula="of:=[.A1]"/>
<table:table-cell office:value-type="float" office:value="7"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_cells_of_an_ods_sheet_have_their_kinds(tmp_path: Path) -> None:
    content = io.BytesIO()
    with ZipFile(content, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{MANIFEST}"/>',
        )
        package.writestr("content.xml", ODS.replace("\n", ""))
    path = tmp_path / "p.ods"
    path.write_bytes(content.getvalue())
    first, second = read_it(path).rows
    assert (first.cells, second.cells) == (("A", "#N/A", "7%"), ("A", "=of:=[.A1]", "7"))
    assert first.kinds == (CellKind.TEXT, CellKind.ERROR, CellKind.PERCENT)
    assert second.kinds == (CellKind.MERGED, CellKind.UNCALCULATED, CellKind.NUMBER)


def test_a_key_that_lost_its_zeros_is_refused(tmp_path: Path, sqlite_session: Session) -> None:
    rows = [dict(zip(HEADINGS, ("002", *ROW[1:]), strict=True))]
    assert take_in(sqlite_session, "programmes", write_csv(tmp_path / "p.csv", rows))["added"] == 1
    path = make_workbook(tmp_path / "p.xlsx", [HEADINGS, (2, *ROW[1:]), (3, *ROW[1:])])
    report = take_in(sqlite_session, "programmes", path, accept_good=True)
    [(row, column, message)] = messages(report)
    assert (row, column, report["added"]) == (2, "code", 1)
    assert "'2' is not on record, and 002 is" in message


def test_an_entry_whose_number_lost_its_zeros_is_refused(
    tmp_path: Path, sqlite_session: Session
) -> None:
    gift = {**GOOD["contributions"][0], "received": "", "received_on": ""}
    take_in(sqlite_session, "contributions", write_csv(tmp_path / "c.csv", [gift]))
    receipt = {**GOOD["receipts"][0], "contribution": gift["reference"], "reference": "0071"}
    assert take_in(sqlite_session, "receipts", write_csv(tmp_path / "r.csv", [receipt]))["applied"]
    path = make_workbook(
        tmp_path / "r.xlsx", [list(receipt), [*{**receipt, "reference": 71}.values()]]
    )
    [(_, column, message)] = messages(take_in(sqlite_session, "receipts", path))
    assert (column, "and 0071 is" in message) == ("reference", True)


def test_a_region_that_lost_its_zero_is_read(tmp_path: Path, sqlite_session: Session) -> None:
    path = make_workbook(tmp_path / "p.xlsx", [HEADINGS, (*ROW[:2], "regional", 15, ROW[4])])
    report = take_in(sqlite_session, "programmes", path)
    assert (report["faults"], report["added"]) == ([], 1)
    place = sqlite_session.exec(select(Programme.place)).one()
    assert place == "015"


@pytest.mark.parametrize(
    ("month", "fault"), [(date(2024, 6, 1), ""), ("2024-06", ""), (date(2024, 6, 2), "is no month")]
)
def test_a_month_that_became_a_day_is_read(month: date | str, fault: str) -> None:
    text, kind = (month, CellKind.TEXT) if isinstance(month, str) else (str(month), CellKind.DAY)
    row = MappedRow("a.xlsx", 2, {"month": text}, {}, {"month": kind})
    cells = Cells(row, OWN)
    assert month_end(cells) == (None if fault else date(2024, 6, 30))
    assert [fault in one.message for one in cells.faults] == ([True] if fault else [])
