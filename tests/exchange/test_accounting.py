"""Expenditures from an accounting system: months, documents, what is taken back."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tests.support.approvals import approve_all
from tests.support.closing import close_months
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify

NAMES = ("document", "line", "month", "posted_on", "activity", "account", "contribution",
         "amount", "takes_back", "correction")  # fmt: skip
Row = dict[str, Cell]


def sheet(folder: Path, *rows: Row) -> Path:
    """Write a sheet as an accounting system gives it."""
    return write_csv(folder / "ledger.csv", [dict.fromkeys(NAMES, "") | row for row in rows])


TRAVEL: Row = {"document": "350-1", "month": "2022-09", "activity": "A1", "account": "160",
               "amount": "10.50"}  # fmt: skip
HOTEL: Row = {**TRAVEL, "document": "350-2", "posted_on": "2022-10-07", "month": "", "amount": "7"}
OTHER: Row = {**TRAVEL, "account": "170", "amount": "1.01", "contribution": "C-ITA"}


def test_the_rows_of_months_become_expenditures_once(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = sheet(tmp_path, TRAVEL, HOTEL, OTHER)
    report = take_in(session, "accounting", path)
    assert (messages(report), report["added"]) == ([], 3)
    assert report["amounts"] == {"2022-09": {"USD": 1_151}, "2022-10": {"USD": 700}}
    entry = session.exec(
        select(LedgerEntry).where(col(LedgerEntry.reference) == "350-1/A1/160")
    ).one()
    assert (entry.effective_on.isoformat(), entry.usd_minor) == ("2022-09-30", 1_050)
    again = take_in(session, "accounting", path)
    assert (again["added"], again["unchanged"]) == (0, 3)
    assert verify(session).clean


def test_a_row_below_zero_takes_a_document_back(session: Session, tmp_path: Path) -> None:
    fill(session)
    take_in(session, "accounting", sheet(tmp_path, TRAVEL, HOTEL))
    back: Row = {**TRAVEL, "document": "350-9", "month": "2022-10", "amount": "-10.50",
                 "takes_back": "350-1"}  # fmt: skip
    report = take_in(session, "accounting", sheet(tmp_path, back), approver="", actor="one")
    assert messages(report) == []
    assert "1 row waits" in report["notes"][0]
    approve_all(session)
    entry = session.exec(
        select(LedgerEntry).where(col(LedgerEntry.reference) == "350-9/A1/160")
    ).one()
    assert (entry.kind.value, entry.usd_minor) == ("reversal", -1_050)
    again = take_in(session, "accounting", sheet(tmp_path, back))
    assert (again["added"], again["unchanged"]) == (0, 1)


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ({**TRAVEL, "amount": "-1"}, "amount", "name the document"),
        ({**TRAVEL, "amount": "-1", "takes_back": "350-7"}, "takes_back", "not in the ledger"),
        ({**TRAVEL, "document": "X", "amount": "-1", "takes_back": "350-1"}, "amount",
         "with another amount"),
        ({**TRAVEL, "takes_back": "350-1"}, "takes_back", "only a row below zero"),
        ({**TRAVEL, "amount": "0"}, "amount", "leave the row out"),
        ({**TRAVEL, "month": "2022-13"}, "month", "no month"),
        ({**TRAVEL, "month": ""}, "posted_on", "the day of posting, or the month"),
        ({**TRAVEL, "posted_on": "2022-10-01"}, "posted_on", "does not lie in the month"),
        ({**TRAVEL, "activity": "A9"}, "activity", "no activity has the code"),
        ({**TRAVEL, "document": ""}, "document", "cannot be empty"),
        ({**TRAVEL, "document": "D" * 130}, "document", "120 characters at most"),
        ({**TRAVEL, "document": "Y", "amount": "99999"}, "amount", "USD needed"),
        ({**TRAVEL, "amount": "11"}, "amount", "an entry never changes"),
    ],
)  # fmt: skip
def test_nonsense_is_told_with_what_would_be_right(
    sqlite_session: Session, tmp_path: Path, row: Row, column: str, told: str
) -> None:
    fill(sqlite_session)
    take_in(sqlite_session, "accounting", sheet(tmp_path, TRAVEL))
    before = len(sqlite_session.exec(select(LedgerEntry.id)).all())
    report = take_in(sqlite_session, "accounting", sheet(tmp_path, row))
    assert [(r, c) for r, c, _ in messages(report)] == [(2, column)], messages(report)
    assert told in messages(report)[0][2]
    assert len(sqlite_session.exec(select(LedgerEntry.id)).all()) == before


def test_the_same_document_twice_in_a_sheet_needs_its_line(
    sqlite_session: Session, tmp_path: Path
) -> None:
    fill(sqlite_session)
    told = messages(take_in(sqlite_session, "accounting", sheet(tmp_path, TRAVEL, TRAVEL)))
    assert "this stands in row 2" in told[0][2]
    lines = [{**TRAVEL, "line": "001"}, {**TRAVEL, "line": "002"}]
    assert take_in(sqlite_session, "accounting", sheet(tmp_path, *lines))["added"] == 2


def test_a_closed_month_takes_a_reason(sqlite_session: Session, tmp_path: Path) -> None:
    fill(sqlite_session)
    with transaction(sqlite_session) as session:
        close_months(session, Month(2022, 12), "closer@example.org")
    told = messages(take_in(sqlite_session, "accounting", sheet(tmp_path, TRAVEL)))
    assert "is closed" in told[0][2]
    late = {**TRAVEL, "correction": "came late"}
    assert take_in(sqlite_session, "accounting", sheet(tmp_path, late))["added"] == 1
