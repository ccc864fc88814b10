"""The forms of an activity in a browser: by keyboard alone, kept, asked about, by two people."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.support.browsers import watched_page
from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import (
    answered,
    expect_accessible,
    expect_fits,
    send_sign_in,
    served_account,
    sign_in,
)
from tests.web.every_form import fill_for_every_form
from tracker.db import make_engine, make_session, transaction
from tracker.people.roles import Role
from tracker.people.users import end_sessions

ASHA, BORIS = "asha@example.org", "boris@example.org"
MOST_TABS = 200
FORGETS = 1_500  # milliseconds after which a list takes a letter for the first of another word
PAGES = (
    "/activities/add/begin", "/activities/A1/sections", "/activities/A1/sections/for-whom",
    "/activities/A1/sections/instruments", "/activities/A1/change", "/home/drafts",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve a small account to two programme managers."""
    folder = tmp_path_factory.mktemp("activity_forms")
    with served_account(folder, sqlite_template, fill_for_every_form) as served:
        for email in (ASHA, BORIS):
            enter_user(served.database_url, Role.PROGRAMME_MANAGER, email)
        yield served


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """Give a list of the faults of pages; only refused forms and two edits may be in it."""
    found: list[str] = []
    yield found
    assert [one for one in found if "422" not in one and "409" not in one] == []


@pytest.fixture
def visit(browser: Browser, server: LiveServer, faults: list[str]) -> Iterator[Page]:
    """Open a page on the server with the first of them signed in."""
    with watched_page(browser, server.url, faults) as page:
        sign_in(page, ASHA)
        yield page


@pytest.fixture
def other(browser: Browser, server: LiveServer, faults: list[str]) -> Iterator[Page]:
    """Open a page on the server with the second of them signed in."""
    with watched_page(browser, server.url, faults) as page:
        sign_in(page, BORIS)
        yield page


def tab_to(page: Page, name: str) -> None:
    """Press the tab key until the field or the button of that name has the focus."""
    wanted = f"document.activeElement.id === '{name}' || document.activeElement.name === '{name}'"
    for _press in range(MOST_TABS):
        if page.evaluate(f"{wanted} || document.activeElement.id === '{name}-ts-control'"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)


def type_into(page: Page, name: str, text: str, key: str = "") -> None:
    tab_to(page, name)
    page.keyboard.type(text)
    if key:
        page.keyboard.press(key)


def choose(page: Page, name: str, typed: str, value: str) -> None:
    """Choose of a searchable list by its first words."""
    type_into(page, name, typed, "Enter")
    expect(page.locator(f"[name='{name}']")).to_have_value(value)


def choose_by_letters(page: Page, name: str, letters: str) -> None:
    """Choose of a plain list by its first letters; it forgets those that come too slowly."""
    tab_to(page, name)
    chosen = page.locator(f"[name='{name}'] option:checked")
    for _time in range(3):
        page.keyboard.type(letters)
        if chosen.inner_text().startswith(letters):
            return
        page.wait_for_timeout(FORGETS)
    expect(chosen).to_have_text(re.compile(f"^{letters}"))


def go_on(page: Page, section: str) -> None:
    """Press "Save and go on" by the keyboard, and arrive at the section that follows."""
    tab_to(page, "next")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{section}")


def test_a_whole_activity_is_filled_in_by_keyboard_alone(visit: Page) -> None:
    visit.goto("/activities/add/begin")
    type_into(visit, "code", "KEY-1")
    type_into(visit, "title", "Course for judges")
    choose(visit, "programme", "glo1", "GLO1")
    choose_by_letters(visit, "type", "Tr")
    choose_by_letters(visit, "status", "Pi")
    visit.keyboard.press("Tab")
    visit.keyboard.press("Enter")
    visit.wait_for_url("**/activities/KEY-1/sections")
    visit.goto("/activities/KEY-1/sections/what")
    type_into(visit, "description", "Five days in Lima")
    type_into(visit, "why", "first entry")
    go_on(visit, "when-and-where")
    type_into(visit, "planned_start", "10012026")
    type_into(visit, "planned_end", "10052026")
    type_into(visit, "venue", "Lima")
    go_on(visit, "for-whom")
    choose(visit, "beneficiaries-0-code", "peru", "PER")
    type_into(visit, "beneficiaries-0-share", "100")
    go_on(visit, "instruments")
    choose_by_letters(visit, "instruments-0-code", "Tr")
    type_into(visit, "instruments-0-share", "100")
    choose(visit, "articles", "tip 9", "TIP 9")
    go_on(visit, "money")
    type_into(visit, "budget", "25,000")
    go_on(visit, "people")
    type_into(visit, "participants-0-women", "7")
    go_on(visit, "results")
    type_into(visit, "evaluation", "By the end of the year")
    go_on(visit, "documents")
    type_into(visit, "documents-0-title", "Agenda")
    go_on(visit, "tools-and-requests")
    choose(visit, "tools-0-tool", "guide", "GUIDE")
    visit.goto("/activities/KEY-1/sections")
    stages = visit.locator(".sections .state").all_inner_texts()
    assert stages[:8] == ["complete"] * 8
    visit.goto("/activities/KEY-1")
    expect(visit.locator("main")).to_contain_text("Five days in Lima")
    expect(visit.locator("main")).to_contain_text("Peru")


