"""Every list of the site is given as a file, and a sheet of what is on record changes nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.web.import_pages import as_file, upload
from tracker.db import transaction
from tracker.exchange.import_jobs.store import find_import
from tracker.exchange.list_sheets import LIST_SHEETS
from tracker.exchange.record_sheets import SHEETS
from tracker.exchange.registry import KINDS
from tracker.fund.donors.contacts import ContactDraft, add_contact
from tracker.fund.states import ContactRole
from tracker.people.permissions import ROLE_PERMISSIONS
from tracker.people.roles import Role

SignIn = Callable[..., PageClient]
WELL = 200
ROLES = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.SECRETARIAT, Role.ADMINISTRATOR)
FOUND_BY_OTHERS = {"/search", "/home"}
"""Pages that list more than one kind of thing."""


def addresses(app: Flask) -> list[str]:
    """Return the addresses of all pages that take no part of an address."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return sorted({str(rule) for rule in rules if not rule.arguments} - FOUND_BY_OTHERS)


def test_every_list_of_the_site_is_given_as_workbook_and_text(
    account: Account, app: Flask, signed_in: SignIn
) -> None:
    del account
    lists = set()
    for role in ROLES:
        client = signed_in(role)
        for address in addresses(app):
            answer = client.http.get(address)
            if answer.status_code != WELL or 'class="pages"' not in answer.text:
                continue
            page = client.html(address)
            if not page.xpath("//main//table[@id='table']//tbody/tr"):
                continue
            lists.add(address)
            for form, kind in (("xlsx", "spreadsheetml"), ("csv", "text/csv")):
                links = page.xpath(f"//a[@download and contains(@href, 'file={form}')]/@href")
                assert links, f"{address} is not given as a file"
                file = client.get(links[0])
                assert kind in file.content_type, address
    assert lists >= {
        "/activities", "/contributions", "/dissemination", "/donors", "/ledger", "/programmes",
        "/tools",
    }  # fmt: skip


def test_a_file_of_approvals_has_what_the_page_shows(account: Account, finance: PageClient) -> None:
    del account
    refund = {"effective_on": "2022-09-15", "amount": "5", "reference": "B-1", "note": "unspent"}
    finance.submit("/contributions/C-ITA/record/refund", refund)
    rows = finance.get("/approvals?file=csv").text.splitlines()
    heads = "Number,Entry,Kind,Amount (USD),Contribution,Activity,Prepared by,Prepared,Days,State"
    assert rows[0].endswith(heads)
    assert ",Refund,5.00,C-ITA,," in rows[1]
    assert finance.get("/approvals?file=csv&contribution=C-JPN").text.count("\n") == 1
    assert finance.get("/approvals?file=csv&prepared_from=2100-01-01").text.count("\n") == 1
    assert finance.get("/approvals?file=csv&prepared_from=2000-01-01").text.count("\n") > 1


@pytest.mark.usefixtures("jobs_at_once")
@pytest.mark.parametrize("kind", sorted({*SHEETS, *LIST_SHEETS}))
def test_what_is_on_record_changes_nothing_when_it_is_read_again(
    account: Account, sqlite_session: Session, signed_in: SignIn, kind: str
) -> None:
    del account
    with transaction(sqlite_session) as session:
        draft = ContactDraft(ContactRole.FINANCE, '=Budget, "office"', "budget@example.org")
        add_contact(session, "ITA", draft, "ana")
    allowed = [role for role in ROLES if KINDS[kind].permission in ROLE_PERMISSIONS[role]]
    client = signed_in(allowed[0])
    assert f"/imports/records/{kind}.csv" in client.get("/imports/new").text
    content = client.get(f"/imports/records/{kind}.csv").data
    assert client.get(f"/imports/records/{kind}.xlsx").status_code == WELL
    preview = upload(client, as_file(content, f"{kind}.csv"), kind)
    sqlite_session.rollback()
    job = find_import(sqlite_session, int(preview.rsplit("/", 1)[1]))
    assert (job.rows_added, job.rows_changed, job.rows_rejected) == (0, 0, 0)
    assert job.rows_unchanged == job.rows_read
    assert (job.rows_read > 0) is (kind != "requests")
    refused = [role for role in ROLES if role not in allowed and role is not Role.ADMINISTRATOR]
    for role in refused[:1]:
        other = signed_in(role)
        assert other.http.get(f"/imports/records/{kind}.csv").status_code != WELL
