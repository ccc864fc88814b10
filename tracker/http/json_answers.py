"""Writes JSON answers."""

from typing import Any

import orjson
from flask import Response

PROBLEM = "application/problem+json"
"""The type of problem details (RFC 9457)."""


def json_answer(body: Any, status: int = 200) -> Response:  # noqa: ANN401 - anything JSON can hold
    """Write a value as JSON; dates and enums as orjson spells them."""
    return Response(orjson.dumps(body), status, mimetype="application/json")
