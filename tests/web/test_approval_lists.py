"""The list of approval requests and the page of one: how much they ask for, and who sees them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.web.approval_pages import (
    PREPARER,
    decide,
    entries,
)
from tests.web.conftest import counted
from tracker.db import transaction
from tracker.fund.approvals.decisions import send_back
from tracker.people.roles import Role


def test_a_large_batch_is_shown_in_pages(
    app: Flask, approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    few, many = prepare("S", 1, count=2), prepare("B", 1, count=120)
    with counted(app) as small:
        approver.get(f"/approvals/{few}")
    with counted(app) as large:
        page = approver.html(f"/approvals/{many}?page=3")
    assert len(large) == len(small)
    assert len(small) <= 26, small
    shown = page.xpath("//table[.//caption[@id='orders-caption']]//tbody/tr/th//text()")
    assert [text.strip() for text in shown if text.strip()] == [f"B-{n}" for n in range(100, 120)]
    before = entries(sqlite_session)
    decide(approver, many, "approve")
    assert entries(sqlite_session) == before + 120
    assert approver.get(f"/approvals/{many}?page=3").status_code == 200


def test_statements_of_lists_do_not_depend_on_how_many_wait(
    app: Flask, approver: PageClient, finance: PageClient, prepare: Callable[..., int]
) -> None:
    def count(client: PageClient, path: str) -> int:
        with counted(app) as statements:
            client.get(path)
        return len(statements)

    pages = [(approver, "/approvals"), (approver, "/home"), (finance, "/home")]
    prepare("ONE", 1)
    before = [count(client, path) for client, path in pages]
    for number in range(5):
        prepare(f"MORE-{number}", 1)
    assert [count(client, path) for client, path in pages] == before
    assert max(before) <= 24


def test_the_list_is_filtered_and_sorted(
    approver: PageClient, prepare: Callable[..., int], sqlite_session: Session
) -> None:
    prepare("A-1", 100)
    prepare("A-2", 300)
    with transaction(sqlite_session) as session:
        send_back(session, 1, "second@example.org", "no")

    def titles(query: str) -> list[str]:
        found = approver.html(f"/approvals?{query}").xpath("//table//tbody/tr/td[1]//text()")
        return [text.strip() for text in found if text.strip()]

    assert titles("") == ["A-2"]
    assert titles("state=") == ["A-1", "A-2"]
    assert titles("state=&sort=-amount") == ["A-2", "A-1"]
    assert titles("state=returned") == ["A-1"]
    assert titles("kind=allocation") == ["A-2"]
    assert titles("kind=location") == titles("kind=refund") == titles("q=nothing") == []
    assert titles(f"preparer={PREPARER}&state=") == ["A-1", "A-2"]
    assert titles("preparer=nobody@example.org") == []
    assert titles("q=A-2") == ["A-2"]


def test_only_approvers_are_told_how_much_waits(
    finance: PageClient, approver: PageClient, prepare: Callable[..., int]
) -> None:
    prepare()
    counts = [
        client.html("/contributions").xpath("//nav//span[@class='count']")
        for client in (finance, approver)
    ]
    assert [len(found) for found in counts] == [0, 1]
    assert "".join(counts[1][0].itertext()).split() == ["waiting:", "1"]


@pytest.mark.parametrize("number", [99, 2**31, 10**30])
def test_a_request_that_is_not_there(approver: PageClient, app: Flask, number: int) -> None:
    assert approver.get(f"/approvals/{number}").status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    for what in ("approve", "return"):
        answer = approver.post(f"/approvals/{number}/{what}", data={"reason": "x"})
        assert answer.status_code == 404
    assert approver.get(f"/approvals/approve?number={number}").status_code == 200


def test_requests_are_not_public(
    client: PageClient, signed_in: Callable[..., PageClient], prepare: Callable[..., int]
) -> None:
    number = prepare()
    donor = signed_in(Role.DONOR, donor_code="ITA")
    for path in ("/approvals", f"/approvals/{number}"):
        assert client.get(path).status_code == 303
        assert donor.get(path).status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_every_language_has_these_pages(
    approver: PageClient, prepare: Callable[..., int], language: str
) -> None:
    number = prepare(count=2)
    for path in ("/home", "/approvals", f"/approvals/{number}", "/approvals/approve"):
        query = f"?number={number}&lang={language}"
        assert approver.get(path + query).status_code == 200
