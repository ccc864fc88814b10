"""Periods as programs read them: which are closed for all, balances for those who may."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.api.conftest import Ask
from tests.support.closing import close_months, close_year
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.people.roles import Role

OUTCOMES = {"closing_minor", "since_minor", "now_minor"}


@pytest.fixture(autouse=True)
def _closed(sqlite_session: Session, account: Account) -> None:
    """Close the year 2021 and the one before."""
    del account
    with transaction(sqlite_session) as session:
        close_months(session, Month(2021, 12), "secret@example.org", "secret note")
    for year in (2020, 2021):
        with transaction(sqlite_session) as session:
            close_year(session, year, "secret@example.org")


def test_everybody_may_know_what_is_closed_and_not_by_whom(ask: Ask, client: PageClient) -> None:
    found = ask("/periods?per_page=200")
    assert (found["total"], found["closed_until"]) == (26, "2021-12-31")
    assert found["items"][0].keys() == {"kind", "first_on", "last_on", "closed_at"}
    assert [one["first_on"] for one in ask("/periods?kind=year")["items"]] == [
        "2020-01-01", "2021-01-01",
    ]  # fmt: skip
    assert ask("/periods?kind=month&page=2&per_page=20")["items"][-1]["last_on"] == "2021-12-31"
    assert "secret" not in client.get("/api/v1/periods").get_data(as_text=True)
    assert client.get("/api/v1/periods?kind=week").status_code == 422


def test_a_years_balances_add_up(signed_in: Callable[[Role], PageClient]) -> None:
    client = signed_in(Role.SECRETARIAT)
    years = {
        year: client.get(f"/api/v1/periods/{year}?per_page=200").get_json()
        for year in (2020, 2021, 2022)
    }
    assert [years[year]["closed"] for year in years] == [True, True, False]
    for found in years.values():
        rows = [*found["balances"]["items"], found["total"]]
        for row in rows:
            moved = sum(
                amount
                for name, amount in row.items()
                if name.endswith("_minor")
                and name not in {"closing_minor", "since_minor", "now_minor"}
            )
            assert moved == row["closing_minor"]
            assert row["closing_minor"] + row["since_minor"] == row["now_minor"]
    assert years[2022]["total"]["opening_minor"] == years[2021]["total"]["closing_minor"] == 130_000
    paged = client.get("/api/v1/periods/2022?per_page=1&page=2").get_json()
    assert paged["balances"]["items"] == years[2022]["balances"]["items"][1:2]
    assert paged["total"] == years[2022]["total"]
    for year in (1, 1999, 10**12):
        assert client.get(f"/api/v1/periods/{year}").status_code == 404


def test_what_is_not_public_keeps_to_the_description(
    app: Flask, signed_in: Callable[[Role], PageClient]
) -> None:
    described: Any = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    case = described["/api/v1/periods/{year}"]["GET"].Case(path_parameters={"year": 2021})
    assert case.call_and_validate().status_code == 401
    for role, status in ((Role.DONOR, 403), (Role.APPROVER, 200)):
        cookie = signed_in(role).http.get_cookie("session")
        assert cookie is not None
        answer = case.call_and_validate(cookies={"session": cookie.value})
        assert answer.status_code == status
