"""Whatever file is handed in, the answer is a sentence and never a traceback."""

import os
import random
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import take_in, write_csv, write_xlsx
from tests.exchange.rows import GOOD
from tracker.exchange.registry import KINDS

HEADING = b"code,title,kind,place\n"
NONSENSE = {
    "empty": b"",
    "blank": b"\n\n  \n",
    "header_only": HEADING,
    "binary": bytes(range(256)) * 20,
    "picture": b"\x89PNG\r\n\x1a\n" + os.urandom(200),
    "broken_workbook": b"PK\x03\x04" + os.urandom(300),
    "old_workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(600),
    "no_encoding": HEADING + b"A,\x81\x8d\x8f,national,KEN\n",
    "double_columns": b"code,title,kind,code\nA,B,national,C\n",
    "no_heading": b",,,\nA,B,national,KEN\n,,\n",
    "gap_in_heading": b"code,,title,kind\nA,B,C,national\n",
    "other_table": b"x;y;z\n1;2;3\n",
    "open_quote": HEADING + b'A,"B,national,KEN\n',
    "overlong_rows": HEADING + b"A,B,national,KEN,too,much\n",
    "short_rows": HEADING + b"A\nB,b\n",
    "long_cell": HEADING + b"A," + b"x" * 200_000 + b",national,KEN\n",
    "huge_cell": HEADING + b"A," + b"x" * 1_100_000 + b",national,KEN\n",
    "json": b'{"code": "A"}',
    "html": b"<!doctype html><html><body><table></table></body></html>",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_answered_in_words(sqlite_session: Session, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(NONSENSE[name])
    report = take_in(sqlite_session, "programmes", path)
    assert report["added"] == 0
    if name == "header_only":
        assert (report["read"], report["faults"]) == (0, [])
    else:
        assert all(fault["message"] for fault in report["faults"])
        assert report["faults"]


@pytest.mark.parametrize("kind", KINDS)
def test_random_cells_are_refused_by_every_kind(
    sqlite_session: Session, tmp_path: Path, kind: str
) -> None:
    chance = random.Random(7)
    cells = ["", "x" * 400, "-1", "1e400", "nan", "²", "2024-13-01", ";;;", "A 5; B", "\u202e", "0"]
    columns = KINDS[kind].columns()
    rows = [{column.name: chance.choice(cells) for column in columns} for _ in range(40)]
    report = take_in(sqlite_session, kind, write_csv(tmp_path / "random.csv", rows))
    assert (report["added"], report["rejected"]) == (0, 40)


def test_a_missing_file_is_answered_in_words(sqlite_session: Session, tmp_path: Path) -> None:
    report = take_in(sqlite_session, "programmes", tmp_path / "none.csv")
    assert "cannot be opened" in report["faults"][0]["message"]


def test_a_truncated_workbook_is_answered_in_words(sqlite_session: Session, tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", GOOD["programmes"]).read_bytes()
    for length in range(100, len(whole) - 20, 397):
        path = tmp_path / "part.xlsx"
        path.write_bytes(whole[:length])
        assert take_in(sqlite_session, "programmes", path)["faults"]


@pytest.mark.parametrize(
    ("encoding", "notes"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)]
)
def test_encodings_and_delimiters_are_found_out(
    sqlite_session: Session, tmp_path: Path, encoding: str, notes: int
) -> None:
    text = "sep=;\ncode;title;kind;place\n\nNAT-CIV;\"Côte d'Ivoire; à l'été\";national;CIV\n"
    path = tmp_path / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    report = take_in(sqlite_session, "programmes", path)
    assert (report["faults"], report["added"]) == ([], 1)
    assert len(report.get("notes", [])) == notes


def test_rows_are_numbered_as_a_spreadsheet_shows_them(
    sqlite_session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text('code,title,kind,place\n\nA,"two\nlines",national,KEN\n\nB,C,local,KEN\n')
    report = take_in(sqlite_session, "programmes", path)
    assert [fault["row"] for fault in report["faults"]] == [5]


def test_a_hundred_thousand_faulty_rows_are_all_told(
    sqlite_session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "large.csv"
    lines = (f"R{n},C{n},2024-01-01,x" for n in range(100_000))
    path.write_text("reference,contribution,received_on,amount\n" + "\n".join(lines))
    report = take_in(sqlite_session, "receipts", path)
    assert (report["read"], report["rejected"], len(report["faults"])) == (
        100_000,
        100_000,
        200_000,
    )
