"""The columns of a list that its reader chose: named in the address, all of them without a choice.

The first column, which names the row, is always shown.
"""

from collections.abc import Sequence

from flask import request

from tracker.http.page_tables import TableColumn

COLUMN = "column"
"""The argument of the address under which each chosen column stands."""


def column_names(columns: Sequence[TableColumn]) -> tuple[str, ...]:
    """Return the names of columns in the address: that of their order, else their place."""
    return tuple(column.sort or f"c{place}" for place, column in enumerate(columns))


def chosen_columns(columns: Sequence[TableColumn]) -> tuple[int, ...]:
    """Return the places of the columns that this request asks for."""
    names = column_names(columns)
    asked = {name for name in request.args.getlist(COLUMN) if name in names}
    if not asked:
        return tuple(range(len(columns)))
    return tuple(place for place, name in enumerate(names) if place == 0 or name in asked)
