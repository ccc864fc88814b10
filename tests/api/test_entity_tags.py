"""An answer keeps its entity tag until the record changes, for one reader and one address."""

import pytest
from sqlmodel import Session

from tests.conftest import SignIn
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import ProgrammeKind
from tracker.db import transaction
from tracker.people.roles import Role

pytestmark = pytest.mark.usefixtures("account")
PATH = "/api/v1/programmes"


def status_with(reader: PageClient, tag: str, path: str = PATH) -> int:
    """Ask with an entity tag."""
    return reader.get(path, headers={"If-None-Match": tag}).status_code


def test_nothing_is_sent_twice(client: PageClient) -> None:
    first = client.get(PATH)
    again = client.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Cookie" in first.vary


def test_a_change_of_the_record_changes_the_tag(
    client: PageClient, sqlite_session: Session
) -> None:
    tag = client.get(PATH).headers["ETag"]
    with transaction(sqlite_session):
        draft = ProgrammeDraft("NEW", "New", ProgrammeKind.GLOBAL)
        add_programmes(sqlite_session, [draft], ACTOR)
    assert status_with(client, tag) == 200


def test_a_tag_is_for_one_reader_and_one_address(client: PageClient, signed_in: SignIn) -> None:
    tag = client.get(PATH).headers["ETag"]
    assert status_with(signed_in(Role.FINANCE_OFFICER), tag) == 200
    assert status_with(client, tag, f"{PATH}?page=2") == 200
    assert status_with(client, "*") == 200


def test_an_error_has_no_tag(client: PageClient) -> None:
    assert "ETag" not in client.get("/api/v1/tools/NONE").headers
