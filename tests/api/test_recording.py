"""Programs record entries and contributions by the rules of the forms."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from tests.api.accounts import Account
from tests.api.conftest import Ask
from tests.support.approvals import approve_all
from tests.support.pages import PageClient
from tracker.api.contribution_bodies import ContributionBody
from tracker.api.entry_bodies import EntryBody
from tracker.api.unreadable_values import message_of
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution
from tracker.people.roles import Role
from tracker.settings import LOCALES

DAY = "2022-10-05"
RECEIPT: dict[str, Any] = {
    "kind": "receipt", "reference": "API-1", "effective_on": DAY, "contribution": "C-JPN",
    "amount_minor": 300,
}  # fmt: skip
ALLOCATION: dict[str, Any] = {
    "kind": "allocation", "reference": "API-2", "effective_on": DAY, "activity": "A2",
    "amount_minor": 1_000,
}  # fmt: skip
NEW: dict[str, Any] = {
    "reference": "API-C1", "donor": "ITA", "financing_instrument": "R03E", "earmarking": "3",
    "currency": "EUR", "amount_minor": 5_000, "pledged_on": "2022-01-05",
    "scope": [{"kind": "country", "code": "KEN"}],
    "instalments": [{"due_on": "2022-06-30", "amount_minor": 5_000}],
}  # fmt: skip

Send = Callable[..., TestResponse]


def sender(client: PageClient) -> Send:
    """Return a function that sends a body with the token of the session."""
    token = client.http.get("/api/v1/csrf-token").get_json()["csrf_token"]

    def send(path: str, body: Any, **changed: Any) -> TestResponse:  # noqa: ANN401 - any JSON
        sent = {**body, **changed} if isinstance(body, dict) else body
        data = sent if isinstance(sent, bytes) else json.dumps(sent)
        return client.http.post(
            f"/api/v1/{path}", data=data, headers={"X-CSRFToken": token},
            content_type="application/json",
        )  # fmt: skip

    return send


@pytest.fixture
def send(account: Account, signed_in: Callable[[Role], PageClient]) -> Send:
    """Give the function of a finance officer."""
    del account
    return sender(signed_in(Role.FINANCE_OFFICER))


def entries(session: Session) -> int:
    """Count the entries of the ledger."""
    session.rollback()
    return session.exec(select(func.count()).select_from(LedgerEntry)).one()


def test_an_entry_is_posted_once(send: Send, sqlite_session: Session) -> None:
    before = entries(sqlite_session)
    dry = send("entries", RECEIPT, dry_run=True)
    assert (dry.status_code, dry.get_json()["state"]) == (200, "posted")
    assert entries(sqlite_session) == before
    first = send("entries", RECEIPT)
    assert (first.status_code, first.get_json()["usd_minor"]) == (201, 300)
    again = send("entries", RECEIPT)
    assert (again.status_code, again.get_json()["state"]) == (200, "known")
    other = send("entries", RECEIPT, amount_minor=301)
    assert (other.status_code, other.mimetype) == (409, "application/problem+json")
    assert entries(sqlite_session) == before + 1


@pytest.mark.parametrize("named", [{"recorded_at": f"{DAY}T09:00:00Z"}, {"among": ["C-ITA"]}])
def test_what_only_history_says_is_refused_of_programs(
    send: Send, sqlite_session: Session, named: dict[str, Any]
) -> None:
    before = entries(sqlite_session)
    assert send("entries", RECEIPT, **named).status_code == 422
    assert entries(sqlite_session) == before


def test_what_takes_two_waits_with_its_number_and_parts(
    send: Send, sqlite_session: Session
) -> None:
    first = send("entries", ALLOCATION)
    answer = first.get_json()
    assert (first.status_code, answer["state"]) == (202, "waits")
    assert answer["request"] > 0
    assert answer["parts"] == [{"contribution": "C-ITA", "minor": 1_000}]
    again = send("entries", ALLOCATION)
    assert (again.status_code, again.get_json()["request"]) == (200, answer["request"])
    assert send("entries", ALLOCATION, amount_minor=5).status_code == 409
    approve_all(sqlite_session)
    assert send("entries", ALLOCATION).get_json() == {**again.get_json(), "request": 0}


def test_a_promise_far_ahead_is_asked_about(send: Send, sqlite_session: Session) -> None:
    before = entries(sqlite_session)
    promise = {**RECEIPT, "kind": "pledge", "reference": "API-FAR", "effective_on": "2066-01-01"}
    asked = send("entries", promise)
    assert asked.status_code == 422
    (one,) = asked.get_json()["questions"]
    assert (one["code"], one["field"]) == ("FAR_AHEAD", "effective_on")
    assert "2066-01-01 is more than ten years ahead" in one["message"]
    assert send("entries", promise, sure=["ZERO_AMOUNT"]).status_code == 422
    assert entries(sqlite_session) == before
    assert send("entries", promise, sure=["FAR_AHEAD"]).status_code == 201
    assert entries(sqlite_session) == before + 1


def test_all_faults_are_told_by_field(send: Send) -> None:
    bad = {"contribution": "C-X", "amount_minor": -5, "currency": "XQX", "activity": "A1"}
    answer = send("entries", RECEIPT, **bad)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.get_json()["errors"]} == {
        "contribution", "amount_minor", "currency", "activity",
    }  # fmt: skip
    unread = send("entries", {"kind": "gift", "amount_minor": "5", "colour": "red"})
    assert {one["field"] for one in unread.get_json()["errors"]} == {
        "kind", "amount_minor", "colour", "reference", "effective_on",
    }  # fmt: skip


def test_what_is_asked_about_is_answered_by_its_code(send: Send) -> None:
    assert send("entries", RECEIPT).status_code == 201
    asked = send("entries", RECEIPT, reference="API-9")
    assert asked.status_code == 422
    assert [one["code"] for one in asked.get_json()["questions"]] == ["ANOTHER_RECEIPT"]
    assert send("entries", RECEIPT, reference="API-9", sure=["ANOTHER_RECEIPT"]).status_code == 201
    nothing = send("contributions", NEW, amount_minor=0, instalments=[])
    assert [one["code"] for one in nothing.get_json()["questions"]] == ["ZERO_AMOUNT"]
    sure = {"amount_minor": 0, "instalments": [], "sure": ["ZERO_AMOUNT"]}
    assert send("contributions", NEW, **sure).status_code == 201


def test_a_contribution_is_added_once(send: Send, sqlite_session: Session) -> None:
    assert send("contributions", NEW, dry_run=True).get_json()["state"] == "added"
    assert send("contributions", NEW).status_code == 201
    assert send("contributions", NEW).get_json() == {
        "reference": "API-C1", "state": "known", "dry_run": False,
    }  # fmt: skip
    assert send("contributions", NEW, amount_minor=5_001).status_code == 409
    faulty = send("contributions", NEW, reference="API-C2", donor="NOBODY", earmarking="1")
    assert {one["field"] for one in faulty.get_json()["errors"]} == {"donor", "earmarking"}
    sqlite_session.rollback()
    rows = sqlite_session.exec(select(Contribution).where(Contribution.reference == "API-C1"))
    assert [row.amount_minor for row in rows] == [5_000]


@pytest.mark.parametrize(("path", "body"), [("entries", RECEIPT), ("contributions", NEW)])
@pytest.mark.parametrize(
    "role",
    [Role.DONOR, Role.PROGRAMME_MANAGER, Role.APPROVER, Role.SECRETARIAT, Role.ADMINISTRATOR],
)
@pytest.mark.usefixtures("account")
def test_others_may_not(
    signed_in: Callable[..., PageClient], role: Role, path: str, body: dict[str, Any]
) -> None:
    client = signed_in(role, donor_code="ITA") if role is Role.DONOR else signed_in(role)
    assert sender(client)(path, body).status_code == 403


@pytest.mark.parametrize("path", ["entries", "contributions"])
def test_without_a_session_or_a_token_nothing_is_taken(
    client: PageClient,
    account: Account,
    signed_in: Callable[[Role], PageClient],
    path: str,
    sqlite_session: Session,
) -> None:
    del account
    before = entries(sqlite_session)
    assert client.http.get("/api/v1/csrf-token").status_code == 401
    assert client.http.post(f"/api/v1/{path}", json=RECEIPT).status_code in (400, 401)
    officer = signed_in(Role.FINANCE_OFFICER)
    refused = officer.http.post(f"/api/v1/{path}", json=RECEIPT)
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    assert entries(sqlite_session) == before


@pytest.mark.parametrize("path", ["entries", "contributions"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"kind": NaN}', b'"x"', b'{"reference": "\\u0000"}',
     b'{"reference": "\\ud800"}', b'{"sure": {"a": 1}}', b"[" * 5_000],
)  # fmt: skip
def test_nonsense_is_refused(send: Send, path: str, body: bytes) -> None:
    answer = send(path, body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


@pytest.mark.parametrize("path", ["entries", "contributions"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", None])
@pytest.mark.usefixtures("account")
def test_a_body_that_is_not_called_json_is_refused(
    signed_in: Callable[[Role], PageClient], path: str, kind: str | None
) -> None:
    client = signed_in(Role.FINANCE_OFFICER)
    token = client.http.get("/api/v1/csrf-token").get_json()["csrf_token"]
    body, headers = json.dumps(RECEIPT), {"X-CSRFToken": token}
    answer = client.http.post(f"/api/v1/{path}", data=body, headers=headers, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")
    assert "Content-Type: application/json" in answer.get_json()["detail"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["C-JPN", "C-EUR", "A1", "EUR", "receipt", "reversal", "R2", "2022-10-05"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("entries", RECEIPT, [*EntryBody.model_fields]),
        ("contributions", NEW, [*ContributionBody.model_fields]),
    ],
)
def test_no_value_of_a_field_is_a_fault_of_ours(
    send: Send, path: str, body: dict[str, Any], fields: list[str]
) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.dictionaries(st.sampled_from(fields), ANYTHING, min_size=1, max_size=4))
    def tried(changed: dict[str, Any]) -> None:
        assert send(path, body, **changed | {"dry_run": True}).status_code in (200, 403, 409, 422)

    tried()


def test_it_is_described_with_examples_that_are_lawful(ask: Ask, app: Flask) -> None:
    del app
    paths = ask("/openapi.json")["paths"]
    for path, model in (("entries", EntryBody), ("contributions", ContributionBody)):
        operation = paths[f"/api/v1/{path}"]["post"]
        content = operation["requestBody"]["content"]["application/json"]
        model.model_validate_json(json.dumps(content["example"]))
        assert {"200", "201", "409", "422"} <= set(operation["responses"])


UNREADABLE: dict[str, dict[str, Any]] = {
    "entries": {
        "kind": "gift", "reference": 7, "effective_on": "5 October", "amount_minor": 1.5,
        "usd_minor": True, "rate": "much", "rate_source": "x" * 300, "first_on": 20_221_005,
        "settles_minor": 10**40, "dry_run": "perhaps", "sure": "all", "last_on": None, "new": 1,
    },
    "contributions": {
        **NEW, "earmarking": "9", "scope": [{"kind": "moon", "code": None}], "instalments": "2",
        "reports": [3], "support_rate_bp": -1, "is_public": 1, "use_from": [], "documents": None,
        "valued_on": "2022-13-01",
    },
}  # fmt: skip


@pytest.mark.parametrize("path", UNREADABLE)
def test_what_cannot_be_read_is_told_in_the_readers_language(send: Send, path: str) -> None:
    sent = UNREADABLE[path]
    told = {
        language: send(f"{path}?lang={language}", sent).get_json()["errors"]
        for language in ("en", *LOCALES[1:])
    }
    english = {one["field"]: one["message"] for one in told["en"]}
    assert {name.split("-")[0] for name in english} >= sent.keys() - NEW.keys() - {"last_on"}
    assert "this value cannot be read" not in english.values()
    for language, faults in told.items():
        assert [one["field"] for one in faults] == [one["field"] for one in told["en"]]
        same = {one["message"] for one in faults} & set(english.values())
        assert language == "en" or same == set()


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        ("decimal_max_digits", {"max_digits": 28}),
        ("decimal_max_places", {"decimal_places": 14}),
        ("decimal_whole_digits", {"whole_digits": 14}),
        ("greater_than", {"gt": 0}),
        ("finite_number", {}),
        ("json_invalid", {"error": "EOF"}),
        ("date_from_datetime_parsing", {"error": "too short"}),
    ],
)
def test_rarer_errors_of_a_body_have_words_too(kind: str, context: dict[str, Any]) -> None:
    message = message_of({"type": kind, "loc": (), "msg": "", "input": None, "ctx": context})
    assert message != "this value cannot be read"


@pytest.mark.parametrize("kind", EntryKind)
def test_an_entry_of_its_kind_alone_is_told_what_is_missing(send: Send, kind: EntryKind) -> None:
    answer = send("entries", {"kind": kind, "reference": "API-BARE", "effective_on": DAY})
    assert answer.status_code == 422
    missing = {one["field"] for one in answer.get_json()["errors"]}
    assert missing & {"contribution", "activity", "amount_minor", "reverses"}


def test_a_text_is_too_long_by_its_characters_and_a_list_by_its_items(send: Send) -> None:
    texts = {"reference": "C" * 61, "source_article": "a" * 301, "conditions": "c" * 10_001}
    answer = send("contributions", NEW, **texts, sure=["ZERO_AMOUNT"] * 51)
    told = {one["field"]: one["message"] for one in answer.get_json()["errors"]}
    assert told == {
        "reference": "at most 60 characters",
        "source_article": "at most 300 characters",
        "conditions": "at most 10000 characters",
        "sure": "at most 50 items",
    }


def test_what_cannot_be_read_hides_no_other_fault(send: Send) -> None:
    answer = send("entries", RECEIPT, contribution="C-X", note=5, effective_on="soon", rates=1)
    assert answer.status_code == 422
    named = {one["field"] for one in answer.get_json()["errors"]}
    assert named == {"note", "effective_on", "rates", "contribution"}
    refused = send("entries", ALLOCATION, contribution="C-ITA", amount_minor=9_000_000, note=5)
    assert {one["field"] for one in refused.get_json()["errors"]} == {"note", "amount_minor"}


def test_what_is_asked_about_is_told_beside_faults(send: Send) -> None:
    wrong = send("contributions", NEW, amount_minor=0, instalments=[], donor="NOBODY")
    answer = wrong.get_json()
    assert wrong.status_code == 422
    assert "donor" in {one["field"] for one in answer["errors"]}
    assert [(one["code"], one["field"]) for one in answer["questions"]] == [
        ("ZERO_AMOUNT", "amount_minor")
    ]
    assert send("entries", RECEIPT).status_code == 201
    again = send("entries", RECEIPT, reference=" ").get_json()
    assert {one["field"] for one in again["errors"]} == {"reference"}
    assert [one["code"] for one in again["questions"]] == ["ANOTHER_RECEIPT"]


def test_what_cannot_be_read_of_a_contribution_is_told_beside_its_other_faults(send: Send) -> None:
    wrong = send("contributions", NEW, pledged_on="soon", donor="NOBODY", currency="XQX")
    assert {one["field"] for one in wrong.get_json()["errors"]} == {
        "pledged_on", "donor", "currency",
    }  # fmt: skip
    amount = send("contributions", NEW, amount_minor="5", donor="NOBODY")
    assert {one["field"] for one in amount.get_json()["errors"]} == {"amount_minor", "donor"}
    kind = send("contributions", NEW, earmarking="9", donor="NOBODY")
    assert {one["field"] for one in kind.get_json()["errors"]} == {"earmarking"}
