"""Briefs, a donor's index of them and year-end tables in a browser: accessible, not too wide."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.servers import LiveServer
from tests.support.visits import expect_accessible, expect_fits, visited

PAGES = (
    "/activities/ACT-2013-001/brief",
    "/programmes/GLO-TIP/brief",
    "/tools/TOOL-MLAE-2012/brief",
    "/donors/SWE/briefs",
    "/reports/year-end?year=2024",
)


@pytest.mark.parametrize("path", PAGES)
def test_it_is_accessible_in_light_and_dark(page: Page, path: str) -> None:
    page.goto(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect_accessible(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_page_in_arabic_does_not_scroll_sideways(
    browser: Browser, live_server: LiveServer, path: str
) -> None:
    with visited(browser, live_server) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(path + ("&" if "?" in path else "?") + "lang=ar")
        expect_fits(page)
        expect_accessible(page)


def test_on_paper_a_brief_is_without_form_and_files(page: Page) -> None:
    page.goto(PAGES[0])
    page.emulate_media(media="print")
    expect(page.locator("form.filters")).to_be_hidden()
    expect(page.locator("ul.report-files")).to_be_hidden()
    expect(page.locator("article.report")).to_be_visible()
