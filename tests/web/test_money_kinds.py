"""Each kind of entry has its form: what is lawful is recorded or waits, nonsense is told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from tests.support.approvals import approve_all
from tests.support.closing import close_months
from tests.support.pages import PageClient, parse
from tests.support.trail import record_set_up
from tests.web.conftest import Counts
from tests.web.test_money_forms import DAY, faults_of
from tracker.db import transaction
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.closing.months import Month
from tracker.fund.contributions.part_drafts import ContributionParts, InstalmentDraft
from tracker.fund.contributions.parts import part_rows
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.states import SupportBasis

Standing = Callable[[str], Waterfall]


@pytest.fixture
def standing(sqlite_session: Session) -> Standing:
    """Give a function that reads what stands on a contribution's accounts."""

    def read(reference: str) -> Waterfall:
        sqlite_session.rollback()
        row = find_contribution(sqlite_session, reference)
        return waterfall_of(sqlite_session, row.id or 0, row.support_rate_bp)

    return read


@pytest.fixture
def rates(sqlite_session: Session) -> None:
    """Write a rate of the euro and one of the yen, which has no decimals."""
    with transaction(sqlite_session) as session:
        drafts = [
            RateDraft("EUR", date(2022, 8, 1), Decimal("0.9"), "UN operational rates"),
            RateDraft("JPY", date(2022, 8, 1), Decimal(140), "UN operational rates"),
        ]
        add_rates(session, drafts, "test")


def send(client: PageClient, kind: str, owner: str = "C-EUR", **values: str) -> str:
    """Send the form of a kind as a person would; return where it leads, or the faults."""
    filled = {"effective_on": DAY, "amount": "10", "reference": f"NEW-{kind}", **values}
    answer = client.submit(f"/contributions/{owner}/record/{kind}", filled)
    if answer.status_code == 303:
        return ""
    return " | ".join(faults_of(answer.get_data(as_text=True)))


def entry_of(session: Session, reference: str) -> LedgerEntry:
    """Return an entry by its reference."""
    session.rollback()
    return session.exec(select(LedgerEntry).where(LedgerEntry.reference == reference)).one()


