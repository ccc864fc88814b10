"""Profiles number and add up like rows, round, fall back, keep codes, take rows; totals add up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select
from xlsxwriter import Workbook

from tests.exchange.making import Cell, messages, take_in, write_csv
from tracker.fund.ledger.verification import verify
from tracker.fund.tables.contributions import Contribution

GIFTS = """
[contributions]
columns.donor = "Donor"
columns._year = "Year"
columns.amount = "Amount (USD)"
undecided_donors = "keep"
constants.earmarking = "1"
derive.reference = "X-{_year}-{donor_key}"
derive.pledged_on = "{_year}-12-31"
"""
Gift = Mapping[str, Cell]


def gift(donor: str, amount: str, **more: Cell) -> Gift:
    """Return a row of a publisher's file."""
    return {"Donor": donor, "Year": "2024", "Amount (USD)": amount, **more}


def imported(
    session: Session, folder: Path, rows: Sequence[Gift], more: str = ""
) -> dict[str, Any]:
    """Import rows by the profile of gifts with more keys in front of it."""
    path = folder / "gifts.toml"
    path.write_text(GIFTS.replace("[contributions]", "[contributions]\n" + more), encoding="utf-8")
    sheet = write_csv(folder / "gifts.csv", rows)
    return take_in(session, "contributions", sheet, profile=str(path))


def references(session: Session) -> list[str]:
    """Return the references on record, in the order of the alphabet."""
    statement = select(Contribution.reference).order_by(col(Contribution.reference))
    return list(session.exec(statement))


def test_a_day_made_of_a_blank_cell_names_the_cell(session: Session, tmp_path: Path) -> None:
    rows = [gift("Italy", "1000"), gift("Total", "1000", Year="")]
    (row, column, message), *others = messages(imported(session, tmp_path, rows))
    assert (row, column, others) == (3, "pledged_on", [])
    assert "'Year' is blank" in message
    assert "leave_out" in message


def test_like_rows_are_numbered_and_keep_their_numbers(session: Session, tmp_path: Path) -> None:
    rows = [gift("Private Sector", "1000"), gift("Italy", "5"), gift("Private Sector", "2000")]
    profile = tmp_path / "gifts.toml"
    profile.write_text(
        GIFTS.replace('"X-{_year}', '"X-{_year}-{_nth}').replace(
            "[contributions]", '[contributions]\nnumber_like = ["Donor", "Year"]'
        ),
        encoding="utf-8",
    )
    sheet = write_csv(tmp_path / "gifts.csv", rows)
    first = take_in(session, "contributions", sheet, profile=str(profile))
    assert (first["faults"], first["added"], first["totals"]) == ([], 3, {"USD": 300_500})
    assert [name[:9] for name in references(session)] == ["X-2024-1-", "X-2024-1-", "X-2024-2-"]
    sheet = write_csv(tmp_path / "gifts.csv", [*rows, gift("Private Sector", "1")])
    again = take_in(session, "contributions", sheet, profile=str(profile))
    assert (again["faults"], again["added"], again["unchanged"]) == ([], 1, 3)


def test_like_rows_are_added_up_and_the_total_is_that_of_the_file(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        gift("Private Sector", "1000.005"),
        gift("Italy", "0.1"),
        gift("Private Sector", "2000.005"),
        gift("Italy", "0.2"),
        gift("Italy", "-0.05"),
    ]
    report = imported(session, tmp_path, rows, 'add_up = ["amount"]\nround = ["amount"]\n')
    assert (report["faults"], report["added"], report["read"]) == ([], 2, 5)
    assert report["totals"] == {"USD": 300_026}
    assert "rounded" not in report
    (left,) = report["left_out"]
    assert (left["rows"], left["reason"][:8]) == (3, "added up")
    assert verify(session).clean
    again = imported(session, tmp_path, rows, 'add_up = ["amount"]\nround = ["amount"]\n')
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_rows_that_differ_elsewhere_are_not_added_up(
    sqlite_session: Session, tmp_path: Path
) -> None:
    rows = [gift("Italy", "1", Title="A"), gift("Italy", "2", Title="B"), gift("Italy", "x")]
    rows[2] = {**rows[2], "Title": "A"}
    more = 'add_up = ["amount"]\ncolumns.title = "Title"\n'
    report = imported(sqlite_session, tmp_path, rows, more)
    assert [(row, column) for row, column, _ in messages(report)] == [
        (3, "reference"),
        (4, "Amount (USD)"),
    ]


def test_what_rounding_moves_is_told_and_adds_up(session: Session, tmp_path: Path) -> None:
    texts = ["124607.1178", "0.010000000000218279", "223589928.8600001", "0.125", "7.10"]
    rows = [gift("Italy", text, Year=str(2000 + at)) for at, text in enumerate(texts)]
    report = imported(session, tmp_path, rows, 'round = ["amount"]\n')
    assert (report["faults"], report["added"]) == ([], 5)
    (moved,) = report["rounded"]
    assert (moved["column"], moved["currency"], moved["amounts"]) == ("Amount (USD)", "USD", 4)
    exact = sum(map(Decimal, texts))
    assert exact + Decimal(moved["moved"]) == Decimal(report["totals"]["USD"]).scaleb(-2)
    assert any("rounded to the decimals of USD: 4" in note for note in report["notes"])


