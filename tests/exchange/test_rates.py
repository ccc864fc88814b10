"""Sheets of rates, and what an import says of a rate that is stale or looks wrong."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.exchange.making import Cell, Rows, messages, take_in, write_csv, write_sheet
from tests.exchange.rows import GOOD
from tests.exchange.test_kinds import fill
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.result_text import in_words


def rate(currency: str, on: str, value: str, **more: str) -> dict[str, Any]:
    """Make a row."""
    return {"currency": currency, "effective_on": on, "rate": value, "source": "bank", **more}


def warnings(report: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return the warnings as row, column and message."""
    return [(one["row"], one["column"], one["message"]) for one in report.get("warnings", [])]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_rate_far_from_the_one_before_is_taken_up_and_told(
    session: Session, tmp_path: Path, form: str
) -> None:
    rows: Rows = [
        rate("EUR", "2024-02-01", "1.0869"),  # the wrong way round; the one before stands below
        rate("EUR", "2024-01-01", "0.70"),
        rate("JPY", "2024-01-01", "140"),
        rate("JPY", "2024-01-15", "14.1"),  # a slip of the pen
        rate("CHF", "2024-01-01", "0.86"),
    ]
    report = take_in(session, "rates", write_sheet(tmp_path, form, "rates", rows))
    assert (report["added"], report["faults"]) == (5, [])
    (euro, yen) = warnings(report)
    assert euro[:2] == (2, "rate")
    assert "lies 55 % from the rate before it, 0.70" in euro[2].replace("0.7 ", "0.70 ")
    assert yen[:2] == (5, "rate")
    assert "lies 90 %" in yen[2]
    again = take_in(session, "rates", write_sheet(tmp_path, form, "rates", rows))
    assert (again["unchanged"], warnings(again)) == (5, [])


def test_the_one_before_may_be_on_record(session: Session, tmp_path: Path) -> None:
    take_in(session, "rates", write_csv(tmp_path / "a.csv", [rate("EUR", "2024-01-01", "0.92")]))
    sheet = write_csv(tmp_path / "b.csv", [rate("EUR", "2024-02-01", "0.70")])
    ((_, _, message),) = warnings(take_in(session, "rates", sheet))
    assert "lies 24 % from the rate before it, 0.92 of 2024-01-01" in message


def test_a_rate_nearly_the_inverse_is_asked_about(session: Session, tmp_path: Path) -> None:
    rows = [rate("BND", "2024-01-01", "0.93"), rate("BND", "2024-02-01", "1.0753")]
    report = take_in(session, "rates", write_csv(tmp_path / "a.csv", rows))
    (row, column, message) = messages(report)[0]
    assert (row, column, report["applied"]) == (3, "rate", False)
    assert "nearly the inverse of the rate before it, 0.93 of 2024-01-01" in message
    assert "yes in the column sure" in message
    sure = [{**rows[0], "sure": ""}, {**rows[1], "sure": "yes"}]
    report = take_in(session, "rates", write_csv(tmp_path / "b.csv", sure))
    assert (report["added"], report["asked"]) == (2, {"INVERSE_RATE": 1})


def test_after_a_refused_rate_the_next_one_is_compared_with_the_one_on_record(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        rate("EUR", "2024-03-01", "1.09"),
        rate("EUR", "2024-01-01", "0.92"),
        rate("EUR", "2024-02-01", "1.083"),
    ]
    report = take_in(session, "rates", write_csv(tmp_path / "a.csv", rows), accept_good=True)
    assert (report["added"], [one[0] for one in messages(report)]) == (1, [2, 4])


def test_another_rate_of_the_same_day_is_a_fault(session: Session, tmp_path: Path) -> None:
    take_in(session, "rates", write_csv(tmp_path / "a.csv", [rate("EUR", "2024-01-01", "0.92")]))
    rows = [
        rate("EUR", "2024-01-01", "0.93", direction=""),
        rate("JPY", "2024-01-01", "140", direction="local_per_usd"),
        rate("CHF", "2024-01-01", "1.16", direction="usd_per_local"),
        rate("GBP", "2024-01-01", "0.78", direction="sideways"),
    ]
    report = take_in(session, "rates", write_csv(tmp_path / "b.csv", rows))
    assert report["applied"] is False
    euro, franc, pound = messages(report)
    assert euro[:2] == (2, "rate")
    assert "on record for EUR on 2024-01-01 is 0.92 (bank); it never changes" in euro[2]
    assert franc[:2] == (4, "direction")
    assert "about 0.862069" in franc[2]
    assert pound[:2] == (5, "direction")
    assert "local_per_usd, usd_per_local" in pound[2]


def test_a_receipt_at_a_stale_rate_is_posted_and_told(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="receipts")  # rates of January to May 2024
    rows: list[dict[str, Cell]] = [
        {"reference": f"LATE-{on}", "contribution": "CON-2", "received_on": on, "amount": amount}
        for on, amount in (("2024-06-01", 10), ("2024-06-02", 11))
    ]
    sheet = write_csv(tmp_path / "late.csv", rows)
    report = take_in(session, "receipts", sheet)
    assert (report["added"], report["faults"]) == (2, [])
    ((row, column, message),) = warnings(report)
    assert (row, column) == (3, "received_on")
    assert "is of 2024-05-01, 32 days before" in message
    assert warnings(take_in(session, "receipts", sheet)) == []  # an entry on record stands


def test_a_pledge_at_a_stale_rate_is_told_by_its_column(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="contributions")
    row = {**GOOD["contributions"][2], "reference": "LATE", "agreed_on": "2024-08-01"}
    row |= {"pledged_on": "", "received_on": "2024-09-01"}
    order = ImportOptions("contributions", (write_csv(tmp_path / "late.csv", [row]),))
    report = run_import(session, order)
    assert [warning.column for warning in report.counters.warnings] == ["agreed_on", "received_on"]
    text = in_words(report)
    assert "Imported, but to be looked at:" in text
    assert "late.csv, row 2, agreed_on: the newest exchange rate of EUR" in text
