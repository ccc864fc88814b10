"""An activity in sections: how far each has come, and two people who fill in one activity."""

import pytest
from sqlmodel import Session

from tests.support.pages import PageClient, parse
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_sections import (
    FIELDS,
    ActivitySection,
    SectionStage,
    progress_of,
)
from tracker.assistance.revisions import draft_to_change
from tracker.assistance.shares import Share
from tracker.assistance.texts import TextIn
from tracker.errors import Fault
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.reference.languages import TextLanguage

EMPTY = ActivityDraft("A9", "Course", "GLO1", ActivityType.TRAINING, ActivityStatus.PIPELINE)


def as_filled_in(session: Session, code: str) -> ActivityDraft:
    session.rollback()
    return draft_to_change(session, code)


def hidden(client: PageClient, path: str) -> str:
    (text,) = client.html(path).xpath("//input[@name='filled_from']/@value")
    return str(text)


def test_every_field_of_an_activity_stands_in_one_section() -> None:
    listed = [name for fields in FIELDS.values() for name in fields]
    assert len(listed) == len(set(listed))
    assert set(ActivityDraft.__dataclass_fields__) - set(listed) == {
        "code", "publication",
    }  # fmt: skip


def test_progress_tells_what_is_empty_begun_complete_and_faulty() -> None:
    draft = ActivityDraft(
        **{name: getattr(EMPTY, name) for name in ("code", "title", "programme", "type", "status")},
        beneficiaries=(Share("PER", 10_000),),
        instruments=(Share("TIP", 5_000),),
    )
    found = {one.section: one for one in progress_of(draft, [Fault("instruments-0-share", "half")])}
    assert found[ActivitySection.WHAT].progress is SectionStage.BEGUN
    assert found[ActivitySection.WHAT].missing == ("description",)
    assert found[ActivitySection.WHEN].progress is SectionStage.EMPTY
    assert found[ActivitySection.WHEN].missing == ("planned_start",)
    assert found[ActivitySection.WHOM].progress is SectionStage.COMPLETE
    assert found[ActivitySection.LAW].progress is SectionStage.FAULTY
    assert found[ActivitySection.MONEY].progress is SectionStage.EMPTY
    assert found[ActivitySection.MONEY].missing == ()


def test_an_activity_begins_with_a_few_fields_and_goes_on_section_by_section(
    manager: PageClient, sqlite_session: Session
) -> None:
    begun = {"code": "A9", "title": "Course", "programme": "GLO1", "type": "training"}
    answer = manager.submit("/activities/add/begin", begun)
    assert answer.location == "/activities/A9/sections"
    tree = manager.html("/activities/A9/sections")
    assert len(tree.xpath("//ol[@class='sections']/li")) == len(ActivitySection)
    path = "/activities/A9/sections/for-whom"
    (reason,) = manager.html(path).xpath("//input[@name='why']/@value")
    assert reason == "First entry: For whom"
    sent = {"beneficiaries-0-code": "Peru", "beneficiaries-0-share": "100", "next": "yes"}
    answer = manager.submit(path, {**sent, "why": reason})
    assert answer.location == "/activities/A9/sections/instruments"
    assert as_filled_in(sqlite_session, "A9").beneficiaries == (Share("PER", 10_000),)
    answer = manager.submit(
        "/activities/A9/sections/tools-and-requests",
        {"partners": "UNODC", "why": "x", "next": "yes"},
    )
    assert answer.location == "/activities/A9/sections/languages"
    sent = {"written_in": "en", "texts-0-language": "fr", "texts-0-title": "Cours"}
    answer = manager.submit(answer.location, {**sent, "why": "x", "next": "yes"})
    assert answer.location == "/activities/A9/sections"
    assert as_filled_in(sqlite_session, "A9").texts == (TextIn(TextLanguage.FRENCH, "Cours"),)


def test_a_refused_section_shows_its_faults_and_keeps_what_was_typed(manager: PageClient) -> None:
    path = "/activities/A1/sections/when-and-where"
    answer = manager.submit(
        path, {"planned_start": "2026-03-01", "planned_end": "2026-02-01", "why": "moved"}
    )
    assert answer.status_code == 422
    assert "the end lies before the start" in answer.text
    assert "2026-02-01" in answer.text


def test_an_unknown_section_has_no_address(manager: PageClient) -> None:
    assert manager.get("/activities/A1/sections/nothing").status_code == 404


def test_two_people_in_different_sections_both_succeed(
    manager: PageClient, sqlite_session: Session
) -> None:
    what, where = "/activities/A1/sections/what", "/activities/A1/sections/when-and-where"
    before = hidden(manager, where)
    assert manager.submit(what, {"title": "Renamed", "why": "agreed"}).status_code == 303
    sent = {"venue": "Lima", "filled_from": before, "why": "settled"}
    assert manager.submit(where, sent).status_code == 303
    found = as_filled_in(sqlite_session, "A1")
    assert (found.title, found.venue) == ("Renamed", "Lima")


def test_the_second_in_one_section_sees_both_and_loses_nothing(manager: PageClient) -> None:
    path = "/activities/A1/sections/when-and-where"
    before = hidden(manager, path)
    assert manager.submit(path, {"venue": "Lima", "why": "settled"}).status_code == 303
    assert (
        manager.submit("/activities/A1/sections/what", {"title": "Renamed", "why": "w"}).status_code
        == 303
    )
    answer = manager.submit(path, {"venue": "Quito", "filled_from": before, "why": "moved"})
    assert answer.status_code == 409
    assert "Lima" in answer.text
    assert "Quito" in answer.text
    assert "Renamed" not in answer.text


@pytest.mark.parametrize(
    ("section", "part", "code"),
    [("for-whom", "beneficiaries", "KEN"), ("instruments", "instruments", "TIP")],
)
def test_one_row_alone_without_a_share_has_all_of_it(
    manager: PageClient, sqlite_session: Session, section: str, part: str, code: str
) -> None:
    page = manager.get(f"/activities/A1/sections/{section}")
    cells = parse(page.get_data(as_text=True)).xpath(f"//@name[starts-with(., '{part}-')]")
    empty = {str(one): "" for one in cells if not one.endswith("-id")}
    sent = {**empty, f"{part}-0-code": code, "why": "so"}
    assert manager.send_again(page, sent).status_code == 303
    assert getattr(as_filled_in(sqlite_session, "A1"), part) == (Share(code, 10_000),)
    page = manager.get(f"/activities/A1/sections/{section}")
    two = {f"{part}-0-share": "", f"{part}-1-code": "PER" if code == "KEN" else "SOM"}
    assert manager.send_again(page, {**two, "why": "so"}).status_code == 422
