"""Every page answers for every choice, and each chart without data says that there are none."""

from itertools import chain, cycle, product
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import SPECS
from tests.support.pages import PageClient
from tests.support.thorough import TIMES
from tracker.http.totals_requests import reading
from tracker.reference.instruments import Instrument
from tracker.reference.regions import region_of, subregion_of
from tracker.totals.dimensions import Dimension

CHARTS = "//section[contains(@class, 'chart-card')][not(contains(@class, 'block-card'))]"
NOTHING = "Nothing has been recorded that meets this filter."
NOT_SPLIT = "What donors pledge and pay is not split by: "
OF_TIED = ("left", "balance")
"""The charts that show the money of tied contributions where receipts are not split."""
OPEN = [spec for spec in SPECS if not spec.subjects]
OPEN_PATHS = [spec.path for spec in OPEN]
CHOSEN = ("donor", "programme", "protocol", "country", "earmarking", "region")
OWN_PAGES = {"donor": "donors", "region": "regions", "country": "regions", "protocol": "protocols"}


@pytest.fixture(scope="module")
def reader(illustrative_app: Flask) -> FlaskClient:
    return illustrative_app.test_client()


def choices(app: Flask) -> list[tuple[str, str]]:
    """Return every donor, programme, Protocol, place and kind of earmarking on record."""
    with app.test_request_context("/"), reading() as snapshot:
        codes = {
            name: [code for code in snapshot.codes(Dimension(name)) if code]
            for name in CHOSEN
            if name != "region"
        }
    found = [
        codes["country"],
        map(region_of, codes["country"]),
        map(subregion_of, codes["country"]),
    ]
    regions = {code for code in chain.from_iterable(found[1:]) if code} | {"001"}
    pairs = [(name, code) for name, own in codes.items() for code in own]
    return [*pairs, *(("region", code) for code in sorted(regions))]


def narrows(spec: PageSpec, name: str) -> bool:
    """Tell whether a parameter is a date, or a dimension that narrows a page."""
    return name not in set(Dimension) or Dimension(name) in spec.chosen_by


def check(reader: FlaskClient, path: str) -> int:
    """Ask for a page and return how many of its charts have nothing to show."""
    answer = reader.get(path)
    assert answer.status_code == 200, path
    empty = 0
    tree: Any = html.fromstring(answer.data)
    for card in tree.xpath(CHARTS):
        figures, tables = card.xpath("script"), card.xpath(".//table")
        summary = card.xpath("string(p[@class='chart-summary'])")
        says_nothing = summary == NOTHING or (
            summary.startswith(NOT_SPLIT) and card.get("id") not in OF_TIED
        )
        assert summary, (path, card.get("id"))
        assert not (says_nothing and (figures or tables)), (path, card.get("id"))
        assert tables or not figures, (path, card.get("id"))
        empty += says_nothing
    return empty


@pytest.mark.slow
def test_every_dashboard_answers_for_every_choice(
    illustrative_app: Flask, reader: FlaskClient
) -> None:
    empty = 0
    turns = {name: cycle([one for one in OPEN if narrows(one, name)]) for name in CHOSEN}
    every_fourth = cycle([True, False, False, False])
    for name, code in choices(illustrative_app):
        # Each code has one page in turn, and its own, one of four States; a thorough run has all.
        asked = [next(turns[name])] if TIMES == 1 else [one for one in OPEN if narrows(one, name)]
        paths = [f"{spec.path}?{name}={code}" for spec in asked]
        if name in OWN_PAGES and (name != "country" or TIMES > 1 or next(every_fourth)):
            paths.append(f"/dashboards/{OWN_PAGES[name]}/{code}")
        empty += sum(check(reader, path) for path in paths)
    assert empty, "some choice leaves a chart without data"


@pytest.mark.slow
def test_every_dashboard_answers_for_every_year_and_for_none(reader: FlaskClient) -> None:
    years = [f"from={year}-01-01&to={year}-12-31" for year in range(2009, 2027)]
    queries = [
        *years,
        "to=2012-01-01",
        "from=2026-11-01",
        "as_at=2011-06-30",
        "known_at=2000-01-01",
    ]
    own = ["/dashboards/donors/ITA", "/dashboards/regions/002", "/dashboards/protocols/TIP"]
    pages = [*OPEN_PATHS, *own]
    turns = cycle(pages)
    asked = (
        [(next(turns), query) for query in queries * 2] if TIMES == 1 else product(pages, queries)
    )
    empty = sum(check(reader, f"{path}?{query}") for path, query in asked)
    assert empty, "some year leaves a chart without data"


@pytest.mark.parametrize("query", ["donor=BRA", "to=2012-01-01", "donor=BRA&region=009"])
def test_a_choice_without_spending_has_its_page_its_tables_and_its_files(
    reader: FlaskClient, query: str
) -> None:
    files = cycle(
        ("/dashboards/figures/{}.csv", "/dashboards/tables/{}", "/api/v1/figures/{}.json")
    )
    for spec in SPECS:
        if not all(narrows(spec, name) for name, _code in parse_qsl(query)):
            assert reader.get(f"{spec.path}?{query}").status_code == 302
            for chart in spec.charts:
                file = f"/dashboards/figures/{spec.name}/{chart.name}.csv?{query}"
                assert reader.get(file).status_code == 422
            continue
        if not spec.subjects:
            check(reader, f"{spec.path}?{query}")
        for chart in spec.charts:
            name = f"{spec.name}/{chart.name}"
            assert reader.get(f"{next(files).format(name)}?{query}").status_code == 200


def test_a_long_table_comes_in_pages_that_add_up(illustrative_app: Flask) -> None:
    client = PageClient(illustrative_app.test_client())
    tree = client.html("/")
    shown = tree.xpath("//section[@id='use']//tbody/tr")
    assert len(shown) == 25
    href = tree.xpath("string(//section[@id='use']//details//p/a/@href)")
    seen: list[str] = []
    while href:
        table = client.html(href)
        seen += [row.xpath("string()") for row in table.xpath("//table[@id='table']/tbody/tr")]
        href = table.xpath("string(//nav[@class='pages']//a[@rel='next']/@href)")
    file = client.get("/dashboards/figures/overview/use.csv").get_data().decode("utf-8-sig")
    assert len(seen) == len(set(seen)) == len(file.splitlines()) - 1
    assert [row.xpath("string()") for row in shown] == seen[:25]


@pytest.mark.parametrize("spec", SPECS, ids=[spec.name for spec in SPECS])
def test_no_long_list_stands_open(illustrative_app: Flask, spec: PageSpec) -> None:
    code = {"donor": "ITA", "region": "002", "protocol": "TIP"}.get(spec.name, "")
    tree = PageClient(illustrative_app.test_client()).html(spec.path.replace("<code>", code))
    for table in tree.xpath("//table[not(ancestor::details)]"):
        assert len(table.xpath("tbody/tr")) <= 25, table.get("id")


def test_instruments_are_all_asked_for(illustrative_app: Flask) -> None:
    asked = {code for name, code in choices(illustrative_app) if name == "protocol"}
    assert asked == set(Instrument)
