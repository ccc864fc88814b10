"""Visits in a browser: an account served, a page signed in and watched, and what it must be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlmodel import Session

from tests.support.browsers import watched_page
from tests.support.databases import sqlite_file_url
from tests.support.people import PASSWORD
from tests.support.servers import LiveServer, serve
from tracker.db import make_engine, make_session

ALONE = {"resultTypes": ["violations"]}
"""What is asked of axe: violations, without the long list of what passed."""


@contextmanager
def served_account(
    folder: Path,
    template: Path,
    fill: Callable[[Session], object] | None = None,
    port: int = 0,
    **variables: str,
) -> Iterator[LiveServer]:
    """Serve a copy of the empty record in a folder, filled first if need be.

    `variables` are added to the environment of the server.
    """
    database = folder / "tracker.sqlite"
    database.write_bytes(template.read_bytes())
    if fill is not None:
        engine = make_engine(sqlite_file_url(database))
        with make_session(engine) as session:
            fill(session)
        engine.dispose()
    with serve(folder, sqlite_file_url(database), port, **variables) as served:
        yield served


def send_sign_in(page: Page, email: str) -> None:
    """Fill the sign-in form in and send it."""
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def sign_in(page: Page, email: str) -> None:
    """Sign in on the page of its own, and wait for what follows."""
    page.goto("/sign-in")
    send_sign_in(page, email)
    page.wait_for_url(lambda url: "/sign-in" not in url)


@contextmanager
def visited(browser: Browser, server: LiveServer, email: str = "") -> Iterator[Page]:
    """Open a page on the server, signed in where there is an address; no page has a fault."""
    faults: list[str] = []
    with watched_page(browser, server.url, faults) as page:
        if email:
            sign_in(page, email)
        yield page
    assert not faults, "\n".join(faults)


def expect_accessible(page: Page) -> None:
    """Expect no violation that axe finds."""
    found = Axe().run(page, options=ALONE)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def expect_fits(page: Page) -> None:
    """Expect nothing wider than the window."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, page.url
