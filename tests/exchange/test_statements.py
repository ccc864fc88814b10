"""Sheets of certified statements: added once, changed with a trace, faults told all at once."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.exchange.making import messages, take_in, write_sheet
from tests.exchange.rows import GOOD
from tracker.fund.reconciliation.statement_comparison import reconcile
from tracker.fund.states import StatementItem
from tracker.people.tables import AuditRecord

ROWS = GOOD["statements"]


def test_statements_come_with_their_figures(session: Session, tmp_path: Path) -> None:
    report = take_in(session, "statements", write_sheet(tmp_path, "xlsx", "statements", ROWS))
    assert (report["added"], report["also_added"]) == (5, {"donors": 2})
    found = reconcile(session, "CS-2022")
    assert (found.statement.year, found.statement.source) == (2022, "Board of Auditors")
    assert [(line.donor, line.item, line.comparison.statement_minor) for line in found.lines] == [
        ("", StatementItem.RECEIVED, 0),
        ("FIN", StatementItem.CLOSING_BALANCE, 200_050),
        ("ITA", StatementItem.RECEIVED, 100_025),
    ]


def test_another_amount_changes_the_figure_and_is_in_the_trail(
    session: Session, tmp_path: Path
) -> None:
    take_in(session, "statements", write_sheet(tmp_path, "csv", "statements", ROWS))
    rows = [{**ROWS[1], "amount": -5}, {**ROWS[0], "source": "", "issued_on": ""}]
    report = take_in(session, "statements", write_sheet(tmp_path, "csv", "statements", rows))
    assert (report["changed"], report["unchanged"], report["faults"]) == (1, 1, [])
    trail = session.exec(select(AuditRecord).where(AuditRecord.action == "change")).one()
    assert (trail.subject_reference, trail.why) == (
        "CS-2022 ITA received", "import of statements.csv",
    )  # fmt: skip
    assert (trail.old, trail.new) == ({"minor": 100_025}, {"minor": -500})


@pytest.mark.parametrize("on_file", [False, True])
def test_rows_agree_on_their_statement(session: Session, tmp_path: Path, *, on_file: bool) -> None:
    if on_file:
        take_in(session, "statements", write_sheet(tmp_path, "csv", "statements", ROWS))
    rows = [ROWS[0], {**ROWS[1], "year": 2021, "source": "Somebody", "issued_on": "2025-07-01"}]
    report = take_in(session, "statements", write_sheet(tmp_path, "csv", "statements", rows))
    assert messages(report) == [
        (3, "issued_on", "the statement has '2025-06-30' here"),
        (3, "source", "the statement has 'Board of Auditors' here"),
        (3, "year", "the statement has '2022' here"),
    ]
    assert report["applied"] is False


def test_a_new_statement_says_who_and_when(session: Session, tmp_path: Path) -> None:
    rows = [
        {**ROWS[0], "source": "", "issued_on": "", "note": ""},
        {**ROWS[1], "statement": "a/b"},
        {**ROWS[2], "statement": "CS-X", "donor": "Atlantis"},
        {**ROWS[3], "statement": "CS-Y"},
        {**ROWS[3], "statement": "CS-Y", "note": "twice"},
    ]
    report = take_in(session, "statements", write_sheet(tmp_path, "csv", "statements", rows))
    assert [(row, column) for row, column, _ in messages(report)] == [
        (2, "issued_on"), (2, "source"), (3, "statement"), (4, "donor"), (6, "item"),
    ]  # fmt: skip
    assert report["applied"] is False
    accepted = take_in(session, "statements", tmp_path / "statements.csv", accept_good=True)
    assert accepted["added"] == 1
    assert reconcile(session, "CS-Y").statement.note == "twice"
