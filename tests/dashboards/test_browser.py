"""The charts as a browser draws them: without errors, jumps or faults of accessibility."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.pages.registry import SPECS
from tests.dashboards.test_texts_beside_marks import SIDEWAYS
from tests.support.browsers import opened_page, watched_page
from tests.support.servers import LiveServer
from tests.support.visits import expect_fits
from tracker.totals.dimensions import Dimension

Scheme = Literal["dark", "light"]
CODES = {
    Dimension.DONOR: "ITA",
    Dimension.REGION: "002",
    Dimension.COUNTRY: "KEN",
    Dimension.PROTOCOL: "TIP",
}
PAGES = [
    spec.path.replace("<code>", CODES[subject] if subject else "")
    for spec in SPECS
    for subject in spec.subjects or (None,)
]
ALONE = {"resultTypes": ["violations"]}
CONTRAST = {**ALONE, "runOnly": ["color-contrast"]}
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
DRAWN = "figure.chart.drawn"


def draw_all(page: Page) -> None:
    """Scroll through the page until every chart is drawn."""
    charts = page.locator("figure.chart")
    for place in range(charts.count()):
        charts.nth(place).scroll_into_view_if_needed()
        expect(charts.nth(place)).to_contain_class("drawn")
        expect(charts.nth(place).locator("svg.main-svg").first).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_every_chart_is_drawn_and_the_page_is_accessible_by_keyboard_too(
    page: Page, path: str
) -> None:
    page.goto(f"{path}?lang=ar")
    draw_all(page)
    for chart in page.locator("figure.chart").all():
        assert chart.evaluate(SIDEWAYS) == []
    chart = page.locator("figure.chart").first
    chart.focus()
    page.keyboard.press("ArrowDown")
    expect(chart.locator("+ .chart-mark")).to_contain_text(re.compile(r"\d"))
    page.evaluate(OPEN_ALL)
    found = Axe().run(page, options=ALONE)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page, options=CONTRAST)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("scheme", "language", "width"), [("dark", "ar", 1280), ("light", "en", 390)]
)
def test_dark_mirrored_and_narrow_pages_are_as_sound(
    browser: Browser, live_server: LiveServer, scheme: Scheme, language: str, width: int
) -> None:
    faults: list[str] = []
    with watched_page(browser, live_server.url, faults) as page:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/?lang={language}")
        draw_all(page)
        expect_fits(page)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert not faults


def test_nothing_jumps_while_charts_are_drawn(page: Page) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => {"
        "for (const entry of list.getEntries()) window.shift += entry.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto("/")
    expect(page.locator(DRAWN).first).to_be_visible()
    assert page.evaluate("window.shift") < 0.02


def test_a_click_on_a_bar_leads_to_what_it_stands_for(page: Page) -> None:
    page.goto("/dashboards/donors?from=2015-01-01")
    chart = page.locator("#donors figure.chart")
    chart.scroll_into_view_if_needed()  # one is drawn when it comes into sight
    expect(chart).to_contain_class("drawn")
    bar = chart.locator(".barlayer .trace").nth(1).locator(".point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle, steps=3)
    expect(chart.locator(".hoverlayer .hovertext")).to_contain_text("USD")
    expect(chart).to_contain_class("leads")
    page.mouse.click(*middle)
    page.wait_for_url("**/dashboards/rows/contributions?*part=donor:*part=earmarking:*from=2015*")
    expect(page.locator("tfoot")).to_be_visible()


def test_arrow_keys_and_enter_open_the_rows_behind_a_mark(page: Page) -> None:
    page.goto("/dashboards/donors")
    chart = page.locator("#donors figure.chart")
    chart.scroll_into_view_if_needed()
    expect(chart).to_contain_class("drawn")
    chart.focus()
    told = page.locator("#donors .chart-mark")
    expect(told).to_contain_text("Arrow keys")
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("USD")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboards/rows/contributions?*")


def test_paper_has_figures_in_its_width_and_bars_with_a_table_for_a_map(page: Page) -> None:
    page.goto("/dashboards/regions")
    chart = page.locator("#map figure.chart")
    expect(chart).to_contain_class("drawn")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(chart.locator(".barlayer .trace")).not_to_have_count(0)
    expect(page.locator("#map table")).to_be_visible()
    expect(page.locator(".filter-bar")).to_be_hidden()
    expect(page.locator("figure.chart:not(.drawn)")).to_have_count(0)
    for one in page.locator(f"{DRAWN} svg.main-svg:first-child").all():
        expect(one).to_have_attribute("width", "680")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(chart.locator(".barlayer .trace")).to_have_count(0)
    expect(page.locator("#map table")).to_be_hidden()
    page.goto("/")
    page.emulate_media(media="print")
    for form in page.locator("form").all():
        expect(form).to_be_hidden()


def test_the_keyboard_reaches_the_same_through_the_table(page: Page) -> None:
    page.goto("/dashboards/donors")
    summary = page.locator("#donors .chart-table summary")
    summary.focus()
    page.keyboard.press("Enter")
    link = page.locator("#donors-table tbody a").first
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboards/donors/*")


def test_without_scripts_the_tables_are_there(browser: Browser, live_server: LiveServer) -> None:
    with opened_page(browser, live_server.url, scripts=False) as page:
        page.goto("/dashboards/protocols")
        expect(page.locator("figure.chart").first).to_be_hidden()
        page.locator(".chart-table summary").first.click()
        expect(page.locator("table.data").first).to_be_visible()
