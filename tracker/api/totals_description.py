"""The totals in the OpenAPI specification."""

from typing import Any

from tracker.fund.ledger.measures import Measure
from tracker.http.query_description import DELIMITER_PARAMETER, QUERY_PARAMETERS
from tracker.totals.dimensions import Dimension

Description = dict[str, Any]


def _parameter(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


def _many(schema: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"type": "array", "items": schema, **more}


_TEXT = {"type": "string"}
_WHOLE = {"type": "integer"}
_PARAMETERS = [
    _parameter(
        "measure", "What is measured.", {"type": "string", "enum": [*Measure]}, required=True
    ),
    _parameter(
        "by",
        "Up to two dimensions to break the total down by.",
        _many({"type": "string", "enum": [*Dimension]}, maxItems=2, uniqueItems=True),
        style="form",
        explode=True,
    ),
    *QUERY_PARAMETERS,
    _parameter("format", "The form of the answer.", {"type": "string", "enum": ["json", "csv"]}),
    DELIMITER_PARAMETER,
]
_ANSWER = {
    "type": "object",
    "required": [
        "measure", "currency", "by", "as_at", "known_at", "rows", "total_minor", "data_version",
    ],
    "properties": {
        "measure": _TEXT,
        "currency": {"type": "string", "const": "USD"},
        "by": _many(_TEXT),
        "as_at": {"type": "string", "format": "date"},
        "known_at": {"type": "string", "format": "date"},
        "filter": _TEXT,
        "rows": _many(
            {
                "type": "object",
                "description": "One code for each dimension, a label, and US cents.",
                "required": ["label", "minor"],
                "properties": {"label": _TEXT, "labels": _many(_TEXT), "minor": _WHOLE},
                "additionalProperties": _TEXT,
            }
        ),
        "total_minor": _WHOLE,
        "data_version": _WHOLE,
    },
}  # fmt: skip
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_OPERATION: dict[str, Any] = {
    "summary": "Totals of a measure by up to two dimensions",
    "description": "Rows that add up to the total, whatever the dimensions and the filter.",
    "operationId": "totals",
    "tags": ["Totals"],
    "parameters": _PARAMETERS,
    "responses": {
        "200": {
            "description": "The totals, in whole US cents.",
            "content": {
                "application/json": {"schema": _ANSWER},
                "text/csv": {"schema": _TEXT},
            },
        },
        "400": {
            "description": "The question has faults; all are listed.",
            "content": {"application/problem+json": {"schema": _PROBLEM}},
        },
    },
}
PATHS: Description = {"/api/v1/totals": {"get": _OPERATION}}
TAG: Description = {
    "name": "Totals",
    "description": "What was pledged, received, allocated and spent.",
}


def add_totals(description: Description) -> None:
    """Add the address of totals to what APIFlask has written."""
    description["paths"] |= PATHS
    description.setdefault("tags", []).append(TAG)
