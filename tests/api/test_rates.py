"""Exchange rates as programs read them."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests.api.conftest import Ask
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft

RATES = (
    ("EUR", date(2024, 6, 1), "0.920"),
    ("EUR", date(2024, 6, 15), "0.9310000"),
    ("JPY", date(2024, 3, 1), "150.12"),
)


@pytest.fixture(autouse=True)
def _rates(sqlite_session: Session) -> None:
    """Put three rates on record."""
    drafts = [RateDraft(code, on, Decimal(rate), "UN rates") for code, on, rate in RATES]
    with transaction(sqlite_session):
        add_rates(sqlite_session, drafts, "test")


def test_rates_come_newest_first_and_in_pages(ask: Ask) -> None:
    first = ask("/rates?per_page=2")
    assert [one["rate"] for one in first["items"]] == ["0.9310000", "0.920"]
    assert (first["total"], first["next"]) == (3, "/api/v1/rates?per_page=2&page=2")
    assert first["items"][0] == {
        "currency": "EUR", "effective_on": "2024-06-15", "rate": "0.9310000",
        "direction": "local_per_usd", "source": "UN rates", "stale": None,
    }  # fmt: skip
    assert [one["currency"] for one in ask("/rates?currency=JPY")["items"]] == ["JPY"]


def test_one_rate_of_each_currency_holds_on_a_day(ask: Ask) -> None:
    found = ask("/rates?as_at=2024-06-14&sort=currency")["items"]
    assert [(one["currency"], one["rate"], one["stale"]) for one in found] == [
        ("EUR", "0.920", False),
        ("JPY", "150.12", True),
    ]
    assert ask("/rates?as_at=2024-02-29")["items"] == []
    assert ask("/rates?as_at=2024-05-31&currency=EUR")["total"] == 0


def test_a_day_that_is_none_is_refused(client: PageClient) -> None:
    answer = client.get("/api/v1/rates?as_at=June&currency=")
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.get_json()["errors"]} == {"as_at", "currency"}
