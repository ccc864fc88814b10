"""Passkeys in Chromium, with a device of its own: added, shown alone, shown after the password."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsers import watched_page
from tests.support.people import PASSWORD, enter_user
from tests.support.servers import LiveServer
from tests.support.visits import answered, expect_accessible, expect_fits, served_account
from tracker.people.roles import Role

FAY = "fay@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def server(sqlite_template: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """Serve an empty account whose finance officer needs a second factor, under localhost."""
    with served_account(
        tmp_path,
        sqlite_template,
        PASSKEYS="yes",
        PUBLIC_URL="http://localhost:{port}",
        SECOND_FACTOR_ROLES="finance_officer",
    ) as server:
        enter_user(server.database_url, Role.FINANCE_OFFICER, FAY)
        yield server


def show_password(page: Page) -> None:
    """Send address and password."""
    page.goto("/sign-in")
    page.fill("[name=email]", FAY)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Sign out by the menu's form, which a page that is still being read has not yet."""
    page.locator('form[action="/sign-out"]').evaluate("form => form.submit()")
    page.wait_for_url("**/sign-in")


def test_a_passkey_signs_in_alone_and_in_place_of_the_code(
    browser: Browser, server: LiveServer
) -> None:
    faults: list[str] = []
    url = server.url.replace("127.0.0.1", "localhost")
    with watched_page(browser, url, faults) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        show_password(page)
        page.wait_for_url("**/home/second-factor**")
        with answered(page):
            page.get_by_role("link", name="Or set up a passkey").click()
        expect_accessible(page)
        page.set_viewport_size({"width": 390, "height": 800})
        expect_fits(page)
        page.fill("main [name=name]", "Telephone")
        page.fill("main [name=current_password]", PASSWORD)
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.locator(".recovery-codes li")).to_have_count(10)
        with answered(page):
            page.get_by_role("link", name="I have kept them; go on").click()
        sign_out(page)
        expect_accessible(page)
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/home")
        page.goto("/home/passkeys")
        expect(page.locator("main table tbody th")).to_have_text("Telephone")
        expect_accessible(page)
        sign_out(page)
        show_password(page)
        page.wait_for_url("**/sign-in/code**")
        page.get_by_role("button", name="Use a passkey in place of the code").click()
        page.wait_for_url("**/home")
    assert not faults, "\n".join(faults)
