"""The list of activities is narrowed by parts, days and who changed it, by page and file alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.people import let_in
from tracker.assistance.assistance_requests import AssistanceRequestDraft, add_assistance_requests
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import (
    Priority,
    ProgrammeKind,
    PublicationState,
    RequestSource,
    RequestStatus,
)
from tracker.db import transaction
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.accounts import change_role
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.reference.codes import Theme
from tracker.reference.instruments import Instrument

SignIn = Callable[..., PageClient]


@pytest.fixture
def parts(account: Account, sqlite_session: Session) -> None:
    """Give the activity A1 parts of each kind and days."""
    del account
    with transaction(sqlite_session) as session:
        draft = read_draft(session, find_activity(session, "A1"))
        after = replace(
            draft, partners=("UNICRI, Turin",), articles=((Instrument.UNTOC, "16"),),
            themes=(Theme.EXTRADITION,), planned_start=date(2024, 3, 1),
            planned_end=date(2024, 3, 5),
        )  # fmt: skip
        change_funded_activity(session, "A1", after, "ana", "for the test")


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize(
    "asked",
    [
        "tool=GUIDE", "article=UNTOC+16", "theme=extradition", "partner=unicri",
        "from=2024-03-05", "from=2024-03-02&to=2024-03-03", "to=2024-03-01",
    ],
)  # fmt: skip
def test_each_filter_leaves_what_has_it(client: PageClient, asked: str) -> None:
    page = client.html(f"/activities?{asked}")
    codes = [str(one.xpath("string()")) for one in page.xpath("//tbody//th")]
    assert codes == ["A1"]
    assert page.xpath("//details[@class='more-filters']")[0].get("open") is not None
    lines = client.get(f"/activities?{asked}&file=csv").text.splitlines()
    assert len(lines) == 2


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize(
    "asked", ["article=TIP+6", "article=nonsense", "theme=x", "partner=%25", "to=2024-02-28"]
)
def test_what_no_activity_has_leaves_none(client: PageClient, asked: str) -> None:
    assert not client.html(f"/activities?{asked}").xpath("//tbody//th")


def codes_of(client: PageClient, asked: str) -> list[str]:
    """Return the codes of the activities that a query leaves."""
    return [str(one.xpath("string()")).strip() for one in client.html(asked).xpath("//tbody//th")]


@pytest.mark.usefixtures("parts")
def test_staff_find_what_is_their_own(
    client: PageClient, app: Flask, sqlite_session: Session, signed_in: SignIn
) -> None:
    staff = signed_in(Role.PROGRAMME_MANAGER)
    me = sqlite_session.exec(select(User)).one()
    page = staff.html("/activities")
    assert page.xpath("//select[@name='mine']/option/@value") == ["", "changed"]
    assert codes_of(staff, "/activities?mine=changed") == []
    with transaction(sqlite_session) as session:
        draft = replace(read_draft(session, find_activity(session, "A2")), venue="Rome")
        change_funded_activity(session, "A2", draft, me.handle, "for the test")
        add_programmes(session, [ProgrammeDraft("NAT1", "Other", ProgrammeKind.THEMATIC)], "ana")
        own = frozenset({"NAT1"})
        change_role(session, me.handle, me.role, "", "ana", programmes=own, why="so")
    staff = let_in(app, me.email)
    assert codes_of(staff, "/activities?mine=changed") == ["A2"]
    assert staff.get("/activities?mine=changed&file=csv").text.count("\n") == 2
    assert staff.get("/imports/records/activities.csv?mine=changed").text.count("\n") == 2
    assert codes_of(staff, "/activities?mine=programmes") == []
    assert "My programmes" in staff.get("/activities").text
    assert not client.html("/activities").xpath("//select[@name='mine']")
    assert codes_of(client, "/activities?mine=changed") == ["A1", "A2"]


@pytest.mark.usefixtures("parts")
def test_what_pays_for_activities_narrows_to_those_that_the_reader_may_see(
    client: PageClient, sqlite_session: Session, signed_in: SignIn
) -> None:
    paid = {
        "donor=ITA": ["A1", "A2"], "donor=JPN": ["A2"], "donor=FRA": [],
        "contribution=c-jpn": ["A2"], "contribution=NONE": [],
    }  # fmt: skip
    assert {asked: codes_of(client, f"/activities?{asked}&sort=code") for asked in paid} == paid
    with transaction(sqlite_session) as session:
        move_publication(
            session, "A2", PublicationState.RETURNED, "ana", "not yet", by={Mover.OPERATOR}
        )
    donor = signed_in(Role.DONOR, donor_code="JPN")
    for reader in (client, donor):
        assert codes_of(reader, "/activities?donor=JPN") == []
        assert codes_of(reader, "/activities?donor=ITA") == ["A1"]
        assert "A2" not in reader.get("/activities?donor=JPN&file=csv").get_data(as_text=True)
    assert codes_of(signed_in(Role.PROGRAMME_MANAGER), "/activities?donor=JPN") == ["A2"]


def test_an_allocation_that_was_wholly_reversed_pays_for_nothing(
    account: Account, client: PageClient, sqlite_session: Session
) -> None:
    """One whose money was spent whole does."""
    japan, a1 = account.contributions["C-JPN"], account.activities["A1"]
    day, asked = date(2022, 9, 1), "/activities?contribution=C-JPN&sort=code"
    with transaction(sqlite_session), open_book(sqlite_session, "ana", "second") as book:
        allocate(book, Allocation(a1, 500, Heading(day, "L7"), japan))
    assert codes_of(client, asked) == ["A1", "A2"]
    number = entry_numbered(sqlite_session, "L7")
    sqlite_session.rollback()
    with transaction(sqlite_session), open_book(sqlite_session, "ana", "second") as book:
        reverse(book, read_entry(sqlite_session, number), Heading(day, "V7", "wrong"))
    assert codes_of(client, asked) == codes_of(client, "/activities?donor=JPN") == ["A2"]
    with transaction(sqlite_session), open_book(sqlite_session, "ana", "second") as book:
        allocate(book, Allocation(a1, 500, Heading(day, "L8"), japan))
        spend(book, UseOfFunds(a1, 500, Heading(day, "E8"), japan))
    assert codes_of(client, asked) == ["A1", "A2"]


def entry_numbered(session: Session, reference: str) -> int:
    """Return the number of the entry with a reference."""
    return session.exec(select(LedgerEntry.id).where(LedgerEntry.reference == reference)).one() or 0


@pytest.mark.usefixtures("parts")
def test_partners_of_what_is_not_published_are_not_suggested(
    client: PageClient, sqlite_session: Session
) -> None:
    assert "UNICRI" in client.get("/activities").get_data(as_text=True)
    with transaction(sqlite_session) as session:
        returned, operator = PublicationState.RETURNED, {Mover.OPERATOR}
        move_publication(session, "A1", returned, "ana", "not yet", by=operator)
    assert "UNICRI" not in client.get("/activities").get_data(as_text=True)


@pytest.mark.usefixtures("parts")
def test_a_request_without_consent_narrows_for_staff_alone(
    client: PageClient, sqlite_session: Session, signed_in: SignIn
) -> None:
    asked = AssistanceRequestDraft(
        "REQ-9", "PER", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
        Instrument.UNTOC, date(2022, 1, 5), "16, 18", "judges",
    )  # fmt: skip
    with transaction(sqlite_session) as session:
        add_assistance_requests(session, [asked], "ana")
        draft = replace(read_draft(session, find_activity(session, "A1")), requests=("REQ-9",))
        change_funded_activity(session, "A1", draft, "ana", "for the test")
    staff = signed_in(Role.PROGRAMME_MANAGER)
    assert codes_of(staff, "/activities?request=req-9") == ["A1"]
    assert codes_of(client, "/activities?request=REQ-9") == []
    for asked_for, found in (
        ("article=UNTOC+18", ["REQ-9"]), ("article=UNTOC+8", []), ("assisted=yes", ["REQ-9"]),
        ("assisted=no", []),
    ):  # fmt: skip
        assert codes_of(staff, f"/requests/list?{asked_for}") == found
