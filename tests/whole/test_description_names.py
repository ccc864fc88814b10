"""The description of the interface names each operation and schema once, for generated clients."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tracker.api.description_names import name_all, operation_id

KNOWN_IDS = """
add_contribution add_file_to_activity add_file_to_contribution add_file_to_request
add_file_to_tool list_activities list_activity_files list_adherence_late_deposits
list_adherence_new_parties list_adherence_parties list_approvals list_contribution_activities
list_contribution_entries list_contribution_files list_contributions list_dissemination_events
list_donor_activities list_donors list_ledger_entries list_periods list_programmes list_rates
list_report_files list_request_files list_statements list_tool_files list_tools read_activity
read_adherence read_approval read_commission read_contribution read_dissemination read_donor
read_figure read_figure_facts read_figure_table read_figure_workbook read_file read_file_content
read_ledger_entry read_people read_period read_record_head read_report_file read_statement
read_tool read_totals read_waterfall record_entry
"""
"""The ids that clients may know: none of them is ever changed."""
JSON = "application/json"


@pytest.fixture
def described(app: Flask) -> dict[str, Any]:
    """Give the description of the whole application."""
    answer: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return answer


def answers_of(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each JSON answer of an operation that went well, with the id and the status."""
    for operations in described["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if status.startswith("2") and JSON in answer["content"]:
                    yield f"{operation['operationId']} {status}", answer["content"][JSON]


def test_each_operation_has_an_id_of_its_own_that_stays(described: dict[str, Any]) -> None:
    ids = Counter(
        operation.get("operationId")
        for operations in described["paths"].values()
        for operation in operations.values()
    )
    assert [name for name, number in ids.items() if number > 1 or not name] == []
    assert set(KNOWN_IDS.split()) <= set(ids)


def test_each_schema_has_one_name_and_is_used(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert {name: schema["title"] for name, schema in schemas.items()} == {n: n for n in schemas}
    assert [name for name in schemas if "." in name] == []
    text = str(described)
    assert [name for name in schemas if f"'#/components/schemas/{name}'" not in text] == []


def test_each_reference_leads_somewhere_and_the_whole_is_lawful(described: dict[str, Any]) -> None:
    places = str(described).split("'$ref': '#/components/schemas/")[1:]
    assert {place.partition("'")[0] for place in places} <= set(described["components"]["schemas"])
    assert [str(fault.message) for fault in OPENAPI_31_VALIDATOR.iter_errors(described)] == []


def test_each_json_answer_refers_to_a_schema_and_its_example_keeps_to_it(
    described: dict[str, Any],
) -> None:
    answers = dict(answers_of(described))
    assert len(answers) >= len(described["paths"]) - 10
    for name, content in answers.items():
        assert "$ref" in content["schema"], name
        schema = {**content["schema"], "components": described["components"]}
        faults = jsonschema_rs.validator_for(schema).iter_errors(content["example"])
        assert [f"{name} {list(fault.instance_path)}: {fault.message}" for fault in faults] == []


def test_two_applications_are_described_alike(app: Flask, described: dict[str, Any]) -> None:
    with app.test_request_context():
        app._spec = None  # type: ignore[attr-defined] # noqa: SLF001 - APIFlask's memory of it
        assert app.test_client().get("/api/v1/openapi.json").get_json() == described


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/activities", "list_activities"),
        ("/api/v1/activities/{code}", "read_activity"),
        ("/api/v1/activities/{code}/files", "list_activity_files"),
        ("/api/v1/record-head", "read_record_head"),
        ("/api/v1/tie-out/{reference}", "read_statement"),
    ],
)
def test_an_address_is_named_by_its_path(path: str, name: str) -> None:
    assert operation_id(path) == name


def test_two_different_schemas_of_one_name_are_refused() -> None:
    schemas = {"A.Share": {"type": "string"}, "B.Share": {"type": "integer"}}
    with pytest.raises(ValueError, match="called Share"):
        name_all({"paths": {}, "components": {"schemas": schemas}})
