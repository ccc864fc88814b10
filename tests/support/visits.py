"""Visits in a browser: an account served, a page signed in and watched, and what it must be."""

import time
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

WIDER = "document.documentElement.scrollWidth - innerWidth"
REST = 100  # milliseconds between two looks at a page that has been moved or made wider
REST_WITHIN = 10  # seconds in which it comes to rest on a busy machine
ALONE = {"resultTypes": ["violations"]}
"""What is asked of axe: violations, without the long list of what passed."""


@contextmanager
def served_account(
    folder: Path,
    template: Path,
    fill: Callable[[Session], object] | None = None,
    **variables: str,
) -> Iterator[LiveServer]:
    """Serve a copy of the empty record in a folder, filled first if need be.

    `variables` are added to the environment of the server; "{port}" in them is its port.
    """
    database = folder / "tracker.sqlite"
    database.write_bytes(template.read_bytes())
    if fill is not None:
        engine = make_engine(sqlite_file_url(database))
        with make_session(engine) as session:
            fill(session)
        engine.dispose()
    with serve(folder, sqlite_file_url(database), **variables) as served:
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


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Wait at the end of the block until the page to which it leads has been read to its end.

    A click returns while the next page is still being read; what is asked of the page directly
    would be told of half a page, and another address would break the sending of a form off.
    """
    with page.expect_navigation():
        yield


def expect_accessible(page: Page) -> None:
    """Expect no violation that axe finds."""
    page.wait_for_load_state()
    found = Axe().run(page, options=ALONE)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def expect_fits(page: Page) -> None:
    """Expect nothing wider than the window, once the page has come to rest."""
    page.wait_for_load_state()
    give_up = time.monotonic() + REST_WITHIN
    while (wider := page.evaluate(WIDER)) > 0 and time.monotonic() < give_up:
        page.wait_for_timeout(REST)
    assert wider <= 0, page.url
