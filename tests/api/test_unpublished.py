"""What is not published is shown to nobody but staff, and its money counts all the same."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, euros
from tests.support.addresses import addresses
from tests.support.answers import text_of
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.support.small_account import ACTOR
from tracker.assistance.activities import add_activities
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    PublicationState,
    RequestSource,
    RequestStatus,
)
from tracker.db import transaction
from tracker.fund.contributions.terms import change_contribution
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import allocate
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.states import ScopeKind
from tracker.people.roles import Role
from tracker.reference.codes import ParticipantFunction
from tracker.reference.instruments import Instrument

CODE, TITLE, NEED, SUMMARY = "HUSH-7", "Nobody may know", "NEED-HUSH", "Nobody may read"
HIDDEN = (CODE, TITLE, NEED, SUMMARY)
DAY = date(2022, 6, 1)
TOTALS = "/totals?measure=allocated&by=activity"


@pytest.fixture
def withheld(account: Account, sqlite_session: Session) -> Session:
    """Write a draft with money, a tool, an event, an earmark and a request without consent."""
    session = sqlite_session
    need = AssistanceRequestDraft(
        NEED, "KEN", RequestSource.OFFICIAL, RequestStatus.PLANNED, Priority.HIGH,
        Instrument.TIP, DAY, "6", SUMMARY,
    )  # fmt: skip
    with transaction(session):
        add_assistance_requests(session, [need], ACTOR)
        like = read_draft(session, find_activity(session, "A1"))
        people = ParticipantCount(ParticipantFunction.JUDGE, "KEN", men=70, counted_on=DAY)
        draft = replace(
            like,
            code=CODE,
            title=TITLE,
            requests=(NEED,),
            paragraphs=(5,),
            participants=(people,),
        )
        number = add_activities(session, [draft], ACTOR)[CODE]
        event = DisseminationDraft(
            "DIS-H", "GUIDE", DisseminationMeans.TRAINING, DisseminationUnit.PEOPLE, DAY, 8,
            activity=CODE,
        )  # fmt: skip
        add_disseminations(session, [event], ACTOR)
        with open_book(session, ACTOR, "second") as book:
            italy = account.contributions["C-ITA"]
            allocate(book, Allocation(number, 700, Heading(DAY, "L-H"), italy))
        earmarked = replace(euros(), scope=((ScopeKind.ACTIVITY, CODE),))
        change_contribution(session, "C-EUR", earmarked, ACTOR, "tied")
        closed = replace(draft, publication=PublicationState.DRAFT)
        change_funded_activity(session, CODE, closed, ACTOR, "not yet")
    return session


def test_no_address_names_it_to_the_public_or_to_a_donor(
    app: Flask, client: PageClient, withheld: Session
) -> None:
    make_user(withheld, Role.DONOR, donor_code="ITA", email="donor@example.org")
    readers = (client, let_in(app, "donor@example.org"))
    paths = {
        *addresses(app),
        "/activities?format=csv",
        "/contributions/C-ITA",
        "/contributions/C-EUR",
        "/api/v1/contributions/C-EUR",
        f"/api/v1{TOTALS}",
        f"/api/v1{TOTALS}&by=donor",
        "/dashboards/rows/activities?measure=allocated",
    }
    for reader in readers:
        for path in sorted(paths):
            text = text_of(reader.http.get(path, headers={"Accept": "*/*"}))
            assert not [word for word in HIDDEN if word in text], path
        for path in (f"/activities/{CODE}", f"/api/v1/activities/{CODE}"):
            answer = reader.http.get(path, headers={"Accept": "*/*"})
            assert (answer.status_code, TITLE in answer.get_data(as_text=True)) == (404, False)


@pytest.mark.usefixtures("withheld")
def test_its_money_stands_in_one_line(app: Flask, client: PageClient, withheld: Session) -> None:
    make_user(withheld, Role.PROGRAMME_MANAGER, email="staff@example.org")
    staff = let_in(app, "staff@example.org")
    open_rows, all_rows = (
        {row["activity"]: row["minor"] for row in reader.get(f"/api/v1{TOTALS}").get_json()["rows"]}
        for reader in (client, staff)
    )
    assert (open_rows["-"], all_rows[CODE]) == (700, 700)
    assert sum(open_rows.values()) == sum(all_rows.values())
    assert set(all_rows) - {CODE} == set(open_rows) - {"-"}
    uses = client.get("/api/v1/contributions/C-ITA").get_json()["activities"]["items"]
    assert [use["amounts"]["allocated_minor"] for use in uses if not use["activity"]] == [700]
    programme = client.get("/programmes/GLO1").get_data(as_text=True)
    assert "activities not yet published" in programme
    for path in (f"/activities/{CODE}", "/activities", "/tools/GUIDE", "/contributions/C-ITA"):
        assert TITLE in staff.get(path).get_data(as_text=True), path
    assert NEED in staff.get(f"/activities/{CODE}").get_data(as_text=True)


@pytest.mark.usefixtures("withheld")
def test_its_people_are_counted_for_staff_and_its_event_names_it_to_them_alone(
    app: Flask, client: PageClient, withheld: Session
) -> None:
    make_user(withheld, Role.PROGRAMME_MANAGER, email="staff@example.org")
    staff = let_in(app, "staff@example.org")
    for reader, people, rows in ((client, 0, {"": 8, "A1": 25}), (staff, 70, {CODE: 8, "A1": 25})):
        for query in ("by=activity", "by=activity&donor=ITA"):
            counted = reader.get(f"/api/v1/people?{query}").get_json()
            assert counted["total"]["participations"] == people, query
        answer = reader.get("/api/v1/dissemination?by=activity").get_json()
        reached = {row["code"]: row["people"] for row in answer["rows"] if row["people"]}
        assert reached == rows
        assert answer["total"]["people"] == 33


def test_neither_its_number_nor_another_spelling_tells_of_it(
    app: Flask, client: PageClient, withheld: Session
) -> None:
    make_user(withheld, Role.PROGRAMME_MANAGER, email="staff@example.org")
    staff = let_in(app, "staff@example.org")
    for reader, number, status in ((client, 1, 404), (staff, 2, 308)):
        (tool,) = reader.get("/api/v1/tools").get_json()["items"]
        assert tool["activities"] == number
        assert reader.get("/api/v1/programmes").get_json()["items"][0]["activities"] == number + 1
        for path in (f"/activities/{CODE.lower()}", f"/api/v1/activities/{CODE.lower()}"):
            answer = reader.http.get(path, headers={"Accept": "*/*"})
            assert answer.status_code == status, path
            assert (CODE in answer.get_data(as_text=True)) is (reader is staff), path
    unknown, hidden = (
        client.http.get(f"/api/v1/activities/{code}").get_json() for code in ("none", "hush-7")
    )
    assert {**unknown, "instance": "", "detail": unknown["detail"].replace("none", "hush-7")} == {
        **hidden, "instance": "",
    }  # fmt: skip
