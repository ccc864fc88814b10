"""Filters of lists by codes, compared as codes are everywhere: without case, in normal form."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import or_
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression

from tracker.reference.record_codes import code_key, normal_code

CodeFilter = Callable[[Sequence[str]], ColumnElement[bool]]


def among_records(code: SQLColumnExpression[Any], key: SQLColumnExpression[Any]) -> CodeFilter:
    """Return the filter by codes of records; an unknown code matches nothing.

    `key` is the column of the keys. A code on record that breaks the rule has none, and is found
    as it is written.
    """

    def among(codes: Sequence[str]) -> ColumnElement[bool]:
        """Return the condition that a record has one of the codes."""
        return or_(key.in_([code_key(one) for one in codes]), code.in_(codes))

    return among


def among_capitals(code: SQLColumnExpression[Any]) -> CodeFilter:
    """Return the filter by codes of a standard that has them in capitals: States, currencies."""
    return lambda codes: code.in_([normal_code(one).upper() for one in codes])


def among_small_letters(code: SQLColumnExpression[Any]) -> CodeFilter:
    """Return the filter by codes of a standard that has them in small letters: languages."""
    return lambda codes: code.in_([normal_code(one).lower() for one in codes])
