"""A form that is sent twice is saved once, and leads to what was saved first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlmodel import Session, func, select

from tests.api.accounts import fill
from tests.support.pages import PageClient, parse
from tests.support.people import let_in, make_user
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.people.roles import Role
from tracker.settings import Settings

RECEIPT = "/contributions/C-ITA/record/receipt"
SENT = {"effective_on": "2022-09-15", "amount": "5", "reference": "N-1", "note": "as advised"}


@pytest.fixture
def settings(any_database_url: str) -> Settings:
    """Give the settings of an application on either database."""
    return Settings(
        database_url=any_database_url, secret_key="only-for-this-test", production=False
    )


@pytest.fixture
def officers(app: Flask, session: Session) -> list[PageClient]:
    """Give two browsers of one finance officer."""
    app.config["WTF_CSRF_ENABLED"] = False
    fill(session)
    email = make_user(session, Role.FINANCE_OFFICER).email
    return [let_in(app, email) for _number in range(2)]


def money(session: Session) -> tuple[int, int]:
    """Count the entries of the ledger and the requests."""
    session.rollback()
    entries = session.exec(select(func.count()).select_from(LedgerEntry)).one()
    requests = session.exec(select(func.count()).select_from(ApprovalRequest)).one()
    return entries, requests


def form_of(client: PageClient) -> dict[str, str]:
    """Return the form of a receipt, filled in."""
    tree = client.html(RECEIPT)
    hidden = tree.xpath("//main//form//input[@type='hidden' or @type='text'][@name]")
    return {str(one.get("name")): str(one.get("value") or "") for one in hidden} | SENT


def test_two_clicks_record_money_once(officers: list[PageClient], session: Session) -> None:
    sent = form_of(officers[0])
    before = money(session)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.post(RECEIPT, data=sent), officers))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location != "/home"
    after = money(session)
    assert sum(after) == sum(before) + 1


def test_a_form_sent_again_leads_to_what_was_saved_first(
    officers: list[PageClient], session: Session
) -> None:
    client = officers[0]
    sent = form_of(client)
    first = client.post(RECEIPT, data=sent)
    before = money(session)
    again = client.post(RECEIPT, data=sent)
    assert (again.status_code, again.location) == (303, first.location)
    assert money(session) == before
    shown = parse(client.get("/home").get_data(as_text=True))
    assert "had been sent before" in "".join(shown.xpath("//main//*[@role='status']//text()"))


def test_other_content_and_a_new_page_are_saved_for_themselves(
    officers: list[PageClient], session: Session
) -> None:
    client = officers[0]
    sent = form_of(client)
    before = sum(money(session))
    client.post(RECEIPT, data=sent)
    client.post(RECEIPT, data=sent | {"amount": "6", "reference": "N-2"})
    assert sum(money(session)) == before + 2
    other = form_of(client)
    assert other["once"] != sent["once"]


def test_a_refused_form_is_not_taken_for_saved(
    officers: list[PageClient], session: Session
) -> None:
    client = officers[0]
    sent = form_of(client)
    before = sum(money(session))
    refused = client.post(RECEIPT, data=sent | {"amount": "nonsense"})
    assert refused.status_code == 422
    (token,) = parse(refused.get_data(as_text=True)).xpath("//input[@name='once']/@value")
    assert token == sent["once"]
    assert client.post(RECEIPT, data=sent).status_code == 303
    assert sum(money(session)) == before + 1