@pytest.mark.usefixtures("rates")
def test_a_pledge_goes_up_and_down(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    assert send(finance, "pledge_adjustment", amount="45") == ""
    raised = standing("C-EUR")
    assert (raised.pledged_minor, raised.pledged_original_minor) == (30_000, 24_500)
    assert send(finance, "pledge_adjustment", amount="9", direction="down", reference="DN") == ""
    lowered = standing("C-EUR")
    assert (lowered.pledged_minor, lowered.pledged_original_minor) == (29_000, 23_600)
    assert entry_of(sqlite_session, "DN").usd_minor == -1_000
    assert "which way" in send(finance, "pledge_adjustment", amount="-9", reference="NEG")
    assert "C-EUR, pledged: 1,110.00 USD needed" in send(
        finance, "pledge_adjustment", amount="999", direction="down", reference="FAR"
    )


@pytest.mark.usefixtures("rates")
def test_what_has_not_arrived_is_cancelled_or_written_off(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    assert send(finance, "pledge_adjustment", amount="100") == ""
    before = standing("C-EUR")
    assert send(finance, "pledge_cancellation", amount="30") == ""
    assert standing("C-EUR").pledged_original_minor == before.pledged_original_minor - 3_000
    assert send(finance, "pledge_write_off", amount="20") == "Say why it is written off."
    assert send(finance, "pledge_write_off", amount="20", basis="the donor was wound up") == ""
    assert approve_all(sqlite_session) == 1
    after = standing("C-EUR")
    assert after.pledge_written_off_original_minor == 2_000
    assert entry_of(sqlite_session, "NEW-pledge_write_off").basis == "the donor was wound up"
    told = send(finance, "pledge_cancellation", amount="50.01", reference="BEYOND")
    assert told == "promised and not yet received: 50.01 EUR needed, 50.00 EUR there"


@pytest.mark.usefixtures("rates")
def test_an_instalment_falls_due_within_the_pledge(finance: PageClient, standing: Standing) -> None:
    assert send(finance, "instalment_due", amount="150") == ""
    assert standing("C-EUR").due_original_minor == 15_000
    told = send(finance, "instalment_due", amount="50.01", reference="MORE")
    assert told == "not yet due of the pledge: 50.01 EUR needed, 50.00 EUR there"


@pytest.mark.usefixtures("rates")
def test_an_instalment_of_the_agreement_fills_the_form_and_falls_due_once(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        owner = find_contribution(session, "C-EUR").id or 0
        parts = (
            InstalmentDraft(date(2022, 9, 5), 12_000),
            InstalmentDraft(date(2023, 9, 5), 8_000),
        )
        record_set_up(session)
        session.add_all(part_rows(owner, ContributionParts(instalments=parts)))
    page = finance.html("/contributions/C-EUR/record/instalment_due")
    link = page.xpath("//a[contains(@href,'instalment=')]/@href")[0]
    answer = finance.submit(link, {"note": "first of two"})
    assert answer.status_code == 303
    assert standing("C-EUR").due_original_minor == 12_000
    entry = entry_of(sqlite_session, "C-EUR/instalment-1")
    assert entry.effective_on == date(2022, 9, 5)
    assert finance.submit(link, {"note": "first of two"}).status_code == 303  # the same form
    assert finance.submit(link, {"amount": "11999"}).status_code == 422
    assert standing("C-EUR").due_original_minor == 12_000
    assert finance.get("/contributions/C-EUR/record/instalment_due?instalment=9").status_code == 200


@pytest.mark.usefixtures("rates")
def test_a_receipt_in_another_currency_settles_a_part_of_the_pledge(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    before = standing("C-EUR")
    yen = {"amount": "14000", "currency": "JPY \N{EN DASH} Yen"}
    assert send(finance, "receipt", **yen) == ""
    after = standing("C-EUR")
    assert after.received_minor == before.received_minor + 10_000
    assert after.received_original_minor == before.received_original_minor + 9_000
    entry = entry_of(sqlite_session, "NEW-receipt")
    assert (entry.currency, entry.original_minor, entry.usd_minor) == ("JPY", 14_000, 10_000)
    assert (
        send(finance, "receipt", reference="SAID", settles="88.80", amount="1400", currency="JPY")
        == ""
    )
    assert standing("C-EUR").received_original_minor == after.received_original_minor + 8_880


@pytest.mark.usefixtures("rates")
def test_a_receipt_in_euros_of_a_contribution_in_dollars(
    finance: PageClient, standing: Standing
) -> None:
    before = standing("C-JPN")
    assert send(finance, "receipt", "C-JPN", amount="90", currency="eur") == ""
    after = standing("C-JPN")
    assert after.received_minor == before.received_minor + 10_000
    assert after.received_original_minor == before.received_original_minor + 10_000


@pytest.mark.usefixtures("rates")
def test_checking_a_receipt_tells_what_it_settles(finance: PageClient) -> None:
    page = check(finance, "receipt", amount="14000", currency="JPY")
    assert "It settles EUR 90.00 of the pledge." in page
    assert "Worth: USD 100.00." in page
    assert "140 JPY per US dollar, UN operational rates" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"currency": "XQX"}, "'XQX' is no currency of ISO 4217; write its code, such as EUR"),
        ({"currency": "JPY", "amount": "1.5"}, "'1.5' has more than 0 decimals"),
        ({"currency": "CHF"}, "no exchange rate of CHF is on file for 2022-09-01 or before"),
        ({"settles": "0", "currency": "JPY"}, "the amount must be above zero"),
        ({"settles": "many", "currency": "JPY"}, "'many' is no number; write it as 1,234.50"),
    ],
)
@pytest.mark.usefixtures("rates")
def test_nonsense_in_a_receipt_is_told(
    finance: PageClient, rows: Callable[[], Counts], values: dict[str, str], told: str
) -> None:
    before = rows()
    assert send(finance, "receipt", **values) == told
    assert rows() == before


@pytest.mark.usefixtures("rates")
def test_the_same_receipt_again_is_asked_about(
    finance: PageClient, standing: Standing, rows: Callable[[], Counts]
) -> None:
    assert send(finance, "receipt", amount="50") == ""
    before = rows()
    again = {"amount": "50", "reference": "AGAIN", "effective_on": "2022-09-04"}
    told = send(finance, "receipt", **again)
    assert told.startswith("NEW-receipt of 2022-09-01 has the same donor, currency and amount")
    assert rows() == before
    received = standing("C-EUR").received_minor
    answer = finance.submit("/contributions/C-EUR/record/receipt", again)
    box = parse(answer.get_data(as_text=True)).xpath("//input[@name='another']")
    assert len(box) == 1
    token = parse(answer.get_data(as_text=True)).xpath("//main//input[@name='csrf_token']/@value")
    sent = finance.post(
        "/contributions/C-EUR/record/receipt",
        data={**again, "another": "y", "csrf_token": token[0]},
    )
    assert sent.status_code == 303
    assert standing("C-EUR").received_minor > received
    later = {**again, "reference": "LATER", "effective_on": "2022-09-08"}
    assert send(finance, "receipt", **later) == ""


