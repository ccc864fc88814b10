"""Columns as plain text, so that a check reads faulty codes too."""

from sqlalchemy import ColumnElement, String, type_coerce
from sqlalchemy.sql.elements import SQLCoreOperations


def as_text(column: SQLCoreOperations[object]) -> ColumnElement[str]:
    """Return a column of codes as its stored texts."""
    return type_coerce(column, String)
