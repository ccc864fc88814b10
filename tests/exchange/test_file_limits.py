"""Limits on a file before it is read: what would fill the memory is refused in words."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from xlsxwriter import Workbook

from tracker.exchange.cell_kinds import CellKind
from tracker.exchange.csv_files import LONGEST_CELL, read_csv
from tracker.exchange.file_limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_UNPACKED,
    refuse_beyond_limits,
)
from tracker.exchange.ods_marks import read_ods_marks
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Unreadable
from tracker.exchange.workbook_marks import read_marks


def workbook(*places: tuple[int, int]) -> bytes:
    """Make a workbook with something at each row and column, counted from 0."""
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet()
        for row, column in places:
            sheet.write(row, column, "x")
    return content.getvalue()


def test_a_small_workbook_with_one_far_cell_is_refused() -> None:
    content = workbook((0, 0), (1_048_575, 16_383))
    assert len(content) < 10_000
    with pytest.raises(Unreadable, match="spans 1048576 rows and 16384 columns"):
        refuse_beyond_limits("far.xlsx", content)


def test_a_long_and_a_wide_sheet_are_read() -> None:
    refuse_beyond_limits("long.xlsx", workbook((0, 0), (200_000, 3)))
    refuse_beyond_limits("wide.xlsx", workbook((0, 0), (3, 500)))


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"x" * (MOST_UNPACKED + 1))
    assert len(content.getvalue()) < 1_000_000
    with pytest.raises(Unreadable, match="too large when unpacked"):
        refuse_beyond_limits("one-cell.xlsx", content.getvalue())


def test_a_size_that_is_not_true_is_refused() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"y" * 100_000)
    true, told = (100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="no workbook that can be read"):
        refuse_beyond_limits("lie.xlsx", content.getvalue().replace(true, told))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_text_with_too_many_columns_is_refused(sign: str) -> None:
    with pytest.raises(Unreadable, match="columns"):
        refuse_beyond_limits("wide.csv", (sign * MOST_COLUMNS + "\n1").encode())
    refuse_beyond_limits("plain.csv", f"a{sign}b\n1{sign}2\n".encode())


def test_no_entity_of_a_workbook_names_a_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the machine", encoding="utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    path = tmp_path / "entity.xlsx"
    with ZipFile(io.BytesIO(workbook((0, 0)))) as plain, ZipFile(path, "w") as packed:
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                cell = '<row r="2"><c r="A2" t="e"><v>&e;</v></c></row></sheetData>'
                head, end, rest = text.partition("?>")
                text = f"{head}{end}{entity}{rest.replace('</sheetData>', cell)}"
            packed.writestr(name, text)
    with ZipFile(path) as package:
        marks = read_marks(package, "Sheet1")
    assert marks[1, 0].kind is CellKind.ERROR
    assert "machine" not in marks[1, 0].text


def test_no_entity_of_an_ods_file_names_a_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the machine", encoding="utf-8")
    office, table, text = (
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        f'<x {office} {table} {text}><table:table table:name="Sheet1"><table:table-row>'
        '<table:table-cell table:formula="of:=1"><text:p>#N/A</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1" office:value-type="string" '
        'calcext:value-type="error" xmlns:calcext="urn:org:documentfoundation:names:calcext">'
        "<text:p>&e;</text:p></table:table-cell></table:table-row></table:table></x>"
    )
    with ZipFile(tmp_path / "entity.ods", "w") as packed:
        packed.writestr("content.xml", content)
    with ZipFile(tmp_path / "entity.ods") as package:
        marks = read_ods_marks(package, "Sheet1").cells
    assert {mark.kind for mark in marks.values()} == {CellKind.ERROR}
    assert "machine" not in str(marks)


def with_sheet(sheet: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Make a package whose one part is a sheet."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, sheet)
    return content.getvalue()


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/other/s.bin"])
@pytest.mark.parametrize("cell", [b'<c r="XFD1048576"/>', b"<x:c s=\"1\" r = 'XFD1048576'/>"])
def test_a_far_cell_is_seen_however_it_is_written_and_wherever_the_sheet_is(
    name: str, cell: bytes
) -> None:
    """A reader makes room for it: a spelling that was not looked for asked for 16 GB."""
    with pytest.raises(Unreadable, match="spans 1048576 rows"):
        refuse_beyond_limits("far.xlsx", with_sheet(cell, name))


def test_cells_that_do_not_say_their_place_are_counted() -> None:
    with pytest.raises(Unreadable, match=f"more than {MOST_CELLS} cells"):
        refuse_beyond_limits("many.xlsx", with_sheet(b"<c/>" * (MOST_CELLS + 1)))


@pytest.mark.parametrize("line", ["\n", ",,,\n"])
def test_a_text_of_more_cells_than_are_read_is_refused(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen megabytes of empty lines asked for more than 5 GB."""
    monkeypatch.setattr("tracker.exchange.csv_files.MOST_CELLS", 1_000)
    text = f"code,title,kind,place\n{line * 1_001}".encode()
    with pytest.raises(Unreadable, match="cells; part it into several sheets"):
        read_csv("rows.csv", text, SheetRequest("programmes"))


