"""Codes in what programs send: found in any case and normal form, new ones by the one rule."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.api.test_recording import ALLOCATION, NEW, RECEIPT, Send, sender
from tests.support.pages import PageClient
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.people.roles import Role


@pytest.fixture
def send(account: Account, signed_in: Callable[[Role], PageClient]) -> Send:
    """Give the function of a finance officer."""
    del account
    return sender(signed_in(Role.FINANCE_OFFICER))


@pytest.mark.parametrize(
    "typed", ["c-jpn", "C\N{EN DASH}JPN", " C-JPN", "c\N{NON-BREAKING HYPHEN}jpn"]
)
def test_an_entry_names_records_in_any_form(
    send: Send, sqlite_session: Session, typed: str
) -> None:
    assert send("entries", RECEIPT, contribution=typed).status_code == 201
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.reference == "API-1")).one()
    owner = sqlite_session.get_one(Contribution, entry.contribution_id)
    assert owner.reference == "C-JPN"
    again = send("entries", RECEIPT)
    assert (again.status_code, again.get_json()["state"]) == (200, "known")
    assert send("entries", ALLOCATION, activity="a2").status_code == 202


def test_a_contribution_is_one_in_any_form(send: Send) -> None:
    dash = "api\N{NON-BREAKING HYPHEN}c1"
    added = send("contributions", NEW, donor="ita")
    assert (added.status_code, added.get_json()["reference"]) == (201, "API-C1")
    for typed in ("api-c1", dash, "API-C1 "):
        again = send("contributions", NEW, reference=typed)
        assert (again.status_code, again.get_json()["reference"]) == (200, "API-C1"), typed
    assert send("contributions", NEW, reference="api-c1", title="Other").status_code == 409
    other = send(
        "contributions", NEW, reference="\N{FULLWIDTH LATIN CAPITAL LETTER A}PI\N{EN DASH}C2"
    )
    assert other.get_json()["reference"] == "API-C2"


@pytest.mark.parametrize(
    ("kind", "code", "earmarking"), [("activity", "a2", "4"), ("country", "KEN", "3")]
)
def test_what_a_contribution_is_tied_to_is_named_in_any_form(
    send: Send, sqlite_session: Session, kind: str, code: str, earmarking: str
) -> None:
    tied = {"scope": [{"kind": kind, "code": code}], "earmarking": earmarking}
    assert send("contributions", NEW, **tied).status_code == 201
    scope = sqlite_session.exec(
        select(ContributionScope).join(Contribution).where(Contribution.reference == "API-C1")
    ).one()
    assert (scope.kind.value, scope.code) == (kind, code.upper())
    tied["scope"] = [{"kind": kind, "code": code.upper()}]
    assert send("contributions", NEW, **tied).status_code == 200


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("AGR/2026/117", "AGR-2026-117 is one"),
        ("AC\N{CYRILLIC CAPITAL LETTER TE}-1", "CYRILLIC CAPITAL LETTER TE"),
        ("add", "add-1 can"),
        ("ADD", "ADD-1 can"),
        ("..", "FULL STOP"),
        ("a b", "SPACE"),
    ],
)
def test_a_new_code_that_breaks_the_rule_is_refused(send: Send, code: str, told: str) -> None:
    answer = send("contributions", NEW, reference=code)
    assert answer.status_code == 422
    (fault,) = answer.get_json()["errors"]
    assert (fault["field"], told in fault["message"]) == ("reference", True)
