"""Workbooks and texts as they come: sheets, titles, encodings, and what is no sheet at all."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import Workbook  # type: ignore[import-untyped]

from tracker.exchange.cells import day_of
from tracker.exchange.sheet_files import Upload, read_sheet
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Unreadable, UnreadSheet

REQUEST = SheetRequest(
    "programmes", (("code",), ("title",)), frozenset({"code", "title", "kind", "place"})
)
HEADINGS, ROW = ("Code", "Title", "Kind"), ("A", "B", "national")


def book_of(path: Path, **sheets: Sequence[Sequence[str]]) -> Workbook:
    """Write a workbook; the names of hidden sheets begin with an underscore."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.strip("_"))
        sheet.sheet_state = "hidden" if name.startswith("_") else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


def test_sheet_names_match_without_case_and_blanks(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book_of(path, **{"Read me": [HEADINGS, ROW], " PRO grammes ": [HEADINGS, ROW]})
    sheet = read_sheet(path, REQUEST)
    assert [row.cells for row in sheet.rows] == [ROW]
    assert sheet.unread == (UnreadSheet("Read me", hidden=False),)
    assert "'Read me'" in sheet.notes[0]


def test_hidden_sheets_are_passed_over_and_named(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book_of(path, _Old=[HEADINGS, ("OLD", "x")], New=[HEADINGS, ROW])
    sheet = read_sheet(path, REQUEST)
    assert [row.cells for row in sheet.rows] == [ROW]
    assert sheet.unread == (UnreadSheet("Old", hidden=True),)


def test_a_chart_sheet_is_no_sheet_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = book_of(path, Data=[HEADINGS, ROW])
    book.create_chartsheet("Chart", 0)
    book.save(path)
    assert [row.cells for row in read_sheet(path, REQUEST).rows] == [ROW]


def test_where_two_sheets_have_the_headings_one_has_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book_of(path, **{"2025": [HEADINGS, ROW], "2026": [HEADINGS, ("C", "D", "national")]})
    with pytest.raises(Unreadable, match="several sheets with the headings: '2025', '2026'"):
        read_sheet(path, REQUEST)
    named = SheetRequest("programmes", REQUEST.needed, REQUEST.known, sheet=" 2026")
    sheet = read_sheet(path, named)
    assert (sheet.rows[0].cells[0], sheet.unread[0].name) == ("C", "2025")
    with pytest.raises(Unreadable, match="no sheet '2027'; it has '2025', '2026'"):
        read_sheet(path, SheetRequest("programmes", sheet="2027"))


def test_the_one_sheet_with_the_headings_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book_of(path, Notes=[("About",)], Empty=[], Data=[HEADINGS, ROW])
    sheet = read_sheet(path, REQUEST)
    assert [row.cells for row in sheet.rows] == [ROW]
    assert [one.name for one in sheet.unread] == ["Notes"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_titles_above_the_headings_are_passed_over(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"b.{form}"
    if form == "xlsx":
        book_of(path, Data=[("Status, as at 31 December",), (), HEADINGS, ROW])
    else:
        path.write_text("Status as at 31 December\n\nCode,Title,Kind\nA,B,national\n")
    sheet = read_sheet(path, REQUEST)
    assert (sheet.heading_row, [row.cells for row in sheet.rows]) == (3, [ROW])
    assert any("the headings stand in row 3" in note for note in sheet.notes)
    named = SheetRequest("programmes", heading_row=4)
    assert read_sheet(path, named).headings == ROW


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "XML"),
        ("<?xml version='1.0'?><a/>".encode("utf-16"), "XML"),
        (b"<html><table><tr><td>code</td></tr></table></html>", "HTML"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html></html>', "HTML"),
        (b'{"code": 1}', "JSON"),
        (b'[ {"code": 1}]', "JSON"),
        (b"\x1f\x8b\x08abc", "GZIP"),
    ],
)
def test_what_is_no_sheet_is_called_what_it_is(content: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=f"of the kind {kind}"):
        read_sheet(Upload("sheet.xls", content), REQUEST)


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("EncryptedPackage", "locked by a password"),
        ("Workbook\x00", "an old workbook"),
        ("WordDocument\x00", "an older office program"),
    ],
)
def test_older_office_files_are_called_what_they_are(marker: str, message: str) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + marker.encode("utf-16-le")
    with pytest.raises(Unreadable, match=message):
        read_sheet(Upload("sheet.xls", content), REQUEST)


WORDS = {
    "cp1251": "Взнос Италии",
    "cp1250": "Łódź, Święto, Pałac Książ",
    "cp1253": "Ελλάδα συνεισφορά",
    "cp1256": "مساهمة إيطاليا",
    "cp850": "École française à São Tomé",
    "gb18030": "意大利捐款",
}


