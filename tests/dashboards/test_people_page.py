"""People by query through the API and on pages: nobody but staff sees small counts."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.reference.codes import ParticipantFunction

JUDGE, POLICE = ParticipantFunction.JUDGE, ParticipantFunction.POLICE
FIRST, SECOND = date(2023, 3, 1), date(2023, 9, 1)
COUNTS = (
    ParticipantCount(JUDGE, "KEN", women=3, men=30, counted_on=FIRST),
    ParticipantCount(POLICE, "KEN", women=20, men=40, counted_on=FIRST),
    ParticipantCount(POLICE, "PER", women=50, men=60, counted_on=FIRST),
    ParticipantCount(
        POLICE, "PER", women=9, men=9, counted_on=SECOND, women_before=6, before_activity="A1"
    ),
)
SMALL_ROW = {
    "code": "judge", "women": None, "men": None, "participations": 33,
    "without_double_counting": 33,
}  # fmt: skip


@pytest.fixture
def counted(sqlite_session: Session) -> None:
    """Write an account with people counted in its activity."""
    fill(sqlite_session)
    with transaction(sqlite_session):
        draft = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
        wanted = replace(draft, participants=COUNTS)
        change_activity(sqlite_session, "A1", wanted, ACTOR, "counted")


def people(client: PageClient, query: str = "") -> Any:  # noqa: ANN401 - JSON
    """Ask for people."""
    answer = client.get(f"/api/v1/people?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.mark.usefixtures("counted")
def test_the_public_sees_no_small_count(client: PageClient) -> None:
    answer = people(client)
    rows = {row["code"]: row for row in answer["rows"]}
    assert {name: rows["judge"][name] for name in SMALL_ROW} == SMALL_ROW
    assert rows["police"]["women"] is None  # it would tell how many judges are women
    assert answer["suppressed"]
    assert (answer["total"]["women"], answer["total"]["participations"]) == (82, 221)
    assert answer["total"]["without_double_counting"] == 215
    page = client.get("/activities/A1").get_data(as_text=True)
    assert "fewer than five people" in page
    detail = client.get("/api/v1/activities/A1").get_json()
    assert detail["participants"]["suppressed"]
    assert all(not 0 < (row["women"] or 0) < 5 for row in detail["participant_counts"])
    html = client.get("/dashboards/people").get_data(as_text=True)
    assert "Numbers of fewer than five people are not shown" in html


@pytest.mark.usefixtures("counted")
def test_rows_behind_numbers_tell_no_small_count(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    def rows(page: PageClient, parts: str) -> list[list[str]]:
        answer = page.get(f"/dashboards/rows/people.csv?{parts}")
        assert answer.status_code == 200, parts
        return list(csv.reader(answer.get_data(as_text=True).splitlines()))[1:]

    assert rows(client, "") == rows(client, "part=programme:GLO1") == [["A1", "Training", "221"]]
    # 82 women in all less 79 of the police are 3 judges.
    for parts in ("part=function:police&part=sex:women", "part=function:judge&part=sex:men"):
        assert rows(client, parts) == []
    assert rows(client, "except=function:judge&part=sex:women") == []
    assert rows(client, "part=function:police&part=country:KEN") == []
    assert rows(client, "part=function:police") == [["A1", "Training", ""]]
    staff = signed_in(Role.SECRETARIAT)
    assert rows(staff, "part=function:police&part=sex:women") == [["A1", "Training", "79"]]
    assert rows(staff, "except=function:police&part=country:KEN") == [["A1", "Training", "33"]]
    once = "part=counting:once"
    assert rows(staff, once) == [["A1", "Training", "221", "6", "215"]]
    assert rows(staff, f"{once}&part=sex:women") == [["A1", "Training", "82", "6", "76"]]
    assert rows(client, once) == [["A1", "Training", "221", "", ""]]
    for page in (client, staff):
        foot = page.html(f"/dashboards/rows/people?{once}").xpath("//tfoot/tr/td")
        assert [cell.xpath("string()") for cell in foot] == ["221", "6", "215"]
    wrong = client.get("/dashboards/rows/people.csv?part=colour:red&part=sex:other")
    assert wrong.status_code == 422


@pytest.mark.usefixtures("counted")
def test_a_period_has_the_counts_of_its_days(client: PageClient) -> None:
    later = people(client, "from=2023-04-01&by=country")
    assert [row["code"] for row in later["rows"]] == ["PER"]
    assert later["total"]["participations"] == 18
    assert later["total"]["status"] == "participations"
    assert later["total"]["without_double_counting"] is None
    assert people(client, "country=KEN")["total"]["participations"] == 93
    assert people(client, "protocol=FIREARMS")["total"]["participations"] == 0
    assert people(client, "known_at=2023-08-31")["total"]["participations"] == 0
    text = client.get("/api/v1/people?by=country&format=csv").get_data(as_text=True)
    assert text.splitlines()[0].startswith("code,label,women,men")
    wrong = client.get("/api/v1/people?by=colour&country=XXX&known_at=soon")
    assert wrong.status_code == 422


@pytest.mark.usefixtures("counted")
def test_staff_see_all_counts(signed_in: Callable[..., PageClient]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER)
    rows = {row["code"]: row for row in people(client)["rows"]}
    assert (rows["judge"]["women"], rows["judge"]["men"]) == (3, 30)
    detail = client.get("/api/v1/activities/A1").get_json()
    assert [row["women"] for row in detail["participant_counts"]] == [3, 20, 50, 9]
    assert "not shown" not in client.get("/activities/A1").get_data(as_text=True)
    assert people(signed_in(Role.DONOR, donor_code="ITA"))["suppressed"]


@pytest.mark.usefixtures("counted")
def test_rows_of_two_parts_say_why_nothing_is_shown(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    address = "/dashboards/rows/people?part=function:judge&part=country:KEN"
    hidden, nothing = "Numbers of fewer than five people are not shown", "Nothing has been recorded"
    shown = client.html(address).xpath("string(//main)")
    assert hidden in shown
    assert nothing not in shown
    one = client.html("/dashboards/rows/people?part=function:judge").xpath("string(//main)")
    assert hidden in one
    assert hidden not in signed_in(Role.SECRETARIAT).html(address).xpath("string(//main)")
