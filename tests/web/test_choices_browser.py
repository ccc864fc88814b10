"""Searchable choices in a browser: by keyboard alone, several as chips, and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsers import opened_page, watched_page
from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import expect_accessible, served_account, sign_in
from tests.web.every_form import fill_for_every_form
from tracker.people.roles import Role

MANAGER = "asha@example.org"


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve a small account to a programme manager."""
    folder = tmp_path_factory.mktemp("choices")
    with served_account(folder, sqlite_template, fill_for_every_form) as served:
        enter_user(served.database_url, Role.PROGRAMME_MANAGER, MANAGER)
        yield served


@pytest.fixture
def visit(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """Open a page on that server, signed in; no page has a fault but refused forms."""
    faults: list[str] = []
    with watched_page(browser, server.url, faults) as page:
        sign_in(page, MANAGER)
        yield page
    assert [fault for fault in faults if "422" not in fault] == []


def pick(page: Page, field: str, typed: str, key: str = "Enter") -> None:
    """Type into a searchable choice, and press a key at once."""
    page.locator(f"[id='{field}-ts-control']").focus()
    page.keyboard.type(typed)
    page.keyboard.press(key)


def test_choices_are_made_by_keyboard_alone_however_fast_one_types(visit: Page) -> None:
    visit.goto("/activities/add")
    pick(visit, "beneficiaries-0-code", "ital")
    expect(visit.locator("[name=beneficiaries-0-code]")).to_have_value("ITA")
    pick(visit, "articles", "untoc 16")
    expect(visit.locator("[name=articles]")).to_have_value("UNTOC 16")
    pick(visit, "articles", "tip 9")
    expect(visit.locator("[name=articles]")).to_have_value("UNTOC 16\nTIP 9")
    visit.keyboard.press("Backspace")
    expect(visit.locator("[name=articles]")).to_have_value("UNTOC 16")
    pick(visit, "partners", "INTERPOL", "Tab")
    expect(visit.locator("[name=partners]")).to_have_value("INTERPOL")
    pick(visit, "themes", "corr")
    expect(visit.locator("[name=themes]")).to_have_values([re.compile(".")])


def test_each_chip_can_be_taken_away_by_its_named_button(visit: Page) -> None:
    visit.goto("/activities/add")
    for typed in ("untoc 16", "tip 9", "som 6"):
        pick(visit, "articles", typed)
        expect(visit.locator(".ts-wrapper:has(#articles-ts-control) .item")).to_have_count(
            ("untoc 16", "tip 9", "som 6").index(typed) + 1
        )
    visit.locator("[aria-label^='Remove TIP 9']").click()
    expect(visit.locator("[name=articles]")).to_have_value("UNTOC 16\nSOM 6")


def test_what_fits_nothing_stays_and_is_told_at_its_field(visit: Page) -> None:
    visit.goto("/activities/add")
    pick(visit, "beneficiaries-0-code", "Itlay", "Tab")
    expect(visit.locator("[name=beneficiaries-0-code]")).to_have_value("Itlay")
    visit.click("main button[type=submit]")
    expect(visit.locator("#beneficiaries-0-code-fault")).to_contain_text("Italy (ITA)")
    expect(visit.locator(".item.unknown")).to_contain_text("Itlay")
    visit.locator(".error-summary a[href='#beneficiaries-0-code']").click()
    expect(visit.locator("#beneficiaries-0-code-ts-control")).to_be_focused()


def test_an_added_row_has_a_choice_of_its_own(visit: Page) -> None:
    visit.goto("/activities/add")
    visit.click("[data-add-row=beneficiaries]")
    expect(visit.locator("#beneficiaries-3-code-ts-control")).to_be_focused()
    pick(visit, "beneficiaries-3-code", "japan")
    expect(visit.locator("[name=beneficiaries-3-code]")).to_have_value("JPN")


def test_an_open_choice_is_accessible_and_stays_in_the_window_in_arabic_on_a_phone(
    visit: Page,
) -> None:
    for language, width in (("en", 1280), ("ar", 390)):
        visit.set_viewport_size({"width": width, "height": 800})
        visit.goto(f"/activities/add?lang={language}")
        pick(visit, "beneficiaries-0-code", "ita", "Shift")
        expect(visit.locator(".ts-dropdown .option").first).to_be_visible()
        expect_accessible(visit)
        box = visit.locator(".ts-dropdown:visible").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_without_scripts_fields_stay_lines_of_text(browser: Browser, server: LiveServer) -> None:
    with opened_page(browser, server.url, scripts=False) as page:
        sign_in(page, MANAGER)
        page.goto("/activities/add")
        page.fill("[name=beneficiaries-0-code]", "Italy")
        page.fill("[name=articles]", "UNTOC 16; TIP 9")
        page.click("main button[type=submit]")
        expect(page.locator(".error-summary")).to_be_visible()
        expect(page.locator("[name=beneficiaries-0-code]")).to_have_value("Italy")


RINGED = """
() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const shown = at.closest(".ts-wrapper")?.querySelector(".ts-control") ?? at;
  const style = getComputedStyle(shown);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return `${ring ? "" : "no ring: "}${at.id || at.name || at.textContent.trim()}`;
}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    ["/activities/A1/sections/when-and-where", "/activities/A1/money/ask", "/activities/A1/change"],
)
def test_who_walks_through_a_form_by_keyboard_sees_where(visit: Page, path: str) -> None:
    visit.goto(path)
    visit.keyboard.press("Tab")
    visit.keyboard.press("Enter")
    stops: list[str] = []
    for _number in range(200):
        visit.keyboard.press("Tab")
        stop = visit.evaluate(RINGED)
        if stop is None or visit.evaluate("!document.activeElement.closest('main')"):
            break
        stops.append(stop)
    assert len(stops) > len(visit.locator("main form.form [name]:not([type=hidden])").all()) / 2
    assert [stop for stop in stops if stop.startswith("no ring")] == []


@pytest.mark.slow
def test_who_is_refused_is_led_to_the_errors(visit: Page) -> None:
    visit.goto("/activities/A1/money/ask")
    visit.locator("main form.form button[type=submit]").first.focus()
    visit.keyboard.press("Enter")
    expect(visit.locator("#error-summary")).to_be_focused()
    visit.keyboard.press("Tab")
    visit.keyboard.press("Enter")
    visit.wait_for_function("Boolean(document.activeElement.closest('main form'))")
