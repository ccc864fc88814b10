"""Names in the OpenAPI description: one for each operation, and one for each shared schema."""

from collections.abc import Iterator
from typing import Any

Description = dict[str, Any]
ROOT = "/api/v1/"
SCHEMAS = "#/components/schemas/"
JSON = "application/json"
OWN_NAMES = {
    "/api/v1/tie-out": "list_statements",
    "/api/v1/tie-out/{reference}": "read_statement",
    "/api/v1/reports/{number}/files/{language}/{form}": "read_report_file",
}
"""The operations whose path does not say what they read."""


def name_all(description: Description) -> None:
    """Give each operation its `operationId`, and each schema one name, which is its title too.

    Raises ValueError where two different schemas would have one name.
    """
    for path, operations in description["paths"].items():
        for operation in operations.values():
            operation.setdefault("operationId", operation_id(path))
            _share_answers(description, operation)
    _share_schemas(description)
    _leave_out_unused(description)
    for name, schema in description["components"]["schemas"].items():
        _drop_titles(schema)
        schema["title"] = name


def operation_id(path: str) -> str:
    """Return the name of what reads an address, as "list_activity_files" for activities' files.

    A name before a parameter stands for one of its kind; what ends in a plural is a list.
    """
    if path in OWN_NAMES:
        return OWN_NAMES[path]
    parts = path.removeprefix(ROOT).split("/")
    followed = [*(part.startswith("{") for part in parts[1:]), False]
    words = [
        _singular(part) if one else part
        for part, one in zip(parts, followed, strict=True)
        if not part.startswith("{")
    ]
    lists = not parts[-1].startswith("{") and parts[-1].endswith("s")
    return "_".join(["list" if lists else "read", *words]).replace("-", "_")


def _singular(noun: str) -> str:
    """Return the singular of a regular plural."""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def _share_answers(description: Description, operation: Description) -> None:
    """Make a shared schema of each JSON answer that is written out and has a title."""
    for answer in operation["responses"].values():
        content = answer.get("content", {}).get(JSON, {})
        schema = content.get("schema", {})
        if "title" in schema:
            description["components"]["schemas"][schema["title"]] = schema
            content["schema"] = {"$ref": SCHEMAS + schema["title"]}


def _share_schemas(description: Description) -> None:
    """Name each schema by its class alone, where APIFlask puts that of its answer before it."""
    for node in _nodes(description):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = SCHEMAS + _bare(node["$ref"].removeprefix(SCHEMAS))
    shared: Description = {}
    for name, schema in description["components"]["schemas"].items():
        if shared.setdefault(_bare(name), schema) != schema:
            message = f"two different schemas are called {_bare(name)}"
            raise ValueError(message)
    description["components"]["schemas"] = shared


def _bare(name: str) -> str:
    """Return the last part of a name, as "Share" of "ActivityPage.Share"."""
    return name.rpartition(".")[2]


def _leave_out_unused(description: Description) -> None:
    """Leave out the schemas that no operation leads to."""
    schemas = description["components"]["schemas"]
    used: set[str] = set()
    waiting = _references(description["paths"])
    while waiting:
        used |= waiting
        waiting = set().union(*(_references(schemas[name]) for name in waiting)) - used
    description["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}


def _references(node: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """Return the names of the schemas to which something refers."""
    found = (one.get("$ref") for one in _nodes(node))
    return {one.removeprefix(SCHEMAS) for one in found if isinstance(one, str)}


def _nodes(node: Any) -> Iterator[Description]:  # noqa: ANN401 - any JSON
    """Give each object in some JSON."""
    if isinstance(node, dict):
        yield node
    for below in node.values() if isinstance(node, dict) else node:
        if isinstance(below, dict | list):
            yield from _nodes(below)


def _drop_titles(schema: Description) -> None:
    """Drop the titles of fields, which only spell their names; a field may be called "title"."""
    for node in _nodes(schema):
        if isinstance(node.get("title"), str):
            del node["title"]
