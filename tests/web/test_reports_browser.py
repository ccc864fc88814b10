"""Reports in a browser: by keyboard from a draft to a file that is verified, and accessible."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.commission_account import fill_for_commission
from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import answered, expect_accessible, expect_fits, served_account, visited
from tracker.people.roles import Role

SECRETARIAT, APPROVER = "secretariat@example.org", "approver@example.org"
MOST_STOPS = 150
"""Stops of the keyboard on the longest page, on the way to one of them."""


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve a small account with two persons who prepare and clear."""
    folder = tmp_path_factory.mktemp("reports")
    with served_account(folder, sqlite_template, fill_for_commission) as server:
        enter_user(server.database_url, Role.SECRETARIAT, SECRETARIAT)
        enter_user(server.database_url, Role.APPROVER, APPROVER)
        yield server


def go_by_keyboard(page: Page, selector: str) -> None:
    """Go to what a selector names, by the tabulator alone, as it can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert shown != "none", f"{selector} has the focus and nothing shows it"
            return
    pytest.fail(f"no key leads to {selector} on {page.url}")


def press(page: Page, selector: str) -> None:
    """Go to a link or button by keyboard, and press it."""
    go_by_keyboard(page, selector)
    with answered(page):
        page.keyboard.press("Enter")


def type_into(page: Page, name: str, text: str) -> None:
    """Go to a field by keyboard, and type."""
    go_by_keyboard(page, f"main [name={name}]")
    page.keyboard.type(text)


def expect_shown_well(page: Page) -> None:
    """Expect no violation, and nothing wider than the window."""
    expect_fits(page)
    expect_accessible(page)


def drawn(page: Page) -> str:
    """Draw a report; return its address."""
    page.goto("/reports/add")
    page.fill("main [name=first]", "2021-01-01")
    page.fill("main [name=last]", "2022-12-31")
    page.click("main form.form button[type=submit]")
    return address_of(page)


def drawn_by_keyboard(page: Page) -> str:
    """Draw a report by keyboard; return its address."""
    page.goto("/reports")
    press(page, "main a[href='/reports/add']")
    type_into(page, "first", "01012021")
    type_into(page, "last", "12312022")
    press(page, "main form.form button[type=submit]")
    return address_of(page)


def address_of(page: Page) -> str:
    """Wait for the page of a report; return its address."""
    page.wait_for_url(re.compile(r"/reports/\d+$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def test_by_keyboard_from_a_draft_to_a_file_that_is_verified(
    browser: Browser, server: LiveServer, tmp_path: Path
) -> None:
    with visited(browser, server, SECRETARIAT) as page:
        report = drawn_by_keyboard(page)
        press(page, f"main a[href='{report}/texts']")
        press(page, f"main a[href^='{report}/texts/']")
        go_by_keyboard(page, "main [name=text]")
        page.keyboard.press("Control+A")
        page.keyboard.type("Typed by keyboard.")
        press(page, "main form.form button[type=submit]")
        expect(page.locator("main")).to_contain_text("The text was saved.")
    with visited(browser, server, APPROVER) as page:
        page.goto(report)
        press(page, f"main form[action='{report}/clear'] button")
        expect(page.locator("main")).to_contain_text("The report was cleared.")
    with visited(browser, server, SECRETARIAT) as page:
        page.goto(report)
        press(page, f"main form[action='{report}/issue'] button")
        expect(page.locator("main table.data").first).to_contain_text("SHA-256")
        expect(page.locator("article.report")).to_contain_text("Typed by keyboard.")
        expect_shown_well(page)
        go_by_keyboard(page, "main a[href*='report.pdf']")
        with page.expect_download() as started:
            page.keyboard.press("Enter")
        issued, changed = tmp_path / "issued.pdf", tmp_path / "changed.pdf"
        started.value.save_as(issued)
    data = issued.read_bytes()
    place = len(data) // 2
    changed.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    with visited(browser, server) as page:
        for file, said in (
            (issued, "This is issued"),
            (changed, "This file was changed since it was issued"),
        ):
            page.goto("/verify")
            page.set_input_files("main [name=file]", file)
            press(page, "main form.form button[type=submit]")
            expect(page.locator("#verdict")).to_have_text(said)
        expect_shown_well(page)


@pytest.fixture(scope="module")
def reports(browser: Browser, server: LiveServer) -> list[str]:
    """Give the addresses of pages of reports: a draft with a text, and one cleared."""
    with visited(browser, server, SECRETARIAT) as page:
        draft, cleared = drawn(page), drawn(page)
        page.goto(f"{draft}/texts")
        text = page.locator(f"main a[href^='{draft}/texts/']").first.get_attribute("href") or ""
    with visited(browser, server, APPROVER) as page:
        page.goto(cleared)
        with answered(page):
            page.click(f"main form[action='{cleared}/clear'] button")
    return [draft, f"{draft}/texts", text, cleared, f"{cleared}/return"]


@pytest.mark.parametrize(
    ("scheme", "language", "width"),
    [("dark", "ar", 1280), ("light", "en", 390)],
)
def test_the_pages_are_accessible_dark_mirrored_and_narrow(
    browser: Browser,
    server: LiveServer,
    reports: list[str],
    scheme: Literal["dark", "light"],
    language: str,
    width: int,
) -> None:
    with visited(browser, server, SECRETARIAT) as page:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        summary = "/donors/ITA/statement?from=2021-01-01&to=2022-12-31"
        for path in ("/reports", "/reports/add", "/verify", summary, *reports):
            page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            expect_shown_well(page)
