"""The empty sheets can be filled in and imported as they are."""

from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlmodel import Session

from tests.exchange.making import take_in
from tests.exchange.rows import GOOD
from tracker.exchange.registry import KINDS
from tracker.exchange.templates import write_templates


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of all templates."""
    folder = tmp_path_factory.mktemp("templates") / "new"
    write_templates(folder)
    return folder


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_is_lawful(
    sqlite_session: Session, folder: Path, kind: str, form: str
) -> None:
    report = take_in(sqlite_session, kind, folder / f"{kind}.{form}")
    assert (report["read"], report["faults"]) == (0, [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_explains_every_column(folder: Path, kind: str) -> None:
    book = load_workbook(folder / f"{kind}.xlsx")
    headings = [cell.value for cell in book[kind][1]]
    explained = {row[0].value: row for row in book["columns"].iter_rows(min_row=2)}
    assert list(explained) == headings
    assert set(GOOD[kind][0]) <= set(headings)
    for column in KINDS[kind].columns():
        row = explained[column.name]
        assert row[2].value == column.what
        assert (row[4].value or "") == ", ".join(column.codes)


def test_a_filled_template_is_imported(sqlite_session: Session, folder: Path) -> None:
    book = load_workbook(folder / "programmes.xlsx")
    sheet = book["programmes"]
    sheet.append(["NAT-KEN", "'=1+1", "national", "KEN"])
    sheet["B2"].value = "=1+1"
    sheet["B2"].data_type = "s"
    book.save(folder / "filled.xlsx")
    report = take_in(sqlite_session, "programmes", folder / "filled.xlsx")
    assert (report["faults"], report["added"]) == ([], 1)
