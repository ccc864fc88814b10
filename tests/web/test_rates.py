"""The pages of exchange rates: read by all, filled by finance officers, each rate for good."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tests.api.accounts import Account
from tests.exchange.making import take_in, write_csv
from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts, counted
from tests.web.period_pages import approved
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.errors import NotAllowed
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.rates.operational_rates import add_rates, rate_on
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.rates.superseded_rates import supersede_rate
from tracker.fund.tables.rates import ExchangeRate, FormerRate
from tracker.fund.verification.record_checks import verify_record
from tracker.periods import utc_now

LAWFUL = {
    "currency": "Euro", "effective_on": "2024-07-01", "rate": "0.93", "source": "UN rates",
}  # fmt: skip


@pytest.fixture
def rates(sqlite_session: Session) -> list[RateDraft]:
    """Put a year of euros and one rate of the yen on record."""
    drafts = [
        RateDraft("EUR", date(2023, month, 1), Decimal(f"0.9{month:02}"), "UN rates")
        for month in range(1, 13)
    ]
    drafts += [RateDraft("JPY", date(2024, 6, 1), Decimal("156.20"), "bank & sons")]
    with transaction(sqlite_session):
        add_rates(sqlite_session, drafts, "test")
    return drafts


def dates(client: PageClient, path: str) -> list[str]:
    """Return the second column of the page's table."""
    cells: list[str] = client.html(path).xpath("//table//tbody/tr/td[1]//text()")
    return [cell.strip() for cell in cells if cell.strip()]


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
@pytest.mark.parametrize("path", ["/rates", "/rates/EUR", "/rates/CHF"])
def test_everybody_reads_rates(client: PageClient, path: str, language: str) -> None:
    assert client.get(f"{path}?lang={language}").status_code == 200


def test_a_record_without_rates_says_so(client: PageClient) -> None:
    assert "No exchange rate is on record yet." in client.get("/rates").get_data(as_text=True)


@pytest.mark.usefixtures("rates")
def test_rates_are_filtered_sorted_and_paged(client: PageClient) -> None:
    assert dates(client, "/rates")[:2] == ["1 Jun 2024", "1 Dec 2023"]
    assert len(dates(client, "/rates?currency=JPY")) == 1
    assert len(dates(client, "/rates/EUR")) == 12
    assert dates(client, "/rates/EUR?sort=effective_on") == dates(client, "/rates/EUR")[::-1]
    text = client.get("/rates/JPY").get_data(as_text=True)
    assert "156.20" in text
    assert "bank &amp; sons" in text


def test_what_is_no_currency_is_not_there(client: PageClient) -> None:
    assert [client.get(f"/rates/{code}").status_code for code in ("ABC", "USD")] == [404, 404]


@pytest.mark.usefixtures("rates")
def test_statements_do_not_depend_on_how_many_there_are(app: Flask, client: PageClient) -> None:
    for path in ("/rates", "/rates/EUR"):
        with counted(app) as statements:
            client.get(path)
        assert len(statements) <= 6, statements


