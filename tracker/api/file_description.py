"""The OpenAPI description of files: what is sent, what comes back, with examples."""

from typing import Any

from tracker.api.description import BY_PERSON, problem
from tracker.api.file_uploads import MULTIPART, FileAnswer, FileBody
from tracker.api.file_withdrawals import WithdrawalBody, WithdrawnFileAnswer
from tracker.api.recording_description import CSRF_HEADER, schema_of
from tracker.documents.file_kinds import KINDS
from tracker.reports.renderings.forms import CONTENT_TYPES

Description = dict[str, Any]
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SAID = {
    "file": "(the bytes of report.pdf)", "title": "Report of the course", "is_public": "true",
    "why": "the report is out",
}  # fmt: skip
FILE = {
    "number": 17, "title": "Report of the course", "name": "report.pdf", "kind": "pdf",
    "size": 248_113, "digest": DIGEST, "is_public": True, "indicator": "", "version": "",
    "language": "", "replaces": None, "added_at": "2026-11-30T09:14:05Z", "address": "/files/17",
    "content": "/api/v1/files/17/content",
}  # fmt: skip
ISSUED = {
    "format": "pdf", "language": "en", "digest": DIGEST, "size": 91_204,
    "issued_at": "2026-11-28T16:00:00Z", "content": "/api/v1/reports/3/files/en/pdf",
}  # fmt: skip
PROBLEMS = {
    "400": "A session sent no CSRF token, or not its own.",
    "401": "It is not known who asks.",
    "403": "The role does not allow it, or the token lacks the scope.",
    "404": "There is nothing under that name.",
    "409": "The record has the same file, and something else is said of it; nothing was changed.",
    "413": "The file is larger than 50 MB.",
    "415": "The body is no form of several parts.",
    "422": "All faults, in `errors`: of the fields, and of what the file holds.",
    "503": "The database does not answer.",
}
ADDS = {
    "/api/v1/activities/{code}/files": ("an activity", "add_file_to_activity"),
    "/api/v1/contributions/{reference}/files": ("a contribution", "add_file_to_contribution"),
    "/api/v1/requests/{code}/files": ("a request of a State", "add_file_to_request"),
    "/api/v1/tools/{code}/files": ("a tool", "add_file_to_tool"),
}
"""The addresses that take files: what they belong to, and the name of the operation."""
WITHDRAWS = {
    f"{path}/{{number}}/withdrawal": (owner, name.replace("add_file_to", "withdraw_file_of"))
    for path, (owner, name) in ADDS.items()
}
"""The addresses by which a file is taken back, likewise."""
WITHDRAWAL_PROBLEMS = {
    **{status: PROBLEMS[status] for status in ("400", "401", "403")},
    "404": "The record has no such file, or it was withdrawn before.",
    "415": "The body is no JSON.",
    "422": "All faults, in `errors`.",
    "503": PROBLEMS["503"],
}
NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
}
EXAMPLES = {
    **{path: {"items": [FILE]} for path in ADDS},
    "/api/v1/files/{number}": FILE,
    "/api/v1/reports/{number}/files": {"items": [ISSUED]},
}
"""Examples of answers, by addresses that are read."""
CONTENTS = {
    "/api/v1/files/{number}/content": [kind.content_type for kind in KINDS.values()],
    "/api/v1/reports/{number}/files/{language}/{form}": list(CONTENT_TYPES.values()),
}
"""The addresses that give files, with the kinds of what they give."""


def add_files(description: Description) -> None:
    """Add what programs send, and examples of what they get."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    paths = description["paths"]
    for path, example in EXAMPLES.items():
        paths[path]["get"]["responses"]["200"]["content"]["application/json"]["example"] = example
    for path, kinds in CONTENTS.items():
        binary = {"schema": {"type": "string", "format": "binary"}}
        answer = paths[path]["get"]["responses"]["200"]
        answer["content"] = {kind.partition(";")[0]: binary for kind in kinds}
        answer["description"] = "The file, with its name in `Content-Disposition`."
    for path, (owner, name) in ADDS.items():
        paths[path]["post"] = _upload(schemas, owner, name)
        parameters = paths[path]["get"]["parameters"]
        of_path = [one for one in parameters if one["in"] == "path"]
        paths[path]["post"]["parameters"] = [*of_path, CSRF_HEADER]
        back = f"{path}/{{number}}/withdrawal"
        paths[back] = {"post": _withdrawal(schemas, *WITHDRAWS[back])}
        paths[back]["post"]["parameters"] = [*of_path, NUMBER, CSRF_HEADER]


def _withdrawal(schemas: Description, owner: str, name: str) -> Description:
    """Describe an operation that withdraws a file."""
    body, answer = schema_of(schemas, WithdrawalBody), schema_of(schemas, WithdrawnFileAnswer)
    return {
        "summary": f"Withdraw a file of {owner}",
        "description": "With the earlier versions that it replaced; nobody fetches them any more. "
        "What was stored stays.",
        "operationId": name,
        "tags": ["Files"],
        "security": BY_PERSON,
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": body, "example": {"why": "it was the wrong file"}}
            },
        },
        "responses": {
            "200": {
                "description": "It was withdrawn.",
                "content": {"application/json": {"schema": answer, "example": {"number": 17}}},
            },
            **{status: problem(words) for status, words in WITHDRAWAL_PROBLEMS.items()},
        },
    }


def _upload(schemas: Description, owner: str, name: str) -> Description:
    """Describe an operation that adds a file."""
    answer = {"application/json": {"schema": schema_of(schemas, FileAnswer)}}
    form = FileBody.model_json_schema()
    form["properties"] = {
        "file": {
            "type": "string", "format": "binary",
            "description": f"{', '.join(KINDS).upper()}; 50 MB at most.",
        },
        **form["properties"],
    }  # fmt: skip
    form["required"] = ["file", "title", "why"]
    schemas["FileBody"] = form
    sent = {"schema": {"$ref": "#/components/schemas/FileBody"}, "example": SAID}
    return {
        "summary": f"Add a file to {owner}",
        "description": "By the rule of the form; the same file is added once. Its content decides "
        "what it is, and the name has to agree.",
        "operationId": name,
        "tags": ["Files"],
        "security": BY_PERSON,
        "requestBody": {"required": True, "content": {MULTIPART: sent}},
        "responses": {
            "200": {
                "description": "The record had the same file before.",
                "content": _with(answer, {"state": "known", "file": FILE}),
            },
            "201": {
                "description": "It was added.",
                "content": _with(answer, {"state": "added", "file": FILE}),
            },
            **{status: problem(words) for status, words in PROBLEMS.items()},
        },
    }


def _with(content: Description, example: Description) -> Description:
    """Return a content with an example."""
    return {kind: {**told, "example": example} for kind, told in content.items()}
