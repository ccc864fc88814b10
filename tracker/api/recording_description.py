"""The OpenAPI description of what programs record."""

from typing import Any

from pydantic import BaseModel

from tracker.api.contribution_bodies import ContributionAnswer, ContributionBody
from tracker.api.description import BY_PERSON, problem
from tracker.api.entry_bodies import EntryAnswer, EntryBody

Description = dict[str, Any]
PROBLEMS = {
    "400": "A session sent no CSRF token, or not its own.",
    "401": "It is not known who asks.",
    "403": "The role does not allow it.",
    "404": "There is nothing under that name.",
    "409": "The reference is known with other content; nothing was changed.",
    "422": "All faults, in `errors`; or what is asked about, in `questions`.",
    "503": "The database does not answer.",
}
CSRF_HEADER = {
    "name": "X-CSRFToken",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The CSRF token of a session, by `/api/v1/csrf-token`; a program that bears a "
    "token of a person needs none.",
}
TAG: Description = {"name": "Recording", "description": "What programs record; not public."}
ENTRY = {
    "kind": "receipt", "reference": "REC-2026-0012", "effective_on": "2026-10-02",
    "contribution": "CON-2024-007", "currency": "EUR", "amount_minor": 25_000_000,
    "usd_minor": 26_752_341, "rate_source": "advice 77",
}  # fmt: skip
CONTRIBUTION = {
    "reference": "CON-2026-031", "donor": "ITA", "financing_instrument": "R03E",
    "earmarking": "3", "currency": "EUR", "amount_minor": 50_000_000,
    "scope": [{"kind": "programme", "code": "NAT-KEN"}], "pledged_on": "2026-02-01",
}  # fmt: skip

RECORDED: Description = {
    "reference": "REC-2026-0012", "dry_run": False, "request": 0, "usd_minor": 26_752_341,
    "parts": [], "warnings": [],
}  # fmt: skip
ENTRY_ANSWERS: Description = {
    "200": {**RECORDED, "state": "known", "usd_minor": None},
    "201": {**RECORDED, "state": "posted"},
    "202": {**RECORDED, "state": "waits", "request": 17},
}
CONTRIBUTION_ANSWERS: Description = {
    status: {"reference": "CON-2026-031", "state": state, "dry_run": False}
    for status, state in (("200", "known"), ("201", "added"))
}


def add_recording(description: Description) -> None:
    """Add the addresses that record."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    paths = description["paths"]
    paths.setdefault("/api/v1/entries", {})["post"] = _operation(
        schemas, EntryBody, EntryAnswer, ENTRY, "Record an entry", "record_entry"
    ) | {"description": "Posted, handed in for a second person, or known already."}
    paths.setdefault("/api/v1/contributions", {})["post"] = _operation(
        schemas, ContributionBody, ContributionAnswer, CONTRIBUTION, "Add a contribution",
        "add_contribution",
    )  # fmt: skip
    del paths["/api/v1/contributions"]["post"]["responses"]["202"]
    for path, answers in (
        ("/api/v1/entries", ENTRY_ANSWERS),
        ("/api/v1/contributions", CONTRIBUTION_ANSWERS),
    ):
        for status, example in answers.items():
            content = paths[path]["post"]["responses"][status]["content"]["application/json"]
            content["example"] = example
    description.setdefault("tags", []).append(TAG)


def _operation(
    schemas: Description,
    body: type[BaseModel],
    answer: type[BaseModel],
    example: Description,
    summary: str,
    name: str,
) -> Description:
    """Describe an operation that records."""
    told = schema_of(schemas, answer)
    return {
        "summary": summary,
        "operationId": name,
        "tags": [TAG["name"]],
        "security": BY_PERSON,
        "parameters": [CSRF_HEADER],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": schema_of(schemas, body), "example": example}
            },
        },
        "responses": {
            "200": {
                "description": "Known with the same content, or a dry run.",
                "content": _json(told),
            },
            "201": {"description": "It is on record now.", "content": _json(told)},
            "202": {"description": "It waits; `request` is its number.", "content": _json(told)},
            **{status: problem(words) for status, words in PROBLEMS.items()},
        },
    }


def _json(schema: Description) -> Description:
    """Describe a JSON content of its own, which can have an example of its own."""
    return {"application/json": {"schema": schema}}


def schema_of(schemas: Description, model: type[BaseModel]) -> Description:
    """Add the schema of a model to the description, and return the reference to it."""
    found = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(found.pop("$defs", {}))
    schemas[model.__name__] = found
    return {"$ref": f"#/components/schemas/{model.__name__}"}
