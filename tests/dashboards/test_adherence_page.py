"""The page of adherence: its figures, how far they reach, and what it says where they end."""

import csv
import io
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlmodel import Session

from dashboards.pages.registry import PAGES
from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.recorded_activities import activities_on_file
from tracker.db import transaction
from tracker.periods import utc_now
from tracker.reference.codes import ActivityStatus
from tracker.totals.chart_data.parties import year_before

PAGE = "/dashboards/adherence"
RESOLUTION = {"as_at": "2013-03-28", "known_at": "2013-07-06"}
BEYOND = "The record of adherence does not reach beyond 10 July 2014"


@pytest.fixture(autouse=True)
def filled(sqlite_session: Session) -> None:
    """Give the account to every test."""
    fill_for_all_charts(sqlite_session)


def rows_of(
    client: PageClient, chart: str, page: str = "adherence", **query: str
) -> list[dict[str, str]]:
    """Return the rows of a chart's file."""
    answer = client.get(f"/dashboards/figures/{page}/{chart}.csv?{urlencode(query)}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_the_figures_of_the_resolution_stand_on_the_page(client: PageClient) -> None:
    tree = client.html(f"{PAGE}?{urlencode(RESOLUTION)}")
    tiles = [text.strip() for text in tree.xpath("//dl[contains(@class, 'tiles')]//a//text()")]
    assert [text for text in tiles if text.isdigit()] == ["174", "154", "135", "97"]
    assert BEYOND not in tree.text_content()


def test_the_page_explains_97_and_98(client: PageClient) -> None:
    (late,) = client.html(PAGE).xpath("//section[@id='late-deposits']")
    text = " ".join(late.text_content().split())
    assert (
        "97 parties on 28 March 2013 as known at 6 July 2013, 98 as known at 10 July 2014" in text
    )
    assert "Côte d'Ivoire" in text


def test_today_is_beyond_the_record_and_no_figure_is_of_today(client: PageClient) -> None:
    tree = client.html(PAGE)
    for card in tree.xpath("//section[contains(@class, 'chart-card')]"):
        assert BEYOND in card.text_content()
        assert "as at 10 July 2014" in " ".join(card.xpath("p[@class='chart-foot']//text()"))


@pytest.mark.parametrize("chart", ["parties", "period", "new-parties", "assisted-not-party"])
def test_a_period_beyond_the_record_is_not_nothing(client: PageClient, chart: str) -> None:
    query = {"from": "2015-01-01", "to": "2016-12-31"}
    (card,) = client.html(f"{PAGE}?{urlencode(query)}").xpath(f"//section[@id='{chart}']")
    assert "says nothing of this period" in card.xpath("string(p[@class='chart-summary'])")
    assert rows_of(client, chart, **query) == []


def test_knowledge_before_the_record_is_that_of_its_first_day(client: PageClient) -> None:
    (card,) = client.html(f"{PAGE}?as_at=2013-03-28&known_at=2012-01-01").xpath(
        "//section[@id='states']"
    )
    assert "Nothing on record says what was known before 6 July 2013" in card.text_content()
    rows = rows_of(client, "states", as_at="2013-03-28", known_at="2012-01-01")
    assert sum(bool(row["firearms_party_since"]) for row in rows) == 97


def test_a_period_adds_up_and_lists_who_joined(client: PageClient) -> None:
    query = {"from": "2013-03-29", "to": "2014-07-10"}
    periods = rows_of(client, "period", **query)
    assert [(row["before"], row["after"]) for row in periods] == [
        ("174", "179"), ("154", "159"), ("135", "138"), ("98", "109"),
    ]  # fmt: skip
    joined = rows_of(client, "new-parties", **query)
    for row in periods:
        own = [one for one in joined if one["protocol_code"] == row["protocol_code"]]
        assert len(own) == int(row["joined"])


def test_places_and_instruments_narrow_the_page_and_donors_do_not(client: PageClient) -> None:
    states = rows_of(client, "states", region="sids", protocol="TIP")
    assert {"state_code", "state", "tip_party_since", "signed_only"} == states[0].keys()
    assert 0 < len(states) <= 53
    figures = ("/dashboards/figures/adherence/states.csv", "/api/v1/figures/adherence/states.json")
    for path in figures:
        assert client.get(f"{path}?donor=ITA").status_code == 422


def test_who_was_assisted_and_is_no_party_and_the_other_way_round(client: PageClient) -> None:
    assert rows_of(client, "assisted-not-party") == [], "Kenya and Peru are parties to both"
    never = {row["state_code"] for row in rows_of(client, "party-never-assisted")}
    assert "UGA" in never, "its region was assisted, and it was not named"
    assert not {"KEN", "PER", "ITA", "EU"} & never


@pytest.mark.parametrize(("protocol", "number"), [("UNTOC", 179), ("FIREARMS", 109)])
def test_the_page_of_an_instrument_has_its_parties(
    client: PageClient, protocol: str, number: int
) -> None:
    tree = client.html(f"/dashboards/protocols/{protocol}")
    assert str(number) in tree.xpath("//dl[contains(@class, 'tiles')]")[0].text_content()
    rows = rows_of(client, "states", "protocol", protocol=protocol)
    assert sum(bool(row[f"{protocol.lower()}_party_since"]) for row in rows) == number


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2014, 7, 10), date(2013, 7, 11)),
        (date(2012, 2, 28), date(2011, 2, 28)),
        (date(2013, 2, 28), date(2012, 3, 1)),
        (date(2013, 12, 31), date(2013, 1, 1)),
    ],
)
def test_twelve_months_end_with_their_last_day(day: date, first: date) -> None:
    assert year_before(day) == first


def test_every_chart_of_the_page_says_what_counts() -> None:
    assert all(str(chart.definition) for chart in PAGES["adherence"].charts)


def test_what_is_edited_later_does_not_change_who_was_assisted_as_known_before(
    client: PageClient, sqlite_session: Session
) -> None:
    known = utc_now().replace(tzinfo=None).isoformat() + "Z"

    def never(**query: str) -> set[str]:
        return {row["state_code"] for row in rows_of(client, "party-never-assisted", **query)}

    before = never()
    draft = activities_on_file(sqlite_session, ["A1"])["A1"]
    cancelled = replace(draft, status=ActivityStatus.CANCELLED, actual_start=None, participants=())
    with transaction(sqlite_session):
        change_activity(sqlite_session, "A1", cancelled, ACTOR, "cancelled")
    assert "KEN" in never() - before
    assert never(known_at=known) == before
