"""One change of several records by ticking: shown from old to new, then all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.web.import_pages import press
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft, ToolShare
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import ProgrammeKind, PublicationState, ToolUse
from tracker.db import transaction
from tracker.exchange.import_jobs.tables import ImportJob
from tracker.people.accounts import change_role
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord, User
from tracker.reference.codes import ActivityStatus, Theme

SignIn = Callable[..., PageClient]
FORM = "/imports/several/activities"
CHANGE = {"change": "status=finalisation", "why": "as the field office/Lima reports"}
DRAFTS = ("NEW", "NEW-2")
MOVED, REFUSED = 303, 422
OTHER = "other@example.org"
pytestmark = pytest.mark.usefixtures("jobs_at_once")


@pytest.fixture
def manager(account: Account, sqlite_session: Session, signed_in: SignIn) -> PageClient:
    """Give a programme manager of an account with two drafts, the second without description."""
    del account
    with transaction(sqlite_session) as session:
        like = replace(
            read_draft(session, find_activity(session, "A1")),
            description="For judges",
            actual_start=date(2022, 1, 5),
            publication=PublicationState.DRAFT,
            paragraphs=(5,),
        )
        new = [replace(like, code=code, title=f"Course {code}") for code in DRAFTS]
        add_activities(session, [new[0], replace(new[1], description="")], "ana")
    return signed_in(Role.PROGRAMME_MANAGER)


def asked(client: PageClient, change: str, codes: tuple[str, ...] = DRAFTS, **more: str) -> str:
    """Ask for a change, and return the address of its preview."""
    values = {"codes": "\n".join(codes), "change": change, "why": "as agreed; see 3/4", **more}
    answer = client.submit(FORM, values)
    assert answer.status_code == MOVED, answer.get_data(as_text=True)
    return answer.headers["Location"]


def read(session: Session, code: str) -> ActivityDraft:
    """Return an activity as it is on record now."""
    session.rollback()
    session.expire_all()
    return read_draft(session, find_activity(session, code))


@pytest.mark.parametrize(
    ("change", "tool", "name", "after"),
    [
        ("tools+developed", "GUIDE", "tools",
         (ToolShare("GUIDE", ToolUse.DEVELOPED), ToolShare("GUIDE", ToolUse.USED, 2000))),
        ("tools-", "GUIDE", "tools", ()),
        ("paragraphs+6", "", "paragraphs", (5, 6)),
        ("paragraphs-5", "", "paragraphs", ()),
        ("themes+extradition", "", "themes", (Theme.EXTRADITION,)),
    ],
)  # fmt: skip
def test_a_list_gets_one_more_or_loses_one_and_the_trail_has_the_reason(
    manager: PageClient,
    sqlite_session: Session,
    change: str,
    tool: str,
    name: str,
    after: object,
) -> None:
    preview = asked(manager, change, tool=tool)
    assert press(manager, preview, "take-up") == MOVED
    assert [getattr(read(sqlite_session, code), name) for code in DRAFTS] == [after] * 2
    reasons = sqlite_session.exec(
        select(AuditRecord.why)
        .where(col(AuditRecord.subject_reference) == "NEW")
        .order_by(col(AuditRecord.id))
    ).all()
    assert reasons[-1] == "as agreed; see 3/4"
    assert "as agreed; see 3/4" in manager.get(preview).get_data(as_text=True)
    assert "as agreed; see 3/4" in manager.get("/activities/NEW/history").get_data(as_text=True)


def test_submitting_several_names_what_each_lacks_and_takes_the_good_ones(
    manager: PageClient, sqlite_session: Session
) -> None:
    preview = asked(manager, "publication=submitted", (*DRAFTS, "A1"))
    text = manager.get(preview).get_data(as_text=True)
    assert "fill this in before the activity is submitted" in text
    assert "does not become" in text
    assert press(manager, preview, "take-up") == MOVED
    states = [read(sqlite_session, code).publication for code in (*DRAFTS, "A1")]
    draft, submitted, published, *_ = (
        PublicationState.DRAFT, PublicationState.SUBMITTED, PublicationState.PUBLISHED
    )  # fmt: skip
    assert states == [submitted, draft, published]
    back = asked(manager, "publication=draft", ("NEW",))
    assert press(manager, back, "take-up") == MOVED
    assert read(sqlite_session, "NEW").publication is draft


def test_of_a_published_one_the_change_waits_and_its_row_says_so(
    manager: PageClient, sqlite_session: Session
) -> None:
    preview = asked(manager, "paragraphs+6", ("A1", "NEW"))
    told = "status, days and people hold at once; the rest waits to be published"
    assert told in manager.get(preview).get_data(as_text=True)
    assert press(manager, preview, "take-up") == MOVED
    assert told in manager.get(preview).get_data(as_text=True)
    assert read(sqlite_session, "A1").paragraphs == ()
    assert read(sqlite_session, "NEW").paragraphs == (5, 6)
    assert "as agreed; see 3/4" in manager.get("/activities/A1/revision").get_data(as_text=True)


def test_activities_of_another_manager_are_refused_by_their_rows(
    manager: PageClient, app: Flask, sqlite_session: Session
) -> None:
    del manager
    user = make_user(sqlite_session, Role.PROGRAMME_MANAGER, email=OTHER)
    own = frozenset({"NAT1"})
    with transaction(sqlite_session) as session:
        add_programmes(session, [ProgrammeDraft("NAT1", "Other", ProgrammeKind.THEMATIC)], "ana")
        change_role(session, user.handle, user.role, "", "ana", programmes=own, why="so")
    client = let_in(app, OTHER)
    text = client.get(asked(client, "themes+extradition")).get_data(as_text=True)
    assert "another manager" in text
    assert "None of the records can be changed in this way." in text


def test_nothing_is_chosen_until_somebody_chooses(manager: PageClient) -> None:
    first = manager.html(FORM).xpath("//select[@name='change']//option")[0]
    assert (first.get("value"), first.get("selected")) == ("", None)
    page = manager.submit(FORM, {"codes": "NEW", "change": "", "why": "so"})
    text = page.get_data(as_text=True)
    assert (page.status_code, "Choose what changes." in text) == (REFUSED, True)
    assert "Choose one of the list." not in text


@pytest.mark.parametrize("typed", ["new\nNew-2", "NEW, new-2", "NEW;NEW-2; NEW"])
def test_codes_are_found_in_any_case_and_parted_by_any_sign(
    manager: PageClient, sqlite_session: Session, typed: str
) -> None:
    preview = asked(manager, "paragraphs+6", (typed,))
    assert press(manager, preview, "take-up") == MOVED
    assert [read(sqlite_session, code).paragraphs for code in DRAFTS] == [(5, 6)] * 2


@pytest.mark.parametrize(
    ("change", "tool"), [("tools+used", ""), ("tools+used", "NONE"), ("paragraphs+5", "GUIDE")]
)
def test_a_tool_is_named_where_it_is_needed_and_there_alone(
    manager: PageClient, change: str, tool: str
) -> None:
    values = {"codes": "NEW", "change": change, "tool": tool, "why": "so"}
    page = manager.submit(FORM, values)
    assert page.status_code == REFUSED
    assert 'href="#tool"' in page.get_data(as_text=True)


def test_a_form_that_is_sent_twice_makes_one_import(
    manager: PageClient, sqlite_session: Session
) -> None:
    shown = manager.get(f"{FORM}?code=NEW")
    for _click in range(2):
        answer = manager.send_again(shown, {"change": "themes+extradition", "why": "so"})
        assert answer.status_code == MOVED
    sqlite_session.rollback()
    assert len(sqlite_session.exec(select(ImportJob)).all()) == 1


def test_who_publishes_ticks_in_the_list_and_decides_on_what_others_submitted(
    manager: PageClient, sqlite_session: Session, signed_in: SignIn
) -> None:
    del manager
    secretariat = signed_in(Role.SECRETARIAT)
    page = secretariat.html("/activities")
    assert page.xpath("//form[@action='/activities/publication']//input[@value='NEW']")
    own = sqlite_session.exec(select(User).where(User.role == Role.SECRETARIAT)).one().handle
    handle = make_user(sqlite_session, Role.PROGRAMME_MANAGER, email=OTHER).handle
    with transaction(sqlite_session) as session:
        for code, who in (("NEW", handle), ("NEW-2", own)):
            by = {Mover.OPERATOR}
            move_publication(session, code, PublicationState.SUBMITTED, who, by=by)
    shown = secretariat.get("/activities/publication?code=NEW&code=NEW-2&code=A1")
    text = shown.get_data(as_text=True)
    assert "You submitted it: somebody else decides on it." in text
    boxes = secretariat.html("/activities/publication?code=NEW&code=NEW-2&code=A1").xpath(
        "//input[@name='activity'][@checked]/@value"
    )
    assert [box.split()[0] for box in boxes] == ["A1", "NEW"]
    answer = secretariat.send_again(
        shown, {"activity": list(boxes), "intent": "published"}, follow=True
    )
    assert "NEW is published." in answer.get_data(as_text=True)
    assert read(sqlite_session, "NEW").publication is PublicationState.PUBLISHED
    assert read(sqlite_session, "NEW-2").publication is PublicationState.SUBMITTED


def test_those_ticked_are_previewed_and_changed_together(
    account: Account, sqlite_session: Session, signed_in: SignIn
) -> None:
    del account
    manager = signed_in(Role.PROGRAMME_MANAGER)
    page = manager.html("/activities")
    assert page.xpath("//form[@action='/imports/several/activities']//input/@value") == ["A1", "A2"]
    answer = manager.submit(f"{FORM}?code=A1&code=A2", CHANGE)
    assert answer.status_code == 303
    preview = answer.headers["Location"]
    text = manager.html(preview).xpath("string(//main)")
    assert "Implementation" in text or "implementation" in text
    assert "finalisation" in text
    assert read_draft(sqlite_session, find_activity(sqlite_session, "A1")).status is not (
        ActivityStatus.FINALISATION
    )


@pytest.mark.parametrize("codes", ["", "A1\nNONE", "\n".join(f"X{n}" for n in range(300))])
def test_codes_of_nothing_and_too_many_are_refused(
    account: Account, signed_in: SignIn, codes: str
) -> None:
    del account
    manager = signed_in(Role.PROGRAMME_MANAGER)
    assert manager.submit(FORM, {**CHANGE, "codes": codes}).status_code == 422


def test_who_may_not_change_assistance_ticks_nothing(
    account: Account, client: PageClient, signed_in: SignIn
) -> None:
    del account
    assert not client.html("/activities").xpath("//input[@name='code']")
    officer = signed_in(Role.FINANCE_OFFICER)
    assert not officer.html("/activities").xpath("//input[@name='code']")
    assert officer.get(FORM).status_code == 404
    assert officer.get("/imports/several/donors").status_code == 404
    assert signed_in(Role.DONOR, donor_code="ITA").get(FORM).status_code == 403


def test_a_refused_record_is_named_where_the_rows_are_shown(manager: PageClient) -> None:
    page = manager.html(asked(manager, "publication=submitted"))
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")][1:3]
        for row in page.xpath("//table[.//caption[contains(., 'outcomes')]]/tbody/tr")
    ]
    assert rows == [["Changed", "NEW"], ["Rejected", "NEW-2"]]
