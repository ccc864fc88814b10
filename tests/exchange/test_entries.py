"""Sheets of entries of every kind: what is lawful is posted or waits, the rest is told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import Account, fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tests.support.approvals import approve_all
from tests.support.closing import close_months
from tracker.db import transaction
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.closing.months import Month
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.tables.approvals import ApprovalRequest

DAY = "2022-10-01"
BLANK = dict.fromkeys(
    ("contribution", "to_contribution", "activity", "currency", "usd_amount", "settles", "basis",
     "letter", "consent_on", "reverses", "against_commitment", "another", "correction"), "",
)  # fmt: skip
EVERY: tuple[dict[str, Cell], ...] = (
    {"kind": "pledge_adjustment", "contribution": "C-EUR", "amount": "50", "usd_amount": "51.11"},
    {"kind": "pledge_cancellation", "contribution": "C-EUR", "amount": "10"},
    {"kind": "pledge_write_off", "contribution": "C-EUR", "amount": "20", "basis": "wound up"},
    {"kind": "pledge", "contribution": "C-JPN", "amount": "5"},
    {"kind": "instalment_due", "contribution": "C-EUR", "amount": "7", "usd_amount": "8"},
    {"kind": "receipt", "contribution": "C-JPN", "amount": "3"},
    {"kind": "receipt_correction", "contribution": "C-JPN", "amount": "2"},
    {"kind": "bank_charge", "contribution": "C-ITA", "amount": "1.11"},
    {"kind": "interest", "amount": "10.03", "basis": "2022-01-01 / 2022-12-31"},
    {"kind": "transfer", "contribution": "C-ITA", "to_contribution": "C-EUR", "amount": "15",
     "letter": "Note 7", "consent_on": "2022-05-01"},
    {"kind": "write_off", "contribution": "C-ITA", "amount": "0.90", "basis": "stolen"},
    {"kind": "refund", "contribution": "C-JPN", "amount": "4"},
    {"kind": "allocation", "contribution": "C-ITA", "activity": "A1", "amount": "20"},
    {"kind": "allocation", "activity": "A2", "amount": "1", "reference": "by-rule"},
    {"kind": "de_allocation", "contribution": "C-ITA", "activity": "A1", "amount": "5"},
    {"kind": "commitment", "contribution": "C-ITA", "activity": "A1", "amount": "30"},
    {"kind": "de_commitment", "contribution": "C-ITA", "activity": "A1", "amount": "10"},
    {"kind": "expenditure", "contribution": "C-ITA", "activity": "A1", "amount": "12.34",
     "against_commitment": "yes"},
    {"kind": "reversal", "amount": "50.00", "reverses": "E3"},
)  # fmt: skip


def rows(*given: dict[str, Cell]) -> list[dict[str, Cell]]:
    """Complete rows with a reference, a day and blank cells."""
    return [
        {"reference": f"N-{row['kind']}", "kind": "", "amount": "", "on": DAY, **BLANK, **row}
        for row in given
    ]


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind, with one more expenditure."""
    return fill(session)


def sheet(folder: Path, *given: dict[str, Cell]) -> Path:
    """Write a sheet of entries."""
    return write_csv(folder / "entries.csv", rows(*given))


def posted(session: Session) -> set[str]:
    """Return the references in the ledger."""
    session.rollback()
    return set(session.exec(select(LedgerEntry.reference)))


def spend_first(session: Session, folder: Path) -> None:
    """Write the expenditure that a row undoes."""
    row: dict[str, Cell] = {
        "kind": "expenditure", "contribution": "C-ITA", "activity": "A1", "amount": "50",
        "reference": "E3",
    }  # fmt: skip
    assert take_in(session, "entries", sheet(folder, row))["added"] == 1