def test_what_rounding_moves_is_told_of_the_rows_that_are_taken(
    sqlite_session: Session, tmp_path: Path
) -> None:
    rows = [gift("Italy", "1.001"), gift("Japan", "-0.010000000000218279"), gift("Norway", "2.004")]
    report = imported(sqlite_session, tmp_path, rows, 'round = ["amount"]\n')
    assert [row for row, _, _ in messages(report)] == [3]
    assert report["totals"] == {"USD": 300}
    assert [(one["amounts"], one["moved"]) for one in report["rounded"]] == [(2, "-0.005")]


@pytest.mark.parametrize(("currency", "text", "minor"), [("JPY", "100.5", 100), ("", "1.005", 100)])
def test_rounding_follows_the_currency(
    sqlite_session: Session, tmp_path: Path, currency: str, text: str, minor: int
) -> None:
    more = (
        'round = ["amount", "usd_amount"]\ncolumns.currency = "Cur"\ncolumns.usd_amount = "Worth"\n'
    )
    rows = [gift("Japan", text, Cur=currency, Worth="0.994" if currency else "")]
    report = imported(sqlite_session, tmp_path, rows, more)
    assert (report["faults"], report["totals"]) == ([], {currency or "USD": minor})
    moved = [(one["column"], one["currency"], one["moved"]) for one in report["rounded"]]
    assert (("Worth", "USD", "-0.004") in moved) is bool(currency)


def test_without_leave_nothing_is_rounded(sqlite_session: Session, tmp_path: Path) -> None:
    report = imported(sqlite_session, tmp_path, [gift("Italy", "1.005")])
    assert "has more decimals than the currency" in report["faults"][0]["message"]


def test_an_empty_cell_falls_back_on_another_column(session: Session, tmp_path: Path) -> None:
    rows = [
        gift("Italy", "250000", Original="", Currency=""),
        gift("Japan", "100000", Original="15000000", Currency="JPY"),
    ]
    more = (
        'columns.currency = "Currency"\nconstants.currency = "USD"\n'
        'columns.usd_amount = "Amount (USD)"\nfallback.amount = ["Amount (USD)"]\n'
    )
    path = tmp_path / "gifts.toml"
    text = GIFTS.replace('amount = "Amount (USD)"', 'amount = "Original"', 1)
    path.write_text(text.replace("[contributions]", "[contributions]\n" + more), encoding="utf-8")
    sheet = write_csv(tmp_path / "gifts.csv", rows)
    report = take_in(session, "contributions", sheet, profile=str(path))
    assert (report["faults"], report["added"]) == ([], 2)
    assert report["totals"] == {"USD": 25_000_000, "JPY": 15_000_000}


def test_a_fault_names_the_column_that_was_fallen_back_on(
    sqlite_session: Session, tmp_path: Path
) -> None:
    more = 'fallback.amount = ["Estimate", "Guess"]\n'
    rows = [gift("Italy", "", Estimate="", Guess="much"), gift("Japan", "", Estimate="", Guess="")]
    report = imported(sqlite_session, tmp_path, rows, more)
    assert [(row, column) for row, column, _ in messages(report)] == [(2, "Guess"), (3, "Estimate")]


def test_unknown_codes_are_kept_and_told(sqlite_session: Session, tmp_path: Path) -> None:
    more = (
        'columns.currency = "Cur"\ncodes.currency = { "US dollar" = "USD" }\n'
        'unknown_codes = ["currency"]\ncolumns.usd_amount = "Amount (USD)"\n'
    )
    rows = [gift("Italy", "1", Cur="US dollar"), gift("Japan", "2", Cur="EUR")]
    report = imported(sqlite_session, tmp_path, rows, more)
    assert (report["faults"], report["totals"]) == ([], {"USD": 100, "EUR": 200})
    assert any("'EUR' has no code in the profile for currency" in one for one in report["notes"])


@pytest.mark.parametrize(
    ("condition", "taken"),
    [
        ('values = ["paid", "Paid"]', 2),
        ("matches = '(?i)^paid'", 3),
        ('column = "Year", at_least = 2020', 4),
        ('column = "Year", at_least = 2020, at_most = 2021', 1),
        ('values = ["none"]', 0),
    ],
)
def test_rows_are_taken_under_a_condition(
    sqlite_session: Session, tmp_path: Path, condition: str, taken: int
) -> None:
    if "column" not in condition:
        condition = 'column = "Status", ' + condition
    more = (
        f'take = [{{ {condition}, reason = "not of this kind" }}]\nleave_out_sum = "Amount (USD)"\n'
    )
    rows = [
        {**gift("Italy", "1", Status="paid"), "Year": "2019"},
        {**gift("Italy", "2", Status="Paid"), "Year": "2020"},
        {**gift("Italy", "4", Status="paid in part"), "Year": "2022"},
        {**gift("Italy", "8", Status="pledge"), "Year": "2023"},
        {**gift("Italy", "16", Status=""), "Year": "2024"},
    ]
    report = imported(sqlite_session, tmp_path, rows, more)
    assert (report["faults"], report["added"]) == ([], taken)
    left = sum(group["sum_minor"] for group in report.get("left_out", ()))
    assert report["totals"].get("USD", 0) + left == 3100


