"""A merge of donors, and its undoing, show what moves before they are done, and are bound to it."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.support.people import make_user
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.tables.donors import DonorMerge
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType

SignIn = Callable[..., PageClient]
MERGE = "/donors/ITA/merge?into=MFA"
AGAIN = "what would move was not shown as it is now"


@pytest.fixture
def office(account: Account, signed_in: SignIn, sqlite_session: Session) -> PageClient:
    """Give the client of the secretariat, and a second donor that is Italy, with a user each."""
    del account
    with transaction(sqlite_session) as session:
        drafts = [DonorDraft("MFA", "Itally", ContributorType.GOVERNMENT)]
        add_donors(session, drafts, "test")
        add_alias(session, "ITA", Spelling("Italien"), "test")
        add_name(session, "ITA", NameDraft("Kingdom of Italy", date(1990, 1, 1)), "test")
    make_user(sqlite_session, Role.DONOR, donor_code="ITA", email="rome@example.org")
    make_user(sqlite_session, Role.DONOR, donor_code="MFA", email="ministry@example.org")
    return signed_in(Role.SECRETARIAT)


def rows_of(client: PageClient, path: str, section: str) -> list[list[str]]:
    """Return the texts of the cells in a section's tables."""
    rows = client.html(path).xpath(f"//section[h2[@id='{section}']]//tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def test_the_page_before_shows_contributions_amounts_names_and_people(office: PageClient) -> None:
    rows = rows_of(office, MERGE, "what-moves")
    assert [row[0] for row in rows] == ["C-EUR", "C-ITA"]
    amounts = dict(rows_of(office, MERGE, "amounts"))
    assert (amounts["Pledged"], amounts["Received"]) == ("1,250.00", "1,240.00")
    assert amounts["Not allocated"] == "509.35"
    foot = office.html(MERGE).xpath("//section[h2[@id='what-moves']]//tfoot//td/text()")
    assert foot[:2] == ["1,250.00", "1,240.00"]
    text = office.get(MERGE).get_data(as_text=True)
    assert "Italien" in text
    assert "Kingdom of Italy" in text
    assert rows_of(office, MERGE, "people") == [
        ["rome@example.org", "ITA", "Follows, or sees no terms any more, as you decide below"],
        ["ministry@example.org", "MFA", "Will see the terms of what moves"],
    ]


def test_the_first_step_asks_for_the_other_donor_and_saves_nothing(
    office: PageClient, sqlite_session: Session
) -> None:
    form = office.html("/donors/ITA/merge").xpath("//main//form")
    assert [one.get("method") for one in form] == ["get"]
    for into, told in (("nobody", "Choose a donor on file."), ("JPN", "two different States")):
        answer = office.get(f"/donors/ITA/merge?into={into}")
        assert answer.status_code == 422
        assert told in faults_of(answer.get_data(as_text=True))[0]
    assert not sqlite_session.exec(select(DonorMerge)).all()


def receipt_between(session: Session, account: Account) -> None:
    """Post a receipt of Italy's."""
    with transaction(session), open_book(session, "ana", "second") as book:
        heading = Heading(date(2022, 9, 1), "B1")
        receive(book, ContributionMovement(account.contributions["C-ITA"], 100, heading))


def spelling_between(session: Session, account: Account) -> None:
    """Add a spelling of Italy's."""
    del account
    with transaction(session):
        add_alias(session, "ITA", Spelling("Italie"), "test")


def person_between(session: Session, account: Account) -> None:
    """Add a user of the donor that remains."""
    del account
    make_user(session, Role.DONOR, donor_code="MFA", email="second@example.org")


@pytest.mark.parametrize("between", [receipt_between, spelling_between, person_between])
def test_what_came_between_is_shown_before_it_moves(
    office: PageClient,
    account: Account,
    sqlite_session: Session,
    between: Callable[[Session, Account], None],
) -> None:
    values = {"why": "letter", "accounts": "follow"}
    page = office.get(MERGE)
    between(sqlite_session, account)
    again = office.send_again(page, values)
    assert again.status_code == 422
    assert AGAIN in faults_of(again.get_data(as_text=True))[0]
    assert not sqlite_session.exec(select(DonorMerge)).all()
    sqlite_session.rollback()
    assert office.send_again(again, values).status_code == 303
    number = sqlite_session.exec(select(DonorMerge.id)).one()
    sqlite_session.rollback()
    page = office.get(f"/donors/merges/{number}/undo")
    make_user(sqlite_session, Role.DONOR, donor_code="MFA", email="third@example.org")
    again = office.send_again(page, {"why": "no"})
    assert AGAIN in faults_of(again.get_data(as_text=True))[0]
    assert office.send_again(again, {"why": "no"}).status_code == 303


def test_a_confirmation_of_nothing_shown_is_refused(
    office: PageClient, app: Flask, sqlite_session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for shown in ("", "0" * 64):
        values = {"into": "MFA", "why": "letter", "accounts": "stay", "shown": shown}
        answer = office.post("/donors/ITA/merge", data=values)
        assert AGAIN in faults_of(answer.get_data(as_text=True))[0]
    assert not sqlite_session.exec(select(DonorMerge)).all()


def test_the_undoing_shows_what_moves_back(office: PageClient, sqlite_session: Session) -> None:
    office.submit(MERGE, {"why": "letter", "accounts": "follow"})
    undo = f"/donors/merges/{sqlite_session.exec(select(DonorMerge.id)).one()}/undo"
    sqlite_session.rollback()
    assert [row[0] for row in rows_of(office, undo, "what-moves")[:2]] == ["C-EUR", "C-ITA"]
    assert rows_of(office, undo, "people") == [
        [
            "rome@example.org", "MFA",
            "Will speak for this donor no longer, but for the other again",
        ],
        ["ministry@example.org", "MFA", "Will see the terms of what moves back no longer"],
    ]  # fmt: skip
    page = office.get(undo)
    assert office.send_again(page, {"why": "two ministries"}).status_code == 303
    again = office.send_again(page, {"why": "two ministries"})
    assert again.status_code == 422
    assert "undone already" in again.get_data(as_text=True)
    assert not parse(again.get_data(as_text=True)).xpath("//main//form")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_every_language_has_the_page(office: PageClient, language: str) -> None:
    assert office.get(f"{MERGE}&lang={language}").status_code == 200
