"""Sessions in a browser: a form comes back as it was typed, and the back button shows nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import answered, send_sign_in, served_account, visited
from tracker.db import make_engine, make_session, transaction
from tracker.people.roles import Role
from tracker.people.users import end_sessions

ANA, BO = "ana@example.org", "bo@example.org"


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve an empty account with two programme managers."""
    with served_account(tmp_path_factory.mktemp("sessions"), sqlite_template) as server:
        for email in (ANA, BO):
            enter_user(server.database_url, Role.PROGRAMME_MANAGER, email)
        yield server


@pytest.fixture
def visit(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """Open a page on that server, with somebody signed in; no page has a fault."""
    with visited(browser, server, ANA) as page:
        yield page


def sign_out(server: LiveServer) -> None:
    """End the sessions of Ana, as an administrator does."""
    engine = make_engine(server.database_url)
    with make_session(engine) as session, transaction(session):
        end_sessions(session, ANA, "test")
    engine.dispose()


def test_what_was_typed_comes_back_and_is_saved_by_its_person(
    server: LiveServer, visit: Page
) -> None:
    visit.goto("/activities/add")
    visit.fill("main [name=code]", "ACT-1")
    visit.fill("main [name=title]", "Typed for half an hour")
    visit.fill("main [name=instruments-1-share]", "40")
    sign_out(server)
    visit.click("main button[type=submit]")
    expect(visit.locator("main .notice")).to_contain_text("Your session was ended.")
    expect(visit.locator("main .notice")).to_contain_text("as you filled it in")
    send_sign_in(visit, ANA)
    expect(visit.locator("main .notice")).to_contain_text("look it over and send it again")
    expect(visit.locator("main [name=code]")).to_have_value("ACT-1")
    expect(visit.locator("main [name=title]")).to_have_value("Typed for half an hour")
    expect(visit.locator("main [name=instruments-1-share]")).to_have_value("40")
    visit.reload()
    expect(visit.locator("main [name=code]")).to_have_value("ACT-1")
    visit.goto("/programmes/add")
    visit.fill("main [name=code]", "GLO1")
    visit.fill("main [name=title]", "Global")
    visit.select_option("main [name=kind]", "global")
    sign_out(server)
    visit.click("main button[type=submit]")
    with answered(visit):
        send_sign_in(visit, ANA)
    visit.click("main button[type=submit]")
    expect(visit.locator("h1")).to_contain_text("Global")


def test_another_person_sees_nothing_of_it(server: LiveServer, visit: Page) -> None:
    visit.goto("/programmes/add")
    visit.fill("main [name=title]", "Typed by somebody else")
    sign_out(server)
    visit.click("main button[type=submit]")
    send_sign_in(visit, BO)
    expect(visit).to_have_url(f"{server.url}/home")
    visit.goto("/programmes/add")
    expect(visit.locator("main [name=title]")).to_have_value("")


def test_the_back_button_shows_nothing_after_signing_out(server: LiveServer, visit: Page) -> None:
    visit.goto("/home/sessions")
    expect(visit.locator("h1")).to_contain_text("Your sessions")
    visit.click(".sign-out button")
    expect(visit).to_have_url(f"{server.url}/sign-in")
    visit.go_back()
    expect(visit.locator("h1")).to_contain_text("Sign in")
