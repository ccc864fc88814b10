"""The description is lawful OpenAPI 3.1, and answers keep to it, whatever is asked."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from sqlmodel import Session

from tests.api.accounts import Account
from tests.api.conftest import Ask
from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.fund.reconciliation.statement_rules import FigureDraft, StatementDraft
from tracker.fund.reconciliation.statement_writes import add_figure, add_statement
from tracker.fund.states import StatementItem
from tracker.people.roles import Role

SPEC = "/api/v1/openapi.json"
ADDRESSES = (
    "/api/v1/contributions",
    "/api/v1/contributions/{reference}",
    "/api/v1/contributions/{reference}/entries",
    "/api/v1/contributions/{reference}/activities",
    "/api/v1/donors",
    "/api/v1/donors/{code}",
    "/api/v1/donors/{code}/activities",
    "/api/v1/activities",
    "/api/v1/activities/{code}",
    "/api/v1/activities/{code}/files",
    "/api/v1/contributions/{reference}/files",
    "/api/v1/requests/{code}/files",
    "/api/v1/tools/{code}/files",
    "/api/v1/files/{number}",
    "/api/v1/files/{number}/content",
    "/api/v1/reports/{number}/files",
    "/api/v1/reports/{number}/files/{language}/{form}",
    "/api/v1/programmes",
    "/api/v1/tools",
    "/api/v1/tools/{code}",
    "/api/v1/rates",
    "/api/v1/tie-out",
    "/api/v1/tie-out/{reference}",
    "/api/v1/approvals",
    "/api/v1/approvals/{number}",
    "/api/v1/periods",
    "/api/v1/periods/{year}",
    "/api/v1/record-head",
    "/api/v1/ledger/entries",
    "/api/v1/ledger/entries/{number}",
    "/api/v1/adherence",
    "/api/v1/adherence/parties",
    "/api/v1/adherence/new-parties",
    "/api/v1/adherence/late-deposits",
    "/api/v1/people",
    "/api/v1/dissemination",
    "/api/v1/dissemination/events",
    "/api/v1/commission",
    "/api/v1/totals",
    "/api/v1/waterfall",
)
BEYOND_A_SCHEMA = {
    "/api/v1/rates": [schemathesis.checks.positive_data_acceptance],
    **{
        path: [schemathesis.checks.positive_data_acceptance]
        for path in ADDRESSES
        if path.startswith("/api/v1/adherence")
    },
    "/api/v1/people": [schemathesis.checks.positive_data_acceptance],
    "/api/v1/dissemination": [schemathesis.checks.positive_data_acceptance],
    "/api/v1/commission": [schemathesis.checks.positive_data_acceptance],
    "/api/v1/totals": [schemathesis.checks.positive_data_acceptance],
    "/api/v1/waterfall": [schemathesis.checks.positive_data_acceptance],
}
"""Addresses that refuse some days and unknown codes, which a schema cannot say."""
DETAILS = (
    ("/api/v1/contributions/{reference}", {"reference": "C-EUR"}),
    ("/api/v1/contributions/{reference}", {"reference": "C-ITA"}),
    ("/api/v1/contributions/{reference}/entries", {"reference": "C-ITA"}),
    ("/api/v1/contributions/{reference}/activities", {"reference": "C-ITA"}),
    ("/api/v1/donors/{code}", {"code": "ITA"}),
    ("/api/v1/donors/{code}/activities", {"code": "ITA"}),
    ("/api/v1/activities/{code}", {"code": "A1"}),
    ("/api/v1/tools/{code}", {"code": "GUIDE"}),
    ("/api/v1/tools/{code}/files", {"code": "GUIDE"}),
)


@pytest.fixture
def described(app: Flask, account: Account) -> Any:  # noqa: ANN401 - schemathesis's own
    """Give the description of an application that holds the account."""
    del account
    return schemathesis.openapi.from_wsgi(SPEC, app)


@pytest.mark.parametrize("path", ADDRESSES)
def test_answers_keep_to_the_description(
    described: Any,  # noqa: ANN401 - schemathesis's own
    path: str,
) -> None:
    @settings(max_examples=20, deadline=None, derandomize=True, database=None)
    @given(case=described[path]["GET"].as_strategy())
    def answers_well(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=BEYOND_A_SCHEMA.get(path, []))

    answers_well()


def test_every_address_is_tried(ask: Ask) -> None:
    paths = ask("/openapi.json")["paths"]
    assert {path for path, operations in paths.items() if "get" in operations} == set(ADDRESSES)


@pytest.mark.parametrize(("path", "named"), DETAILS)
def test_what_is_on_file_keeps_to_the_description(
    described: Any,  # noqa: ANN401 - schemathesis's own
    path: str,
    named: dict[str, str],
) -> None:
    answer = described[path]["GET"].Case(path_parameters=named).call_and_validate()
    assert answer.status_code == 200


def test_the_description_is_lawful(ask: Ask) -> None:
    described = ask("/openapi.json")
    assert described["openapi"].startswith("3.1")
    faults = [
        f"{list(e.instance_path)}: {e.message}" for e in OPENAPI_31_VALIDATOR.iter_errors(described)
    ]
    assert faults == []


def test_every_operation_is_explained(ask: Ask) -> None:
    described = ask("/openapi.json")
    tags = {tag["name"] for tag in described["tags"]}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            assert set(operation["tags"]) <= tags
            always = {"200", "404", "422", "503"} | ({"304"} if method == "get" else set())
            assert always <= set(operation["responses"])


def test_repeatable_parameters_are_described_as_lists(ask: Ask) -> None:
    parameters = ask("/openapi.json")["paths"]["/api/v1/contributions"]["get"]["parameters"]
    by_name = {parameter["name"]: parameter for parameter in parameters}
    assert by_name["earmarking"]["schema"]["type"] == "array"
    assert by_name["per_page"]["schema"]["maximum"] == 200
    assert "-received" in by_name["sort"]["schema"]["enum"]
    assert by_name["q"]["description"]


def test_every_reference_leads_somewhere(ask: Ask) -> None:
    described = ask("/openapi.json")

    def references(node: Any) -> list[str]:  # noqa: ANN401 - any JSON
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for value in node.values() for found in references(value)]
        if isinstance(node, list):
            return [found for value in node for found in references(value)]
        return []

    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(references(described)) <= known
    assert references(described)


@pytest.mark.parametrize("path", ["/api/v1/tie-out", "/api/v1/tie-out/{reference}"])
def test_what_is_not_public_keeps_to_the_description(
    described: Any,  # noqa: ANN401 - schemathesis's own
    signed_in: Callable[[Role], PageClient],
    sqlite_session: Session,
    path: str,
) -> None:
    draft = StatementDraft("CS-2021", 2021, "Board of Auditors", date(2022, 6, 30))
    with transaction(sqlite_session) as session:
        add_statement(session, draft, "ana")
        add_figure(session, "CS-2021", FigureDraft("", StatementItem.SPENT, 5), "ana")
    named = {"reference": "CS-2021"} if "{" in path else {}
    case = described[path]["GET"].Case(path_parameters=named)
    assert case.call_and_validate().status_code == 401
    for role, status in ((Role.DONOR, 403), (Role.APPROVER, 200)):
        cookie = signed_in(role).http.get_cookie("session")
        assert cookie is not None
        answer = case.call_and_validate(cookies={"session": cookie.value})
        assert answer.status_code == status
