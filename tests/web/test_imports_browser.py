"""Importing a sheet as a person does it: a browser, a server, and the process that it starts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import (
    answered,
    expect_accessible,
    expect_fits,
    served_account,
    visited,
)
from tracker.people.roles import Role

HEADING = "code,title,kind,place"
GOOD = [f"NAT-{state},Programme for {state},national,{state}" for state in ("KEN", "UGA", "PRY")]


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve an empty record with one programme manager."""
    with served_account(tmp_path_factory.mktemp("imports"), sqlite_template) as server:
        enter_user(server.database_url, Role.PROGRAMME_MANAGER, "ana@example.org")
        yield server


@pytest.fixture
def manager(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """Open a page for the programme manager; fails on what a user should never meet."""
    with visited(browser, server, "ana@example.org") as page:
        yield page


def upload(page: Page, lines: list[str], name: str) -> None:
    """Upload a sheet of programmes."""
    page.goto("/imports/new")
    page.select_option("[name=kind]", "programmes")
    content = "\n".join([HEADING, *lines]).encode()
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.set_input_files("[name=file]", files=[file])
    page.click("text=Upload and check")


def test_a_sheet_is_uploaded_seen_row_by_row_and_taken_up(manager: Page) -> None:
    upload(manager, [*GOOD, "NAT-X,X,local,KEN"], "programmes.csv")
    manager.wait_for_selector("dl.tiles")
    expect(manager.locator("#rows ~ .table-scroll tbody tr")).to_have_count(4)
    expect(manager.locator("main")).to_contain_text("'local' is no code of this column")
    manager.goto("/programmes")
    expect(manager.locator("main")).not_to_contain_text("NAT-KEN")
    manager.goto("/imports")
    with answered(manager):
        manager.click("text=programmes.csv")
    manager.click("text=Import the good rows")
    manager.wait_for_selector(".notice-done")
    manager.goto("/programmes")
    expect(manager.locator("main")).to_contain_text("Programme for KEN")


def test_a_long_import_shows_how_far_it_is_and_is_cancelled(manager: Page) -> None:
    rows = [f"P-{number},Programme {number},national,KEN" for number in range(60_000)]
    upload(manager, rows, "many.csv")
    expect(manager.locator("[data-work-step]")).to_contain_text("of 60,000")
    manager.click("text=Cancel the import")
    expect(manager.locator("main")).to_contain_text("It was cancelled.")
    manager.goto("/programmes?q=P-1")
    expect(manager.locator("main")).not_to_contain_text("Programme 1")


@pytest.mark.parametrize(
    ("scheme", "language", "width"), [("dark", "ar", 1280), ("light", "en", 390)]
)
def test_the_pages_are_accessible_dark_mirrored_and_narrow(
    manager: Page, scheme: Literal["dark", "light"], language: str, width: int
) -> None:
    upload(manager, [*GOOD, "NAT-Y,Y,local,ATLANTIS"], f"{scheme}.csv")
    manager.wait_for_selector("dl.tiles")
    preview = manager.url
    manager.emulate_media(color_scheme=scheme)
    manager.set_viewport_size({"width": width, "height": 844})
    for path in (preview, "/imports/new", "/imports", f"{preview}/faults"):
        manager.goto(f"{path}?lang={language}")
        expect_fits(manager)
        expect_accessible(manager)
