"""Charts as pictures: drawn whatever the amounts and names, the same bytes each time."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from lxml import etree
from PIL import Image
from sqlmodel import Session

from dashboards.pages.registry import SPECS
from tests.support.made_up_charts import FORMATTER, UNIT, shapes
from tests.support.pages import PageClient
from tests.support.small_account import fill_small_account
from tracker.drawings.picture import Caption, PictureFormat, picture_of
from tracker.totals.chart_data.marks import INSTRUMENT_MARKS, ChartMark
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, LineShape, Shape
from tracker.totals.chart_data.table import Member

CAPTION = Caption("What is found", "Its name", ("A foot",), {"Source": "the record"})
MEMBERS = (Member(None, "a", "Italy $x^2$ <b>"), Member(None, "b", "إيطاليا"))
BARS = BarShape(MEMBERS, (ChartSeries("Spent", (500, 200), ChartMark("money")),), UNIT)


@settings(max_examples=12, deadline=None)
@given(shapes())
def test_every_shape_can_be_drawn(shape: Shape) -> None:
    drawn = picture_of(shape, CAPTION, FORMATTER, PictureFormat.SVG)
    assert etree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("form", PictureFormat)
def test_the_same_shape_is_the_same_bytes_and_its_mirror_is_not(form: PictureFormat) -> None:
    drawn = picture_of(BARS, CAPTION, FORMATTER, form)
    assert picture_of(BARS, CAPTION, FORMATTER, form) == drawn
    assert picture_of(BARS, CAPTION, FORMATTER, form, from_right=True) != drawn


def test_a_picture_holds_its_facts_and_no_time_or_program() -> None:
    image = Image.open(BytesIO(picture_of(BARS, CAPTION, FORMATTER, PictureFormat.PNG)))
    assert image.info["Title"] == "What is found"
    assert image.info["Source"] == "the record"
    assert "Software" not in image.info
    svg = picture_of(BARS, CAPTION, FORMATTER, PictureFormat.SVG)
    assert b"<dc:date>" not in svg
    assert b"matplotlib.org" not in svg


def test_lines_are_drawn_for_every_instrument_and_without_data_there_are_words() -> None:
    series = tuple(ChartSeries(code, (1, 2), mark) for code, mark in INSTRUMENT_MARKS.items())
    assert picture_of(LineShape(MEMBERS, series, UNIT), CAPTION, FORMATTER, PictureFormat.SVG)
    assert picture_of(None, CAPTION, FORMATTER, PictureFormat.SVG)


@pytest.fixture
def charts(sqlite_session: Session) -> list[str]:
    fill_small_account(sqlite_session)
    return [f"{spec.name}/{chart.name}" for spec in SPECS for chart in spec.charts]


def test_charts_of_pages_are_served_as_pictures(client: PageClient, charts: list[str]) -> None:
    for chart in [*charts[:: len(charts) // 5], "overview/use", "regions/map"]:
        answer = client.get(f"/dashboards/figures/{chart}.svg")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml"), chart
        assert chart.replace("/", "-") in answer.headers["Content-Disposition"]
    png = client.get("/dashboards/figures/overview/donors.png?lang=ar")
    assert Image.open(BytesIO(png.data)).width > 1000
    nothing = client.get("/dashboards/figures/overview/donors.svg?to=1990-12-31")
    assert nothing.status_code == 200
    assert client.get("/dashboards/figures/overview/none.svg").status_code == 404
