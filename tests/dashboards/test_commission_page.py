"""The page of the Commission and its JSON: each paragraph, with the period before beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from pydantic import TypeAdapter
from sqlmodel import Session

from tests.reports.test_register import issued
from tests.support.commission_account import fill_for_commission
from tests.support.pages import PageClient
from tracker.http import context
from tracker.http.totals_requests import reading
from tracker.people.roles import Role
from tracker.periods import today
from tracker.reference.paragraphs import paragraphs
from tracker.resolution.commission_content import read_commission
from tracker.resolution.paragraph_content import CommissionContent
from tracker.resolution.reported_periods import reported_before, usual_query
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of

PAGE, API = "/dashboards/commission", "/api/v1/commission"
YEAR, BEFORE = "from=2022-01-01&to=2022-12-31", "from=2021-01-01&to=2021-12-31"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture
def filled(sqlite_session: Session) -> None:
    """Give the account to a test."""
    fill_for_commission(sqlite_session)


def asked(client: PageClient, query: str = "") -> Any:  # noqa: ANN401 - JSON
    """Ask for the paragraphs."""
    answer = client.get(f"{API}?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def by_number(answer: Any) -> dict[int, Any]:  # noqa: ANN401 - JSON
    """Return paragraphs by number."""
    return {one["number"]: one for one in answer["paragraphs"]}


def test_an_empty_record_shows_what_is_due_from_the_office(client: PageClient) -> None:
    tree = client.html(PAGE)
    standing_out = tree.xpath("//section[contains(@class, 'stands-out')]/@id")
    assert standing_out == [f"paragraph-{number}" for number in (4, 5, 6, 9, 11)]
    answer = by_number(asked(client))
    assert set(answer) == set(paragraphs())
    assert not any(one["activities"] for one in answer.values())


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "said"),
    [("", False), ("from=2013-04-27", False), ("from=2013-01-01&to=2013-12-31", True)],
)
def test_nobody_joined_in_a_period_before_without_a_first_day(
    client: PageClient, query: str, *, said: bool
) -> None:
    answer = asked(client, query)
    assert (answer["before"]["first"] is not None) is said
    adherence = by_number(answer)[1]["adherence"]["instruments"]
    assert {one["joined_before"] is not None for one in adherence} == {said}
    table = client.html(f"{PAGE}?{query}").xpath("//section[@id='paragraph-1']//th[@scope='col']")
    assert any("period before" in one.text_content() for one in table) is said


@pytest.mark.usefixtures("filled")
def test_a_long_page_lists_its_parts_and_folds_tables(client: PageClient) -> None:
    tree = client.html(f"{PAGE}?{YEAR}")
    parts = tree.xpath("//div[@class='charts']/section/@id")
    assert tree.xpath("//nav[@class='contents']//a/@href") == [f"#{one}" for one in parts]
    assert not client.html(f"{PAGE}?paragraph=5").xpath("//nav[@class='contents']")
    folded = tree.xpath("//section[@id='paragraph-5']/details[@class='fold']")
    assert folded
    for one in folded:
        assert one.xpath("string(summary)")
        assert one.xpath(".//table//tbody/tr")
    first = tree.xpath("//section[@id='paragraph-5']//table")[0]
    assert not first.xpath("ancestor::details")


@pytest.mark.usefixtures("filled")
def test_the_figures_of_each_paragraph_are_those_of_totals_and_of_people(
    client: PageClient,
) -> None:
    found = by_number(asked(client, YEAR))
    for number, one in found.items():
        for side, span in (("now", YEAR), ("before", BEFORE)):
            query = f"{span}&paragraph={number}"
            for measure in ("allocated", "spent"):
                total = client.get(f"/api/v1/totals?measure={measure}&{query}").get_json()
                assert one[side][f"{measure}_minor"] == total["total_minor"]
            people = client.get(f"/api/v1/people?{query}").get_json()["total"]
            assert one[side]["people"] == {
                "participations": people["participations"],
                "distinct": people["without_double_counting"],
                "status": people["status"],
            }
        for measure in ("allocated_minor", "spent_minor"):
            assert sum(row[measure] for row in one["activities"]) == one["now"][measure]
    assert (found[5]["now"]["spent_minor"], found[5]["before"]["allocated_minor"]) == (
        10_001,
        60_000,
    )


@pytest.mark.usefixtures("filled")
def test_an_activity_counts_whole_under_each_paragraph_and_says_so(client: PageClient) -> None:
    found = by_number(asked(client, YEAR))
    third, fifth = found[3]["activities"][0], found[5]["activities"][0]
    assert (third["code"], third["also_under"]) == ("A1", [5])
    assert (fifth["code"], fifth["also_under"]) == ("A1", [3])
    assert third["spent_minor"] == fifth["spent_minor"] == 10_001
    theme = next(one for one in found[3]["themes"] if one["now"]["activities"])
    assert theme["theme"] == "confiscation"
    assert "UNTOC 12" in theme["articles"]
    assert theme["now"]["spent_minor"] == 10_001
    tree = client.html(f"{PAGE}?{YEAR}")
    text = tree.xpath("normalize-space(//section[@id='paragraph-3'])")
    assert "Also under paragraph" in text
    assert not tree.xpath("//table[@id='paragraphs-table']/tfoot")


@pytest.mark.usefixtures("filled")
def test_the_public_is_told_no_more_of_an_unpublished_activity_than_its_money(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    query = "from=2021-01-01&to=2021-12-31"
    for reader in (client, signed_in(Role.DONOR, donor_code="ITA")):
        fourth = by_number(asked(reader, query))[4]
        assert fourth["now"]["activities"] == 0
        (line,) = fourth["activities"]
        assert (line["code"], line["type"], line["allocated_minor"]) == ("-", None, 9_000)
        for path in (f"{PAGE}?{query}", f"{API}?{query}"):
            assert "secret campaign" not in reader.get(path).get_data(as_text=True)
    staff = signed_in(Role.PROGRAMME_MANAGER)
    (named,) = by_number(asked(staff, query))[4]["activities"]
    assert (named["code"], named["under_way"]) == ("A2", True)
    assert "secret campaign" in staff.get(f"{PAGE}?{query}").get_data(as_text=True)


@pytest.mark.usefixtures("filled")
def test_the_public_sees_no_small_count_and_staff_do(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    small = by_number(asked(client, BEFORE))[5]
    assert small["now"]["people"]["participations"] is None
    assert small["activities"][0]["people"] is None
    staff = signed_in(Role.PROGRAMME_MANAGER)
    assert by_number(asked(staff, BEFORE))[5]["activities"][0]["people"] == 3
    page = client.get(f"{PAGE}?{BEFORE}").get_data(as_text=True)
    assert "Numbers of fewer than five people are not shown" in page
    own = staff.get(f"{PAGE}?{BEFORE}").get_data(as_text=True)
    assert "Numbers of fewer than five people are not shown" not in own


@pytest.mark.usefixtures("filled")
def test_dissemination_and_contributions_stand_by_unit_source_and_kind(client: PageClient) -> None:
    found = by_number(asked(client, YEAR))
    assert found[6]["now"]["disseminated"] == {
        "copies": 40, "downloads": 0, "people": 0,
    }  # fmt: skip
    assert found[6]["before"]["disseminated"]["downloads"] == 700
    assert found[5]["now"]["disseminated"]["copies"] == 40, "it was part of A1"
    assert found[5]["before"]["disseminated"]["downloads"] == 0, "it was part of no activity"
    given = by_number(asked(client, BEFORE))[7]["contributions"]
    assert [(one["kind"], one["source"], one["received_minor"]) for one in given] == [
        ("cash", "budget", 0),
        ("cash", "confiscated_proceeds", 30_000),
        ("in_kind", "budget", 0),
        ("in_kind", "confiscated_proceeds", 0),
    ]
    assert given[0]["received_before_minor"] == 100_000
    totals = client.get(f"/api/v1/totals?measure=received&by=source&{BEFORE}").get_json()
    assert [(row["source"], row["minor"]) for row in totals["rows"]] == [
        ("confiscated_proceeds", 30_000)
    ]


@pytest.mark.usefixtures("filled")
def test_adherence_has_both_ends_of_the_period_and_support_to_who_joined(
    client: PageClient,
) -> None:
    first = by_number(asked(client, "from=2013-04-27&to=2014-07-10"))[1]["adherence"]
    firearms = next(one for one in first["instruments"] if one["instrument"] == "FIREARMS")
    assert firearms["at_end"] - firearms["at_start"] == firearms["joined"] > 0
    ghana = next(one for one in first["joined"] if one["party"] == "GHA")
    assert ghana["activities"] == ["A3"]
    assert not first["is_beyond"]
    beyond = by_number(asked(client, YEAR))[1]["adherence"]
    assert {one["at_end"] for one in beyond["instruments"]} == {None}, "not known is not none"
    text = client.html(f"{PAGE}?{YEAR}").xpath("normalize-space(//section[@id='paragraph-1'])")
    assert "says nothing of this period" in text


@pytest.mark.usefixtures("filled")
def test_without_a_choice_it_is_the_time_since_the_last_session(client: PageClient) -> None:
    answer = asked(client)
    assert answer["period"]["since"] == "CCPCJ-22"
    assert (answer["period"]["first"], answer["before"]["last"]) == ("2013-04-27", "2013-04-26")
    tree = client.html(PAGE)
    summary = tree.xpath("string(//p[@id='paragraphs-summary'])")
    assert summary.startswith("Since the session Commission on Crime Prevention")
    assert not tree.xpath("//ul[@class='chips']"), "nobody chose it"
    assert not tree.xpath("//select[@id='filter-compare']")
    session = asked(client, "session=CCPCJ-22")
    assert session["period"] == {
        "first": None, "last": "2013-04-26", "session": "CCPCJ-22", "since": "",
    }  # fmt: skip
    assert session["before"] is None
    assert client.get(f"{PAGE}?session=CCPCJ-22").status_code == 200
    moved = client.get(f"{PAGE}?compare=before&donor=ITA")
    assert (moved.status_code, moved.headers["Location"]) == (302, PAGE)


@pytest.mark.usefixtures("filled")
def test_every_number_of_a_paragraph_opens_what_is_behind_it(client: PageClient) -> None:
    tree = client.html(f"{PAGE}?{YEAR}")
    hrefs = set(tree.xpath("//section[starts-with(@id, 'paragraph')]//table//a/@href"))
    pages = {href.partition("?")[0]: href for href in sorted(hrefs)}
    assert {f"/dashboards/rows/{kind}" for kind in ("work", "people")} <= set(pages)
    assert len(pages) >= 6
    for link in tree.xpath("//table//a[starts-with(@href, '/dashboards/rows/work?')]"):
        behind = client.html(link.get("href"))
        assert behind.xpath("string(//tfoot/tr/th)") == f"{link.xpath('string()')} in all"
    for href in pages.values():
        assert client.get(href.partition("#")[0]).status_code == 200, href
    alone = client.html(f"{PAGE}?{YEAR}&paragraph=5")
    assert alone.xpath("//section[contains(@class, 'block-card')]/@id") == ["paragraph-5"]


@pytest.mark.usefixtures("filled")
def test_the_content_comes_out_of_its_own_json_again(app: Flask) -> None:
    content = TypeAdapter(CommissionContent)
    with app.test_request_context("/"), reading() as snapshot:
        sessions = snapshot.members.sessions
        query = usual_query(Query(today()), sessions)
        earlier = reported_before(query, sessions)
        assert earlier is not None
        before, source = (
            PageSource(TotalsReader(scope_of(snapshot, one, "en")), context.session(), one)
            for one in (earlier, query)
        )
        found = read_commission(PageSource(source.reader, source.session, query, before=before))
    assert content.validate_json(content.dump_json(found)) == found


@pytest.mark.usefixtures("filled")
def test_the_page_stands_in_six_languages(client: PageClient) -> None:
    titles = {
        client.html(f"{PAGE}?{YEAR}&lang={language}").xpath("string(//h1)")
        for language in LANGUAGES
    }
    assert len(titles) == len(LANGUAGES)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", ["paragraph=12", "donor=ITA", "session=CCPCJ-99", "from=soon"])
def test_the_api_refuses_what_it_cannot_answer(client: PageClient, query: str) -> None:
    assert client.get(f"{API}?{query}").status_code == 422


def test_an_issued_progress_report_stands_under_paragraph_11(
    client: PageClient, sqlite_session: Session
) -> None:
    assert "None was issued" in client.html(PAGE).xpath("string(//section[@id='paragraph-11'])")
    number = issued(sqlite_session)
    (block,) = client.html(PAGE).xpath("//section[@id='paragraph-11']")
    assert "stands-out" not in block.get("class")
    assert block.xpath(".//tbody//a/@href") == [f"/reports/{number}"]
    (past,) = client.html(f"{PAGE}?{YEAR}").xpath("//section[@id='paragraph-11']")
    assert "stands-out" in past.get("class"), "it was issued in another year"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "path", [PAGE, "/dashboards/adherence", "/dashboards/regions/KEN", "/dashboards/regions/002"]
)
def test_states_are_not_called_what_a_status_is_called(client: PageClient, path: str) -> None:
    for language, status in {"ar": "الحالة", "ru": "Состояние", "zh": "状态"}.items():
        tree = client.html(f"{path}?lang={language}")
        for table in tree.xpath("//table[tbody//a[contains(@href, '/dashboards/regions/')]]"):
            heads = [head.text_content().strip() for head in table.xpath("thead//th")]
            assert heads[0] != status, (language, heads)