def test_a_rate_is_added_by_hand(finance: PageClient, sqlite_session: Session) -> None:
    answer = finance.submit("/rates/add", LAWFUL, follow=True)
    assert "The rate is on record; it never changes." in answer.get_data(as_text=True)
    row = sqlite_session.exec(select(ExchangeRate)).one()
    assert (row.currency, row.effective_on, row.rate) == (
        "EUR", date(2024, 7, 1), Decimal("0.93"),
    )  # fmt: skip


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({"effective_on": "2023-12-01"}, ["on record for EUR on 2023-12-01 is 0.912"]),
        ({"rate": "0.76"}, []),  # 17 % from the one before
        ({"rate": "0.70"}, ["lies 23 % from the rate before it"]),
        ({"rate": "0.1"}, ["If it is right, say so below and add it again."]),
        ({"rate": "0.1", "confirmed": "y"}, []),
        ({"currency": "USD"}, ["US dollars need no rate"]),
        ({"currency": "Euros of gold"}, ["'Euros of gold' is not a currency"]),
        (
            {"currency": "", "effective_on": "", "rate": "", "source": ""},
            ["not a currency", "Give the date.", "a rate is above zero", "where the rate comes"],
        ),
        ({"rate": "-1"}, ["a rate is above zero"]),
        ({"rate": "many"}, ["'many' is no number"]),
        ({"rate": "0." + "1" * 31}, ["30 behind"]),
    ],
)
def test_a_doubtful_rate_is_told_and_not_kept(
    finance: PageClient, rows: Callable[[], Counts], values: dict[str, str], faults: list[str]
) -> None:
    before = rows()["exchange_rate"]
    answer = finance.submit("/rates/add", LAWFUL | values)
    told = faults_of(answer.get_data(as_text=True)) if answer.status_code == 422 else []
    assert len(told) == len(faults), told
    assert all(any(fault in one for one in told) for fault in faults), told
    assert rows()["exchange_rate"] == before + (not faults)


def test_each_fault_of_a_rate_leads_to_its_field(finance: PageClient) -> None:
    empty = dict.fromkeys(LAWFUL, "")
    page = parse(finance.submit("/rates/add", empty).get_data(as_text=True))
    links = page.xpath("//div[@id='error-summary']//a/@href")
    assert links == ["#currency", "#effective_on", "#rate", "#source"]


@pytest.mark.usefixtures("rates")
def test_a_rate_the_wrong_way_round_is_asked_about(finance: PageClient) -> None:
    answer = finance.submit("/rates/add", LAWFUL | {"rate": "1.2"})
    (told,) = faults_of(answer.get_data(as_text=True))
    assert "1 / 1.2 is about 0.833333" in told


def test_a_stale_rate_is_told_when_money_is_recorded(
    finance: PageClient, account: Account, rates: list[RateDraft]
) -> None:
    del account, rates
    path = "/contributions/C-EUR/record/receipt"
    form = {"effective_on": "2024-03-01", "amount": "50", "reference": "STALE-1"}
    token = finance.html(path).xpath("//main//input[@name='csrf_token']/@value")[0]
    checked = finance.post(path, data={**form, "csrf_token": token, "intent": "check"})
    expected = (
        "Look at this: the newest exchange rate of EUR by 2024-03-01 is of 2023-12-01, 91 days"
    )
    assert expected in checked.get_data(as_text=True)
    done = finance.submit(path, form, follow=True).get_data(as_text=True)
    notices = parse(done).xpath("//p[contains(@class, 'notice-warning')]//text()")
    assert expected in "".join(notices)
    fresh = form | {"effective_on": "2024-01-01", "reference": "FRESH-1"}
    assert "the newest exchange rate" not in finance.submit(path, fresh, follow=True).get_data(
        as_text=True
    )


SUCCESSOR = {"rate": "0.95", "source": "UN rates, corrected", "why": "a digit was wrong"}
JANUARY = "/rates/EUR/2023-01-01"


def post_at(session: Session, account: Account, rate: Decimal) -> None:
    """Post a receipt in euros at the rate of January 2023."""
    used = RateUsed(rate, "UN rates", date(2023, 1, 1))
    heading = Heading(date(2023, 1, 15), "R-EUR", "", "EUR", 901, used)
    with transaction(session), open_book(session, "ana") as book:
        receive(book, ContributionMovement(account.contributions["C-EUR"], 1_000, heading))


