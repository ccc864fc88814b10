"""Like faults are told once, with their number, their rows and one example."""

from pathlib import Path

from sqlmodel import Session

from tests.exchange.making import take_in, write_csv
from tracker.exchange.fault_groups import ROWS_NAMED, group_faults, rows_of
from tracker.exchange.faults import RowFault
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.result_text import in_words


def no_activity(row: int, code: str) -> RowFault:
    """Return the fault of an unknown activity."""
    return RowFault("a.csv", row, "activity", code, f"no activity has the code '{code}'")


def test_faults_that_differ_by_their_value_alone_are_alike() -> None:
    other = RowFault("a.csv", 4, "amount", "", "this cannot be empty")
    groups = group_faults([other, no_activity(2, "A"), no_activity(3, "ACT-1")])
    assert [(one.number, one.rows, one.example.row) for one in groups] == [
        (2, (2, 3), 2),
        (1, (4,), 4),
    ]


def test_faults_that_differ_by_figures_alone_are_alike() -> None:
    short = [
        RowFault("a.csv", row, "amount", "", f"{row},000.00 USD needed on 2026-11-0{row}")
        for row in (2, 3)
    ]  # fmt: skip
    assert len(group_faults(short)) == 1


def test_faults_of_other_columns_and_other_reasons_are_not_alike() -> None:
    one = no_activity(2, "A")
    assert len(group_faults([one, one._replace(column="to"), one._replace(message="late")])) == 3


def test_a_group_names_its_first_rows_and_says_that_there_are_more() -> None:
    (group,) = group_faults(no_activity(row, f"A-{row}") for row in range(2, 2 + ROWS_NAMED + 1))
    assert rows_of(group).endswith("21, …")


def test_the_report_and_the_text_tell_like_faults_once(
    sqlite_session: Session, tmp_path: Path
) -> None:
    rows = [{"reference": f"E-{n}", "activity": f"A-{n}", "amount": "1", "on": "2024-01-01"}
            for n in range(1, 4)]  # fmt: skip
    sheet = write_csv(tmp_path / "e.csv", rows)
    report = take_in(sqlite_session, "expenditures", sheet)
    (group,) = report["fault_groups"]
    assert (group["count"], group["rows"], group["column"]) == (3, [2, 3, 4], "activity")
    assert group["example"] == report["faults"][0]
    result = run_import(sqlite_session, ImportOptions("expenditures", (sheet,)))
    text = in_words(result)
    assert text.count("no activity has the code") == 1
    assert "3 faults like this one, in the rows 2, 3, 4" in text
