"""The order of a list by the title that a reader is shown."""

from typing import Any

from sqlalchemy import Integer, Text, case, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from tracker.folded_columns import language_mark
from tracker.words import reader_language


class place_of(GenericFunction[int]):  # noqa: N801 - SQLAlchemy takes the name of the function
    """The place of a text in another, from 1; 0 where it is not in it."""

    type = Integer()
    inherit_cache = True


@compiles(place_of, "sqlite")
def _for_sqlite(element: Any, compiler: Any, **keywords: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"instr({compiler.process(element.clauses, **keywords)})"


@compiles(place_of)
def _for_postgresql(element: Any, compiler: Any, **keywords: Any) -> str:  # noqa: ANN401 - likewise
    return f"strpos({compiler.process(element.clauses, **keywords)})"


def by_shown_title(folded: Any) -> ColumnElement[str]:  # noqa: ANN401 - a folded column
    """Return what rows are sorted by: the title in the reader's language, else the original.

    `folded` begins with the original title and holds the others behind their marks.
    """
    mark = language_mark(reader_language())
    at = place_of(col(folded), mark)
    own = func.substr(col(folded), at + len(mark), type_=Text)
    return case((at > 0, own), else_=col(folded))