@pytest.mark.usefixtures("rates")
def test_a_used_rate_is_superseded_by_two_persons_and_no_entry_changes(
    finance: PageClient, approver: PageClient, sqlite_session: Session, account: Account
) -> None:
    post_at(sqlite_session, account, Decimal("0.901"))
    page = finance.get(JANUARY).get_data(as_text=True)
    assert "R-EUR" in page
    assert "Supersede the rate" in page
    told = finance.submit(f"{JANUARY}/supersede", SUCCESSOR, follow=True).get_data(as_text=True)
    assert "waits for the approval of a second person, as request 1" in told
    held = rate_on(sqlite_session, "EUR", date(2023, 1, 15))
    assert held.rate == Decimal("0.901")
    sqlite_session.rollback()
    shown = approver.get("/approvals/1").get_data(as_text=True)
    for text in ("EUR 1 January 2023", "0.901", "0.95", "a digit was wrong", JANUARY):
        assert text in shown
    assert "was approved, and the change was made" in approved(approver, 1)
    assert rate_on(sqlite_session, "EUR", date(2023, 1, 15)).rate == Decimal("0.95")
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "R-EUR")).one()
    assert (entry.rate, entry.usd_minor) == (Decimal("0.901"), 1_000)
    sqlite_session.rollback()
    page = finance.get(JANUARY).get_data(as_text=True)
    for text in ("Superseded", "a digit was wrong", "R-EUR"):
        assert text in page
    assert verify_record(sqlite_session).clean


@pytest.mark.usefixtures("rates")
def test_the_old_file_imported_again_is_unchanged(sqlite_session: Session, tmp_path: Path) -> None:
    draft = RateDraft("EUR", date(2023, 1, 1), Decimal("0.95"), "UN rates, corrected")
    with transaction(sqlite_session):
        supersede_rate(sqlite_session, draft, "ana", "a digit was wrong", approver="ben")
    sheet = write_csv(
        tmp_path / "rates.csv",
        [
            {"currency": "EUR", "effective_on": "2023-01-01", "rate": rate, "source": "UN rates"}
            for rate in ("0.901",)
        ],
    )
    report = take_in(sqlite_session, "rates", sheet)
    assert (report["unchanged"], report["rejected"], report["added"]) == (1, 0, 0)
    assert rate_on(sqlite_session, "EUR", date(2023, 1, 1)).rate == Decimal("0.95")


@pytest.mark.usefixtures("rates")
def test_a_rate_is_not_superseded_by_one_person(sqlite_session: Session) -> None:
    draft = RateDraft("EUR", date(2023, 1, 1), Decimal("0.95"), "UN rates")
    for approver in ("ana", ""):
        with pytest.raises(NotAllowed), transaction(sqlite_session):
            supersede_rate(sqlite_session, draft, "ana", "alone", approver=approver)
    row = FormerRate(
        currency="EUR", effective_on=date(2023, 1, 1), rate=Decimal(1), source="x",
        superseded_at=utc_now(), superseded_by="ana", approved_by="ana", why="x",
    )  # fmt: skip
    with transaction(sqlite_session):
        sqlite_session.add(row)
        with pytest.raises(IntegrityError, match="two_persons"):
            sqlite_session.flush()
        sqlite_session.rollback()


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"rate": "0.901"}, "it is the rate on record"),
        ({"rate": "0"}, "a rate is above zero"),
        ({"rate": ""}, "Give the rate."),
        ({"source": ""}, "say where the rate comes from"),
        ({"why": ""}, "Say why."),
    ],
)
def test_a_faulty_successor_is_refused(
    finance: PageClient, values: dict[str, str], told: str
) -> None:
    answer = finance.submit(f"{JANUARY}/supersede", SUCCESSOR | values)
    assert answer.status_code == 422
    assert told in faults_of(answer.get_data(as_text=True))[0]


@pytest.mark.usefixtures("rates")
def test_who_may_supersede(client: PageClient, approver: PageClient, app: Flask) -> None:
    assert client.get(JANUARY).status_code == 303
    assert approver.get(JANUARY).status_code == 200
    app.config["WTF_CSRF_ENABLED"] = False
    assert approver.get(f"{JANUARY}/supersede").status_code == 403
    assert approver.post(f"{JANUARY}/supersede").status_code == 403


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize("rate", ["EUR/2022-01-01", "EUR/soon", "X/2023-01-01"])
def test_a_rate_that_is_not_there(finance: PageClient, rate: str) -> None:
    path = f"/rates/{rate}"
    assert finance.get(path).status_code == 404
    assert finance.get(f"{path}/supersede").status_code == 404


