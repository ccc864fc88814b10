"""The rows of a part of a form: some empty ones, so that it works without scripts."""

from typing import Any

from wtforms import FieldList, Form, FormField

EMPTY_ROWS = 3
MOST_ROWS = 400
NEVER_EMPTY = frozenset({"use"})
"""Choices that cannot be empty: what stands in them does not count as entered."""


def rows_of(row: type[Form], *, empty: int = EMPTY_ROWS) -> FieldList:
    """Make the rows of a part."""
    return FieldList(FormField(row), min_entries=empty, max_entries=MOST_ROWS)


def filled_rows(rows: FieldList) -> list[Any]:
    """Return the rows in which something was entered."""
    return [entry.form for entry in rows.entries if any(_entered(field) for field in entry.form)]


def _entered(field: Any) -> bool:  # noqa: ANN401 - a field of wtforms
    """Tell whether a person entered something."""
    if field.short_name in NEVER_EMPTY:
        return False
    raw = field.raw_data
    return any(str(text).strip() for text in raw) if raw else bool(field.data)
