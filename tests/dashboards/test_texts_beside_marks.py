"""The texts beside marks have their room in both renderers, in every language and direction."""

from itertools import combinations
from typing import Any

import matplotlib as mpl
import pytest
from flask import Flask
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from playwright.sync_api import Browser, expect

from dashboards.formatter import FORMATTER
from tests.support.browsers import watched_page
from tests.support.servers import LiveServer
from tracker.drawings.fonts import families
from tracker.drawings.plots import plot
from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    Levels,
    LineShape,
    PanelShape,
    Shape,
    StepBar,
    WaterfallShape,
    us_dollars,
)
from tracker.totals.chart_data.table import Member

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
PHONE, DESK = 390, 1280
CHARTS = (
    "delivery/programmes",
    "overview/left",
    "protocols/programmes",
    "adherence/parties",
    "overview/pledged-received",
)
"""Bars with levels, a waterfall, panels, lines, columns."""
SIDEWAYS = """(chart) => {
  const whole = chart.querySelector("svg.main-svg").getBoundingClientRect();
  return [...chart.querySelectorAll("svg text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.width && (own.left < whole.left - 1 || own.right > whole.right + 1);
  }).map((text) => text.textContent);
}"""
OVER_EACH_OTHER = """(chart) => {
  const texts = [...chart.querySelectorAll(".textpoint text")]
    .filter((text) => text.textContent.trim())
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const meet = (one, other) => one.left + 2 < other.right && other.left + 2 < one.right
    && one.top + 6 < other.bottom && other.top + 6 < one.bottom;
  const meets = ([, one], place) => texts.slice(place + 1).some(([, other]) => meet(one, other));
  return texts.filter(meets).map(([text]) => text);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_cuts_no_text_beside_a_mark(
    browser: Browser, live_server: LiveServer, language: str
) -> None:
    faults: list[str] = []
    with watched_page(browser, live_server.url, faults) as page:
        for name in CHARTS:
            for width in (PHONE, DESK) if language == "ar" else (PHONE,):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"/embed/{name}?lang={language}")
                chart = page.locator("figure.chart")
                expect(chart).to_contain_class("drawn")
                assert chart.evaluate(SIDEWAYS) == [], (name, width)
                assert chart.evaluate(OVER_EACH_OTHER) == [], (name, width)
    assert not faults


def test_compared_figures_keep_one_scale(browser: Browser, live_server: LiveServer) -> None:
    faults: list[str] = []
    with watched_page(browser, live_server.url, faults) as page:
        page.set_viewport_size({"width": PHONE, "height": 900})
        page.goto("/?donor=ITA&compare=donor:JPN")
        for name in ("left", "balance", "donors"):
            pair = page.locator(f"figure[data-chart^='{name}-']")
            expect(pair).to_have_count(2)
            ranges = []
            for chart in pair.all():
                chart.scroll_into_view_if_needed()
                expect(chart).to_contain_class("drawn")
                assert chart.evaluate(SIDEWAYS) == [], name
                ranges.append(chart.evaluate("(chart) => chart.layout.xaxis.range"))
            assert ranges[0] == ranges[1], name
    assert not faults


MONEY = ChartMark("money")
MEMBERS = tuple(Member(None, str(place), f"Programme {place}") for place in range(4))
AMOUNTS = (23_712_345_00, 21_499_000_00, 7_600_00, -1_450_000_00)
SPENT = ChartSeries("Expenditure", AMOUNTS, MONEY)


def shapes() -> list[Shape]:
    """Make a shape of each kind that has texts beside its marks."""
    unit = us_dollars()
    budgets = Levels("Budget", (26_512_345_00, 24_900_000_00, None, 9_100_00), ChartMark("ink"))
    steps = zip(MEMBERS, (0, AMOUNTS[0], 0, 0), AMOUNTS, strict=True)
    many = tuple(ChartSeries(f"Protocol {place}", AMOUNTS, MONEY) for place in range(5))
    return [
        BarShape(MEMBERS, (SPENT,), unit),
        BarShape(MEMBERS, (SPENT,), unit, levels=budgets),
        WaterfallShape(tuple(StepBar(*step, MONEY) for step in steps), unit),
        LineShape(MEMBERS, many, unit),
        PanelShape(MEMBERS, many, unit),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", range(5))
def test_a_picture_cuts_no_text_beside_a_mark(app: Flask, language: str, kind: int) -> None:
    settings: Any = {"font.family": list(families()), "font.size": 8.5}
    with app.test_request_context(f"/?lang={language}"), mpl.rc_context(settings):
        app.preprocess_request()
        figure = Figure(figsize=(7.2, 2.6))
        figure.set_layout_engine(ConstrainedLayoutEngine(h_pad=0.04, w_pad=0.08))
        plot(figure, shapes()[kind], FORMATTER, from_right=language == "ar")
        figure.draw_without_rendering()
    texts = [text for axes in figure.axes for text in axes.texts if text.get_text()]
    assert texts
    places = [text.get_window_extent() for text in texts]
    for text, place in zip(texts, places, strict=True):
        inside = figure.bbox.x0 <= place.x0 and place.x1 <= figure.bbox.x1 and place.width > 1
        assert inside, text.get_text()
    for one, other in combinations([place.padded(-2) for place in places], 2):
        assert not one.overlaps(other)
