"""Approvals as programs read them: for those who may, and without effect on any figure."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import schemathesis
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.api.conftest import counted
from tests.support.approvals import approve
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.approvals import decisions
from tracker.fund.approvals.decisions import send_back
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.people.roles import Role

PATHS = ("/api/v1/approvals", "/api/v1/approvals/{number}")


@pytest.fixture
def waiting(sqlite_session: Session, account: Account) -> int:
    """Hand an allocation by the rule and a refund in, and return the number of the request."""
    italy, japan = account.contributions["C-ITA"], account.contributions["C-JPN"]
    day = date(2022, 9, 1)
    orders = [
        PostingInstruction(
            EntryKind.ALLOCATION, Heading(day, "L9"), 4_000, activity_id=account.activities["A2"],
            pool=(italy, japan),
        ),
        PostingInstruction(EntryKind.REFUND, Heading(day, "F9", "asked for by Rome"), 100, italy),
    ]  # fmt: skip
    with transaction(sqlite_session) as session:
        return submit(session, orders, "ana", "two of them").request


@pytest.fixture
def reader(waiting: int, signed_in: Callable[[Role], PageClient]) -> Callable[[str], Any]:
    """Give a function that asks as an approver."""
    del waiting
    client = signed_in(Role.APPROVER)

    def asked(path: str) -> Any:  # noqa: ANN401 - any JSON
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    return asked


def test_what_waits_is_listed(reader: Callable[[str], Any]) -> None:
    found = reader("/approvals?state=waiting&kind=refund")
    assert (found["total"], found["next"]) == (1, None)
    one = found["items"][0]
    assert (one["orders"], one["usd_minor"], one["kind"]) == (2, 4_100, "allocation")
    assert (one["prepared_by"], one["note"], one["contribution"]) == ("ana", "two of them", "")
    assert reader("/approvals?state=returned")["items"] == []
    assert reader("/approvals?kind=transfer")["total"] == 0


def test_one_request_tells_what_it_would_do(reader: Callable[[str], Any], waiting: int) -> None:
    found = reader(f"/approvals/{waiting}")
    assert [order["reference"] for order in found["to_record"]["items"]] == ["L9", "F9"]
    assert found["to_record"]["items"][0]["by_rule"] is True
    assert found["to_record"]["items"][1]["note"] == "asked for by Rome"
    assert found["refusal"] == ""
    assert sum(move["change_minor"] for move in found["moves"]) == 0
    assert all(
        move["after_minor"] == move["before_minor"] + move["change_minor"]
        for move in found["moves"]
    )
    taken = [move for move in found["moves"] if move["reserved_minor"]]
    assert all(move["change_minor"] == -move["reserved_minor"] for move in taken)
    assert [one["action"] for one in found["trail"]] == ["prepare"]
    assert found["entries"] == []
    paged = reader(f"/approvals/{waiting}?per_page=1&page=2")
    assert [order["reference"] for order in paged["to_record"]["items"]] == ["F9"]


def test_one_request_tells_the_lines_to_which_its_approval_is_bound(
    reader: Callable[[str], Any], waiting: int, sqlite_session: Session
) -> None:
    found = reader(f"/approvals/{waiting}")
    parts = found["to_record"]["items"][0]["parts"]
    assert [part["contribution"] for part in parts] == ["C-ITA", "C-JPN"]
    assert sum(part["minor"] for part in parts) == 4_000
    allocated = [
        (line["contribution"], line["minor"])
        for line in found["lines"]
        if (line["reference"], line["account"]) == ("L9", "allocated")
    ]
    assert allocated == [(part["contribution"], part["minor"]) for part in parts]
    assert sum(line["minor"] for line in found["lines"]) == 0
    assert len(found["lines"]) == found["lines_total"]
    assert len(found["digest"]) == 64
    assert found["split_at_upgrade"] is False
    sqlite_session.rollback()
    with transaction(sqlite_session) as session:
        decisions.approve(session, waiting, "ben", shown=found["digest"])
    decided = reader(f"/approvals/{waiting}")
    assert (decided["digest"], decided["lines"], decided["lines_total"]) == (None, [], 0)


def test_what_was_decided_names_its_entries(
    reader: Callable[[str], Any], waiting: int, sqlite_session: Session
) -> None:
    with transaction(sqlite_session) as session:
        approve(session, waiting, "ben", "seen")
    found = reader(f"/approvals/{waiting}")
    assert (found["state"], found["refusal"], found["moves"]) == ("approved", None, [])
    assert sorted(found["entries"]) == ["F9", "L9"]
    assert [one["why"] for one in found["trail"]] == ["two of them", "seen"]


def test_what_waits_changes_no_answer(
    client: PageClient, account: Account, sqlite_session: Session
) -> None:
    paths = ("/contributions", "/contributions/C-ITA/entries", "/activities/A1", "/donors")
    before = [client.get(f"/api/v1{path}").get_json() for path in paths]
    order = PostingInstruction(
        EntryKind.ALLOCATION, Heading(date(2022, 9, 1), "L9"), 4_000,
        account.contributions["C-ITA"], account.activities["A1"],
    )  # fmt: skip
    with transaction(sqlite_session) as session:
        number = submit(session, [order], "ana").request
    assert [client.get(f"/api/v1{path}").get_json() for path in paths] == before
    with transaction(sqlite_session) as session:
        send_back(session, number, "ben", "no")
    assert [client.get(f"/api/v1{path}").get_json() for path in paths] == before


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_public_keeps_to_the_description(
    app: Flask, signed_in: Callable[[Role], PageClient], waiting: int, path: str
) -> None:
    described: Any = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    named = {"number": waiting} if "{" in path else {}
    case = described[path]["GET"].Case(path_parameters=named)
    assert case.call_and_validate().status_code == 401
    for role, status in ((Role.DONOR, 403), (Role.APPROVER, 200)):
        cookie = signed_in(role).http.get_cookie("session")
        assert cookie is not None
        answer = case.call_and_validate(cookies={"session": cookie.value})
        assert answer.status_code == status


@pytest.mark.parametrize("number", [99, 2**31, 10**30])
def test_a_request_that_is_not_there(
    reader: Callable[[str], Any], signed_in: Callable[..., PageClient], number: int
) -> None:
    del reader
    client = signed_in(Role.FINANCE_OFFICER)
    assert client.get(f"/api/v1/approvals/{number}").status_code == 404


def test_statements_are_few(app: Flask, reader: Callable[[str], Any], waiting: int) -> None:
    for path, most in (("/approvals", 6), (f"/approvals/{waiting}", 25)):
        with counted(app) as statements:
            reader(path)
        assert len(statements) <= most, statements
