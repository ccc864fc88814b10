"""A programme manager's pages in a browser: accessible, mirrored, narrow, and gone through once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import (
    answered,
    expect_accessible,
    expect_fits,
    served_account,
    visited,
)
from tests.web.every_form import fill_for_every_form
from tracker.people.roles import Role

MANAGER, ADMINISTRATOR = "asha@example.org", "root@example.org"
PAGES = (
    "/requests/list", "/requests/REQ-1", "/requests/add", "/dissemination/DIS-2", "/dissemination",
    "/dissemination/add?tool=GUIDE", "/activities/A1", "/activities/A1/status",
    "/activities/A1/people", "/activities/A1/history", "/activities/A1/money", "/programmes",
    "/activities/A1/money/ask?contribution=C-ITA", "/activities/A1/publication", "/asks", "/home",
    "/activities/A1/repeat", "/activities/A1/sections", "/activities/publication",
    "/activities/calendar?month=2022-09", "/home/drafts", "/home/letters", "/home/second-factor",
    "/home/tokens", "/search?q=train", "/tools/GUIDE", "/activities/A1/sections/results",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve a small account to a programme manager and an administrator."""
    folder = tmp_path_factory.mktemp("assistance")
    with served_account(folder, sqlite_template, fill_for_every_form) as served:
        enter_user(served.database_url, Role.PROGRAMME_MANAGER, MANAGER)
        enter_user(served.database_url, Role.ADMINISTRATOR, ADMINISTRATOR)
        yield served


def test_each_page_is_accessible_in_light_and_dark_and_fits_a_phone_in_arabic(
    browser: Browser, server: LiveServer
) -> None:
    with visited(browser, server, MANAGER) as page:
        for path in PAGES:
            page.goto(path)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                expect_accessible(page)
        page.set_viewport_size({"width": 390, "height": 800})
        for path in PAGES:
            page.goto(path + ("&" if "?" in path else "?") + "lang=ar")
            expect_fits(page)
            expect_accessible(page)


def test_the_pages_of_an_administrator_are_accessible(browser: Browser, server: LiveServer) -> None:
    with visited(browser, server, ADMINISTRATOR) as page:
        for path in ("/trail", "/people", "/people/invite", "/people/tokens", "/home"):
            page.goto(path)
            expect_accessible(page)
        page.goto("/people")
        with answered(page):
            page.locator("main table a[href*='/people/P-']").first.click()
        expect_accessible(page)


def test_from_a_request_to_the_people_who_were_trained(
    browser: Browser, server: LiveServer
) -> None:
    with visited(browser, server, MANAGER) as page:
        page.goto("/requests/list")
        with answered(page):
            page.get_by_role("link", name="Add a request").click()
        page.fill("[name=code]", "REQ-7")
        page.fill("[name=state]", "Peru")
        page.fill("[name=articles]", "6")
        page.select_option("[name=instrument]", "TIP")
        page.get_by_role("button", name="Add the request").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("REQ-7")
        page.fill("[name=activity]", "A1")
        with answered(page):
            page.get_by_role("button", name="Link the activity").first.click()
        with answered(page):
            page.get_by_role("link", name="A1", exact=True).click()
        with answered(page):
            page.get_by_role("link", name="Add people reached").click()
        page.select_option("[name=function]", "judge")
        page.fill("[name=women]", "31")
        page.fill("[name=why]", "the list of the course")
        with answered(page):
            page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#participants")).to_be_visible()
        page.get_by_role("link", name="History of changes").click()
        expect(page.locator("main")).to_contain_text("the list of the course")
        expect(page.locator("main")).to_contain_text("it answers the request REQ-7")
