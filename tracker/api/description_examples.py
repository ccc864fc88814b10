"""Examples of answers in the OpenAPI description, from the illustrative account."""

import json
from pathlib import Path
from typing import Any

Description = dict[str, Any]
JSON = "application/json"
FILE = Path(__file__).with_name("answer_examples.json")
"""An answer of each operation, by its `operationId`; of each list in it, the first item."""


def add_examples(description: Description) -> None:
    """Add an example to each JSON answer that has none; ids have been given."""
    examples = json.loads(FILE.read_text(encoding="utf-8"))
    for operations in description["paths"].values():
        for operation in operations.values():
            example = examples.get(operation["operationId"])
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get(JSON)
                if example is not None and content is not None and status.startswith("2"):
                    content.setdefault("example", example)
