"""A programme manager's day in a browser: from the invitation to figures that donors see."""

import email
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.accounts import fill
from tests.support.browsers import PATIENCE
from tests.support.people import PASSWORD, enter_user
from tests.support.servers import LiveServer
from tests.support.visits import answered, expect_accessible, served_account, visited
from tracker.people.roles import Role

STAFF = (Role.ADMINISTRATOR, Role.FINANCE_OFFICER, Role.APPROVER, Role.SECRETARIAT)
SENTENCE = "The judges of two courts asked for it."


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder in which letters become files."""
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="module")
def server(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, letters: Path
) -> Iterator[LiveServer]:
    """Serve a small account to all staff but the programme manager."""
    folder = tmp_path_factory.mktemp("day")
    with served_account(folder, sqlite_template, fill, MAIL_FOLDER=str(letters)) as served:
        for role in STAFF:
            enter_user(served.database_url, role, f"{role}@example.org")
        yield served


@contextmanager
def desk(browser: Browser, server: LiveServer, role: Role) -> Iterator[Page]:
    """Open a page for a member of staff."""
    with visited(browser, server, f"{role}@example.org") as page:
        yield page


def send(page: Page, button: str) -> None:
    """Press a button of the page that sends a form, and wait for the answer."""
    with answered(page):
        page.get_by_role("button", name=button, exact=True).click()


def link_in_letter(letters: Path, recipient: str, page: Page) -> str:
    """Wait for a letter to somebody; return the path and query of its first link."""
    for _ in range(PATIENCE // 250):
        for file in sorted(letters.glob("*.eml")):
            message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            found = body and re.search(r"https?://[^/\s]+(/\S+)", body.get_content())
            if recipient in str(message["To"]) and found:
                return found[1]
        page.wait_for_timeout(250)
    pytest.fail(f"no letter to {recipient}")


def figure(page: Page, path: str, row: str) -> str:
    """Return what the API tells a reader without a name about a row of totals."""
    rows = page.request.get(path).json()["rows"]
    code = path.rsplit("by=", 1)[1]
    return str(next((one["minor"] for one in rows if one[code] == row), 0))


@pytest.mark.slow
def test_from_an_invitation_to_figures_that_donors_see(
    browser: Browser, server: LiveServer, letters: Path
) -> None:
    with ExitStack() as stack:
        administrator = stack.enter_context(desk(browser, server, Role.ADMINISTRATOR))
        invite(administrator)
        manager = stack.enter_context(visited(browser, server))
        accept(manager, link_in_letter(letters, "mila@example.org", manager))
        begin(manager)
        fill_in_sections(manager)
        ask_for_money(manager)
        public = stack.enter_context(visited(browser, server))
        expect_hidden(public)
        finance = stack.enter_context(desk(browser, server, Role.FINANCE_OFFICER))
        take_up(finance)
        approve(stack.enter_context(desk(browser, server, Role.APPROVER)))
        submit(manager)
        publish(stack.enter_context(desk(browser, server, Role.SECRETARIAT)))
        expect_shown(public)


def invite(page: Page) -> None:
    """Invite the programme manager."""
    page.goto("/people/invite")
    page.fill("main [name=email]", "mila@example.org")
    page.fill("main [name=name]", "Mila")
    page.select_option("main [name=role]", "programme_manager")
    page.fill("main [name=why]", "she takes over the programme")
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("The invitation is on its way.")


def accept(page: Page, address: str) -> None:
    """Take the invitation up."""
    page.goto(address)
    page.fill("main [name=name]", "Mila Petrov")
    page.fill("main [name=new_password]", PASSWORD)
    page.fill("main [name=new_password_again]", PASSWORD)
    with answered(page):
        page.locator("main form.form button[type=submit]").click()
    if "/sign-in" in page.url:
        page.fill("main [name=email]", "mila@example.org")
        page.fill("main [name=password]", PASSWORD)
        page.locator("main form button[type=submit]").first.click()
    expect(page.locator("body")).to_contain_text("Mila Petrov")


def begin(page: Page) -> None:
    """Begin an activity with the few fields that it needs."""
    page.goto("/activities/add/begin")
    page.fill("main [name=code]", "DAY-1")
    page.fill("main [name=title]", "Course on evidence across borders")
    page.fill("main [name=programme]", "GLO1")
    page.select_option("main [name=type]", index=1)
    page.select_option("main [name=status]", label="Implementation")
    send(page, "Add the activity")
    expect(page).to_have_url(re.compile("/activities/DAY-1/sections$"))
    expect_accessible(page)


def fill_in_sections(page: Page) -> None:
    """Fill the sections in, one after the other."""
    typed = {
        "what": {"description": SENTENCE},
        "when-and-where": {"planned_start": "2026-01-05", "actual_start": "2026-01-12"},
        "for-whom": {"beneficiaries-0-code": "KEN", "beneficiaries-0-share": "100"},
        "instruments": {"instruments-0-share": "100"},
        "people": {"participants-0-women": "12", "participants-0-men": "9"},
        "tools-and-requests": {"tools-0-tool": "GUIDE", "tools-0-share": "100"},
    }
    chosen = {"instruments": {"instruments-0-code": "TIP"}}
    for section, fields in typed.items():
        page.goto(f"/activities/DAY-1/sections/{section}")
        for name, text in fields.items():
            page.fill(f"main [name='{name}']", text)
        for name, value in chosen.get(section, {}).items():
            page.select_option(f"main [name='{name}']", value)
        if section == "people":
            page.select_option("main [name='participants-0-function']", "judge")
        if not page.input_value("main [name=why]"):
            page.fill("main [name=why]", "first entry")
        send(page, "Save")
        expect(page).to_have_url(re.compile("/activities/DAY-1/sections$"))


def ask_for_money(page: Page) -> None:
    """Ask for what the activity costs."""
    page.goto("/activities/DAY-1/money/ask?contribution=C-ITA")
    page.fill("main [name='lines-0-amount']", "100.00")
    page.fill("main [name=purpose]", "trainers and rooms")
    page.locator("main button[name=intent][value=check]").click()
    expect(page.locator("main")).to_contain_text("13.00")
    send(page, "Ask for it")
    expect(page).to_have_url(re.compile(r"/asks/\d+$"))


def take_up(page: Page) -> None:
    """Complete what was asked for, and hand it in."""
    page.goto("/asks/1/take-up")
    page.fill("main [name=note]", "as asked")
    send(page, "Hand in for approval")
    expect(page).to_have_url(re.compile(r"/approvals/\d+$"))


def approve(page: Page) -> None:
    """Approve the first request that waits."""
    page.goto("/approvals")
    with answered(page):
        page.locator("main table a[href*='/approvals/']").first.click()
    with answered(page):
        page.locator("main form[action$='/approve'] button").first.click()
    expect(page.locator("main")).to_contain_text("pproved")


def submit(page: Page) -> None:
    """Submit the activity for publication."""
    page.goto("/activities/DAY-1")
    send(page, "Submit for publication")
    expect(page.locator("main")).to_contain_text("ubmitted")


def publish(page: Page) -> None:
    """Publish what was submitted."""
    page.goto("/home")
    page.goto("/activities/DAY-1")
    send(page, "Publish")
    expect(page.locator("main")).to_contain_text("ublished")


def expect_hidden(page: Page) -> None:
    """Expect that the public sees neither the activity nor its code."""
    assert page.request.get("/activities/DAY-1").status == 404
    assert "DAY-1" not in page.request.get("/api/v1/totals?measure=allocated&by=activity").text()


def expect_shown(page: Page) -> None:
    """Expect the activity, its people and its money on the pages of everybody."""
    page.goto("/activities/DAY-1")
    expect(page.locator("main")).to_contain_text(SENTENCE)
    expect(page.locator("main")).to_contain_text("100.00")
    assert figure(page, "/api/v1/totals?measure=allocated&by=activity", "DAY-1") == "10000"
    page.goto("/donors/ITA")
    expect(page.locator("main")).to_contain_text("Course on evidence across borders")
    page.goto("/tools/GUIDE")
    expect(page.locator("main")).to_contain_text("DAY-1")
