"""No amount of a table is seen in part: at the edge 288,000.00 must not be read as 88,000.00."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browsers import opened_page
from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import (
    REST,
    REST_WITHIN,
    expect_fits,
    served_account,
    sign_in,
    visited,
)
from tracker.people.roles import Role

PHONE, SMALL_PHONE, LAPTOP = 390, 320, 1024
PUBLIC = (
    "/",
    "/dashboards/donors",
    "/dashboards/donors/ITA",
    "/dashboards/regions",
    "/dashboards/delivery",
    "/dashboards/commission",
)
OF_STAFF = (
    "/home",
    "/contributions",
    "/contributions/ITA-2026-391",
    "/contributions/due",
    "/donors",
    "/donors/ITA",
    "/donors/ITA/statement",
    "/activities",
    "/activities/ACT-2013-003",
    "/activities/ACT-2013-003/money",
    "/programmes",
    "/programmes/GLO-TIP",
    "/tools",
    "/approvals",
    "/approvals/1",
    "/ledger",
    "/periods",
    "/periods/2015",
    "/rates",
    "/tie-out",
    "/tie-out/CS-2025",
    "/reports/year-end?year=2024",
)
SOME = ("/contributions", "/periods/2015", "/reports/year-end?year=2024", "/dashboards/delivery")
SCROLL = """
(part) => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const region of document.querySelectorAll(".table-scroll")) {
    const toLeft = getComputedStyle(region).direction === "rtl" ? -1 : 1;
    const left = toLeft * part * (region.scrollWidth - region.clientWidth);
    region.scrollTo({ left, behavior: "instant" });
  }
}
"""
CUT = """
() => {
  const regions = [...document.querySelectorAll(".table-scroll")].filter((one) => one.clientWidth);
  const found = [];
  for (const region of regions) {
    const edge = region.getBoundingClientRect();
    const toLeft = getComputedStyle(region).direction === "rtl";
    for (const cell of region.querySelectorAll("td:is(.num, .number):not(.cut)")) {
      const first = cell.parentElement.cells[0];
      const head = first.getBoundingClientRect();
      const stays = getComputedStyle(first).position === "sticky";
      const start = stays && !toLeft ? head.right : edge.left;
      const end = stays && toLeft ? head.left : edge.right;
      const text = document.createRange();
      text.selectNodeContents(cell);
      const { left, right } = text.getBoundingClientRect();
      const seen = Math.min(right, end) - Math.max(left, start);
      if (seen > 1 && seen < right - left - 1) {
        found.push(`${cell.textContent.trim()}: ${seen} of ${right - left} px`);
      }
    }
  }
  return [regions.length, found];
}
"""


@pytest.fixture(scope="module")
def server(
    illustrative_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """Serve the illustrative account to staff and to a donor."""
    with served_account(tmp_path_factory.mktemp("cut"), illustrative_file) as served:
        enter_user(served.database_url, Role.FINANCE_OFFICER, "officer@example.org")
        enter_user(served.database_url, Role.DONOR, "donor@example.org", donor_code="ITA")
        yield served


def at_rest(page: Page) -> tuple[int, list[str]]:
    """Look until nothing is cut, or for long enough: how many tables there are, and what is cut."""
    give_up = time.monotonic() + REST_WITHIN
    while True:
        page.wait_for_timeout(REST)
        tables, found = page.evaluate(CUT)
        if not found or time.monotonic() > give_up:
            return tables, found


def expect_whole(page: Page, path: str, *widths: int) -> int:
    """Expect that what shows of amounts shows whole; return how many tables were looked at."""
    page.goto(path)
    tables = 0
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        expect_fits(page)
        for part in (0, 0.4, 1):
            page.evaluate(SCROLL, part)
            tables, found = at_rest(page)
            assert not found, f"{path} at {width} px, scrolled by {part}: {found[:5]}"
    return tables


def in_arabic(path: str) -> str:
    """Return the address of a page in Arabic."""
    return f"{path}{'&' if '?' in path else '?'}lang=ar"


@pytest.mark.slow
def test_an_amount_shows_whole_or_not_at_all(browser: Browser, server: LiveServer) -> None:
    tables = 0
    with visited(browser, server, "officer@example.org") as page:
        for path in (*OF_STAFF, *PUBLIC):
            tables += expect_whole(page, path, PHONE)
        for path in SOME:
            tables += expect_whole(page, path, SMALL_PHONE, LAPTOP)
            tables += expect_whole(page, in_arabic(path), PHONE)
    with visited(browser, server, "donor@example.org") as page:
        tables += expect_whole(page, "/home", PHONE, SMALL_PHONE)
        tables += expect_whole(page, in_arabic("/home"), PHONE)
    assert tables > len(OF_STAFF) + len(PUBLIC), "there are tables to look at"


@pytest.mark.slow
def test_without_scripts_too(browser: Browser, server: LiveServer) -> None:
    with opened_page(browser, server.url, scripts=False) as page:
        sign_in(page, "donor@example.org")
        for path in ("/home", "/donors/ITA/statement", "/"):
            assert expect_whole(page, path, SMALL_PHONE, 768)
            assert expect_whole(page, in_arabic(path), PHONE)