@pytest.mark.parametrize("encoding", WORDS)
def test_other_code_pages_are_refused_with_a_sample_and_read_by_name(encoding: str) -> None:
    words = WORDS[encoding]
    content = f'code,title\nA,"{words}"\n'.encode(encoding)
    with pytest.raises(Unreadable, match="would make no sense in Windows-1252") as refused:
        read_sheet(Upload("p.csv", content), REQUEST)
    assert words.split(",")[0].split()[-1] in str(refused.value)
    named = SheetRequest("programmes", encoding=encoding)
    assert read_sheet(Upload("p.csv", content), named).rows[0].cells == ("A", words)


@pytest.mark.parametrize("word", ["США", "Россия", "Китай", "Ελλάδα", "Программа"])
def test_a_single_word_of_another_script_is_no_western_text(word: str) -> None:
    encoding = "cp1253" if word == "Ελλάδα" else "cp1251"
    with pytest.raises(Unreadable):
        read_sheet(Upload("p.csv", f"code,title\nA,{word}\n".encode(encoding)), REQUEST)


@pytest.mark.parametrize("word", ["Zürich", "Müller"])
def test_a_single_word_of_an_older_macintosh_is_no_western_text(word: str) -> None:
    with pytest.raises(Unreadable, match="would make no sense"):
        read_sheet(Upload("p.csv", f"code,title\nA,{word}\n".encode("mac_roman")), REQUEST)


@pytest.mark.parametrize(
    "word",
    [
        "Île-de-France",
        "Übersicht",
        "STRAßE",
        "Ça",
        "ÅLAND",
        "Türkiye",
        "créée",
        "Montréal",
        "hÉireann",
        "ŠKODA",
        "Žižek",
    ],
)
def test_a_single_western_word_is_read(word: str) -> None:
    sheet = read_sheet(Upload("p.csv", f"code,title\nA,{word}\n".encode("cp1252")), REQUEST)
    assert sheet.rows[0].cells == ("A", word)


def test_western_texts_are_read_with_a_sample() -> None:
    content = 'code,title\nA,"École à São Tomé, €100"\n'.encode("cp1252")
    sheet = read_sheet(Upload("p.csv", content), REQUEST)
    assert sheet.rows[0].cells[1] == "École à São Tomé, €100"
    assert "'École" in sheet.notes[0]


@pytest.mark.parametrize("encoding", ["hex", "rot13", "nonsense", "utf-32", "a\x00b"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    content = "code,title\nA,Ä\n".encode("cp1252")
    with pytest.raises(Unreadable):
        read_sheet(Upload("p.csv", content), SheetRequest("programmes", encoding=encoding))


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("2026-10-02", True),
        ("2026-10-02 00:00:00", True),
        ("2026-10-02T00:00:00", True),
        ("2026-10-02T00:00:00Z", True),
        ("2026-10-02 TBC", False),
        ("2026-10-02TBC", False),
        ("2026-W40", False),
        ("2026-W40-1", False),
        ("2026-10-02 25:00", False),
        ("2026-10", False),
        ("2026-02-30", False),
    ],
)
def test_a_day_is_a_day(text: str, *, is_day: bool) -> None:
    found = day_of(text)
    assert (found.isoformat() if found else None) == (text[:10] if is_day else None)


def test_the_command_names_sheet_and_encoding(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    rows = [("code", "title", "kind", "place"), ("NAT-KEN", "Kenya", "national", "KEN")]
    book_of(path, **{"2025": rows, "2026": rows})
    runner = app.test_cli_runner()
    asked = runner.invoke(args=["import", "programmes", str(path), "--dry-run"])
    assert (asked.exit_code, "several sheets" in asked.output) == (1, True)
    named = ["import", "programmes", str(path), "--dry-run", "--json", "--sheet", "2025"]
    found = runner.invoke(args=named)
    assert found.exit_code == 0
    assert (
        '"sheets_not_read": [{"file": "b.xlsx", "name": "2026", "hidden": false}]' in found.output
    )


@pytest.mark.parametrize("place", ["C99999991", "C9999999", "XFD1048576", "AAAAAAA1"])
def test_a_far_cell_is_refused_before_room_is_made(tmp_path: Path, place: str) -> None:
    path, far = tmp_path / "b.xlsx", tmp_path / "far.xlsx"
    book_of(path, Data=[HEADINGS, ROW])
    with ZipFile(path) as package, ZipFile(far, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            changed.writestr(name, content.replace(b'r="C2"', f'r="{place}"'.encode()))
    with pytest.raises(Unreadable, match="spans"):
        read_sheet(far, REQUEST)
