"""Every fault of an entry's form names its field, links to it and stands there."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts
from tests.web.test_money_forms import DAY
from tracker.db import transaction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft

RECEIPT = "/contributions/C-EUR/record/receipt"
CORRECTION = "/contributions/C-EUR/record/receipt_correction"
TRANSFER = "/contributions/C-ITA/record/transfer"
INTEREST = "/ledger/interest"
REVERSAL = "/contributions/C-ITA/entries/1/reverse"
LETTER = {"letter": "Note 7", "letter_on": DAY}
DAYS = {"by": "rule", "first_on": DAY, "last_on": DAY}


def refused(client: PageClient, path: str, **values: str) -> list[str]:
    """Send a form that is refused; return the fields of its summary, each checked on the page."""
    token = client.html(path).xpath("//main//input[@name='csrf_token']/@value")[0]
    sent = {"effective_on": DAY, "amount": "5", "reference": "TRY-1", "csrf_token": token, **values}
    answer = client.post(path, data=sent)
    assert answer.status_code == 422
    page = parse(answer.get_data(as_text=True))
    links = page.xpath("//div[@id='error-summary']//li/a")
    assert len(links) == len(page.xpath("//div[@id='error-summary']//li"))
    fields = [str(link.get("href")).removeprefix("#") for link in links]
    for link, field in zip(links, fields, strict=True):
        stands_at_its_field(page, field, str(link.xpath("string(span)")))
    return fields


def stands_at_its_field(page: Any, field: str, message: str) -> None:  # noqa: ANN401 - a tree
    """Check that a message stands at a field, which is described by it."""
    assert message in page.xpath(f"string(//*[@id='{field}-fault'])")
    assert f"{field}-fault" in page.xpath(f"//*[@id='{field}']/@aria-describedby")[0]


@pytest.mark.parametrize(
    ("path", "values", "fields"),
    [
        (RECEIPT, {"currency": "XQX"}, ["currency"]),
        (RECEIPT, {"currency": "CHF"}, ["amount"]),
        (RECEIPT, {"usd": "5"}, ["usd_source"]),
        (RECEIPT, {"usd": "0", "usd_source": "advice"}, ["usd"]),
        (RECEIPT, {"currency": "USD", "reference": ""}, ["settles", "reference"]),
        (RECEIPT, {"currency": "CHF", "reference": ""}, ["amount", "reference"]),
        (RECEIPT, {"currency": "USD", "settles": "0"}, ["settles"]),
        (RECEIPT, {"currency": "USD", "settles": "5", "reference": "R3"}, ["reference"]),
        ("/contributions/C-JPN/record/refund", {"amount": "999999"}, ["amount"]),
        ("/contributions/C-JPN/record/write_off", {"basis": " "}, ["basis"]),
        ("/contributions/C-JPN/record/pledge_adjustment", {"direction": "x"}, ["direction"]),
        ("/contributions/C-JPN/record/pledge_adjustment", {"amount": "-1"}, ["amount"]),
        (CORRECTION, {"corrects": "R9"}, ["corrects"]),
        (CORRECTION, {"corrects": "R3", "amount": "200.01"}, ["amount"]),
        ("/contributions/C-ITA/record/allocation", {"activity": "A9"}, ["activity"]),
        ("/contributions/C-ITA/record/allocation", {"activity": "A1", "by": "x"}, ["by"]),
        ("/contributions/C-EUR/record/allocation", {"activity": "A2"}, ["by"]),
        (TRANSFER, {"to_contribution": "C-JPN", **LETTER}, ["to_contribution"]),
        (TRANSFER, {"to_contribution": "C-EUR"}, ["letter", "letter_on"]),
        (TRANSFER, {"amount": "", "reference": ""},
         ["to_contribution", "amount", "letter", "letter_on", "reference"]),
        (INTEREST, {"by": "rule", "amount": "x"}, ["amount", "first_on", "last_on"]),
        (INTEREST, {**DAYS, "last_on": "2022-08-31"}, ["last_on"]),
        (INTEREST, {"by": "named", "contribution": "C-X"}, ["contribution"]),
        (INTEREST, {**DAYS, "first_on": "1999-01-01", "last_on": "1999-01-02", "intent": "check"},
         ["first_on"]),
        (REVERSAL, {"effective_on": "never"}, ["effective_on", "why"]),
    ],
)  # fmt: skip
def test_a_fault_stands_at_its_field(
    finance: PageClient,
    rows: Callable[[], Counts],
    path: str,
    values: dict[str, str],
    fields: list[str],
) -> None:
    before = rows()
    assert refused(finance, path, **values) == fields
    assert rows() == before


def test_the_question_about_another_receipt_stands_at_its_box(
    finance: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        rate = RateDraft("EUR", date(2022, 8, 1), Decimal("0.9"), "UN operational rates")
        add_rates(session, [rate], "test")
    first = {"effective_on": DAY, "amount": "5", "reference": "FIRST"}
    assert finance.submit(RECEIPT, first).status_code == 303
    assert refused(finance, RECEIPT) == ["another"]
    assert refused(finance, RECEIPT, reference="") == ["another", "reference"]
    assert refused(finance, RECEIPT, another="y", reference="FIRST", amount="6") == ["reference"]


def test_what_a_page_lacks_is_not_read(finance: PageClient, rows: Callable[[], Counts]) -> None:
    """A field of another kind of entry, sent by hand, changes nothing."""
    path = "/contributions/C-JPN/record/pledge"
    before = rows()
    sent = {"currency": "XQX", "usd": "many", "direction": "down", "settles": "x"}
    assert refused(finance, path, **sent, reference="") == ["reference"]
    assert rows() == before
