"""The illustrative account: form, sheet and program split the same allocation alike."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.api.test_recording import sender
from tests.exchange.making import messages, take_in, write_csv
from tests.support.pages import PageClient, parse
from tests.support.people import let_in, make_user
from tracker.app import create_app
from tracker.db import make_engine, make_session
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.people.roles import Role
from tracker.settings import Settings

ALLOCATION: dict[str, Any] = {
    "reference": "DOOR-1", "activity": "ACT-2024-316", "amount": "100.00", "on": "2026-11-20",
}  # fmt: skip
TIED = "EU-2024-360"
"""A contribution of category 3, from which a sheet once took 97.32 of the 100.00."""


@pytest.fixture
def copy(illustrative_copy: str) -> Iterator[Session]:
    """Give a copy of the illustrative account."""
    engine = make_engine(illustrative_copy)
    with make_session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def officer(copy: Session, settings: Settings) -> PageClient:
    """Give the client of a finance officer of the copy."""
    person = make_user(copy, Role.FINANCE_OFFICER)
    url = copy.get_bind().engine.url.render_as_string(hide_password=False)
    return let_in(create_app(replace(settings, database_url=url)), person.email)


def in_form(officer: PageClient, reference: str) -> dict[str, str]:
    """Return the parts that a check of the form shows."""
    path = f"/contributions/{reference}/record/allocation"
    page = officer.html(path)
    token = page.xpath("//main//input[@name='csrf_token']/@value")[0]
    sent = {
        "effective_on": ALLOCATION["on"], "activity": ALLOCATION["activity"], "by": "rule",
        "amount": "100", "reference": "DOOR-2", "csrf_token": token, "intent": "check",
    }  # fmt: skip
    answer = officer.post(path, data=sent)
    assert answer.status_code == 200
    rows = parse(answer.get_data(as_text=True)).xpath(
        "//table[caption[@id='parts-caption']]/tbody/tr"
    )
    return {row.xpath("string(th)").strip(): row.xpath("string(td)").strip() for row in rows}


@pytest.mark.slow
def test_form_sheet_and_program_split_alike(
    copy: Session, officer: PageClient, tmp_path: Path
) -> None:
    names = dict(copy.exec(select(Contribution.id, Contribution.reference)).all())
    copy.rollback()
    body = {
        "kind": "allocation", "reference": "DOOR-3", "effective_on": ALLOCATION["on"],
        "activity": ALLOCATION["activity"], "amount_minor": 10_000, "dry_run": True,
    }  # fmt: skip
    answer = sender(officer)("entries", body)
    assert answer.status_code == 200, answer.get_json()
    by_program = {one["contribution"]: one["minor"] for one in answer.get_json()["parts"]}
    by_form = in_form(officer, next(iter(by_program)))
    report = take_in(
        copy, "allocations", write_csv(tmp_path / "a.csv", [ALLOCATION]), approver="", actor="one"
    )
    assert messages(report) == []
    copy.rollback()
    request = copy.exec(select(ApprovalRequest).order_by(ApprovalRequest.id.desc())).first()  # type: ignore[union-attr]
    assert request is not None
    by_sheet = {names[number]: minor for number, minor in request.orders[0]["parts"]}
    assert by_program == by_sheet
    assert {name: f"{minor / 100:.2f}" for name, minor in by_program.items()} == by_form
    assert sum(by_program.values()) == 10_000
    assert len(by_program) > 1
    assert TIED not in by_program