@pytest.mark.usefixtures("rates")
def test_a_receipt_is_corrected_at_its_own_rate(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    before = standing("C-EUR")
    assert "Choose a receipt" in send(finance, "receipt_correction", amount="10")
    told = send(finance, "receipt_correction", amount="200.01", corrects="R3")
    assert told == "R3 can be lowered by EUR 200.00 at most"
    assert send(finance, "receipt_correction", amount="50", corrects="R3") == ""
    assert approve_all(sqlite_session) == 1
    after = standing("C-EUR")
    assert after.received_minor == before.received_minor - 6_000
    assert after.received_original_minor == before.received_original_minor - 5_000
    assert entry_of(sqlite_session, "NEW-receipt_correction").basis == "R3"
    told = send(finance, "receipt_correction", amount="150.01", corrects="R3", reference="FAR")
    assert told == "R3 can be lowered by EUR 150.00 at most"


@pytest.mark.usefixtures("rates")
def test_what_lowers_the_money_that_is_not_allocated(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    before = standing("C-EUR")
    assert send(finance, "bank_charge", amount="14", currency="JPY") == ""
    assert send(finance, "write_off", amount="9", basis="stolen") == ""
    assert standing("C-EUR").waiting_minor == 1_000
    assert approve_all(sqlite_session) == 1
    after = standing("C-EUR")
    assert (after.bank_charges_minor, after.written_off_minor) == (10, 1_000)
    assert after.available_minor == before.available_minor - 1_010
    assert send(finance, "write_off", basis="", reference="NO") == "Say why it is written off."
    told = send(finance, "bank_charge", amount="9999", currency="USD", reference="FAR")
    assert told == "C-EUR, available: 9,999.00 USD needed, 229.90 USD there on 2022-09-01"


def test_support_cost_is_charged_where_lump_sums_were_agreed(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    path = "/contributions/C-JPN"
    assert "/record/support_cost" not in finance.get(path).get_data(as_text=True)
    assert "follows from its rate" in send(finance, "support_cost", "C-JPN")
    with transaction(sqlite_session) as session:
        row = find_contribution(session, "C-JPN")
        row.support_basis = SupportBasis.LUMP_SUM
        record_set_up(session)
        session.add(row)
    assert f"{path}/record/support_cost" in finance.get(path).get_data(as_text=True)
    before = standing("C-JPN").support_cost_minor
    assert send(finance, "support_cost", "C-JPN", amount="12.50") == ""
    assert standing("C-JPN").support_cost_minor == before + 1_250


def test_money_comes_back_from_an_activity(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    before = standing("C-ITA")
    assert send(finance, "commitment", "C-ITA", amount="40", activity="A1") == ""
    assert send(finance, "de_commitment", "C-ITA", amount="15", activity="A1") == ""
    assert (
        send(finance, "de_allocation", "C-ITA", amount="100", activity="A1 \N{EN DASH} Training")
        == ""
    )
    page = finance.get("/contributions/C-ITA/record/commitment").get_data(as_text=True)
    row = parse(page).xpath("//th[span='A1']/../td//text()")
    assert row[2] == "100.00"  # what waits of the activity's money
    approve_all(sqlite_session)
    after = standing("C-ITA")
    assert after.committed_open_minor == before.committed_open_minor + 2_500
    assert after.available_minor == before.available_minor + 11_300
    told = send(finance, "de_commitment", "C-ITA", amount="25.01", activity="A1", reference="FAR")
    assert (
        told == "C-ITA, committed, not yet spent: 25.01 USD needed, 25.00 USD there on 2022-09-01"
    )


def test_a_transfer_rests_on_the_donors_consent(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    before = standing("C-ITA"), standing("C-EUR")
    consent = {"letter": "Note verbale 12/2022", "letter_on": "2022-08-30"}
    told = send(finance, "transfer", "C-ITA", to_contribution="C-JPN", letter_on="")
    assert told == (
        "Choose another open contribution of the same donor. | "
        "Name the letter in which the donor agreed. | Give the date."
    )
    assert send(finance, "transfer", "C-ITA", to_contribution="C-EUR", **consent) == ""
    assert standing("C-ITA") != before[0]
    approve_all(sqlite_session)
    entry = entry_of(sqlite_session, "NEW-transfer")
    assert (entry.letter, entry.consent_on) == ("Note verbale 12/2022", date(2022, 8, 30))
    assert entry.basis == ""
    assert standing("C-ITA").available_minor == before[0].available_minor - 1_000
    assert standing("C-EUR").available_minor == before[1].available_minor + 1_000
    assert verify(sqlite_session).clean


def test_a_closed_period_takes_a_reason_and_a_second_person(
    finance: PageClient, standing: Standing, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        close_months(session, Month(2022, 12), "closer@example.org")
    empty = finance.get("/contributions/C-JPN/record/receipt").get_data(as_text=True)
    assert not parse(empty).xpath("//input[@name='correction']")
    values = {"effective_on": DAY, "amount": "10", "reference": "LATE"}
    refused = finance.submit("/contributions/C-JPN/record/receipt", values)
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert faults_of(text) == [
        "the period up to 2022-12-31 is closed; give a later date, or the reason for a correction"
    ]
    page = parse(text)
    assert page.xpath("//div[@id='error-summary']//a/@href") == ["#correction"]
    assert "a second person has to approve the correction" in text
    before = standing("C-JPN").received_minor
    token = page.xpath("//main//input[@name='csrf_token']/@value")[0]
    data = {**values, "correction": "advice came late", "csrf_token": token}
    assert finance.post("/contributions/C-JPN/record/receipt", data=data).status_code == 303
    assert standing("C-JPN").received_minor == before
    assert approve_all(sqlite_session) == 1
    assert standing("C-JPN").received_minor == before + 1_000
    assert entry_of(sqlite_session, "LATE").correction == "advice came late"


def check(client: PageClient, kind: str, owner: str = "C-EUR", **values: str) -> str:
    """Press "Check without saving"; return the page."""
    path = f"/contributions/{owner}/record/{kind}"
    token = client.html(path).xpath("//main//input[@name='csrf_token']/@value")[0]
    filled = {"effective_on": DAY, "amount": "10", "reference": f"NEW-{kind}", **values}
    answer = client.post(path, data={**filled, "csrf_token": token, "intent": "check"})
    return str(answer.get_data(as_text=True))


def test_checking_tells_whether_it_waits_and_what_stands_in_the_way(
    finance: PageClient, rows: Callable[[], Counts], sqlite_session: Session
) -> None:
    before = rows()
    assert "then waits for a second person" in check(finance, "refund", "C-JPN")
    assert "This can be recorded." in check(finance, "commitment", "C-ITA", activity="A1")
    assert "is earmarked and A2 lies outside" in check(finance, "allocation", activity="A2")
    assert rows() == before
    with transaction(sqlite_session) as session:
        row = find_contribution(session, "C-ITA")
        row.use_from, row.use_until = date(2021, 1, 1), date(2021, 12, 31)
        record_set_up(session)
        session.add(row)
    told = check(finance, "commitment", "C-ITA", activity="A1")
    assert "outside the period of use (C-ITA: 2021-01-01 / 2021-12-31)" in told


def test_every_kind_of_the_menu_has_a_page(finance: PageClient) -> None:
    page = finance.html("/contributions/C-ITA")
    links = page.xpath("//details[contains(@class,'menu-button')]//a/@href")
    assert len(links) == 17
    for link in links:
        answer = finance.get(link, follow_redirects=True)
        assert answer.status_code == 200, link


def test_who_may_not_record_sees_no_form(client: PageClient, manager: PageClient) -> None:
    for kind in ("transfer", "write_off", "pledge_cancellation"):
        path = f"/contributions/C-ITA/record/{kind}"
        assert manager.get(path).status_code == 403
        assert client.get(path).status_code in (302, 303, 401)


def test_money_is_not_used_before_its_day(finance: PageClient) -> None:
    received = {"effective_on": "2022-11-20", "amount": "100000", "reference": "LATE"}
    assert send(finance, "receipt", "C-JPN", **received) == ""
    given = {"effective_on": "2022-11-05", "amount": "50000", "activity": "A1"}
    told = send(finance, "allocation", "C-JPN", **given)
    assert "C-JPN, available: " in told
    assert " USD there on 2022-11-05, so " in told
    spent = {"effective_on": "2019-12-31", "amount": "1", "activity": "A1"}
    assert send(finance, "expenditure", "C-ITA", **spent).endswith(" 0.00 USD there on 2019-12-31")
    assert send(finance, "allocation", "C-JPN", **{**given, "effective_on": "2022-11-20"}) == ""
