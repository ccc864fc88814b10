"""A manager sees what belongs to programmes of others, and is not offered to change it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import let_in, make_manager_of
from tests.web.every_form import FORMS, fill_for_every_form
from tracker.people.roles import Role

SignIn = Callable[..., PageClient]

OF_GLO1 = re.compile(r"/(activities/A1|programmes/GLO1|assistance-files/2)/")
FOR_ALL = {"ask_forms.ask_for", "activity_publication.decide_it", "programme_pooling.decide"}
"""Forms that are no changes of an activity or a programme, or those of other roles."""
CHANGING = sorted(
    address
    for endpoint, addresses in FORMS.items()
    for address in addresses
    if OF_GLO1.match(address) and endpoint not in FOR_ALL
)
PAGES = ("/activities/A1", "/activities/A1/publication", "/programmes/GLO1", "/activities")
LINKS = "//main//@href | //main//@action"
TICKS = "//input[@type='checkbox' and @name='code']/@value"
REFUSED = 403


@pytest.fixture
def other(app: Flask, sqlite_session: Session) -> PageClient:
    """Give a manager of another programme, in an account with something for every form."""
    fill_for_every_form(sqlite_session)
    return let_in(app, make_manager_of(sqlite_session, "GLO2").email)


@pytest.fixture
def own(other: PageClient, signed_in: SignIn) -> PageClient:
    """Give a manager of all programmes of that account."""
    del other
    return signed_in(Role.PROGRAMME_MANAGER)


@pytest.mark.parametrize("address", CHANGING)
def test_a_form_of_anothers_programme_is_refused(
    address: str, own: PageClient, other: PageClient
) -> None:
    assert (own.get(address).status_code, other.get(address).status_code) == (200, REFUSED)


@pytest.mark.parametrize("page", PAGES)
def test_no_link_and_no_button_leads_to_a_refused_form(
    page: str, own: PageClient, other: PageClient
) -> None:
    links = [link for link in other.html(page).xpath(LINKS) if OF_GLO1.match(link)]
    refused = [link for link in links if other.get(link).status_code == REFUSED]
    assert (own.get(page).status_code, refused) == (200, [])


def test_activities_of_others_are_listed_without_a_box(own: PageClient, other: PageClient) -> None:
    assert "A1" in own.html("/activities").xpath(TICKS)
    page = other.html("/activities")
    assert page.xpath("//tbody//a[contains(@href, '/activities/A1')]")
    assert "A1" not in page.xpath(TICKS)
