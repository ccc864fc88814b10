"""The OpenAPI description: totals, errors of one shape, entity tags, words for parameters."""

from typing import Any

from tracker.fund.ledger.measures import Measure
from tracker.http.query_description import (
    A_DAY_OR_MOMENT,
    DATE_HEADERS,
    DELIMITER_PARAMETER,
    QUERY_PARAMETERS,
)
from tracker.totals.dimensions import Dimension

Description = dict[str, Any]

PROBLEM: Description = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Each parameter at fault, and what is wrong with it.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "questions": {
            "type": "array",
            "description": "What is asked about; name its code in `sure` if it is right.",
            "items": {
                "type": "object",
                "required": ["code", "field", "message"],
                "properties": {
                    "code": {"type": "string"},
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
ABOUT = """The public record of voluntary contributions under article 30, paragraph 2 (c), of the
United Nations Convention against Transnational Organized Crime, and of what came of them.

Amounts are whole numbers of minor units: US cents, or of the currency that is named. Lists come
in pages; `next` is the address of the next one. A list can be narrowed by a parameter given
several times. An unknown parameter is refused. Each answer has an `ETag` that stays the same
until the record changes.

Amounts and activities in examples are invented; lists in them have their first item alone. The
`operationId` of an operation stays the same."""
SECURITY_SCHEMES: Description = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that a person made on the page `/home/tokens`, with its scopes.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The cookie of a person who has signed in (`__Host-session` over TLS).",
    },
}
BY_PERSON: list[Description] = [{"token": []}, {"session": []}]
"""Either says who asks; without both an answer is the public's."""
NOT_YET = "The person has a temporary password, or lacks the second factor of the role."
NOBODY = "The token is not known, has expired or was revoked."
NOT_FOUND = "There is nothing under that name, or nothing on record."
INVALID = "Parameters are at fault; `errors` names each."
UNCHANGED = "Nothing has changed since the answer with that entity tag."
GUARDED = frozenset({"401", "403"})
"""The answers of an address that is not public to those who may not see it."""
OF_DUE = (
    "What is due is shown to those who may see the terms of all contributions, and to a donor's "
    "user of that donor."
)
AWAY = "The database does not answer."
TAG_HEADER: Description = {
    "ETag": {"schema": {"type": "string"}, "description": "Changes when the answer does."}
}


def complete(description: Description) -> Description:
    """Complete the description of APIFlask."""
    description["info"]["description"] = ABOUT
    components = description.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = SECURITY_SCHEMES
    description["security"] = [{}, *BY_PERSON]
    for operations in description["paths"].values():
        for operation in operations.values():
            _add_answers(operation)
            for parameter in operation.get("parameters", []):
                _add_words(parameter)
    return description


def _add_answers(operation: Description) -> None:
    """Add the answers that every address can give."""
    answers = operation["responses"]
    answers["200"].setdefault("headers", {}).update(TAG_HEADER)
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    if "format" in names:
        answers["200"]["content"].setdefault("text/csv", {"schema": {"type": "string"}})
    if names >= {"format", "as_at", "to"}:
        answers["200"]["headers"].update(DATE_HEADERS)
    answers["304"] = {"description": UNCHANGED, "headers": TAG_HEADER}
    answers["404"] = problem(NOT_FOUND)
    answers["422"] = problem(INVALID)
    answers["503"] = problem(AWAY)
    answers.setdefault("401", {"description": NOBODY})
    answers.setdefault("403", {"description": NOT_YET})
    for status in GUARDED & answers.keys():
        answers[status] = problem(answers[status]["description"])
    operation["responses"] = dict(sorted(answers.items()))


def problem(words: str) -> Description:
    """Describe an error."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": words, "content": content}


def _add_words(parameter: Description) -> None:
    """Move a parameter's explanation to where readers look for it."""
    words = parameter.get("schema", {}).pop("description", "")
    if words:
        parameter["description"] = words
    parameter.get("schema", {}).pop("title", None)


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
    _parameter(
        "compare",
        "What stands beside: two days as 2023-01-01/2023-12-31, session:CCPCJ-22, before,"
        " donor:ITA, region:002 or country:KEN.",
        _TEXT,
    ),
]
_ANSWER = {
    "title": "Totals",
    "type": "object",
    "required": [
        "measure", "currency", "by", "as_at", "known_at", "rows", "total_minor", "data_version",
    ],
    "properties": {
        "measure": _TEXT,
        "currency": {"type": "string", "const": "USD"},
        "by": _many(_TEXT),
        "as_at": {"type": "string", "format": "date"},
        "known_at": A_DAY_OR_MOMENT,
        "cut": {
            "type": ["string", "null"],
            "format": "date",
            "description": "The last day that was asked for, where it lies after `as_at`.",
        },
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
        "compare": {
            "type": "object",
            "description": "What `compare` names: its filter, rows and total, and the difference.",
            "properties": {
                "filter": _TEXT,
                "rows": _many({"type": "object"}),
                "total_minor": _WHOLE,
                "difference_minor": _WHOLE,
            },
        },
    },
}  # fmt: skip
_OPERATION: dict[str, Any] = {
    "summary": "Totals of a measure by up to two dimensions",
    "description": "Rows that add up to the total, whatever the dimensions and the filter.",
    "operationId": "read_totals",
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
        "422": problem("The question has faults; all are listed."),
        "401": problem(OF_DUE),
        "403": problem(OF_DUE),
    },
}
_AMOUNT = {
    "type": "object",
    "required": ["name", "minor"],
    "properties": {"name": _TEXT, "sort": _TEXT, "minor": _WHOLE},
}
_ACCOUNT = {
    "title": "WaterfallOfChoice",
    "type": "object",
    "required": [
        "currency", "as_at", "known_at", "steps", "balance", "period", "not_split",
        "in_part_received_minor", "data_version",
    ],
    "properties": {
        "currency": {"type": "string", "const": "USD"},
        "as_at": {"type": "string", "format": "date"},
        "known_at": A_DAY_OR_MOMENT,
        "cut": _ANSWER["properties"]["cut"],  # type: ignore[index] # a dictionary of dictionaries
        "filter": _TEXT,
        "steps": _many(_AMOUNT, description="`added` steps lead from one `result` to the next."),
        "balance": _many(_AMOUNT, description="Parts that add up to the balance."),
        "period": {
            "type": ["object", "null"],
            "description": "Opening balance, what came, what went, closing balance.",
        },
        "not_split": _many(
            _TEXT,
            description="Dimensions of the choice by which receipts are not split: the answer has "
            "the contributions tied to the choice and to nothing else.",
        ),
        "in_part_received_minor": {
            **_WHOLE, "description": "Received and tied to the choice among others.",
        },
        "data_version": _WHOLE,
    },
}  # fmt: skip
_OF_WATERFALL: dict[str, Any] = {
    "summary": "The waterfall of a choice, from what was pledged to what is left",
    "description": "The steps of a contribution's waterfall, each the sum over the choice.",
    "operationId": "read_waterfall",
    "tags": ["Totals"],
    "parameters": _PARAMETERS[2:],
    "responses": {
        "200": {
            "description": "The waterfall, in whole US cents.",
            "content": {
                "application/json": {"schema": _ACCOUNT},
                "text/csv": {"schema": _TEXT},
            },
        },
        "422": problem("The question has faults; all are listed."),
    },
}
PATHS: Description = {
    "/api/v1/totals": {"get": _OPERATION},
    "/api/v1/waterfall": {"get": _OF_WATERFALL},
}
TAG: Description = {
    "name": "Totals",
    "description": "What was pledged, received, allocated and spent.",
}


def add_totals(description: Description) -> None:
    """Add the address of totals to what APIFlask has written."""
    description["paths"] |= PATHS
    description.setdefault("tags", []).append(TAG)
