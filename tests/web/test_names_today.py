"""Pages and answers name people by the name of the day; the record holds handles."""

from collections.abc import Callable

from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.people import make_user, sign_in
from tests.web.conftest import counted
from tracker.db import transaction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.actors import COMMAND
from tracker.people.roles import Role
from tracker.people.users import rename_user

FINANCE = "finance_officer@example.org"
RECEIPT = {"effective_on": "2022-09-01", "amount": "40", "reference": "R-NEW"}


def test_a_name_of_the_day_is_shown_and_an_entry_keeps_its_handle(
    finance: PageClient, sqlite_session: Session
) -> None:
    answer = finance.submit("/contributions/C-ITA/record/receipt", RECEIPT, follow=True)
    assert "Finance officer" in answer.get_data(as_text=True)
    before = finance.get("/api/v1/contributions/C-ITA")
    with transaction(sqlite_session):
        rename_user(sqlite_session, FINANCE, COMMAND, name="Ana Bo", new_email="bo@example.org")
    entry = select(LedgerEntry).where(LedgerEntry.reference == "R-NEW")
    assert sqlite_session.exec(entry).one().recorded_by == "P-000001"
    page = finance.get("/contributions/C-ITA").get_data(as_text=True)
    assert ("Ana Bo" in page, FINANCE in page, "Finance officer" in page) == (True, False, False)
    again = finance.get("/api/v1/ledger/entries?prepared_by=ana", headers={
        "If-None-Match": before.headers["ETag"]
    })  # fmt: skip
    assert [item["terms"]["recorded_by"] for item in again.get_json()["items"]] == ["Ana Bo"]
    assert [item["reference"] for item in again.get_json()["items"]] == ["R-NEW"]


def test_names_are_read_once_for_a_page(app: Flask, finance: PageClient) -> None:
    for address in ("/ledger", "/contributions/C-ITA", "/api/v1/ledger/entries", "/approvals"):
        with counted(app) as statements:
            finance.get(address)
        assert sum("UNION ALL" in one and "actor_name" in one for one in statements) <= 1


def test_the_public_and_other_donors_see_no_names(
    app: Flask,
    client: PageClient,
    finance: PageClient,
    sqlite_session: Session,
    account: Account,
    signed_in: Callable[..., PageClient],
) -> None:
    del account, signed_in
    finance.submit("/contributions/C-ITA/record/receipt", RECEIPT)
    make_user(sqlite_session, Role.DONOR, donor_code="JPN", email="tokyo@example.org")
    other = sign_in(app, "tokyo@example.org")
    addresses = ("/contributions/C-ITA", "/api/v1/contributions/C-ITA", "/contributions")
    for reader in (client, other):
        for address in addresses:
            text = reader.get(address).get_data(as_text=True)
            assert not [one for one in ("Finance officer", FINANCE, "P-000001") if one in text]
