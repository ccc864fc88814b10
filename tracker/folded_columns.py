"""Columns that hold other columns of their row folded, kept at every write through the ORM.

A list searches and sorts by them, on every database alike (decision 18).
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, event
from sqlalchemy.orm import Mapper

from tracker.folding import fold

SOURCES = "folds"


def folded_from(*names: str) -> dict[str, Any]:
    """Return what makes a column that holds other columns of its row, folded, one in a line."""
    return {"default": _folded_of(names), "info": {SOURCES: names}}


def fold_values(values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return some values of a row folded, the first at the beginning, so that it sorts by it.

    Of a list of texts in several languages these are the titles, each behind the mark of its
    language, so that a list can be sorted by them too.
    """
    return "\n".join(text for text in (_text(values.get(name)) for name in names) if text)


def language_mark(language: str) -> str:
    """Return the prefix of a title in a language; nobody types these signs."""
    return f"\x02{language}\x03"


def _text(value: Any) -> str:  # noqa: ANN401 - a value of a row
    """Return a value as folded text."""
    if isinstance(value, list):
        marked = ((language_mark(one["language"]), fold(one["title"])) for one in value)
        return "\n".join(f"{mark}{title}" for mark, title in marked if title)
    return fold(str(value or ""))


@cache
def folded_columns(table: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - a Table
    """Return the columns that a table's folded columns hold, by the name of the column."""
    columns: list[Column[Any]] = list(table.columns)
    return {one.name: one.info[SOURCES] for one in columns if SOURCES in one.info}


def _folded_of(names: tuple[str, ...]) -> Callable[[Any], str]:
    """Return the default of a folded column."""

    def folded(context: Any) -> str:  # noqa: ANN401 - SQLAlchemy's, which is not typed
        """Fold the values of the row that is inserted."""
        return fold_values(context.get_current_parameters(), names)

    return folded


@event.listens_for(Mapper, "before_insert")
@event.listens_for(Mapper, "before_update")
def _keep_folded(mapper: Mapper[Any], connection: object, row: Any) -> None:  # noqa: ANN401
    """Fold the columns of a changed row again."""
    del connection
    for column, names in folded_columns(mapper.local_table).items():
        folded = fold_values({name: getattr(row, name) for name in names}, names)
        if getattr(row, column) != folded:
            setattr(row, column, folded)
