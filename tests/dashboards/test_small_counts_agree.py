"""What one page hides of few people no other page, list or order tells."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.conftest import SignIn
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.states import DisseminationMeans, DisseminationUnit, PublicationState
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.reference.codes import (
    ActivityStatus,
    ActivityType,
    ParticipantFunction,
    ToolKind,
)

ON = date(2022, 3, 1)
TOOLS = {"T-A": (3,), "T-B": (4, 5), "T-C": (40, 2, 30), "T-D": (50, 60), "T-E": ()}
PEOPLE = {
    "A-1": ((1, 2),), "A-2": ((4, 5), (8, 1)), "A-3": ((40, 30),), "A-4": ((50, 60), (20, 20)),
    "A-5": ((3, 60),), "A-6": ((30, 40), (20, 20)),
}  # fmt: skip


@pytest.fixture(autouse=True)
def few(sqlite_session: Session) -> None:
    """Write an account with tools and activities of few people, and of many."""
    fill(sqlite_session)
    events = [
        DisseminationDraft(
            f"{code}-{at}", code, DisseminationMeans.MEETING, DisseminationUnit.PEOPLE, ON, number
        )
        for code, numbers in TOOLS.items()
        for at, number in enumerate(numbers)
    ]
    with transaction(sqlite_session):
        tools = [ToolDraft(code, f"Guide {code}", ToolKind.PRACTICAL_GUIDE) for code in TOOLS]
        add_tools(sqlite_session, tools, ACTOR)
        add_disseminations(sqlite_session, events, ACTOR)
        add_activities(sqlite_session, [_activity(code) for code in PEOPLE], ACTOR)


def _activity(code: str) -> ActivityDraft:
    """Return an activity with its people."""
    functions = (ParticipantFunction.JUDGE, ParticipantFunction.POLICE)
    counts = tuple(
        ParticipantCount(function, "KEN", women=women, men=men, counted_on=ON)
        for function, (women, men) in zip(functions, PEOPLE[code], strict=False)
    )
    draft = ActivityDraft(
        code, f"Training {code}", "GLO1", ActivityType.TRAINING, ActivityStatus.IMPLEMENTATION
    )
    return replace(draft, participants=counts, publication=PublicationState.PUBLISHED)


def answer(client: PageClient, path: str) -> Any:  # noqa: ANN401 - JSON
    """Return an answer of the API."""
    return client.get(f"/api/v1/{path}").get_json()


def test_a_tool_shows_no_more_of_its_people_than_all_tools_do(client: PageClient) -> None:
    rows = answer(client, "dissemination?by=tool")["rows"]
    shown = {row["code"]: row["people"] for row in rows}
    assert None in shown.values()
    listed = {one["code"]: one["people"] for one in answer(client, "tools?per_page=200")["items"]}
    assert {code: listed[code] for code in shown} == shown
    for code in TOOLS:
        tool = answer(client, f"tools/{code}")
        numbers = [event["number"] for event in tool["disseminations"]]
        assert tool["people"] == shown.get(code, 0)
        assert not {1, 2, 3, 4} & set(numbers)
        if shown.get(code, 0) is None:
            assert set(numbers) == {None}
        page = client.html(f"/tools/{code}")
        cells = page.xpath("//section[@aria-labelledby='dissemination']//tbody//td[@class='num']")
        assert [not cell.text.strip().isdigit() for cell in cells] == [
            number is None for number in numbers
        ]


def test_the_order_of_people_tells_no_hidden_number(client: PageClient, signed_in: SignIn) -> None:
    staff = signed_in(Role.SECRETARIAT)
    for order in ("people", "-people"):
        items = answer(client, f"tools?sort={order}")["items"]
        known = [one["people"] for one in items if one["people"] is not None]
        hidden = [one["code"] for one in items if one["people"] is None]
        assert known == sorted(known, reverse=order == "-people")
        assert len(hidden) > 1
        assert hidden == sorted(hidden) == [one["code"] for one in items[-len(hidden) :]]
        page = client.html(f"/tools?sort={order}").xpath("//tbody/tr/th//a/@href")
        assert [one.rpartition("/")[2] for one in page] == [one["code"] for one in items]
        seen = [one["people"] for one in answer(staff, f"tools?sort={order}")["items"]]
        assert seen == sorted(seen, reverse=order == "-people")


def test_an_activity_shows_no_more_of_its_people_than_all_activities_do(
    client: PageClient, signed_in: SignIn
) -> None:
    rows = {row["code"]: row for row in answer(client, "people?by=activity")["rows"]}
    without_sex = [rows[code] for code in PEOPLE if rows[code]["women"] is None]
    assert {None} < {row["participations"] for row in without_sex}
    for code in PEOPLE:
        whole = rows[code]
        detail = answer(client, f"activities/{code}")
        own, counts = detail["participants"], detail["participant_counts"]
        assert own["with_double_counting"] == whole["participations"]
        assert own["without_double_counting"] == whole["without_double_counting"]
        assert own["women"] in {whole["women"], None}
        if whole["participations"] is None:
            assert counts == []
        elif whole["women"] is None:
            assert {one["women"] for one in counts} == {None}
    staff = signed_in(Role.SECRETARIAT)
    numbers = answer(staff, "activities/A-1")["participants"]
    assert (numbers["women"], numbers["men"]) == (1, 2)
