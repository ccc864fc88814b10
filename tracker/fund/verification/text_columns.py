"""Columns as their plain text, whatever stands in them: a check must not trip over a fault."""

from sqlalchemy import ColumnElement, String, type_coerce
from sqlalchemy.sql.elements import SQLCoreOperations


def as_text(column: SQLCoreOperations[object]) -> ColumnElement[str]:
    """Return a column of codes as the texts that are kept."""
    return type_coerce(column, String)
