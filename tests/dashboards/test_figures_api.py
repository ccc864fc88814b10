"""The figures as JSON: what plotly opens, with real colours, under the query of the dashboards."""

import re
from codecs import BOM_UTF8
from typing import Any

import orjson
import plotly.io
import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings
from sqlmodel import Session

from dashboards.charts.chart import no_figure, no_shape
from dashboards.pages.registry import SPECS
from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.pages import PageClient
from tracker.drawings.palette import palette

NAMES = [
    f"{spec.name}/{chart.name}"
    for spec in SPECS
    for chart in spec.charts
    if (chart.drawing.shape, chart.drawing.figure) != (no_shape, no_figure)
]
COLOUR = re.compile(r"#[0-9a-f]{6}|rgba?\([0-9., ]+\)")

pytestmark = pytest.mark.usefixtures("filled")


@pytest.fixture
def filled(sqlite_session: Session) -> None:
    fill_for_all_charts(sqlite_session)


def read(client: PageClient, path: str) -> Any:  # noqa: ANN401 - JSON
    return orjson.loads(client.get(path).data)


@pytest.mark.parametrize("name", NAMES)
def test_plotly_opens_every_figure(client: PageClient, name: str) -> None:
    answer = client.get(f"/api/v1/figures/{name}.json")
    assert answer.mimetype == "application/json"
    text = answer.get_data(as_text=True)
    assert "var(" not in text
    figure = plotly.io.from_json(text, skip_invalid=False)
    assert figure.data
    assert figure.layout.title.text
    assert figure.layout.meta["summary"]
    assert figure.layout.meta["currency"] == "USD"


def test_a_figure_keeps_the_amounts_and_the_colours_of_the_page(client: PageClient) -> None:
    text = client.get("/api/v1/figures/overview/left.json").get_data(as_text=True)
    figure = plotly.io.from_json(text)
    received = next(bar for bar in figure.data if bar.name == "Received")
    assert received.x[0] == 1300.0
    assert received.marker.color == palette()["money"]
    assert figure.layout.font.color is None
    assert figure.layout.template.layout.font.color == palette()["ink"]


def test_a_figure_is_asked_with_the_query_of_its_page(client: PageClient) -> None:
    path = "/api/v1/figures/donor/left.json?donor=JPN&from=2021-01-01"
    figure = read(client, path)
    assert figure["layout"]["meta"]["filter"] == "from=2021-01-01&donor=JPN"
    bars = {bar["name"]: bar["x"][0] for bar in figure["data"] if bar["type"] == "bar"}
    assert (bars["Opening balance"], bars["plus: received"]) == (0.0, 300.0)


def test_links_of_a_figure_about_a_code_lead_to_the_rows_of_its_marks(client: PageClient) -> None:
    figure = read(client, "/api/v1/figures/donor/pledged-received.json?donor=ITA")
    assert figure["data"][0]["meta"]["hrefs"] == [
        "/dashboards/rows/contributions?measure=pledged&part=year:2020&donor=ITA"
    ]


def test_a_figure_without_data_says_so(client: PageClient) -> None:
    figure = read(client, "/api/v1/figures/regions/map.json?to=2001-01-01")
    assert figure["data"] == []
    assert "Nothing" in figure["layout"]["meta"]["summary"]


def test_a_last_day_to_come_is_told_in_every_form(client: PageClient) -> None:
    for chart in ("overview/left", "overview/donors"):
        asked = f"{chart}.json?to=9999-12-31"
        meta = read(client, f"/api/v1/figures/{asked}")["layout"]["meta"]
        assert meta["cut"] == "9999-12-31"
        for base in ("/api/v1/figures", "/dashboards/figures"):
            file = client.get(f"{base}/{chart}.csv?to=9999-12-31")
            assert file.headers["X-Cut"] == "9999-12-31"
            assert file.headers["X-As-At"] == meta["as_at"]
            assert "X-Cut" not in client.get(f"{base}/{chart}.csv?to=2022-12-31").headers


def test_a_figure_has_its_table_as_a_file(client: PageClient) -> None:
    page = client.get("/dashboards/figures/overview/donors.csv").data
    assert client.get("/api/v1/figures/overview/donors.csv").data == page.removeprefix(BOM_UTF8)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/figures/none/left.json", 404),
        ("/api/v1/figures/overview/none.json", 404),
        ("/api/v1/figures/overview/left.json?colour=red", 422),
        ("/api/v1/figures/overview/left.json?donor=ZZZ", 422),
    ],
)
def test_what_there_is_not_is_a_problem(client: PageClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_whoever_has_a_figure_is_told_that_it_is_still_right(client: PageClient) -> None:
    path = "/api/v1/figures/overview/left.json"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("form", ["json", "csv"])
def test_answers_keep_to_the_description(app: Flask, form: str) -> None:
    path = f"/api/v1/figures/{{page}}/{{chart}}.{form}"
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    refused_more = [schemathesis.checks.positive_data_acceptance]  # codes that are not on record

    @settings(max_examples=20, deadline=None, derandomize=True, database=None)
    @given(case=described[path]["GET"].as_strategy())
    def answers_well(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=refused_more)

    answers_well()


def test_the_palette_has_colours_of_the_light_theme() -> None:
    assert palette()["untoc"] == "#0072b2"
    assert palette()["paper"] == "#ffffff"
    assert all(COLOUR.fullmatch(palette()[f"series-{number}"]) for number in range(1, 7))
