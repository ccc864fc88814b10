"""The parameters of a query of totals in the OpenAPI description."""

from typing import Any

from tracker.http.csv_answers import PARAMETER, Delimiter
from tracker.totals.query_string import CODES, DATES, SESSION

_WORDS = {
    "from": "Count what is for this day or later.",
    "to": "Count what is for this day or earlier.",
    "as_at": "Leave out what counts for a later day; today when absent.",
    "known_at": "Leave out what was recorded after this day or moment (UTC); now when absent.",
}
A_DAY: dict[str, Any] = {"type": "string", "format": "date"}
A_DAY_OR_MOMENT: dict[str, Any] = {"anyOf": [A_DAY, {"type": "string", "format": "date-time"}]}
QUERY_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": SESSION,
        "in": "query",
        "description": (
            "A session, such as CCPCJ-22, in place of from and to: the days after the session of"
            " the same body before it, up to its own last day."
        ),
        "schema": {"type": "string"},
    },
    *(
        {
            "name": name,
            "in": "query",
            "description": _WORDS[name],
            "schema": A_DAY_OR_MOMENT if name == "known_at" else A_DAY,
        }
        for name in DATES
    ),
    *(
        {
            "name": name,
            "in": "query",
            "description": "Only what has one of these codes.",
            "schema": {"type": "array", "items": {"type": "string"}},
            "style": "form",
            "explode": True,
        }
        for name in CODES
    ),
]
"""Session, dates and codes, in the order in which a query string has them."""

DELIMITER_PARAMETER: dict[str, Any] = {
    "name": PARAMETER,
    "in": "query",
    "description": "What stands between the cells of a CSV file; a comma when absent.",
    "schema": {"type": "string", "enum": [*Delimiter]},
}

DATE_HEADERS: dict[str, Any] = {
    "X-As-At": {
        "schema": {"type": "string", "format": "date"},
        "description": "Of an answer that is a file (CSV, XLSX): the last day that counts.",
    },
    "X-Cut": {
        "schema": {"type": "string", "format": "date"},
        "description": "Of an answer that is a file (CSV, XLSX): the `to` that was asked for and "
        "has not come.",
    },
}
"""The headers that say of a file of totals what the fields `as_at` and `cut` say of JSON."""
