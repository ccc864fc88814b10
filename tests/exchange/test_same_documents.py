"""A document is the same, whichever way a spreadsheet wrote its numbers."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.exchange.making import Cell, messages, take_in, write_csv, write_xlsx
from tests.exchange.test_entries import account, sheet  # noqa: F401 - a fixture
from tracker.exchange.document_references import document_key
from tracker.fund.ledger.tables import LedgerEntry

ROW: dict[str, Cell] = {
    "document": "0035000123", "line": "002", "posted_on": "2022-10-05", "activity": "A1",
    "account": "160", "amount": "1.25",
}  # fmt: skip
AS_NUMBERS: dict[str, Cell] = {
    **ROW, "document": 35000123, "line": 2, "posted_on": date(2022, 10, 5), "account": 160,
    "amount": 1.25,
}  # fmt: skip


@pytest.mark.usefixtures("account")
def test_a_line_as_a_number_is_the_line_as_a_text(session: Session, tmp_path: Path) -> None:
    first = take_in(session, "accounting", write_csv(tmp_path / "text.csv", [ROW]))
    assert (messages(first), first["added"]) == ([], 1)
    again = take_in(session, "accounting", write_xlsx(tmp_path / "excel.xlsx", [AS_NUMBERS]))
    assert (messages(again), again["added"], again["unchanged"]) == ([], 0, 1)
    other = {**AS_NUMBERS, "amount": 9.5}
    changed = take_in(session, "accounting", write_xlsx(tmp_path / "other.xlsx", [other]))
    assert [column for _, column, _ in messages(changed)] == ["amount"]
    back = {**AS_NUMBERS, "document": 7, "amount": -1.25, "takes_back": "35000123/2"}
    undone = take_in(session, "accounting", write_xlsx(tmp_path / "back.xlsx", [back]))
    assert (messages(undone), undone["added"]) == ([], 1)
    assert len(session.exec(select(LedgerEntry).where(LedgerEntry.reverses_id > 0)).all()) == 2  # type: ignore[operator]


@pytest.mark.usefixtures("account")
def test_both_in_one_sheet_are_one_document(session: Session, tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "line": "2"}]
    report = take_in(session, "accounting", write_csv(tmp_path / "both.csv", rows))
    assert [(row, column) for row, column, _ in messages(report)] == [(3, "reference")]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    "spelled",
    [
        {"line": "2.0"},
        {"document": "35000123.00", "line": "2.0", "account": "160.0"},
        {"line": "0002", "account": "0160"},
        {"activity": "a1"},
    ],
)
def test_a_document_in_another_spelling_is_unchanged(
    session: Session, tmp_path: Path, spelled: dict[str, Cell]
) -> None:
    assert take_in(session, "accounting", write_csv(tmp_path / "text.csv", [ROW]))["added"] == 1
    again = take_in(session, "accounting", write_csv(tmp_path / "again.csv", [{**ROW, **spelled}]))
    assert (messages(again), again["added"], again["unchanged"]) == ([], 0, 1)


def test_only_zeros_around_numbers_and_case_are_left_out() -> None:
    assert document_key("0012/A-007/000/10/7.00/7.10/x.0") == "12/a-007/0/10/7/7.10/x.0"


@pytest.mark.usefixtures("account")
def test_totals_hold_good_rows_alone(session: Session, tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "line": "3", "amount": "88888888"}]
    path = write_csv(tmp_path / "totals.csv", rows)
    report = take_in(session, "accounting", path, accept_good=True)
    assert (report["added"], report["rejected"]) == (1, 1)
    assert report["totals"] == {"USD": 125}
