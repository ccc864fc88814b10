"""The tie-out as programs read it: for those who may see it, and for nobody else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.reconciliation.statement_rules import FigureDraft, StatementDraft
from tracker.fund.reconciliation.statement_writes import (
    add_figure,
    add_statement,
    explain,
    withdraw,
)
from tracker.fund.states import StatementItem
from tracker.people.roles import Role


@pytest.fixture(autouse=True)
def _statement(sqlite_session: Session, account: Account) -> None:
    """Put a statement with one figure and two explanations on record."""
    del account
    draft = StatementDraft("CS-2021", 2021, "Board of Auditors", date(2022, 6, 30))
    with transaction(sqlite_session) as session:
        add_statement(session, draft, "ana")
        figure = FigureDraft("JPN", StatementItem.RECEIVED, 31_000)
        number = add_figure(session, "CS-2021", figure, "ana")
        explain(session, "CS-2021", number, minor=300, text="wrong", actor="ana")
        explain(session, "CS-2021", number, minor=400, text="cut-off", actor="ana")
        withdraw(session, "CS-2021", 1, actor="ana", why="x")


@pytest.fixture
def seen(signed_in: Callable[[Role], PageClient]) -> Callable[[str], Any]:
    """Give a function that asks as the secretariat."""
    client = signed_in(Role.SECRETARIAT)

    def ask(path: str) -> Any:  # noqa: ANN401 - any JSON
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    return ask


def test_statements_are_listed(seen: Callable[[str], Any]) -> None:
    assert seen("/tie-out") == {
        "items": [{
            "reference": "CS-2021", "year": 2021, "source": "Board of Auditors",
            "issued_on": "2022-06-30", "figures": 1, "open_lines": 1, "open_minor": 600,
            "tied_out": False,
        }],
        "next": None, "total": 1,
    }  # fmt: skip


def test_a_line_adds_up(seen: Callable[[str], Any]) -> None:
    (line,) = seen("/tie-out/CS-2021")["lines"]
    assert line == {
        "donor": "JPN", "item": "received", "statement_minor": 31_000, "system_minor": 30_000,
        "difference_minor": 1_000, "explained_minor": 400, "open_minor": 600,
        "explanations": [{"minor": 400, "text": "cut-off"}],
    }  # fmt: skip
    (early,) = seen("/tie-out/CS-2021?known_at=2021-01-01")["lines"]
    assert (early["system_minor"], early["open_minor"]) == (0, 30_600)


@pytest.mark.parametrize("path", ["/api/v1/tie-out", "/api/v1/tie-out/CS-2021"])
def test_it_is_not_for_everybody(
    client: PageClient, signed_in: Callable[..., PageClient], path: str
) -> None:
    assert client.get(path).status_code == 401
    assert signed_in(Role.DONOR, donor_code="JPN").get(path).status_code == 403


def test_what_is_not_there_is_not_found(signed_in: Callable[[Role], PageClient]) -> None:
    client = signed_in(Role.FINANCE_OFFICER)
    assert client.get("/api/v1/tie-out/CS-1").status_code == 404
    assert client.get("/api/v1/tie-out?colour=red").status_code == 422
    assert client.get("/api/v1/tie-out/CS-2021?known_at=9999-12-31").status_code == 422
