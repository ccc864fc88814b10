"""A form takes back what it shows, in every language, and says so when nothing was changed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse, prefilled
from tests.web.every_form import FORMS, WRITERS, fill_for_every_form
from tests.web.test_money_forms import faults_of
from tracker.assistance.tools import find_tool
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
VERSIONED = (
    "contribution_forms.change_it",
    "programme_forms.change_it",
    "activity_forms.change_it",
    "tool_forms.change_it",
    "donor_forms.change_it",
    "donor_parts.change_its_contact",
)
SIGNS_OUT = frozenset({"sign_in.enter"})


@pytest.fixture
def clients(sqlite_session: Session, signed_in: Callable[[Role], PageClient]) -> list[PageClient]:
    """Give the clients of all who write, on a record with something for each form."""
    fill_for_every_form(sqlite_session)
    return [signed_in(role) for role in WRITERS]


def opened(clients: list[PageClient], path: str, language: str) -> tuple[PageClient, str] | None:
    """Return the first client that may open a form, and its page in a language."""
    sign = "&" if "?" in path else "?"
    for client in clients:
        page = client.get(f"{path}{sign}lang={language}")
        if page.status_code == 200:
            return client, page.get_data(as_text=True)
    return None


def trail(session: Session) -> int:
    """Count the records of the trail."""
    session.rollback()
    return int(session.execute(select(func.count()).select_from(AuditRecord)).scalar_one())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unchanged_form_says_so_and_saves_nothing(
    clients: list[PageClient], sqlite_session: Session, language: str
) -> None:
    before = trail(sqlite_session)
    for endpoint in VERSIONED:
        for path in FORMS[endpoint]:
            found = opened(clients, path, language)
            assert found is not None, path
            answer = found[0].submit(path, {"filled_from": _hidden(found[1])}, follow=True)
            text = answer.get_data(as_text=True)
            assert answer.status_code == 200, (path, faults_of(text))
            if language == "en":
                assert "Nothing was changed" in text, path
    assert trail(sqlite_session) == before


def _hidden(page: str) -> str:
    """Return what the form of a page was filled from."""
    return str(parse(page).xpath("string(//input[@name='filled_from']/@value)"))


def refused_fields(page: str) -> list[str]:
    """Return the names of the fields that a page calls wrong."""
    return [str(name) for name in parse(page).xpath("//*[@aria-invalid='true']/@name")]


def shown_forms(page: str) -> Iterator[dict[str, Any]]:
    """Yield what the forms of a page that are sent by POST would send."""
    for form in parse(page).xpath("//main//form[@method='post'][not(@action)]"):
        yield prefilled(form)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_form_refuses_a_value_that_it_shows(clients: list[PageClient], language: str) -> None:
    refused = []
    for endpoint, paths in FORMS.items():
        for path in () if endpoint in SIGNS_OUT else paths:
            found = opened(clients, path, language)
            if found is None:
                continue
            client, page = found
            for values in shown_forms(page):
                answer = client.post(path, data=values)
                if answer.status_code == 422:
                    names = refused_fields(answer.get_data(as_text=True))
                    refused += [(path, name) for name in names if any(values.get(name, ()))]
    assert refused == []


@pytest.mark.parametrize("typed", ["en; fr", "en,fr", "en fr", "English; French"])
def test_languages_are_typed_as_people_write_lists(
    clients: list[PageClient], sqlite_session: Session, typed: str
) -> None:
    manager = clients[1]
    change = {"languages": typed, "why": "as printed"}
    assert manager.submit("/tools/GUIDE/change", change).status_code == 303
    sqlite_session.rollback()
    sqlite_session.expire_all()
    assert find_tool(sqlite_session, "GUIDE").languages == "en fr"
    answer = manager.submit("/tools/GUIDE/change", {"languages": "en; klingonese", "why": "so"})
    assert "languages" in refused_fields(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("section", "name", "text"),
    [
        ("people", "participants-0-girls", "abc"),
        ("results", "results-0-actual", "abc"),
        ("results", "results-0-measured_on", "a/b"),
    ],
)
def test_what_could_not_be_read_is_never_taken_for_blank(
    account: Account,
    signed_in: Callable[[Role], PageClient],
    section: str,
    name: str,
    text: str,
) -> None:
    del account
    manager = signed_in(Role.PROGRAMME_MANAGER)
    first = {
        "people": {"participants-0-function": "judge", "participants-0-women": "3"},
        "results": {"results-0-indicator": "Judges trained"},
    }[section]
    path = f"/activities/A1/sections/{section}"
    assert manager.submit(path, {**first, "why": "first"}).status_code == 303
    answer = manager.submit(path, {name: text, "why": ""})
    assert answer.status_code == 422
    assert f'value="{text}"' in answer.get_data(as_text=True)
