"""The list of events of dissemination: every filter and order, words, sums, and who sees what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import Session

from tests.support.publication import as_drafts
from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.assistance_requests import AssistanceRequestDraft, add_assistance_requests
from tracker.assistance.dissemination_list import (
    FILTERS,
    ORDERS,
    DisseminationItem,
    list_disseminations,
)
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.shown_disseminations import people_of_events
from tracker.assistance.shown_tools import read_shown_tool
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    ProgrammeKind,
    RequestSource,
    RequestStatus,
)
from tracker.assistance.texts import TextIn
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.listing import FilterChoice, ListQuery
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage
from tracker.reference.regions import holders_of

ALL = 1000
PEOPLE = DisseminationUnit.PEOPLE
TOOLS = {
    "GUIDE": ToolDraft("GUIDE", "A guide", ToolKind.PRACTICAL_GUIDE),
    "LAW": ToolDraft(
        "LAW", "Model law", ToolKind.MODEL_LAW, instruments=(Instrument.TIP,),
        written_in=TextLanguage.ENGLISH,
        texts=(TextIn(TextLanguage.FRENCH, "Loi type sur la traite", ""),
               TextIn(TextLanguage.RUSSIAN, "Типовой закон", "")),
    ),
}  # fmt: skip
PROGRAMMES = {"": "", "A1": "GLO1", "A2": "OTHER"}
REQUESTS = {"": "", "A1": "REQ-1", "A2": "REQ-2"}
"""The request that each activity answers; the State of the second one does not publish it."""


def drafts(events: int) -> list[DisseminationDraft]:
    """Make events by chance; a fifth of those with people have few."""
    chance = Random(events)
    return [
        DisseminationDraft(
            code=f"DIS-{place}",
            tool=chance.choice(sorted(TOOLS)),
            means=chance.choice(list(DisseminationMeans)),
            unit=chance.choice(list(DisseminationUnit)),
            held_on=date(2022, 1, 1) + timedelta(chance.randint(0, 900)),
            number=chance.choice((0, 3, 40, 41, 700)),
            place=chance.choice(("", "KEN", "PER", "002", "001")),
            language=chance.choice(("", "en", "fr")),
            audience=chance.choice(
                (ParticipantFunction.JUDGE, ParticipantFunction.NOT_SPECIFIED)
            ),
            activity=chance.choice(sorted(PROGRAMMES)),
            note=chance.choice(("", "Préparé à Lima")),
        )
        for place in range(events)
    ]  # fmt: skip


EVENTS = {one.code: one for one in drafts(80)}


@pytest.fixture
def recorded(session: Session) -> Session:
    """Give an account of either database with tools in two languages and many events."""
    fill_small_account(session)
    with transaction(session):
        add_tools(session, [TOOLS["LAW"]], ACTOR)
        add_programmes(session, [ProgrammeDraft("OTHER", "Other", ProgrammeKind.GLOBAL)], ACTOR)
        first = AssistanceRequestDraft(
            "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
            Instrument.TIP, date(2022, 1, 5), "6", consent_to_publish=True,
        )  # fmt: skip
        second = replace(first, code="REQ-2", consent_to_publish=False)
        add_assistance_requests(session, [first, second], ACTOR)
        for code, request in (("A1", "REQ-1"), ("A2", "REQ-2")):
            draft = read_draft(session, find_activity(session, code))
            changed = replace(draft, programme=PROGRAMMES[code], requests=(request,))
            change_funded_activity(session, code, changed, ACTOR, "for the test")
        add_disseminations(session, list(EVENTS.values()), ACTOR)
    session.rollback()
    return session


def listed(
    session: Session, *, public: bool = False, order: str = "", words: str = "", **chosen: str
) -> list[DisseminationItem]:
    """Return the events under some filters, to staff or to the public."""
    choices = tuple(FilterChoice(name, code) for name, code in chosen.items())
    query = ListQuery(words, choices, order, size=ALL)
    people = people_of_events(session) if public else None
    return list(list_disseminations(session, query, unpublished=not public, people=people).rows)


def codes(session: Session, **asked: object) -> set[str]:
    """Return the codes of the events under some filters."""
    return {item.code for item in listed(session, **asked)}  # type: ignore[arg-type]


Holds = Callable[[DisseminationDraft], bool]
ASKED: dict[str, tuple[str, Holds]] = {
    "tool": ("law", lambda one: one.tool == "LAW"),
    "kind": ("model_law", lambda one: one.tool == "LAW"),
    "protocol": ("TIP", lambda one: one.tool == "LAW"),
    "means": ("mailing", lambda one: one.means is DisseminationMeans.MAILING),
    "unit": ("copies", lambda one: one.unit is DisseminationUnit.COPIES),
    "language": ("FR", lambda one: one.language == "fr"),
    "audience": ("judge", lambda one: one.audience is ParticipantFunction.JUDGE),
    "country": ("ken", lambda one: one.place == "KEN"),
    "region": ("002", lambda one: "002" in holders_of(one.place)),
    "programme": ("glo1", lambda one: one.activity == "A1"),
    "activity": ("a2", lambda one: one.activity == "A2"),
    "request": ("req-2", lambda one: one.activity == "A2"),
    "from": ("2023-01-01", lambda one: one.held_on >= date(2023, 1, 1)),
    "to": ("2023-01-01", lambda one: one.held_on <= date(2023, 1, 1)),
}
"""What is asked of each filter, and which events it leaves."""


def test_each_filter_leaves_what_it_names_and_two_what_both_do(recorded: Session) -> None:
    assert set(ASKED) == set(FILTERS)
    for name, (code, holds) in ASKED.items():
        expected = {one.code for one in EVENTS.values() if holds(one)}
        assert expected
        assert expected < set(EVENTS), name
        assert codes(recorded, **{name: code}) == expected, name
        if name != "language":
            both = {one for one in expected if EVENTS[one].language == "en"}
            assert codes(recorded, language="en", **{name: code}) == both, name
    for nothing in ({"from": "tomorrow"}, {"region": "nowhere"}, {"tool": "NONE"}):
        assert codes(recorded, **nothing) == set()


def column(item: DisseminationItem, order: str) -> Any:  # noqa: ANN401 - columns of many types
    """Return what an order sorts an event by."""
    if order in set(DisseminationUnit):
        return item.counted(DisseminationUnit(order))
    return item.tool_title.lower() if order == "tool" else getattr(item, order)


def test_each_order_sorts_by_its_column_both_ways(recorded: Session) -> None:
    for order in ORDERS:
        for sign, descends in (("", False), ("-", True)):
            found = [column(item, order) for item in listed(recorded, order=f"{sign}{order}")]
            known = [value for value in found if value not in (None, "")]
            assert known == sorted(known, reverse=descends), f"{sign}{order}"
            assert len(found) == len(EVENTS)


def test_events_are_found_by_all_titles_of_their_tools_and_by_notes_and_places(
    recorded: Session,
) -> None:
    law = {one.code for one in EVENTS.values() if one.tool == "LAW"}
    for words in ("model law", "traite", "Типовой закон"):
        assert codes(recorded, words=words) == law, words
    assert codes(recorded, words="prepare lima") == {
        one.code for one in EVENTS.values() if one.note
    }
    assert codes(recorded, words="кения") == codes(recorded, country="KEN")
    assert codes(recorded, words="DIS-17") == {"DIS-17"}


def test_sums_are_those_of_all_pages_unit_by_unit(recorded: Session) -> None:
    query = ListQuery(chosen=(FilterChoice("tool", "LAW"),), size=3)
    found = list_disseminations(recorded, query, unpublished=True)
    assert len(found.rows) == 3
    assert found.sums == {
        unit.value: sum(
            one.number for one in EVENTS.values() if one.unit is unit and one.tool == "LAW"
        )
        for unit in DisseminationUnit
    }


def test_the_public_sees_of_each_event_what_the_page_of_its_tool_shows(recorded: Session) -> None:
    on_pages = {
        event.code: event.number
        for tool in TOOLS
        for event in read_shown_tool(recorded, tool).disseminations
    }
    rows = listed(recorded, public=True)
    assert {item.code: item.number for item in rows} == on_pages
    assert None in on_pages.values()
    for order in ("people", "-people"):
        numbers = [item.counted(PEOPLE) for item in listed(recorded, public=True, order=order)]
        assert numbers == sorted(
            numbers,
            key=lambda one: (one is None, -(one or 0) if order[0] == "-" else one or 0),
        )


def test_no_sum_of_the_public_has_a_number_in_it_that_is_not_shown(recorded: Session) -> None:
    """Whatever is chosen, down to one event, the sum is that of the numbers shown."""
    people = people_of_events(recorded)
    for code in EVENTS:
        query = ListQuery(code, size=ALL)
        found = list_disseminations(recorded, query, people=people)
        shown = [item.number or 0 for item in found.rows if item.unit is PEOPLE]
        assert found.sums["people"] == sum(shown)
    whole = list_disseminations(recorded, ListQuery(size=ALL), people=people).sums["people"]
    assert whole < sum(one.number for one in EVENTS.values() if one.unit is PEOPLE)


def test_a_number_that_was_changed_since_is_not_taken_for_a_shown_one(recorded: Session) -> None:
    people = people_of_events(recorded)
    item = next(one for one in listed(recorded, public=True, unit="people") if one.number)
    number = item.number or 0
    assert people.of(item.id, number) == number
    assert people.of(item.id, number + 1) is None
    assert people.of(10**6, number) is None


def test_an_activity_or_request_that_is_not_published_is_none_for_the_public(
    recorded: Session,
) -> None:
    as_drafts(recorded, "A1")
    assert codes(recorded, public=True) == set(EVENTS)
    assert {item.activity for item in listed(recorded, public=True)} == {"", "A2"}
    for name, code in (("activity", "A1"), ("programme", "GLO1"), ("request", "REQ-1")):
        assert codes(recorded, public=True, **{name: code}) == set(), name
        assert codes(recorded, **{name: code}), name
    assert codes(recorded, public=True, request="REQ-2") == set()
    assert codes(recorded, public=True, activity="A2")
    assert codes(recorded, public=True, words="Training") == set()
    assert codes(recorded, words="Training")
