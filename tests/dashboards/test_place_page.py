"""The page of a region or State: what was done, who paid, adherence, needs, tools, membership."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.filled import filled_once
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    RequestSource,
    RequestStatus,
)
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument

KENYA, AFRICA = "/dashboards/regions/KEN", "/dashboards/regions/002"
OF_2017 = "from=2017-01-01&to=2017-12-31"
BEFORE = "as_at=2014-07-10&known_at=2014-07-10"


def request_of(code: str, state: str, *, consents: bool) -> AssistanceRequestDraft:
    """Return a request of a State."""
    return AssistanceRequestDraft(
        code, state, RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
        Instrument.UNTOC, date(2021, 5, 1), articles="16, 18", estimated_cost_minor=50_000,
        cost_basis="the State's own", consent_to_publish=consents,
    )  # fmt: skip


def event_in(
    code: str, place: str, unit: DisseminationUnit, number: int, tool: str = "GUIDE"
) -> DisseminationDraft:
    """Return an event by which a tool was disseminated."""
    return DisseminationDraft(
        code, tool, DisseminationMeans.TRAINING, unit, date(2017, 6, 1), number, place, "en"
    )


@filled_once
def fill_places(session: Session) -> None:
    """Write an account with requests and dissemination."""
    fill_for_all_charts(session)
    with transaction(session):
        add_assistance_requests(
            session,
            [
                request_of("N-1", "KEN", consents=True),
                request_of("N-2", "KEN", consents=False),
                request_of("N-3", "PER", consents=True),
            ],
            ACTOR,
        )
        units = DisseminationUnit
        add_disseminations(
            session,
            [
                event_in("E-1", "KEN", units.COPIES, 100),
                event_in("E-2", "KEN", units.PEOPLE, 3),
                event_in("E-3", "014", units.DOWNLOADS, 40),
                event_in("E-4", "PER", units.COPIES, 7),
            ],
            ACTOR,
        )


@pytest.fixture(autouse=True)
def places(sqlite_session: Session) -> None:
    """Give the account to every test."""
    fill_places(sqlite_session)


def rows_of(tree: Any, part: str) -> list[list[str]]:  # noqa: ANN401 - lxml is untyped
    """Return the rows of the first table of a part of a page, with its sums."""
    (table, *_others) = tree.xpath(f"//section[@id='{part}']//table")
    rows = table.xpath(".//tbody/tr | .//tfoot/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def text_of(tree: Any, part: str) -> str:  # noqa: ANN401 - lxml is untyped
    """Return the text of a part of a page."""
    return " ".join(tree.xpath(f"string(//section[@id='{part}'])").split())


def test_a_state_has_what_was_done_there_and_who_paid(client: PageClient) -> None:
    tree = client.html(KENYA)
    (activity, sums) = rows_of(tree, "activities")
    assert activity[0] == "Training"
    assert activity[-3:] == ["180.00", "30.00", "Italy 100 %"]
    assert sums[-3:-1] == ["180.00", "30.00"]
    assert rows_of(tree, "donors")[0] == ["Italy", "30.00", "100 %"]
    assert "for a region that holds this place: 1" in text_of(tree, "activities")
    href = tree.xpath("//section[@id='activities']//tbody//td[@class='num']/a/@href")[1]
    opened = client.html(href)
    assert opened.xpath("string(//tbody/tr/th)") == "C-ITA"
    assert opened.xpath("string(//tfoot//td[@class='num'][1])") == "30.00"


def test_a_region_has_what_lies_in_it_and_what_is_for_all_of_it(client: PageClient) -> None:
    tree = client.html(AFRICA)
    assert [row[-3:-1] for row in rows_of(tree, "activities")] == [
        ["180.00", "30.00"], ["90.00", "0.00"], ["270.00", "30.00"],
    ]  # fmt: skip
    states = {row[0]: row[1:] for row in rows_of(tree, "places")}
    assert len(client.html("/dashboards/tables/region/places?region=002").xpath("//th/a")) > 0
    assert states["Chad"] == ["LDC · LLDC", "0.00", "0.00"]
    assert states["Total"] == ["", "270.00", "30.00"]


def test_an_activity_without_money_is_there_until_only_some_money_is_asked_for(
    client: PageClient,
) -> None:
    early = client.html(f"{AFRICA}?as_at=2020-12-31")
    assert [row[-3:] for row in rows_of(early, "activities")[:-1]] == [["0.00", "0.00", ""]] * 2
    assert "activities" in client.html(f"{AFRICA}?as_at=2020-12-31&donor=ITA").text_content()
    assert not client.html(f"{AFRICA}?as_at=2020-12-31&donor=ITA").xpath(
        "//section[@id='activities']//tbody"
    )


def test_a_state_shows_its_own_adherence_and_a_region_its_parties(client: PageClient) -> None:
    state, region = client.html(f"{KENYA}?{BEFORE}"), client.html(f"{AFRICA}?{BEFORE}")
    first = rows_of(state, "adherence")[0]
    assert first[0] == "Organized Crime Convention"
    assert first[2:4] == ["16 Jun 2004", "accession"]
    assert not state.xpath("//section[@id='period' or @id='states' or @id='places']")
    assert not region.xpath("//section[@id='adherence']")
    before, joined, after = map(int, rows_of(region, "period")[0][1:])
    assert before + joined == after > 40
    assert client.get("/dashboards/figures/region/adherence.csv?country=KEN").status_code == 200
    several = client.get("/dashboards/figures/region/adherence.csv?region=002")
    assert several.get_data(as_text=True).count("\n") == 1  # its columns alone


def test_the_public_sees_the_requests_that_the_state_lets_be_shown(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    def codes(page: PageClient, path: str) -> list[str]:
        return [row[1] for row in rows_of(page.html(path), "needs")[:-1]]

    secretariat = signed_in(Role.SECRETARIAT)
    donor = signed_in(Role.DONOR, donor_code="ITA")
    for _twice in range(2):
        assert codes(client, KENYA) == codes(donor, KENYA) == ["N-1"]
        assert codes(client, AFRICA) == ["N-1", "R1", "R2"]
        assert codes(secretariat, KENYA) == ["N-1", "N-2"]
    assert not client.html(f"{KENYA}?protocol=TIP").xpath("//section[@id='needs']//tbody")
    assert rows_of(client.html(KENYA), "needs")[-1][-1] == "500.00"


def test_tools_are_counted_where_they_were_disseminated_and_never_added_up(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    events, copies, downloads, people = 1, 2, 3, 4
    (kenya,), (africa,) = (
        rows_of(client.html(f"{path}?{OF_2017}"), "tools") for path in (KENYA, AFRICA)
    )
    assert [kenya[at] for at in (events, copies, downloads, people)] == ["2", "100", "0", "–"]  # noqa: RUF001 - not shown
    assert [africa[at] for at in (events, copies, downloads)] == ["3", "100", "40"]
    (seen,) = rows_of(signed_in(Role.SECRETARIAT).html(f"{KENYA}?{OF_2017}"), "tools")
    assert seen[people] == "3"


def test_a_place_does_not_tell_a_hidden_number_of_people_that_the_counts_of_tools_hide(
    client: PageClient, sqlite_session: Session
) -> None:
    units = DisseminationUnit
    with transaction(sqlite_session):
        add_tools(sqlite_session, [ToolDraft("KIT", "A kit", ToolKind.TOOLKIT)], ACTOR)
        add_disseminations(
            sqlite_session,
            [
                event_in("E-5", "PER", units.PEOPLE, 20, "KIT"),
                event_in("E-6", "PER", units.PEOPLE, 2),
            ],
            ACTOR,
        )
    shown = {row[0]: row[4] for row in rows_of(client.html("/dashboards/regions/PER"), "tools")}
    rows = client.get("/api/v1/dissemination?country=PER").get_json()["rows"]
    assert {row["people"] for row in rows} == {None}
    assert shown == {row["label"]: "–" for row in rows}  # noqa: RUF001 - not shown
    narrowed = client.html("/dashboards/regions/PER?programme=GLO1")
    assert not narrowed.xpath("//section[@id='tools']//tbody")


def test_a_place_leads_to_the_regions_and_groups_it_belongs_to(client: PageClient) -> None:
    links = "//section[@id='membership']//a/@href"
    assert client.html(KENYA).xpath(links) == [
        f"/dashboards/regions/{code}" for code in ("001", "002", "202", "014", "african")
    ]
    chad = client.html("/dashboards/regions/TCD").xpath(links)
    assert {"/dashboards/regions/ldc", "/dashboards/regions/lldc"} <= set(chad)
    assert "/dashboards/regions/014" in client.html("/dashboards/regions/202").xpath(links)
    assert "States and areas:" in text_of(client.html("/dashboards/regions/sids"), "membership")