def test_one_line_that_is_longer_than_a_cell_may_be_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match=r"line\.csv, after row 0"):
        read_csv("line.csv", b"x" * (LONGEST_CELL + 1), SheetRequest("programmes"))


def ods(*rows: str) -> bytes:
    """Make an ODS file of one sheet with these rows."""
    office, table, text = (
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="programmes">{"".join(rows)}</table:table>'
    return with_sheet(f"<x {office} {table} {text}>{sheet}</x>".encode(), "content.xml")


ROW = "<table:table-row{}>{}</table:table-row>"
CELL = '<table:table-cell{} office:value-type="string"><text:p>x</text:p></table:table-cell>'
BLANK = "<table:table-cell{}/>"
FAR_ROWS, FAR_COLUMNS = (
    ' table:number-rows-repeated="1048570"',
    ' table:number-columns-repeated="16380"',
)


@pytest.mark.parametrize(
    "rows",
    [
        [ROW.format(FAR_ROWS, CELL.format(FAR_COLUMNS))],
        [
            ROW.format("", BLANK.format(FAR_COLUMNS) + CELL.format("")),
            ROW.format(FAR_ROWS, CELL.format("")),
        ],
        [
            ROW.format(FAR_ROWS, BLANK.format("")),
            ROW.format("", BLANK.format(FAR_COLUMNS) + CELL.format("")),
        ],
        [ROW.format(' table:number-rows-repeated="9999999999"', CELL.format(""))],
    ],
)
def test_a_far_cell_of_an_ods_file_is_seen_before_it_is_read(rows: list[str]) -> None:
    """A cell that is repeated takes a few bytes, and room for millions."""
    content = ods(*rows)
    assert len(content) < 10_000
    with pytest.raises(Unreadable, match=r"spans \d+ rows and \d+ columns, which is too much"):
        refuse_beyond_limits("far.ods", content)


def test_blanks_to_the_last_row_and_column_do_not_count() -> None:
    """Spreadsheet programs write them so."""
    first = ROW.format("", CELL.format("") + BLANK.format(FAR_COLUMNS))
    refuse_beyond_limits("plain.ods", ods(first, ROW.format(FAR_ROWS, BLANK.format(FAR_COLUMNS))))


def test_a_cell_that_is_too_long_is_called_so() -> None:
    with pytest.raises(Unreadable, match="a cell has more than 1000000 characters"):
        read_csv("long.csv", b"code,title\nA," + b"x" * (LONGEST_CELL + 1), SheetRequest("tools"))
    with pytest.raises(Unreadable, match="the quotation marks do not match"):
        read_csv("open.csv", b'code,title\nA,"x', SheetRequest("tools"))


HOSTILE = {
    "far.xlsx": (workbook((0, 0), (1_048_575, 16_383)), "spans 1048576 rows"),
    "far.ods": (ods(ROW.format(FAR_ROWS, CELL.format(FAR_COLUMNS))), "spans 1048570 rows"),
    "wide.csv": (b"," * MOST_COLUMNS + b"\n1", "has more than 16384 columns"),
    "long.csv": (b"x" * (LONGEST_CELL + 1), "a cell has more than 1000000 characters"),
    "cut.xlsx": (workbook((0, 0))[:-40], "is no workbook"),
    "bent.ods": (with_sheet(b"<x><y></x>", "content.xml"), "is no workbook"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_command_refuses_a_hostile_file_in_words(app: Flask, tmp_path: Path, name: str) -> None:
    content, why = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(content)
    answer = app.test_cli_runner().invoke(args=["import", "programmes", str(path)])
    assert (answer.exit_code, why in answer.output) == (1, True), answer.output
    assert "Traceback" not in answer.output
