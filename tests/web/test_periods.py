"""The pages of periods: what is closed, closing it, and the balances of a year."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.pages import PageClient, parse
from tests.web.conftest import counted
from tests.web.period_pages import table
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.cash_entries import charge_bank, receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.verification.heads import read_heads
from tracker.people.roles import Role
from tracker.web.periods.closing_forms import read_month


@pytest.mark.usefixtures("closed")
def test_the_calendar_shows_what_is_closed_and_corrected(finance: PageClient) -> None:
    years = {row[0]: row for row in table(finance, "/periods", "years-caption")}
    assert years["2021"][1:6] == ["Period closed", "5", "1,325.00", "690.00", "0.00"]
    assert years["2021"][7] == "1"
    assert years["2021"][9] == "audited"
    assert years["2022"][1] == "Period open"
    assert years["2022"][6] == "request 2"
    months = table(finance, "/periods?year=2021", "months-caption")
    assert [row[0] for row in months][:2] == ["January 2021", "February 2021"]
    assert [row[7] for row in months] == ["0"] * 5 + ["1"] + ["0"] * 6
    for path in ("/periods?year=1066", "/periods?year=%D9%A3", "/periods?year=" + "9" * 99):
        assert finance.get(path).status_code == 200


@pytest.mark.usefixtures("closed")
def test_a_year_adds_up_and_shows_what_was_corrected(finance: PageClient) -> None:
    page = finance.html("/periods/2021")
    heads = [
        "".join(cell.itertext()).strip()
        for cell in page.xpath("//table[.//caption[@id='balances-caption']]/thead//th")
    ]
    assert heads == [
        "Contribution", "Donor", "Opening", "Received", "Closing", "Corrected since",
        "Closing as known today",
    ]  # fmt: skip
    assert table(finance, "/periods/2021", "balances-caption") == [
        ["C-ITA", "Italy", "1,000.00", "0.00", "1,000.00", "0.00", "1,000.00"],
        ["C-JPN", "Japan", "0.00", "300.00", "300.00", "25.00", "325.00"],
    ]
    later = table(finance, "/periods/2022", "balances-caption")
    assert [row[2] for row in later if row[0] != "C-EUR"] == ["1,000.00", "300.00"]
    assert [row[3] for row in later if row[0] == "C-JPN"] == ["25.00"]
    assert "The year is open" in finance.get("/periods/2022").get_data(as_text=True)


@pytest.mark.usefixtures("closed")
def test_a_year_is_downloaded_as_a_table_that_adds_up(finance: PageClient) -> None:
    answer = finance.get("/periods/2022/balances.csv")
    assert answer.mimetype == "text/csv"
    assert "balances-2022.csv" in answer.headers["Content-Disposition"]
    found = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["contribution"] for row in found] == ["C-EUR", "C-ITA", "C-JPN"]
    for row in found:
        names = list(row)
        cents = {name: round(float(row[name]) * 100) for name in names if name.endswith("_usd")}
        closing = cents.pop("closing_usd")
        since, now = cents.pop("corrected_since_usd"), cents.pop("closing_as_known_today_usd")
        assert sum(cents.values()) == closing
        assert closing + since == now


@pytest.mark.usefixtures("closed")
def test_readers_see_and_do_not_close(approver: PageClient, client: PageClient, app: Flask) -> None:
    assert not approver.html("/periods").xpath("//form[contains(@action, 'close')]")
    assert approver.get("/periods/2021").status_code == 200
    app.config["WTF_CSRF_ENABLED"] = False
    for path in ("/periods/close", "/periods/2022/close"):
        assert approver.get(path).status_code == 403
        assert approver.post(path).status_code == 403
    assert client.get("/periods").status_code == 303


@pytest.mark.parametrize("path", ["/periods/1", "/periods/2031", "/periods/99999999999/close"])
def test_a_year_of_which_nothing_is_known(finance: PageClient, app: Flask, path: str) -> None:
    assert finance.get(path).status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    assert finance.post(f"/periods/{10**12}/close").status_code == 404


@pytest.mark.parametrize("filled", [False, True])
def test_every_listed_year_has_a_page(
    signed_in: Callable[[Role], PageClient], sqlite_session: Session, *, filled: bool
) -> None:
    if filled:
        fill(sqlite_session)
    client = signed_in(Role.FINANCE_OFFICER)
    years = client.html("/periods").xpath("//caption[@id='years-caption']/..//tbody//a/@href")
    assert years
    for path in years:
        assert client.get(path).status_code == 200, path
        assert client.get(f"{path}/balances.csv").status_code == 200, path


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-03", Month(2024, 3)), ("2024-12", Month(2024, 12)), ("2024-13", None),
        ("2024-00", None), ("0000-01", None), ("2024-3", None), ("", None), ("20244-3", None),
        ("٢٠٢٤-٠٣", None), ("2024-0x", None),
    ],
)  # fmt: skip
def test_months_are_read_from_the_address(text: str, month: Month | None) -> None:
    assert read_month(text) == month


@pytest.mark.usefixtures("closed")
def test_the_page_shows_the_heads_of_both_chains(
    finance: PageClient, sqlite_session: Session
) -> None:
    page = finance.get("/periods").get_data(as_text=True)
    heads = read_heads(sqlite_session.connection())
    assert heads.ledger.digest in page
    assert heads.trail.digest in page


@pytest.mark.usefixtures("closed")
def test_statements_are_few(app: Flask, finance: PageClient) -> None:
    for path, most in (("/periods", 11), ("/periods/2021", 10), ("/home", 24)):
        with counted(app) as statements:
            finance.get(path)
        assert len(statements) <= most, statements


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_every_language_has_these_pages(finance: PageClient, language: str) -> None:
    for path in ("/periods", "/periods/2021", "/periods/close", "/periods/2022/close", "/home"):
        assert finance.get(f"{path}?through=2022-03&lang={language}").status_code == 200


@pytest.mark.usefixtures("closed")
def test_the_home_page_tells_what_there_is_to_look_after(finance: PageClient) -> None:
    tiles = finance.html("/home").xpath("//section[@aria-labelledby='work']//dt/text()")
    assert tiles == [
        "Instalments overdue",
        "Asks for an allocation",
        "Statements overdue",
        "Months to close",
        "Open lines of the tie-out",
    ]


def test_an_empty_record_has_these_pages(signed_in: Callable[[Role], PageClient]) -> None:
    client = signed_in(Role.FINANCE_OFFICER)
    assert client.get("/home").status_code == 200
    assert "No month has been closed yet." in client.get("/periods").get_data(as_text=True)
    assert client.get("/periods/close?through=2020-01").status_code == 200


def test_days_below_zero_are_listed_with_their_reason(
    sqlite_session: Session, account: Account, finance: PageClient
) -> None:
    address = "/periods/days-below-zero"
    assert address in finance.get("/periods").get_data(as_text=True)
    assert "No account is below zero on any day." in finance.get(address).get_data(as_text=True)
    japan = account.contributions["C-JPN"]
    with (
        transaction(sqlite_session) as session,
        open_book(session, "ana", "ben", "the <old> books") as book,
    ):
        book.prepare([japan])
        there = book.free_from(AccountKind.UNALLOCATED, japan, None, date.max)
        late = ContributionMovement(japan, 5_00, Heading(date(2022, 12, 9), "LATE"))
        receive(book, late)
        early = Heading(date(2022, 12, 3), "EARLY")
        charge_bank(book, ContributionMovement(japan, there + 5_00, early))
    page = finance.get(address).get_data(as_text=True)
    cells = [cell.xpath("normalize-space()") for cell in parse(page).xpath("//tbody/tr/*")]
    assert cells == [
        "C-JPN",
        "",
        "Not allocated",
        "3 December 2022",
        "9 December 2022",
        "\N{MINUS SIGN}5.00",
        "the <old> books",
    ]
