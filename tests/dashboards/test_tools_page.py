"""The page of tools: three counts, the period before beside each, exchanges of practice."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import DisseminationMeans, DisseminationUnit, PublicationState
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.reference.codes import ActivityType

PAGE = "/dashboards/tools"
OF_2022 = "from=2022-01-01&to=2022-12-31"


@pytest.fixture
def reached(sqlite_session: Session) -> Session:
    """Write an account with an event in 2021 of each unit, and one in 2022 of few people."""
    fill_for_all_charts(sqlite_session)
    event = DisseminationDraft(
        "DIS-FEW", "GUIDE", DisseminationMeans.MEETING, DisseminationUnit.PEOPLE,
        date(2022, 3, 1), 3, "PER",
    )  # fmt: skip
    with transaction(sqlite_session):
        add_disseminations(sqlite_session, [event], ACTOR)
        draft = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
        result = ResultDraft("Copies asked for", target=10, actual=7, measured_on=date(2022, 5, 1))
        wanted = replace(
            draft,
            type=ActivityType.PRACTITIONER_EXCHANGE,
            paragraphs=(5, 6),
            actual_start=date(2021, 5, 1),
            results=(result,),
        )
        change_activity(sqlite_session, "A1", wanted, ACTOR, "an exchange")
    return sqlite_session


def tiles(client: PageClient, query: str = "") -> list[str]:
    """Return the tiles of the page as text."""
    found = client.html(f"{PAGE}?{query}").xpath("//dl[@class='tiles']/div")
    return [" ".join(tile.xpath("string()").split()) for tile in found]


@pytest.mark.usefixtures("reached")
def test_the_period_before_stands_beside_each_count(client: PageClient) -> None:
    assert tiles(client, OF_2022)[:4] == [
        "Tools disseminated 1 1 in the period before",
        "Copies 0 40 in the period before",
        "Downloads 0 40 in the period before",
        "People fewer than 5 40 in the period before",
    ]
    page = client.html(f"{PAGE}?{OF_2022}")
    before = page.xpath("string(//section[@id='means']//a[normalize-space()='40']/@href)")
    rows = client.html(before)
    assert rows.xpath("string(//tfoot/tr/td[@class='num'][1])") == "40"
    assert "period before" not in "".join(tiles(client))


def test_few_people_are_shown_to_staff_alone(
    client: PageClient, signed_in: Callable[..., PageClient], reached: Session
) -> None:
    del reached
    rows = "/dashboards/rows/disseminations.csv?part=unit:people"
    assert ",3" not in client.get(rows).get_data(as_text=True)
    tool = client.get("/api/v1/tools/GUIDE").get_json()
    numbers = {one["code"]: one["number"] for one in tool["disseminations"]}
    assert (tool["people"], numbers["DIS-FEW"], numbers["DIS-people"]) == (43, None, None)
    staff = signed_in(Role.PROGRAMME_MANAGER)
    assert ",3" in staff.get(rows).get_data(as_text=True)
    told = staff.get("/api/v1/tools/GUIDE").get_json()["disseminations"]
    assert {one["number"] for one in told} == {3, 40}
    assert tiles(staff, OF_2022)[3].startswith("People 3 40")


def test_rows_behind_numbers_tell_no_small_count(
    client: PageClient, signed_in: Callable[..., PageClient], reached: Session
) -> None:
    del reached

    def people(page: PageClient, kind: str, parts: str) -> set[str]:
        answer = page.get(f"/dashboards/rows/{kind}.csv?{parts}")
        assert answer.status_code == 200, parts
        rows = csv.DictReader(answer.get_data(as_text=True).splitlines())
        return {row["people"] for row in rows} - {"0"}

    # 43 people in all less 40 elsewhere are 3 in Peru: the figure by country hides both.
    hidden = ("except=country:PER", "except=means:meeting", "part=year:2021", "except=region:019")
    two = "part=language:&part=tool:GUIDE"
    staff = signed_in(Role.PROGRAMME_MANAGER)
    for kind in ("disseminations", "tools"):
        for parts in hidden:
            assert people(client, kind, parts) == {""}, parts
            assert people(staff, kind, parts) == {"40"}, parts
        assert people(client, kind, two) == {""}
    assert people(client, "tools", "") == people(client, "tools", "part=tool:GUIDE") == {"43"}
    assert people(client, "tools", "part=country:PER&part=tool:GUIDE") == {""}


def test_exchanges_of_practice_stand_with_their_results_once_published(
    client: PageClient, reached: Session
) -> None:
    block = client.html(PAGE).xpath("//section[@id='exchanges']")[0]
    text = " ".join(block.xpath("string()").split())
    assert "Activities: 1, of which exchanges among practitioners: 1." in text
    assert "Copies asked for: 7 of 10" in text
    assert block.xpath(".//a[@href='/activities/A1']")
    with transaction(reached):
        draft = read_draft(reached, find_activity(reached, "A1"))
        closed = replace(draft, publication=PublicationState.DRAFT)
        change_activity(reached, "A1", closed, ACTOR, "not yet")
    assert "Copies asked for" not in client.get(PAGE).get_data(as_text=True)


@pytest.mark.usefixtures("reached")
def test_rows_of_records_name_the_faults_of_their_address(client: PageClient) -> None:
    for query in ("part=colour:red", "part=means:pigeon", "measure=spent", "part=unit"):
        assert client.get(f"/dashboards/rows/disseminations?{query}").status_code == 422, query
    for ending in (".csv", ".xlsx", "/metadata.json"):
        answer = client.get(f"/dashboards/rows/tools{ending}?part=region:002")
        assert answer.status_code == 200, ending
