"""The pages of asks: asked by a manager, handed in by a finance officer, decided by an approver."""

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.web.conftest import counted
from tests.web.every_form import WRITERS, fill_for_every_form
from tracker.people.roles import Role

MOVED, REFUSED = 303, 422
MOST_STATEMENTS = 30


@pytest.fixture
def people(app: Flask, sqlite_session: Session) -> dict[Role, PageClient]:
    """Give a client of each role of staff, before a record with an ask and a returned one."""
    app.config["WTF_CSRF_ENABLED"] = False
    fill_for_every_form(sqlite_session)
    return {role: let_in(app, make_user(sqlite_session, role).email) for role in WRITERS}


def text_at(client: PageClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.get_data(as_text=True))


def test_from_the_ask_to_the_ledger(people: dict[Role, PageClient]) -> None:
    manager, finance, approver = (
        people[role] for role in (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.APPROVER)
    )
    assert "/activities/A1/money/ask" in text_at(manager, "/activities/A1/money")
    values = {
        "lines-0-contribution": "C-ITA", "lines-0-amount": "10.03",
        "lines-1-contribution": "C-EUR", "lines-1-amount": "1", "purpose": "Travel of judges",
    }  # fmt: skip
    page = "/activities/A1/money/ask"
    shown = manager.post(page, data=values | {"intent": "check"}).get_data(as_text=True)
    for figure in ("10.03", "1.30", "11.33"):  # 13 per cent of support cost, half a cent up
        assert figure in shown
    asked = manager.post(page, data=values)
    assert asked.status_code == MOVED
    path = asked.headers["Location"]
    assert "Travel of judges" in text_at(finance, path)
    assert path in text_at(manager, "/activities/A1")
    assert path in text_at(finance, "/asks?state=asked")
    form = text_at(finance, f"{path}/take-up")
    assert "10.03" in form
    taken = finance.post(
        f"{path}/take-up", data=values | {"seen": "1", "effective_on": "2022-09-15"}
    )
    assert taken.status_code == MOVED
    request = taken.headers["Location"]
    assert request in text_at(manager, path)
    assert "Approve" in text_at(approver, request)
    assert (
        finance.post(f"{path}/decline", data={"seen": "2", "reason": "no"}).status_code == REFUSED
    )


def test_a_return_reaches_who_has_asked_at_home(people: dict[Role, PageClient]) -> None:
    manager, finance = people[Role.PROGRAMME_MANAGER], people[Role.FINANCE_OFFICER]
    assert finance.post("/asks/1/return", data={"seen": "1", "reason": " "}).status_code == REFUSED
    told = finance.post("/asks/1/return", data={"seen": "7", "reason": "x"})
    assert "meanwhile" in told.get_data(as_text=True)
    done = finance.post("/asks/1/return", data={"seen": "1", "reason": "For which court?"})
    assert done.status_code == MOVED
    assert "For which court?" in text_at(manager, "/home")
    assert "/asks/1/again" in text_at(manager, "/asks/1")
    assert "/asks/1/again" not in text_at(finance, "/asks/1")


def test_an_ask_is_asked_again_as_it_was_shown(people: dict[Role, PageClient]) -> None:
    manager = people[Role.PROGRAMME_MANAGER]
    first, second = manager.get("/asks/2/again"), manager.get("/asks/2/again")
    assert manager.send_again(first, {"purpose": "Travel"}).status_code == MOVED
    told = manager.send_again(second, {"purpose": "Rooms"})
    assert told.status_code == REFUSED
    assert "look at it again" in told.get_data(as_text=True)
    shown = text_at(manager, "/asks/2")
    assert "Travel" in shown
    assert "Rooms" not in shown


def test_pages_of_asks_take_few_statements(app: Flask, people: dict[Role, PageClient]) -> None:
    finance, manager = people[Role.FINANCE_OFFICER], people[Role.PROGRAMME_MANAGER]
    for client, path in (
        (finance, "/asks"),
        (finance, "/asks/1"),
        (finance, "/asks/1/take-up"),
        (manager, "/activities/A1/money/ask"),
    ):
        text_at(client, path)
        with counted(app) as statements:
            text_at(client, path)
        assert len(statements) <= MOST_STATEMENTS, (path, len(statements))


def test_what_is_asked_for_is_not_for_the_public(
    people: dict[Role, PageClient], client: PageClient
) -> None:
    del people
    for path in ("/asks", "/asks/1", "/activities/A1/money/ask", "/asks/1/take-up"):
        assert client.get(path).status_code == MOVED
    assert "Asked for" not in client.get("/activities/A1").get_data(as_text=True)