def test_a_draft_is_kept_while_one_types_and_leaving_asks_before(visit: Page) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    visit.on("dialog", answer)
    visit.goto("/programmes/add")
    visit.click("[name=title]")
    visit.keyboard.type("A programme that was begun")
    expect(visit.locator("[data-draft-status]")).to_contain_text("Draft kept on")
    visit.goto("/home")
    assert asked == []
    expect(visit.locator(".drafts a").first).to_have_text("A programme that was begun")
    visit.go_back()
    expect(visit.locator("[name=title]")).to_have_value("A programme that was begun")
    visit.route("**/home/drafts**", lambda _route: None)  # the server is long in keeping it
    visit.click("[name=title]")
    visit.keyboard.type("!")
    visit.goto("/home")
    assert asked == ["beforeunload"]


def test_a_session_that_ends_in_the_middle_leads_back_to_the_filled_form(
    server: LiveServer, visit: Page
) -> None:
    visit.goto("/activities/A1/sections/for-whom")
    visit.locator("#beneficiaries-2-code-ts-control").fill("japan")
    visit.keyboard.press("Enter")
    expect(visit.locator("[name=beneficiaries-2-code]")).to_have_value("JPN")
    visit.fill("[name=beneficiaries-2-share]", "40")
    visit.fill("[name=why]", "Japan joined")
    engine = make_engine(server.database_url)
    with make_session(engine) as session, transaction(session):
        end_sessions(session, ASHA, "test")
    engine.dispose()
    visit.click("[name=next]")
    expect(visit.locator("main .notice")).to_contain_text("as you filled it in")
    send_sign_in(visit, ASHA)
    expect(visit.locator("[name=beneficiaries-2-code]")).to_have_value("JPN")
    expect(visit.locator("[name=beneficiaries-2-share]")).to_have_value("40")
    expect(visit.locator("[name=why]")).to_have_value("Japan joined")


def test_two_people_on_one_activity(visit: Page, other: Page) -> None:
    what, where = "/activities/A1/sections/what", "/activities/A1/sections/when-and-where"
    visit.goto(what)
    other.goto(where)
    for page, name, text in ((visit, "title", "Renamed by Asha"), (other, "venue", "Quito")):
        page.fill(f"main [name={name}]", text)
        page.fill("[name=why]", "as agreed")
    visit.click("[name=next]")
    visit.wait_for_url("**/when-and-where")
    other.click("[name=next]")
    other.wait_for_url("**/for-whom")
    visit.goto(where)
    expect(visit.locator("[name=venue]")).to_have_value("Quito")
    other.goto(where)
    for page, text in ((visit, "Lima"), (other, "Bogota")):
        page.fill("[name=venue]", text)
        page.fill("[name=why]", "it moves")
    visit.click("[name=next]")
    visit.wait_for_url("**/for-whom")
    other.click("[name=next]")
    edits = other.locator(".two-edits")
    expect(edits).to_have_count(1)
    expect(edits).to_contain_text("Lima")
    expect(edits).to_contain_text("Bogota")
    expect_accessible(other)
    other.locator("[value=yours]").first.check()
    with answered(other):
        other.click("main button[type=submit]")
    other.goto(where)
    expect(other.locator("[name=venue]")).to_have_value("Bogota")


def test_the_forms_are_accessible_wide_and_narrow_in_english_and_arabic(visit: Page) -> None:
    for language, width in (("en", 1280), ("ar", 390)):
        visit.set_viewport_size({"width": width, "height": 800})
        for path in PAGES:
            visit.goto(f"{path}?lang={language}")
            expect_accessible(visit)
            expect_fits(visit)
