"""The pages of requests of States: who sees them, how they are changed, what could answer them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.support.publication import as_drafts
from tests.web.conftest import ManagerOf
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
    find_assistance_request,
)
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.request_matches import proposed_activities, proposed_requests
from tracker.assistance.revisions import open_revision
from tracker.assistance.shares import Share
from tracker.assistance.states import Priority, PublicationState, RequestSource, RequestStatus
from tracker.db import transaction
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.roles import Role
from tracker.reference.codes import ActivityStatus
from tracker.reference.instruments import Instrument

SignIn = Callable[..., PageClient]
SECRET = "a note verbale of the ministry"
DRAFT = AssistanceRequestDraft(
    "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.UNTOC, date(2022, 1, 5), "16", SECRET, estimated_cost_minor=123_400,
    cost_basis="the ministry",
)  # fmt: skip
FOUND, MOVED, REFUSED, MISSING = 200, 303, 422, 404


@pytest.fixture
def requested(account: Account, sqlite_session: Session) -> Session:
    """Give an account with a request for staff, a published one, and an activity for Kenya."""
    del account
    with transaction(sqlite_session) as session:
        published = replace(DRAFT, code="REQ-2", consent_to_publish=True)
        elsewhere = replace(DRAFT, code="REQ-3", state="PER")
        add_assistance_requests(session, [DRAFT, published, elsewhere], "ana")
        draft = read_draft(session, find_activity(session, "A2"))
        after = replace(
            draft, beneficiaries=(Share("KEN", 10_000),), articles=((Instrument.UNTOC, "16"),)
        )
        change_funded_activity(session, "A2", after, "ana", "for Kenya")
    return sqlite_session


def test_the_public_sees_what_its_state_agreed_to_and_nothing_of_its_words(
    requested: Session, client: PageClient
) -> None:
    del requested
    listed = client.get("/requests/list").get_data(as_text=True)
    assert "REQ-2" in listed
    assert "REQ-1" not in listed
    assert client.get("/requests/REQ-1").status_code == MISSING
    assert client.get("/requests/req-1").status_code == MISSING  # it would tell that it is there
    assert client.get("/requests/req-2").status_code == 308
    page = client.get("/requests/REQ-2").get_data(as_text=True)
    for hidden in (SECRET, "1,234.00", "the ministry", "History of changes"):
        assert hidden not in page + listed
    assert "REQ-2" not in client.get("/requests/list?q=verbale").get_data(as_text=True)


def test_what_is_not_published_answers_no_request_of_the_public_list(
    requested: Session, client: PageClient, manager: PageClient
) -> None:
    """The activity counts in its column and in the filter for those who may see it."""
    draft = read_draft(requested, find_activity(requested, "A2"))
    requested.rollback()
    with transaction(requested) as session:
        linked = replace(draft, requests=("REQ-2",))
        change_funded_activity(session, "A2", linked, "ana", "it answers")
    answered = "/requests/list?assisted=yes&q=REQ-2&file=csv"
    assert "REQ-2" in client.get(answered).get_data(as_text=True)
    as_drafts(requested, "A2")
    assert "REQ-2" not in client.get(answered).get_data(as_text=True)
    row = client.get("/requests/list?assisted=no&file=csv").get_data(as_text=True).splitlines()[1]
    assert row.startswith("REQ-2,")
    assert row.endswith(",0")
    assert "REQ-2" in manager.get(answered).get_data(as_text=True)


def test_a_request_is_assisted_by_what_has_begun_for_its_state_and_article_or_is_linked(
    requested: Session, manager: PageClient
) -> None:
    """A2 went on for Kenya on the article of two requests; what has not begun answers none."""
    codes = {"yes": {"REQ-1", "REQ-2"}, "no": {"REQ-3"}}
    for answer, expected in codes.items():
        assert listed(manager, f"assisted={answer}") == expected
    sheet = manager.get("/imports/records/requests.csv?assisted=yes").get_data(as_text=True)
    assert sheet.count("\nREQ-") == len(codes["yes"])
    draft = read_draft(requested, find_activity(requested, "A1"))
    requested.rollback()
    with transaction(requested) as session:
        begun = replace(draft, requests=("REQ-3",))
        change_funded_activity(session, "A1", begun, "ana", "it answers")
    assert listed(manager, "assisted=no") == set()
    with transaction(requested) as session:
        waits = replace(begun, status=ActivityStatus.PIPELINE)
        change_funded_activity(session, "A1", waits, "ana", "it has not begun")
    assert listed(manager, "assisted=no") == {"REQ-3"}


def listed(client: PageClient, query: str) -> set[str]:
    """Return the codes of the requests that the list has."""
    text = client.get(f"/requests/list?file=csv&{query}").get_data(as_text=True)
    return {line.partition(",")[0] for line in text.splitlines()[1:]}


def test_staff_see_all_with_what_is_asked_for_and_its_cost(
    requested: Session, manager: PageClient
) -> None:
    del requested
    listed = manager.get("/requests/list?q=verbale&country=KEN").get_data(as_text=True)
    assert "REQ-1" in listed
    assert "REQ-3" not in listed
    assert "2,468.00" in listed
    assert SECRET in manager.get("/requests/REQ-1").get_data(as_text=True)


def test_an_unlawful_move_stands_at_the_status_and_saves_nothing(
    requested: Session, manager: PageClient
) -> None:
    path = "/requests/REQ-1/change"
    answer = manager.submit(path, {"status": "answered", "why": "done"})
    assert answer.status_code == 303
    answer = manager.submit(path, {"status": "received", "why": "a mistake"})
    assert answer.status_code == REFUSED
    assert "it can become: Planned" in answer.get_data(as_text=True)
    requested.rollback()
    assert find_assistance_request(requested, "REQ-1").status == RequestStatus.ANSWERED
    history = manager.get("/requests/REQ-1/history").get_data(as_text=True)
    for told in ("Received", "Answered", "done"):
        assert told in history


def test_what_could_answer_is_proposed_from_both_sides_and_linked_once(
    requested: Session, manager: PageClient
) -> None:
    row = find_assistance_request(requested, "REQ-1")
    assert [one.code for one in proposed_activities(requested, row)] == ["A2"]
    draft = read_draft(requested, find_activity(requested, "A2"))
    assert [one.code for one in proposed_requests(requested, draft)] == ["REQ-1", "REQ-2"]
    assert "REQ-1" in manager.get("/activities/A2").get_data(as_text=True)
    for _ in range(2):
        sent = manager.submit("/requests/REQ-1", {"activity": "A2"})
        assert sent.status_code == 303
    requested.rollback()
    draft = read_draft(requested, find_activity(requested, "A2"))
    assert draft.requests == ("REQ-1",)
    page = parse(manager.get("/requests/REQ-1").get_data(as_text=True))
    landmarks = page.xpath("//section/@aria-labelledby | //*[@role='region']/@aria-labelledby")
    assert len(landmarks) == len(set(landmarks))
    assert proposed_activities(requested, find_assistance_request(requested, "REQ-1")) == ()
    assert [one.code for one in proposed_requests(requested, draft)] == ["REQ-2"]


@pytest.mark.usefixtures("requested")
def test_proposed_activities_of_other_programmes_have_no_button(
    manager: PageClient, manager_of: ManagerOf
) -> None:
    other = manager_of("GLO9")
    for client, labels in ((manager, ["Link A2"]), (other, [])):
        page = client.html("/requests/REQ-1")
        assert page.xpath("//section[@aria-labelledby='proposed']//a[text() = 'A2']")
        found = page.xpath("//section[@aria-labelledby='proposed']//button/@aria-label")
        assert found == labels


def test_a_link_from_either_side_holds_at_once_and_leaves_what_waits(
    requested: Session, manager: PageClient, manager_of: ManagerOf
) -> None:
    assert (
        manager.submit("/activities/A2/change", {"title": "Else", "why": "so"}).status_code == MOVED
    )
    assert manager.submit("/requests/REQ-1", {"activity": "A2"}).status_code == MOVED
    section = "/activities/A2/sections/tools-and-requests"
    assert manager.submit(section, {"requests": "REQ-1; REQ-2", "why": "both"}).status_code == MOVED
    requested.rollback()
    row = find_activity(requested, "A2")
    draft = read_draft(requested, row)
    assert draft.requests == ("REQ-1", "REQ-2")
    waits = open_revision(requested, row.id or 0, draft)
    assert waits is not None
    assert (draft.title != "Else", waits.draft.title, waits.why) == (True, "Else", "so")
    other = manager_of("GLO9")
    answer = other.submit("/requests/REQ-3", {"activity": "A2"})
    assert answer.status_code == REFUSED
    assert "another manager" in answer.get_data(as_text=True)


def test_an_approved_activity_stays_approved_when_it_is_linked(
    requested: Session, manager: PageClient
) -> None:
    with transaction(requested) as session:
        state = PublicationState.APPROVED
        move_publication(session, "A2", state, "ben", by={Mover.OPERATOR})
    assert manager.submit("/requests/REQ-1", {"activity": "A2"}).status_code == 303
    requested.rollback()
    draft = read_draft(requested, find_activity(requested, "A2"))
    assert (draft.requests, draft.publication) == (("REQ-1",), PublicationState.APPROVED)


def test_an_activity_that_is_not_there_is_named(requested: Session, manager: PageClient) -> None:
    del requested
    answer = manager.submit("/requests/REQ-1", {"activity": "A77"})
    assert answer.status_code == REFUSED
    assert "No activity has this code or title." in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.DONOR, Role.APPROVER, Role.SECRETARIAT])
def test_who_may_not_change_assistance_finds_no_form(
    requested: Session, signed_in: SignIn, role: Role
) -> None:
    del requested
    donor = "ITA" if role is Role.DONOR else ""
    reader = signed_in(role, donor_code=donor)
    assert reader.get("/requests/add").status_code == 403
    assert "Link the activity" not in reader.get("/requests/REQ-2").get_data(as_text=True)


@pytest.mark.parametrize(("day", "why"), [("2569-01-01", "has not come"), ("1899-01-01", "2000")])
def test_a_day_to_come_and_one_of_last_century_are_refused_at_their_field(
    requested: Session, manager: PageClient, day: str, why: str
) -> None:
    del requested
    for path, field in (("/requests/REQ-1/change", "received_on"),
                        ("/dissemination/DIS-2/change", "held_on")):  # fmt: skip
        answer = manager.submit(path, {field: day, "why": "as typed"})
        assert answer.status_code == REFUSED, path
        page = parse(answer.get_data(as_text=True))
        assert why in page.get_element_by_id(f"{field}-fault").text_content()
