"""Every operation of the description, asked for by each role: no answer is an error of ours."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.people import let_in, make_user
from tracker.people.roles import Role

pytestmark = pytest.mark.slow
SPEC = "/api/v1/openapi.json"
CHECKS = [
    not_a_server_error, content_type_conformance, response_schema_conformance,
    status_code_conformance,
]  # fmt: skip
ROLES = [role for role in Role if role is not Role.PUBLIC]
FEWEST = 24


def test_answers_to_a_role_keep_to_the_description(
    app: Flask, account: Account, sqlite_session: Session
) -> None:
    """Each case is drawn once and sent by every role."""
    del account
    app.config["WTF_CSRF_ENABLED"] = False
    sessions = [session_of(app, sqlite_session, role) for role in ROLES]
    described: Any = schemathesis.openapi.from_wsgi(SPEC, app)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= FEWEST
    for operation in operations:

        @settings(max_examples=6, deadline=None, derandomize=True, database=None)
        @given(case=operation.as_strategy())
        def answers_well(case: schemathesis.Case[Any]) -> None:
            for headers in sessions:
                case.call_and_validate(headers=headers, checks=CHECKS)

        answers_well()


def session_of(app: Flask, session: Session, role: Role) -> dict[str, str]:
    """Sign a person of a role in, and return the headers of that session."""
    code = "ITA" if role is Role.DONOR else ""
    person = let_in(app, make_user(session, role, donor_code=code).email)
    cookie = person.http.get_cookie("session")
    assert cookie is not None
    return {"Cookie": f"session={cookie.value}"}
