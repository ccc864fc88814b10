"""The filter bar in a browser: by keyboard alone, without scripts, and without losing the place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.browsers import watched_page
from tests.support.servers import LiveServer
from tests.support.visits import expect_fits

LINE, DONOR = ".filter-line > summary", "details.pick:has(#filter-donor)"


def test_a_keyboard_alone_chooses_applies_once_and_takes_away(page: Page) -> None:
    page.goto("/dashboards/donors")
    page.locator(LINE).press("Enter")
    page.locator("#filter-protocol").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#filter-donor").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("itá")
    expect(page.locator(f"{DONOR} li:visible")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(f"{DONOR} [data-pick-chosen]")).to_have_text("Italy")
    page.keyboard.press("Escape")
    expect(page.locator("#filter-donor")).to_be_focused()
    period = page.locator("#filter-period")
    period.focus()
    page.keyboard.press("ArrowDown")
    assert page.url.endswith("/dashboards/donors"), "a select that has focus does not submit"
    page.locator(".filter-line form > button").focus()
    place = page.evaluate("scrollY")
    assert place > 0
    page.keyboard.press("Enter")
    page.wait_for_url("**?donor=ITA&protocol=UNTOC")
    page.wait_for_function("place => scrollY === place", arg=place)
    expect(page.locator("[data-filter-line]")).to_have_attribute("open", "")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="Take away: Italy").press("Enter")
    page.wait_for_url("**?protocol=UNTOC")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_filter_is_one_line_that_opens_in_arabic_too(
    browser: Browser, live_server: LiveServer, *, scripts: bool
) -> None:
    faults: list[str] = []
    how = {"locale": "ar", "scripts": scripts, "size": {"width": 390, "height": 844}}
    with watched_page(browser, live_server.url, faults, **how) as page:
        page.goto("/?donor=ITA")
        expect(page.locator(".filter-line form")).to_be_hidden()
        expect(page.locator("dl.tiles")).to_be_in_viewport()
        page.locator(LINE).click()
        page.locator("#filter-protocol").click()
        page.locator("input[value=TIP]").check()
        page.select_option("#filter-period", "last-year")
        if scripts:
            expect_fits(page)
            assert Axe().run(page).violations_count == 0
        page.locator(".filter-line form > button").click()
        page.wait_for_url("**?from=*&to=*&donor=ITA&protocol=TIP")
    assert not faults


def test_a_country_is_found_as_its_name_is_typed(page: Page) -> None:
    page.goto("/")
    page.locator("#finder-q").press_sequentially("cote d")
    expect(page.locator(".finder-pages a").first).to_have_text("Côte d'Ivoire")
    expect(page.locator("#finder-found")).to_contain_text("found")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("ArrowDown")
    expect(page.locator(".finder-pages a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboards/regions/CIV")