def test_every_kind_is_posted_by_an_operator_and_once(
    session: Session, account: Account, tmp_path: Path
) -> None:
    spend_first(session, tmp_path)
    # support cost by agreement is for lump sums alone, of which there are none here
    assert {row["kind"] for row in EVERY} == {*EntryKind} - {EntryKind.SUPPORT_COST}
    path = sheet(tmp_path, *EVERY)
    first = take_in(session, "entries", path)
    assert messages(first) == []
    assert (first["added"], first["unchanged"]) == (len(EVERY), 0)
    again = take_in(session, "entries", path)
    assert (messages(again), again["added"], again["unchanged"]) == ([], 0, len(EVERY))
    fall = waterfall_of(session, account.contributions["C-EUR"], 700)
    assert (fall.pledge_written_off_original_minor, fall.due_original_minor) == (2_000, 700)
    assert verify(session).clean


TWICE: tuple[dict[str, Cell], ...] = (
    {"kind": "receipt", "contribution": "C-JPN", "amount": "3"},
    {"kind": "reversal", "amount": "3.00", "reverses": "N-receipt"},
    {"kind": "receipt", "contribution": "C-JPN", "amount": "3", "reference": "N-right"},
)


def test_an_operator_undoes_an_entry_of_the_same_sheet(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    path = sheet(tmp_path, *TWICE)
    first = take_in(session, "entries", path)
    assert (messages(first), first["added"]) == ([], 3)
    found = {one.reference: one for one in session.exec(select(LedgerEntry))}
    assert found["N-reversal"].reverses_id == found["N-receipt"].id
    again = take_in(session, "entries", path)
    assert (messages(again), again["unchanged"]) == ([], 3)
    assert verify(session).clean


def test_without_an_approver_an_entry_is_recorded_before_it_is_undone(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    before = posted(session)
    report = take_in(
        session, "entries", sheet(tmp_path, *TWICE), approver="", actor="one@example.org"
    )
    assert any("'N-receipt' is not in the ledger" in text for text in messages(report))
    assert posted(session) == before


def test_without_an_approver_what_takes_two_waits_as_one_request(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    spend_first(session, tmp_path)
    before = posted(session)
    path = sheet(tmp_path, *EVERY)
    options = {"approver": "", "actor": "one@example.org"}
    dry = take_in(session, "entries", path, dry_run=True, **options)
    assert posted(session) == before
    first = take_in(session, "entries", path, **options)
    assert (messages(first), first["added"]) == ([], len(EVERY))
    assert first["notes"] == dry["notes"]
    assert "9 rows wait for the approval of a second person" in first["notes"][0]
    assert first["also_added"] == {"requests": 1}
    new = posted(session) - before
    assert "N-receipt" in new
    assert "N-transfer" not in new
    (request,) = session.exec(select(ApprovalRequest)).all()
    assert (len(request.orders), request.prepared_by) == (9, "one@example.org")
    again = take_in(session, "entries", path, **options)
    assert (messages(again), again["added"], again["unchanged"]) == ([], 0, len(EVERY))
    assert approve_all(session) == 1
    assert len(posted(session) - before) == len(EVERY)
    last = take_in(session, "entries", path, **options)
    assert (messages(last), last["unchanged"]) == ([], len(EVERY))
    assert verify(session).clean


def test_what_rests_on_a_waiting_row_waits_with_it(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    path = sheet(
        tmp_path,
        {"kind": "allocation", "contribution": "C-JPN", "activity": "A1", "amount": "100"},
        {"kind": "expenditure", "contribution": "C-JPN", "activity": "A1", "amount": "60"},
        {"kind": "receipt", "contribution": "C-JPN", "amount": "10"},
    )
    report = take_in(session, "entries", path, approver="", actor="one@example.org")
    assert messages(report) == []
    assert "2 rows wait" in report["notes"][0]
    assert "N-receipt" in posted(session)
    approve_all(session)
    assert {"N-allocation", "N-expenditure"} <= posted(session)


def test_a_row_that_waits_and_now_says_something_else_is_a_fault(
    session: Session, account: Account, tmp_path: Path
) -> None:
    del account
    row: dict[str, Cell] = {"kind": "refund", "contribution": "C-JPN", "amount": "4"}
    options = {"approver": "", "actor": "one@example.org"}
    take_in(session, "entries", sheet(tmp_path, row), **options)
    other = take_in(session, "entries", sheet(tmp_path, {**row, "amount": "5"}), **options)
    assert [(column, text[:27]) for _, column, text in messages(other)] == [
        ("reference", "N-refund waits for approval")
    ]


def test_a_closed_period_takes_a_reason(session: Session, account: Account, tmp_path: Path) -> None:
    del account
    with transaction(session):
        close_months(session, Month(2022, 12), "closer@example.org")
    row: dict[str, Cell] = {"kind": "receipt", "contribution": "C-JPN", "amount": "3"}
    told = messages(take_in(session, "entries", sheet(tmp_path, row)))
    assert told[0][1] == "on"
    assert "the period up to 2022-12-31 is closed" in told[0][2]
    late = {**row, "correction": "advice came late"}
    options: dict[str, Any] = {"approver": "", "actor": "one@example.org"}
    report = take_in(session, "entries", sheet(tmp_path, late), **options)
    assert "1 row waits" in report["notes"][0]
    approve_all(session)
    entry = session.exec(select(LedgerEntry).where(col(LedgerEntry.reference) == "N-receipt")).one()
    assert entry.correction == "advice came late"


RECEIPT: dict[str, Cell] = {"kind": "receipt", "contribution": "C-JPN", "amount": "300"}
MOVED: dict[str, Cell] = {
    "kind": "transfer", "contribution": "C-ITA", "to_contribution": "C-EUR", "amount": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ({**RECEIPT, "on": "2021-02-03"}, "another", "R2 of 2021-02-01 has the same donor"),
        ({**RECEIPT, "kind": "gift"}, "kind", "is no code of this column"),
        ({**RECEIPT, "contribution": "C-X"}, "contribution", "no contribution has"),
        ({**RECEIPT, "contribution": ""}, "contribution", "cannot be empty"),
        ({**RECEIPT, "amount": "-3"}, "amount", "above zero"),
        ({**RECEIPT, "amount": "3.001"}, "amount", "decimals"),
        ({**RECEIPT, "currency": "XQX"}, "currency", "no currency code"),
        ({**RECEIPT, "currency": "EUR"}, "rate", "no exchange rate of EUR"),
        ({**RECEIPT, "activity": "A1"}, "activity", "of the kind receipt has none"),
        ({**RECEIPT, "reverses": "R2"}, "reverses", "of the kind receipt has none"),
        ({**RECEIPT, "another": "perhaps"}, "another", "yes or no"),
        ({**RECEIPT, "basis": "x" * 501}, "basis", "500 fit"),
        ({"kind": "pledge", "contribution": "C-EUR", "currency": "USD", "amount": "1"},
         "currency", "the contribution is in EUR"),
        ({**MOVED, "consent_on": DAY}, "letter", "the donor's consent"),
        ({**MOVED, "letter": "Note 7"}, "consent_on", "the day of the donor's consent"),
        ({**MOVED, "basis": "Note 7"}, "consent_on", "the day of the donor's consent"),
        ({**MOVED, "letter": "Note 7", "consent_on": "3 May"}, "consent_on", "is no day"),
        ({**MOVED, "letter": "Note 7", "consent_on": "1989-05-03"}, "consent_on", "too early"),
        ({**MOVED, "letter": "Note 7", "consent_on": "2569-05-03"}, "consent_on", "has not come"),
        ({**MOVED, "letter": "x" * 501, "consent_on": DAY}, "letter", "500 fit"),
        ({**MOVED, "letter": "Note 7", "consent_on": DAY, "basis": "Note 8"}, "basis",
         "of the kind transfer has none"),
        ({**RECEIPT, "letter": "Note 7"}, "letter", "of the kind receipt has none"),
        ({**RECEIPT, "consent_on": DAY}, "consent_on", "of the kind receipt has none"),
        ({"kind": "transfer", "contribution": "C-ITA", "to_contribution": "C-JPN", "amount": "1",
          "basis": "letter, 2022-05-01"}, "to_contribution", "of another donor"),
        ({"kind": "write_off", "contribution": "C-ITA", "amount": "1"}, "basis", "written off"),
        ({"kind": "interest", "amount": "1", "basis": "2022"}, "basis", "the first and the last"),
        ({"kind": "interest", "amount": "1", "basis": "2022-02-01 / 2022-01-01"}, "basis",
         "the first day comes after the last"),
        ({"kind": "allocation", "contribution": "C-EUR", "activity": "A2", "amount": "1"},
         "contribution", "is earmarked"),
        ({"kind": "refund", "contribution": "C-JPN", "amount": "9999"}, "amount", "USD needed"),
        ({"kind": "support_cost", "contribution": "C-JPN", "amount": "1"}, "contribution",
         "follows from its rate"),
        ({"kind": "reversal", "amount": "1", "reverses": "NO"}, "reverses", "not in the ledger"),
        ({"kind": "reversal", "amount": "1", "reverses": "R2"}, "amount", "undone whole"),
        ({"kind": "pledge_adjustment", "contribution": "C-JPN", "amount": "0"}, "amount",
         "needs an amount"),
    ],
)  # fmt: skip
def test_nonsense_is_told_with_its_place(
    sqlite_session: Session, tmp_path: Path, row: dict[str, Cell], column: str, told: str
) -> None:
    fill(sqlite_session)
    before = posted(sqlite_session)
    report = take_in(sqlite_session, "entries", sheet(tmp_path, row))
    assert [(r, c) for r, c, _ in messages(report)] == [(2, column)], messages(report)
    assert told in messages(report)[0][2]
    assert posted(sqlite_session) == before


def test_another_receipt_is_taken_up_when_the_sheet_says_so(
    sqlite_session: Session, tmp_path: Path
) -> None:
    fill(sqlite_session)
    twice = [{**RECEIPT, "reference": f"T-{number}", "on": "2022-03-01"} for number in (1, 2)]
    told = messages(take_in(sqlite_session, "entries", sheet(tmp_path, *twice)))
    assert [(row, column) for row, column, _ in told] == [(3, "another")]
    twice[1]["another"] = "yes"
    assert take_in(sqlite_session, "entries", sheet(tmp_path, *twice))["added"] == 2
    receipts = [
        {"reference": "T-3", "contribution": "C-JPN", "received_on": "2022-03-02", "amount": "300"}
    ]
    path = write_csv(tmp_path / "receipts.csv", receipts)
    assert messages(take_in(sqlite_session, "receipts", path))[0][1] == "another"


def test_a_receipt_in_another_currency_says_what_it_settles(
    session: Session, account: Account, tmp_path: Path
) -> None:
    row: dict[str, Cell] = {
        "kind": "receipt", "contribution": "C-EUR", "amount": "14000", "currency": "JPY",
        "usd_amount": "100.00", "settles": "88.80",
    }  # fmt: skip
    assert take_in(session, "entries", sheet(tmp_path, row))["added"] == 1
    fall = waterfall_of(session, account.contributions["C-EUR"], 700)
    assert fall.received_original_minor == 20_000 + 8_880


def test_a_basis_that_ends_with_a_day_is_letter_and_day(
    session: Session, account: Account, tmp_path: Path
) -> None:
    """Sheets filled in before there was a column for the letter are read as they were meant."""
    del account
    given = [
        {**MOVED, "reference": "M-1", "basis": "Note 7, annex, 2022-05-01"},
        {**MOVED, "reference": "M-2", "basis": "Note 7, annex", "consent_on": "2022-05-01"},
        {**MOVED, "reference": "M-3", "letter": "Note 7, annex", "consent_on": "2022-05-01"},
    ]
    path = sheet(tmp_path, *given)
    assert messages(take_in(session, "entries", path)) == []
    session.rollback()
    moved = session.exec(select(LedgerEntry).where(col(LedgerEntry.reference).startswith("M-")))
    assert {(one.letter, one.consent_on, one.basis) for one in moved} == {
        ("Note 7, annex", date(2022, 5, 1), "")
    }
    assert take_in(session, "entries", path)["unchanged"] == len(given)
    without = [{name: cell for name, cell in row.items() if name not in ("letter", "consent_on")}
               for row in rows({**MOVED, "reference": "M-4"})]  # fmt: skip
    report = take_in(session, "entries", write_csv(tmp_path / "without.csv", without))
    assert [column for _, column, _ in messages(report)] == ["basis", "consent_on"]
    session.rollback()
    assert verify(session).clean