@pytest.mark.usefixtures("rates")
def test_a_rate_that_is_nearly_the_inverse_is_asked_about(
    finance: PageClient, sqlite_session: Session
) -> None:
    form = LAWFUL | {"rate": "1.083"}
    asked = finance.submit("/rates/add", form)
    assert asked.status_code == 422
    assert parse(asked.get_data(as_text=True)).xpath("//input[@name='sure']/@value") == [
        "INVERSE_RATE"
    ]
    assert "1 / 1.083 is about 0.923361" in asked.get_data(as_text=True)
    july = col(ExchangeRate.effective_on) == date(2024, 7, 1)
    newest = select(col(ExchangeRate.rate)).where(july)
    assert sqlite_session.exec(newest).all() == []
    assert finance.send_again(asked, {"sure": "INVERSE_RATE"}).status_code == 303
    sqlite_session.rollback()
    assert sqlite_session.exec(newest).all() == [Decimal("1.083")]


@pytest.mark.usefixtures("rates")
def test_a_rate_that_is_not_used_is_withdrawn_for_a_reason(
    finance: PageClient, client: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    path = f"{JANUARY}/withdraw"
    assert f"{JANUARY}/withdraw" in finance.get(JANUARY).get_data(as_text=True)
    assert finance.submit(path, {"why": ""}).status_code == 422
    answer = finance.submit(path, {"why": "of another year"}, follow=True).get_data(as_text=True)
    assert "The rate was withdrawn." in answer
    assert "of another year" in answer
    assert finance.get(JANUARY).status_code == 404
    assert "of another year" not in client.get("/rates/EUR").get_data(as_text=True)
    row = {"currency": "EUR", "effective_on": "2023-01-01", "rate": "0.901", "source": "UN rates"}
    report = take_in(sqlite_session, "rates", write_csv(tmp_path / "again.csv", [row]))
    assert (report["unchanged"], report["added"]) == (1, 0)


@pytest.mark.usefixtures("rates")
def test_a_used_rate_is_not_withdrawn(
    finance: PageClient, sqlite_session: Session, account: Account
) -> None:
    page = finance.get(f"{JANUARY}/withdraw")
    assert "Nothing was recorded at it" in page.get_data(as_text=True)
    post_at(sqlite_session, account, Decimal("0.901"))
    used = "entries were recorded at this rate; it can be superseded by two persons alone"
    assert f"{JANUARY}/withdraw" not in finance.get(JANUARY).get_data(as_text=True)
    asked = finance.get(f"{JANUARY}/withdraw")
    assert (asked.status_code, used in asked.get_data(as_text=True)) == (409, True)
    refused = finance.send_again(page, {"why": "wrong"}).get_data(as_text=True)
    assert faults_of(refused) == [used]
    assert "Nothing was recorded at it" not in refused


@pytest.mark.parametrize(
    ("language", "euro"), [("en", "Euro"), ("fr", "euro"), ("ar", "يورو"), ("zh", "欧元")]
)
def test_a_currency_has_its_name_in_the_readers_language(
    client: PageClient, finance: PageClient, sqlite_session: Session, language: str, euro: str
) -> None:
    with transaction(sqlite_session) as session:
        add_rates(session, [RateDraft("EUR", date(2024, 1, 1), Decimal("0.9"), "UN")], "ana")
    for reader, path in (
        (client, "/rates"),
        (client, "/rates/EUR"),
        (finance, "/rates/add"),
        (finance, "/contributions/add"),
    ):
        assert euro in reader.get(f"{path}?lang={language}").get_data(as_text=True), path
