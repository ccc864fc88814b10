"""A contribution's page: every step, what waits, what it paid for, and who sees how much."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.conftest import SignIn
from tests.fund.every_kind import PREPARER, post_every_kind
from tests.support.approvals import SECOND, approve_all
from tests.support.closing import close_months
from tests.support.pages import Element, PageClient
from tests.web.conftest import counted
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.balances.waterfall_steps import StepSort, steps_of
from tracker.fund.closing.months import Month
from tracker.fund.contributions.terms import add_contributions, find_contribution, read_draft
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.people.roles import Role


@pytest.fixture
def full(sqlite_session: Session, account: Account) -> Account:
    """Write entries of every kind; a transfer and a refund still wait."""
    post_every_kind(sqlite_session, account)
    approve_all(sqlite_session)
    italy, euros = account.contributions["C-ITA"], account.contributions["C-EUR"]
    day = date(2022, 11, 1)
    waiting = [
        PostingInstruction(EntryKind.REFUND, Heading(day, "WAIT-1"), 250, italy),
        PostingInstruction(
            EntryKind.TRANSFER, Heading(day, "WAIT-2", letter="Note 8", consent_on=day), 175, italy,
            to_contribution_id=euros,
        ),
    ]  # fmt: skip
    for one in waiting:
        with transaction(sqlite_session) as session:
            submit(session, [one], PREPARER)
    return account


def cents(text: str) -> int:
    """Read an amount as the page writes it."""
    return int(text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "").replace(".", ""))


def table(page: Element, caption: str) -> list[list[str]]:
    """Return the cells of the body of the table with that caption."""
    rows = page.xpath(f"//table[caption[@id='{caption}']]/tbody/tr")
    return [[" ".join(c.xpath("string(.)").split()) for c in row.xpath("th|td")] for row in rows]


@pytest.mark.parametrize("reference", ["C-ITA", "C-EUR", "C-JPN"])
def test_the_page_shows_the_steps_and_they_add_up(
    client: PageClient, full: Account, sqlite_session: Session, reference: str
) -> None:
    page = client.html(f"/contributions/{reference}")
    shown = [cents(row[1]) for row in table(page, "waterfall-caption")]
    sqlite_session.rollback()
    rate = 700 if reference == "C-EUR" else 1300
    steps = steps_of(waterfall_of(sqlite_session, full.contributions[reference], rate))
    assert shown == [-s.minor if s.sort is StepSort.OF_THIS else s.minor for s in steps]
    told = client.get(f"/api/v1/contributions/{reference}").get_json()["waterfall_steps"]
    assert [(step["name"], step["minor"]) for step in told] == [(s.name, s.minor) for s in steps]


@pytest.mark.usefixtures("full")
def test_what_it_paid_for_adds_up_by_activity_and_by_tool(client: PageClient) -> None:
    page = client.html("/contributions/C-ITA")
    spent = cents(page.xpath("string(//table[caption[@id='uses-caption']]/tfoot//td[4])"))
    tools = table(page, "tools-caption")
    assert [row[:3] for row in tools] == [["GUIDE", "A guide", "A1"], ["No tool", "", "A1"]]
    assert sum(cents(row[3]) for row in tools) == spent == 11_235
    assert {row[4] for row in tools} == {"direct and attributed"}
    told = client.get("/api/v1/contributions/C-ITA").get_json()["tools"]
    assert sum(tool["direct_minor"] + tool["attributed_minor"] for tool in told) == spent


@pytest.mark.usefixtures("full")
def test_what_waits_is_listed_for_those_who_may_see_terms(
    client: PageClient, finance: PageClient, signed_in: SignIn
) -> None:
    page = finance.html("/contributions/C-ITA")
    assert page.xpath("//h3[.='Waiting for approval']/following-sibling::ul[1]/li/a/text()") == [
        "WAIT-1",
        "WAIT-2",
    ]
    assert "USD 2.50 reserved" in page.xpath("string(//main)")
    donor = signed_in(Role.DONOR, donor_code="ITA")
    for reader in (client, donor):
        assert "WAIT-1" not in reader.get("/contributions/C-ITA").get_data(as_text=True)


def test_entries_say_on_what_they_rest_and_who_approved(
    finance: PageClient, full: Account, sqlite_session: Session
) -> None:
    approve_all(sqlite_session)
    with transaction(sqlite_session) as session:
        close_months(session, Month(2022, 12), "closer@example.org")
    with transaction(sqlite_session) as session:
        heading = Heading(date(2022, 5, 5), "LATE", correction="advice came late")
        order = PostingInstruction(EntryKind.RECEIPT, heading, 777, full.contributions["C-ITA"])
        submit(session, [order], PREPARER)
    approve_all(sqlite_session)
    rows = {row[0]: " ".join(row) for row in table(finance.html("/contributions/C-ITA"),
                                                   "entries-caption")}  # fmt: skip
    for told in ("letter of 1 May", PREPARER, SECOND):
        assert told in rows["X-transfer"]
    assert "Correction: advice came late" in rows["LATE"]
    assert "attributed" in rows["X-interest"]
    assert "direct" in rows["X-transfer"]


@pytest.mark.usefixtures("full")
def test_a_donor_sees_no_terms_of_what_concerns_others(
    client: PageClient, signed_in: SignIn
) -> None:
    donor = signed_in(Role.DONOR, donor_code="JPN")
    rows = {row[0]: row for row in table(donor.html("/contributions/C-JPN"), "entries-caption")}
    assert PREPARER in " ".join(rows["X-refund"])
    assert PREPARER not in " ".join(rows["X-interest"])  # split over several donors' contributions
    for path in ("/contributions/C-JPN", "/contributions/C-ITA"):
        text = client.get(path).get_data(as_text=True)
        for secret in (PREPARER, SECOND, "letter of 1 May", "stolen"):
            assert secret not in text


def test_the_page_takes_as_many_statements_however_much_there_is(
    app: Flask, finance: PageClient, account: Account, sqlite_session: Session
) -> None:
    with counted(app) as few:
        finance.get("/contributions/C-ITA")
    post_every_kind(sqlite_session, account)
    with counted(app) as many:
        finance.get("/contributions/C-ITA")
    assert len(many) <= len(few) + 1  # the names of what waits
    assert len(many) <= 26


def test_what_is_not_published_is_asked_for_once(
    app: Flask, client: PageClient, account: Account
) -> None:
    del account
    with counted(app) as statements:
        client.get("/contributions/C-ITA")
    assert sum("activity.publication !=" in one for one in statements) == 1
    assert sum("FROM contribution" in one and "reference = ?" in one for one in statements) == 1


def test_what_is_committed_and_not_yet_spent_is_the_same_on_every_page(
    client: PageClient, full: Account, sqlite_session: Session
) -> None:
    """What was committed and then spent is not open any more."""
    spending = PostingInstruction(
        EntryKind.EXPENDITURE, Heading(date(2022, 11, 1), "PAID-1"), 700,
        full.contributions["C-ITA"], full.activities["A1"], against_commitment=True,
    )  # fmt: skip
    with transaction(sqlite_session) as session:
        submit(session, [spending], PREPARER)
    approve_all(sqlite_session)
    falls = {
        reference: waterfall_of(sqlite_session, number, 0)
        for reference, number in full.contributions.items()
    }
    assert any(fall.committed_minor != fall.committed_open_minor for fall in falls.values())
    columns = {}
    for reference, fall in falls.items():
        for code, *row in table(client.html(f"/contributions/{reference}"), "uses-caption"):
            columns[reference, code] = cents(row[2])
        shown = [minor for (of, _), minor in columns.items() if of == reference]
        assert sum(shown) == fall.committed_open_minor
    for code in full.activities:
        for reference, *row in table(client.html(f"/activities/{code}"), "uses-caption"):
            assert cents(row[2]) == columns[reference, code]


@pytest.mark.usefixtures("account")
def test_terms_without_a_pledge_on_record_lead_to_the_form_filled_with_them(
    sqlite_session: Session, signed_in: SignIn, client: PageClient
) -> None:
    draft = read_draft(sqlite_session, find_contribution(sqlite_session, "C-ITA"))
    new = replace(draft, reference="C-NEW", agreement_number="", donor_reference="")
    with transaction(sqlite_session) as session:
        add_contributions(session, [new], "ana")
    officer, link = signed_in(Role.FINANCE_OFFICER), "/contributions/C-NEW/record/pledge"
    notice = f"//p[contains(@class, 'notice')]/a[@href='{link}']"
    assert officer.html("/contributions/C-NEW").xpath(notice)
    assert not client.html("/contributions/C-NEW").xpath(notice)
    form = officer.html(link)
    for name, value in (
        ("effective_on", new.pledged_on),
        ("amount", f"{new.amount_minor / 100:,.2f}"),
    ):
        assert form.xpath(f"//input[@name='{name}']/@value") == [str(value)]
    assert officer.submit(link, {"note": "as promised"}).status_code == 303
    assert not officer.html("/contributions/C-NEW").xpath(notice)
    assert officer.html(link).xpath("//input[@name='amount']/@value") in ([], [""])
