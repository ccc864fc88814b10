"""A reference that is sent again: the same content changes nothing, any other is a conflict."""

from typing import Any

import pytest
from sqlmodel import Session

from tests.api.test_recording import DAY, NEW, Send, send
from tests.support.approvals import approve_all

__all__ = ["send"]
EUROS: dict[str, Any] = {
    "kind": "receipt", "reference": "S-1", "effective_on": DAY, "contribution": "C-EUR",
    "amount_minor": 100, "usd_minor": 110, "rate_source": "advice 7",
}  # fmt: skip
TRANSFER: dict[str, Any] = {
    "kind": "transfer", "reference": "S-2", "effective_on": DAY, "contribution": "C-ITA",
    "to_contribution": "C-EUR", "amount_minor": 100, "letter": "of May", "consent_on": DAY,
}  # fmt: skip
SPENDING: dict[str, Any] = {
    "kind": "expenditure", "reference": "S-3", "effective_on": DAY, "contribution": "C-ITA",
    "activity": "A1", "amount_minor": 100,
}  # fmt: skip
LOSS: dict[str, Any] = {
    "kind": "write_off", "reference": "S-4", "effective_on": DAY, "contribution": "C-ITA",
    "amount_minor": 10, "basis": "stolen",
}  # fmt: skip
DUE: dict[str, Any] = {
    "kind": "instalment_due", "reference": "S-5", "effective_on": "2030-01-01",
    "contribution": "C-ITA", "amount_minor": 100,
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "others"),
    [
        (EUROS, [{"usd_minor": 120}, {"rate": "0.95"}]),
        ({**EUROS, "usd_minor": None, "rate": "0.95"}, [{"rate": "0.96"}]),
        (
            {**EUROS, "currency": "GBP", "settles_minor": 105},
            [{"settles_minor": 106}, {"currency": "EUR", "settles_minor": None}],
        ),
        (
            TRANSFER,
            [{"to_contribution": "C-JPN"}, {"letter": "of June"}, {"consent_on": "2022-10-04"}],
        ),
        (SPENDING, [{"against_commitment": True}, {"contribution": ""}]),
        (LOSS, [{"basis": "lost"}]),
    ],
    ids=["worth", "rate", "settled", "transfer", "expenditure", "loss"],
)
def test_what_differs_from_an_entry_is_a_conflict(
    send: Send, sqlite_session: Session, body: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    assert send("entries", body).status_code in (201, 202)
    for _waiting_then_posted in range(2):
        assert send("entries", body).status_code == 200
        for other in others:
            assert send("entries", body, **other).status_code == 409, other
        approve_all(sqlite_session)


def test_the_reversal_of_what_lies_ahead_is_known_by_its_own_day(
    send: Send, sqlite_session: Session
) -> None:
    reversal = {"kind": "reversal", "reference": "S-6", "effective_on": DAY, "reverses": "S-5"}
    assert send("entries", DUE).status_code == 201
    assert send("entries", reversal).status_code == 202
    assert send("entries", reversal).status_code == 200
    approve_all(sqlite_session)
    assert send("entries", reversal).status_code == 200


def test_the_order_of_an_earmark_says_nothing(send: Send) -> None:
    scope = [{"kind": "country", "code": code} for code in ("UGA", "KEN")]
    assert send("contributions", NEW, scope=scope).status_code == 201
    assert send("contributions", NEW, scope=scope[::-1]).status_code == 200
