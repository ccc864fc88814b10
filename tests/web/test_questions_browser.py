"""A form that comes back with a question alone: the reader is led to it, as to a fault."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.support.browsers import watched_page
from tests.support.databases import sqlite_file_url
from tests.support.people import enter_user
from tests.support.servers import serve
from tests.support.visits import answered, sign_in
from tracker.people.roles import Role

UNPROCESSABLE = "the server responded with a status of 422"


def add_rate(page: Page, day: str, rate: str) -> None:
    """Fill in a rate of the euro and send it."""
    page.goto("/rates/add")
    for name, text in {
        "currency": "EUR",
        "effective_on": day,
        "rate": rate,
        "source": "UN",
    }.items():
        page.fill(f"main [name={name}]", text)
    with answered(page):
        page.click("main button[type=submit]")


def test_what_is_asked_about_has_the_focus(
    browser: Browser, sqlite_template: Path, tmp_path: Path
) -> None:
    database = tmp_path / "tracker.sqlite"
    database.write_bytes(sqlite_template.read_bytes())
    faults: list[str] = []
    with (
        serve(tmp_path, sqlite_file_url(database)) as server,
        watched_page(browser, server.url, faults) as page,
    ):
        enter_user(server.database_url, Role.FINANCE_OFFICER, "bo@example.org")
        sign_in(page, "bo@example.org")
        add_rate(page, "2024-06-01", "0.92")
        add_rate(page, "2024-07-01", "1.087")
        expect(page.locator("#questions")).to_be_focused()
    assert [fault for fault in faults if UNPROCESSABLE not in fault] == []
