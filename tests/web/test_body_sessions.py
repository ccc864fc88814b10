"""Sessions that the secretariat adds: by whom, with which dates, and what they do to figures."""

import pytest
from sqlmodel import Session

from tests.conftest import SignIn
from tests.support.pages import PageClient
from tests.support.small_account import fill_small_account
from tracker.people.roles import Role

NEXT = {
    "body": "CCPCJ", "number": "23", "first_day": "2014-05-12", "last_day": "2014-05-16",
    "place": "Vienna", "source": "a document",
}  # fmt: skip


def test_the_secretariat_adds_a_session_and_figures_are_reported_on_to_it(
    client: PageClient, signed_in: SignIn, sqlite_session: Session
) -> None:
    fill_small_account(sqlite_session)
    assert "CCPCJ-22" in client.get("/sessions").get_data(as_text=True)
    assert client.get("/api/v1/totals?measure=spent&session=CCPCJ-23").status_code == 422
    assert signed_in(Role.FINANCE_OFFICER).http.get("/sessions/add").status_code == 403
    secretariat = signed_in(Role.SECRETARIAT)
    answer = secretariat.submit("/sessions/add", NEXT)
    assert answer.headers["Location"] == "/sessions/CCPCJ-23"
    page = secretariat.get("/sessions/CCPCJ-23").get_data(as_text=True)
    assert "27 April 2013" in page
    assert "16 May 2014" in page
    found = client.get("/api/v1/totals?measure=spent&session=CCPCJ-23")
    assert found.status_code == 200
    assert "CCPCJ-23" in client.get("/sessions").get_data(as_text=True)
    changed = {**NEXT, "last_day": "2014-05-17", "why": "the session was longer"}
    secretariat.submit("/sessions/CCPCJ-23/change", changed)
    assert "17 May 2014" in secretariat.get("/sessions/CCPCJ-23").get_data(as_text=True)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": "22"}, "on record"),
        ({"number": "21"}, "numbered in their order"),
        ({"first_day": "2013-04-26"}, "another session on these days"),
        ({"last_day": "2014-05-01"}, "ends before it begins"),
        ({"source": ""}, "where the dates are from"),
        ({"first_day": "2569-05-12", "last_day": "2569-05-16"}, "a session is held from"),
        ({"first_day": "0214-05-12"}, "a session is held from"),
        ({"last_day": "2024-05-16"}, "a year at most"),
    ],
)
def test_what_is_no_session_is_refused(signed_in: SignIn, wrong: dict[str, str], says: str) -> None:
    secretariat = signed_in(Role.SECRETARIAT)
    answer = secretariat.submit("/sessions/add", NEXT | wrong)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
