"""Every file: no cell of it, nor a heading, is a formula for the spreadsheet that opens it."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from flask import Flask
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import update
from sqlmodel import Session

from tests.api.accounts import fill
from tests.conftest import SignIn
from tests.support.addresses import addresses
from tests.support.pages import PageClient, parse
from tests.support.trail import record_set_up
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.csv_text import FORMULA
from tracker.db import transaction
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.people.roles import Role
from tracker.totals.dimensions import BREAKDOWNS

TEXT = '=HYPERLINK("http://evil.example")'
TITLES = (
    (Contribution, "title"), (Activity, "title"), (Programme, "title"), (Tool, "title"),
    (Donor, "name"),
)  # fmt: skip
FILE = re.compile(r"\b(csv|xlsx)\b")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def harmful(sqlite_session: Session) -> None:
    """Give the titles and names of the record a text like a formula."""
    fill(sqlite_session)
    with transaction(sqlite_session):
        for table, column in TITLES:
            sqlite_session.execute(update(table).values({column: TEXT}))
        record_set_up(sqlite_session)


def formulas_in(content: bytes, kind: str) -> list[str]:
    """Return the cells of a file that a spreadsheet would take for a formula."""
    if kind == WORKBOOK:
        sheets = load_workbook(BytesIO(content)).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        return [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert kind == "text/csv"
    text = content.decode("utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    return [
        cell for row in rows for cell in row if cell.startswith(FORMULA) and not _is_number(cell)
    ]


def files_at(client: PageClient, path: str) -> set[str]:
    """Return the addresses of files to which a page leads."""
    answer = client.http.get(path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return set()
    links = parse(answer.get_data(as_text=True)).xpath("//a/@href")
    return {link for link in map(str, links) if FILE.search(link)}


@pytest.mark.slow
@pytest.mark.usefixtures("harmful")
@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.PROGRAMME_MANAGER])
def test_no_cell_of_any_file_is_a_formula(app: Flask, signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    found = {address for path in addresses(app) for address in files_at(client, path)}
    found |= {f"/api/v1/totals.csv?measure=allocated&by={one}" for one in BREAKDOWNS}
    harmful_files = 0
    for address in sorted(found):
        answer = client.http.get(address)
        assert answer.status_code == 200, address
        content = answer.get_data()
        harmful_files += answer.mimetype == "text/csv" and b"'=HYPERLINK" in content
        assert formulas_in(content, answer.mimetype or "") == [], address
    assert len(found) > 20
    assert harmful_files > 5


def _is_number(cell: str) -> bool:
    """Tell whether a cell is a number below zero."""
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()
