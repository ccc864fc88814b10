"""The reader's language: the address, then the cookie, the account, the browser, the default."""

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import PASSWORD, make_user
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.words import in_language, say


def language_of(client: PageClient, path: str = "/contributions", accept: str = "") -> str:
    """Return the language that a page says it is in."""
    answer = client.get(path, headers={"Accept-Language": accept} if accept else {})
    text = answer.get_data(as_text=True)
    return text.split('<html lang="')[1].split('"')[0]


def test_the_default_is_english(client: PageClient) -> None:
    assert language_of(client) == "en"


@pytest.mark.parametrize(
    ("accept", "language"),
    [("fr-CA,fr;q=0.9,en;q=0.5", "fr"), ("zh-Hans-CN", "zh"), ("de", "en"), ("de,ar;q=0.3", "ar")],
)
def test_the_browser_is_asked(client: PageClient, accept: str, language: str) -> None:
    assert language_of(client, accept=accept) == language


def test_a_choice_is_kept(client: PageClient) -> None:
    assert language_of(client, "/contributions?lang=ru", accept="fr") == "ru"
    assert language_of(client, accept="fr") == "ru"


def test_a_choice_that_is_none_is_ignored(client: PageClient) -> None:
    answer = client.get("/contributions?lang=xx")
    assert "Set-Cookie" not in answer.headers
    assert language_of(client, "/contributions?lang=xx") == "en"


def test_the_account_is_asked_before_the_browser(app: Flask, sqlite_session: Session) -> None:
    person = make_user(sqlite_session, Role.APPROVER)
    with transaction(sqlite_session):
        person.locale = "es"
        record_set_up(sqlite_session)
        sqlite_session.add(person)
    client = PageClient(app.test_client())
    client.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    assert language_of(client, accept="fr") == "es"


def test_arabic_is_mirrored_and_has_its_font(client: PageClient) -> None:
    page = client.html("/contributions?lang=ar")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//link[contains(@href, 'noto-sans-arabic.css')]")


def test_the_switch_keeps_the_rest_of_the_address(client: PageClient) -> None:
    page = client.html("/contributions?q=italy&sort=-received")
    french = page.xpath("//a[@hreflang='fr']/@href")
    assert french == ["/contributions?q=italy&sort=-received&lang=fr"]
    names = page.xpath("//a[@hreflang]/@lang")
    assert names == ["ar", "zh", "en", "fr", "ru", "es"]


def test_pages_say_that_they_differ_by_language(client: PageClient) -> None:
    vary = client.get("/contributions").headers["Vary"]
    assert "Accept-Language" in vary
    assert "Cookie" in vary


def test_another_language_is_put_in_place_of_the_readers_for_a_while(app: Flask) -> None:
    def said() -> tuple[str, str]:
        template = app.jinja_env.from_string("{{ _('Contributions') }}")
        return say("Contributions"), template.render()

    with app.test_request_context("/?lang=fr"):
        french = said()
        with in_language("ru"):
            russian = said()
        assert said() == french
    assert french[0] == french[1] != russian[0] == russian[1]
    assert "Contributions" not in russian
