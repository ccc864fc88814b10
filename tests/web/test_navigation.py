"""The navigation: a few groups that open without scripts, and one button on a phone."""

import gc
from collections.abc import Iterator
from weakref import ReferenceType, ref

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import SignIn
from tests.support.browsers import opened_page
from tests.support.pages import Element, PageClient
from tests.support.servers import LiveServer
from tracker.app import create_app
from tracker.http.navigation import ENTRIES, GROUP_NAMES
from tracker.people.roles import Role
from tracker.settings import Settings

MOST_NAMES = 7
TOP = "//nav[@aria-label='Main']/ul/li"


def links(tree: Element) -> list[str]:
    """Return where the navigation leads."""
    return [str(one) for one in tree.xpath("//div[@id='main-menu']//nav//a/@href")]


def test_each_page_stands_once_in_one_of_a_few_groups(client: PageClient) -> None:
    tree = client.html("/contributions")
    found = links(tree)
    assert len(found) == len(set(found)) > 1
    assert len(tree.xpath(TOP)) <= MOST_NAMES
    assert tree.xpath(f"{TOP}/a/@href") in (["/"], [])  # the overview, where there are dashboards
    names = tree.xpath(f"{TOP}/details[@name]/summary/text()")
    assert len(names) == len(set(names))
    assert {entry.group for entry in ENTRIES} == {None, *GROUP_NAMES}


def test_the_group_of_the_page_is_marked_beside_its_entry(client: PageClient) -> None:
    for path in ("/contributions", "/activities", "/tools"):
        tree = client.html(path)
        (group,) = tree.xpath(f"{TOP}/details[summary/@aria-current]")
        assert group.xpath(".//a[@aria-current]/@href") == [path]
    assert not client.html("/sign-in").xpath("//nav//*[@aria-current]")


def test_what_staff_work_with_stays_in_a_line_of_its_own(signed_in: SignIn) -> None:
    tree = signed_in(Role.FINANCE_OFFICER).html("/ledger")
    work = tree.xpath("//nav[@aria-label='Your work']/ul/li/a/@href")
    assert {"/ledger", "/approvals"} <= set(work)
    assert not set(work) & set(tree.xpath(f"{TOP}//a/@href"))


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Open the site on a phone without scripts."""
    size: ViewportSize = {"width": 390, "height": 700}
    with opened_page(browser, live_server.url, scripts=False, size=size) as page:
        yield page


def test_on_a_phone_one_button_opens_it_without_scripts(phone: Page) -> None:
    phone.goto("/contributions")
    menu = phone.locator("#main-menu")
    expect(menu).to_be_hidden()
    phone.keyboard.press("Tab")
    phone.get_by_role("button", name="Menu").press("Enter")
    expect(menu).to_be_visible()
    group = menu.locator("summary", has_text="Assistance")
    group.press("Enter")
    menu.get_by_role("link", name="Activities").click()
    expect(phone).to_have_url("/activities")


def test_an_application_is_forgotten_with_its_last_user(settings: Settings) -> None:
    def shown() -> ReferenceType[Flask]:
        application = create_app(settings)
        assert application.test_client().get("/contributions").status_code == 200
        return ref(application)

    gone = shown()
    gc.collect()
    assert gone() is None
