"""Sheets keep the rule of days, and only a reason lets days below zero in."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tracker.exchange.profiles import OWN, make_section
from tracker.fund.ledger.days_below_zero import days_below_zero
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.verification.record_checks import verify_record
from tracker.periods import today

Row = dict[str, Cell]
LATE: Row = {
    "reference": "BD-1",
    "donor": "ITA",
    "earmarking": "1",
    "currency": "USD",
    "amount": "10000.00",
    "pledged_on": "2022-10-02",
    "received": "10000.00",
    "received_on": "2022-10-20",
}
EARLY: Row = {
    "reference": "BD-A1",
    "activity": "A1",
    "contribution": "BD-1",
    "amount": "1000.00",
    "on": "2022-10-05",
}
SPENT: Row = {
    "reference": "BD-E1",
    "activity": "A1",
    "contribution": "BD-1",
    "amount": "100.00",
    "on": "2022-10-21",
}
SHORT = (
    "BD-1, available: 1,130.00 USD needed, of which 130.00 USD support cost; 0.00 USD there on "
    "2022-10-05, so 0.00 USD at most can be allocated"
)


def late_money(session: Session, folder: Path) -> None:
    """Record a contribution that was received on the 20th."""
    fill(session)
    report = take_in(session, "contributions", write_csv(folder / "c.csv", [LATE]))
    assert report["faults"] == []


def test_an_allocation_before_its_receipt_is_refused(session: Session, tmp_path: Path) -> None:
    late_money(session, tmp_path)
    sheet = write_csv(tmp_path / "a.csv", [EARLY])
    assert messages(take_in(session, "allocations", sheet)) == [(2, "amount", SHORT)]
    assert messages(take_in(session, "allocations", sheet, approver="")) == [(2, "amount", SHORT)]
    on_the_day = write_csv(tmp_path / "b.csv", [{**EARLY, "on": "2022-10-20"}])
    assert take_in(session, "allocations", on_the_day)["faults"] == []


def test_an_expenditure_before_its_allocation_is_refused(session: Session, tmp_path: Path) -> None:
    late_money(session, tmp_path)
    given = write_csv(tmp_path / "a.csv", [{**EARLY, "on": "2022-10-25"}])
    assert take_in(session, "allocations", given)["faults"] == []
    early = write_csv(tmp_path / "e.csv", [SPENT])
    short = (
        "BD-1, allocated, neither committed nor spent: 100.00 USD needed, 0.00 USD there on "
        "2022-10-21"
    )
    assert messages(take_in(session, "expenditures", early)) == [(2, "amount", short)]
    late = write_csv(tmp_path / "l.csv", [{**SPENT, "on": "2022-10-25"}])
    assert take_in(session, "expenditures", late)["faults"] == []


def test_who_takes_a_ledger_over_lets_days_in_and_nothing_else(
    session: Session, tmp_path: Path
) -> None:
    late_money(session, tmp_path)
    beyond = {**EARLY, "reference": "BD-A2", "amount": "8000.00"}
    sheet = write_csv(tmp_path / "a.csv", [EARLY, beyond])
    report = take_in(session, "allocations", sheet, take_over="old books", accept_good=True)
    # The second allocation is more than there is after all days.
    assert [row for row, _, _ in messages(report)] == [3]
    assert any("old books" in note for note in report["notes"])
    days = days_below_zero(session)
    assert [(one.contribution, one.kind, one.first_on, one.until) for one in days] == [
        ("BD-1", "unallocated", date(2022, 10, 5), date(2022, 10, 20))
    ]
    assert (days[0].lowest_minor, days[0].let_in) == (-1_130_00, "old books")
    assert days[0].within(date(2022, 10, 19), date(2022, 10, 31))
    assert not days[0].within(date(2022, 10, 20), date(2022, 10, 31))
    assert not days[0].within(date(2022, 9, 1), date(2022, 10, 4))
    assert days[0].within(date(2022, 9, 1), date(2022, 10, 5))
    session.rollback()
    assert verify_record(session).clean
    # An entry of today is not refused for what was let in, one of such a day is.
    spent = write_csv(tmp_path / "e.csv", [SPENT])
    assert take_in(session, "expenditures", spent)["faults"] == []
    more = write_csv(tmp_path / "m.csv", [{**EARLY, "reference": "BD-A3", "amount": "1"}])
    assert "-1,130.00 USD there on 2022-10-05" in str(
        messages(take_in(session, "allocations", more))
    )
    # What comes for that day brings it to zero, which is not below.
    mended = {**LATE, "reference": "BD-2", "received": "1130", "received_on": "2022-10-05"}
    assert take_in(session, "contributions", write_csv(tmp_path / "n.csv", [mended]))["added"] == 1
    moved = {
        "reference": "BD-T",
        "kind": "transfer",
        "contribution": "BD-2",
        "to_contribution": "BD-1",
        "amount": "1130",
        "currency": "USD",
        "on": "2022-10-05",
        "letter": "Note 7",
        "consent_on": "2022-05-01",
    }
    assert take_in(session, "entries", write_csv(tmp_path / "t.csv", [moved]))["faults"] == []
    assert days_below_zero(session) == []
    session.rollback()


def test_a_profile_may_mark_them(session: Session, tmp_path: Path) -> None:
    late_money(session, tmp_path)
    profile = tmp_path / "old.toml"
    columns = "".join(f'columns.{name} = "{name}"\n' for name in EARLY)
    profile.write_text(f'[allocations]\n{columns}days_below_zero = "mark"\n', encoding="utf-8")
    second = {**EARLY, "reference": "BD-A2", "amount": "10.00", "on": "2022-10-10"}
    sheet = write_csv(tmp_path / "a.csv", [EARLY, second])
    report = take_in(session, "allocations", sheet, profile=str(profile))
    assert (report["faults"], report["added"]) == ([], 2)
    days = [(one.first_on, one.until, one.lowest_minor) for one in days_below_zero(session)]
    assert days == [(date(2022, 10, 5), date(2022, 10, 20), -1_141_30)]
    reasons = {row.let_in for row in session.exec(select(LedgerAccount)) if row.let_in}
    assert reasons == {f"marked by the profile {profile}"}
    session.rollback()
    assert verify_record(session).clean


def test_the_commands_list_them(app: Flask, sqlite_session: Session, tmp_path: Path) -> None:
    late_money(sqlite_session, tmp_path)
    runner = app.test_cli_runner()
    sheet = str(write_csv(tmp_path / "a.csv", [EARLY]))
    assert runner.invoke(args=["import", "allocations", sheet]).exit_code == 1
    none = runner.invoke(args=["ledger", "days"]).output
    assert none == "No account inside the fund is below zero on any day.\n"
    taken = runner.invoke(args=["import", "allocations", sheet, "--take-over", "old books"])
    assert taken.exit_code == 0
    assert runner.invoke(args=["ledger", "days"]).output == (
        "BD-1, unallocated: below zero from 2022-10-05 until 2022-10-20, "
        "-1,130.00 USD at the lowest; old books\n"
    )
    told = json.loads(runner.invoke(args=["ledger", "days", "--json"]).output)
    assert [(one["first_on"], one["lowest_minor"]) for one in told] == [("2022-10-05", -1_130_00)]
    assert runner.invoke(args=["ledger", "verify"]).exit_code == 0


def test_rows_of_days_to_come_are_left_out_with_reason_and_sum(
    sqlite_session: Session, tmp_path: Path
) -> None:
    fill(sqlite_session)
    profile = tmp_path / "years.toml"
    profile.write_text(
        "[contributions]\n"
        'columns.donor = "donor"\ncolumns._year = "year"\ncolumns.amount = "amount"\n'
        'columns.received = "paid"\nonly_until = "today"\nleave_out_sum = ["paid", "open"]\n'
        'unused.open = "not needed"\nconstants.currency = "USD"\nconstants.earmarking = "1"\n'
        'constants.financing_instrument = "R02A"\n'
        'derive.reference = "Y-{_year}"\nderive.title = "Of {_year}"\n'
        'derive.pledged_on = "{_year}-01-01"\nderive.received_on = "{_year}-01-01"\n',
        encoding="utf-8",
    )
    ahead = today().year + 1
    rows: list[Row] = [
        {"donor": "ITA", "year": str(year), "amount": "50", "paid": paid, "open": "20.5"}
        for year, paid in ((2022, "30"), (ahead, "29.5"), (ahead + 1, "0"))
    ]
    sheet = write_csv(tmp_path / "y.csv", rows)
    report = take_in(sqlite_session, "contributions", sheet, profile=str(profile))
    assert (report["faults"], report["added"]) == ([], 1)
    assert report["left_out"] == [{"reason": "its day has not come", "rows": 2, "sum_minor": 70_50}]


def test_accounting_of_a_month_that_is_not_over_needs_its_day(
    sqlite_session: Session, tmp_path: Path
) -> None:
    fill(sqlite_session)
    on = today()
    row = {
        "document": "1",
        "month": f"{on:%Y-%m}",
        "posted_on": "",
        "activity": "A1",
        "amount": "1",
    }
    last = (on.replace(day=1) + timedelta(days=40)).replace(day=1) - timedelta(days=1)
    report = take_in(sqlite_session, "accounting", write_csv(tmp_path / "a.csv", [row]))
    not_over = (2, "posted_on", "the month is not over; give the day of posting")
    assert (not_over in messages(report)) is (on != last)
    dated = write_csv(tmp_path / "b.csv", [{**row, "posted_on": on.isoformat()}])
    assert messages(take_in(sqlite_session, "accounting", dated)) == []


@pytest.mark.parametrize("key", ["days_below_zero", "only_until"])
def test_other_words_are_refused(key: str) -> None:
    assert getattr(OWN, key) in {"refuse", ""}
    with pytest.raises(Exception, match=f"{key} is one of"):
        make_section({key: "tomorrow"}, "x.toml", "contributions")
