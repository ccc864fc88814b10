"""Corrections by sheets: on which receipts they fall, and that none is lowered twice."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.exchange.making import messages, take_in, write_csv
from tests.support.approvals import approve_all
from tracker.exchange.kinds.corrections import Target, in_order
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.recorded_receipts import receipts_left
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution

DAY = "2022-10-01"
PROFILE = """
title = "Rows below zero"
source = "test"
[contributions]
negative = "correct"
columns.reference = "reference"
columns.donor = "donor"
columns.earmarking = "earmarking"
columns.amount = "amount"
columns.received = "amount"
columns.received_on = "on"
columns.correction = "why"
constants.currency = "USD"
"""


def corrections(session: Session) -> list[tuple[str, str, int]]:
    """Return the corrections in the ledger: reference, receipt, US cents."""
    session.rollback()
    statement = (
        select(LedgerEntry.reference, LedgerEntry.basis, LedgerEntry.usd_minor)
        .where(LedgerEntry.kind == EntryKind.RECEIPT_CORRECTION)
        .order_by(LedgerEntry.reference)
    )
    return [(reference, basis, usd) for reference, basis, usd in session.exec(statement)]


def test_the_latest_by_then_comes_first_and_later_ones_last() -> None:
    years = [2013, 2019, 2022, 2021, 2024]
    targets = [Target(year, f"C-{year}", date(year, 12, 31)) for year in years]
    ordered = [target.id for target in in_order(targets, date(2021, 12, 31))]
    assert ordered == [2021, 2019, 2013, 2022, 2024]


@pytest.mark.parametrize("named", ["R3", ""])
@pytest.mark.parametrize("kind", ["receipts", "entries"])
def test_two_rows_do_not_lower_one_receipt_twice(
    session: Session, tmp_path: Path, kind: str, named: str
) -> None:
    fill(session)
    of_receipts = {"received_on": DAY, "corrects": named}
    of_entries = {"on": DAY, "basis": named, "kind": "receipt_correction"}
    more, sign = (of_receipts, "-") if kind == "receipts" else (of_entries, "")
    rows = [
        {"reference": f"K-{n}", "contribution": "C-EUR", "amount": f"{sign}{amount}", **more}
        for n, amount in enumerate((120, 120, 80), start=1)
    ]
    sheet = write_csv(tmp_path / f"{kind}.csv", rows)
    report = take_in(session, kind, sheet, approver="", actor="one", accept_good=True)
    (told,) = messages(report)
    assert told[:2] == (3, "amount")
    if named:
        assert told[2] == "R3 can be lowered by EUR 80.00 at most"
    else:
        assert told[2].startswith("no single receipt has so much left (R3: 80.00)")
    session.rollback()
    owner = session.exec(select(Contribution.id).where(Contribution.reference == "C-EUR")).one()
    assert receipts_left(session, owner or 0) == ()
    approve_all(session)
    assert corrections(session) == [("K-1", "R3", 14_400), ("K-3", "R3", 9_600)]
    again = take_in(session, kind, write_csv(tmp_path / "2.csv", [rows[0], rows[2]]), actor="one")
    assert (again["unchanged"], messages(again)) == (2, [])


@pytest.mark.parametrize("kind", ["receipts", "entries"])
def test_a_worth_of_its_own_is_refused_in_a_sheet(
    session: Session, tmp_path: Path, kind: str
) -> None:
    fill(session)
    row = {"reference": "K-1", "contribution": "C-EUR", "usd_amount": "61", "rate": "0.7"}
    if kind == "receipts":
        row |= {"received_on": DAY, "corrects": "R3", "amount": "-50"}
    else:
        row |= {"on": DAY, "basis": "R3", "kind": "receipt_correction", "amount": "50"}
    report = take_in(session, kind, write_csv(tmp_path / "a.csv", [row]), actor="one")
    why = "it is worth what this part of R3 was worth, 60.00 US dollars; leave this empty"
    assert messages(report) == [(2, "rate", why), (2, "usd_amount", why)]


def test_a_row_below_zero_names_each_receipt_that_it_lowers(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "below.toml").write_text(PROFILE, encoding="utf-8")
    head = {"donor": "ITA", "earmarking": "1", "why": ""}
    rows = [
        {**head, "reference": "N-1", "amount": "100", "on": "2022-10-01"},
        {**head, "reference": "N-2", "amount": "50", "on": "2022-11-01"},
        {**head, "reference": "N-3", "amount": "-120", "on": "2022-12-01"},
        {**head, "reference": "N-4", "amount": "-31", "on": "2022-12-02"},
    ]
    sheet = write_csv(tmp_path / "c.csv", rows)
    options = {"profile": "below", "profiles": folder, "actor": "one"}
    refused = take_in(session, "contributions", sheet, **options)
    assert [fault[:2] for fault in messages(refused)] == [(5, "amount")]
    assert corrections(session) == []
    sheet = write_csv(tmp_path / "c.csv", rows[:3])
    assert messages(take_in(session, "contributions", sheet, **options)) == []
    expected = [
        ("N-3/correction/1", "N-2/receipt", 5_000), ("N-3/correction/2", "N-1/receipt", 7_000),
    ]  # fmt: skip
    assert corrections(session) == expected
    numbers = dict(session.exec(select(Contribution.reference, Contribution.id)).all())
    assert receipts_left(session, numbers["N-2"] or 0) == ()
    (left,) = receipts_left(session, numbers["N-1"] or 0)
    assert left.original_minor == 3_000
    assert messages(take_in(session, "contributions", sheet, **options)) == []
    assert corrections(session) == expected


def test_rows_below_zero_of_a_user_wait_for_a_second_person(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "below.toml").write_text(PROFILE, encoding="utf-8")
    head = {"donor": "ITA", "earmarking": "1", "why": ""}
    rows = [
        {**head, "reference": "N-1", "amount": "100", "on": "2022-10-01"},
        {**head, "reference": "N-3", "amount": "-20", "on": "2022-12-01"},
    ]
    sheet = write_csv(tmp_path / "c.csv", rows)
    options = {"profile": "below", "profiles": folder, "actor": "one", "approver": ""}
    assert messages(take_in(session, "contributions", sheet, **options)) == []
    assert corrections(session) == []
    assert approve_all(session) == 1
    assert corrections(session) == [("N-3/correction/1", "N-1/receipt", 2_000)]


def test_a_receipt_above_zero_is_not_worth_less_than_nothing(
    session: Session, tmp_path: Path
) -> None:
    """The sign of a worth is that of the amount: another one is a slip, and is told."""
    fill(session)
    row = {
        "reference": "R-1", "contribution": "C-EUR", "received_on": DAY, "amount": "50.00",
        "usd_amount": "-51.11", "rate_source": "advice",
    }  # fmt: skip
    report = take_in(session, "receipts", write_csv(tmp_path / "r.csv", [row]))
    assert messages(report) == [(2, "usd_amount", "the amount must be above zero")]