def test_no_sum_is_told_of_rows_left_out_whose_amounts_cannot_be_read(
    sqlite_session: Session, tmp_path: Path
) -> None:
    more = (
        'leave_out = [{ column = "Status", values = ["back"], reason = "given back" }]\n'
        'leave_out_sum = "Amount (USD)"\n'
    )
    rows = [gift("Italy", "(2.00)", Status="back"), gift("Japan", "1", Status="paid")]
    report = imported(sqlite_session, tmp_path, rows, more)
    assert report["left_out"] == [{"reason": "given back", "rows": 1, "sum_minor": None}]
    assert any("below zero as accountants write it" in one for one in report["notes"])


def test_a_condition_on_what_is_no_number_is_a_fault(
    sqlite_session: Session, tmp_path: Path
) -> None:
    more = 'take = [{ column = "Year", at_least = 2020, reason = "too old" }]\n'
    rows = [{**gift("Italy", "1"), "Year": "last year"}, gift("Italy", "2")]
    report = imported(sqlite_session, tmp_path, rows, more)
    assert [(row, column) for row, column, _ in messages(report)] == [(2, "Year")]


def test_columns_of_which_the_profile_says_nothing_are_listed(
    sqlite_session: Session, tmp_path: Path
) -> None:
    rows = [{"": "0", **gift("Italy", "1", Remarks="", Euro="2")}]
    report = imported(sqlite_session, tmp_path, rows, 'unused.Euro = "dollars count"\n')
    assert (report["faults"], report["added"]) == ([], 1)
    assert report["unlisted_columns"] == {"gifts.csv": ["Remarks"]}
    assert [note for note in report["notes"] if "Remarks" in note]
    assert "gifts.csv: column 1 has no heading and is not read" in report["notes"]


def test_a_missing_column_is_missed_unless_it_is_optional(
    sqlite_session: Session, tmp_path: Path
) -> None:
    more = 'columns.title = "Purpose"\ncolumns.note = "Remark"\noptional = ["title"]\n'
    report = imported(sqlite_session, tmp_path, [gift("Italy", "1", Remarks="x")], more)
    assert [text for _, _, text in messages(report)] == [
        "the column 'Remark' is missing; is 'Remarks' meant?"
    ]


@pytest.mark.parametrize("more", ["", "heading_row = 4\n", 'sheet = " gifts"\n'])
def test_headings_below_title_rows_are_found_or_named(
    sqlite_session: Session, tmp_path: Path, more: str
) -> None:
    path = tmp_path / "gifts.toml"
    path.write_text(GIFTS.replace("[contributions]", "[contributions]\n" + more), encoding="utf-8")
    rows = [["Gifts of 2024"], ["as of June", "in dollars"], [], ["Donor", "Year", "Amount (USD)"]]
    file = tmp_path / "gifts.xlsx"
    with Workbook(file) as book:
        book.add_worksheet("Cover").write_string(0, 0, "The network")
        sheet = book.add_worksheet("Gifts")
        for number, row in enumerate([*rows, ["Italy", "2024", "12.5"]]):
            sheet.write_row(number, 0, row)
    report = take_in(sqlite_session, "contributions", file, profile=str(path))
    assert (report["faults"], report["totals"]) == ([], {"USD": 1250})


def test_like_rows_without_leave_are_told_what_a_profile_can_do(
    sqlite_session: Session, tmp_path: Path
) -> None:
    report = imported(sqlite_session, tmp_path, [gift("Italy", "1"), gift("Italy", "2")])
    ((row, column, text),) = messages(report)
    assert (row, column) == (3, "reference")
    assert text.endswith("number like rows (number_like) or add them up (add_up)")


def test_a_table_without_columns_reads_our_own_headings(
    sqlite_session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "german.toml"
    keys = 'decimal = ","\nthousands = "."\ndates = ["%d.%m.%Y"]\nround = ["amount"]\n'
    path.write_text(f'[contributions]\n{keys}codes.earmarking = {{ "frei" = "1" }}\n', "utf-8")
    row = {"Reference": "G-1", "Donor": "Italy", "Earmarking": "frei", "Amount": "1.234,567"}
    sheet = write_csv(tmp_path / "own.csv", [{**row, "Pledged on": "31.12.2024"}])
    report = take_in(sqlite_session, "contributions", sheet, profile=str(path))
    assert (report["faults"], report["totals"]) == ([], {"USD": 123_457})
    other = write_csv(tmp_path / "own.csv", [{**row, "Colour": "red"}])
    report = take_in(sqlite_session, "contributions", other, profile=str(path))
    assert [column for _, column, _ in messages(report)] == ["colour"]
