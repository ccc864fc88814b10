"""The kinds of cells: what a cell holds beside its text, and what cannot be read of it."""

import re
from enum import StrEnum

from xlsxwriter.utility import xl_col_to_name

from tracker.words import say


class CellKind(StrEnum):
    """The kind of a cell, as its file tells it."""

    TEXT = "text"  # a text, or a blank cell; all that CSV has beside errors
    NUMBER = "number"  # a number of a workbook
    PERCENT = "percent"  # a number that its reader sees in per cent; the text ends with %
    DAY = "day"  # a day of a workbook
    MERGED = "merged"  # a further row of a merged range; the text is that of the range
    SPREAD = "spread"  # a further column of a merged range, which has no value of its own
    ERROR = "error"  # an error, such as #N/A; the text is its name
    UNCALCULATED = "uncalculated"  # a formula whose result the file does not keep


UNREAD = frozenset({CellKind.ERROR, CellKind.UNCALCULATED, CellKind.SPREAD})
"""Kinds of cells without a value that could be read; they are never taken for blank."""
ERROR_TEXT = re.compile(
    r"#(N/?A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|EXTERNAL!|GETTING_DATA"
    r"|NV|BEZUG!|WERT!|ZAHL!|NOM\?|VALEUR!|NOMBRE!|¡DIV/0!|¡REF!|¡VALOR!|¡NUM!|¡NULO!|¿NOMBRE\?"
    # ruff: noqa: RUF001 - the names of errors in Russian
    r"|Н/Д|ССЫЛКА!|ДЕЛ/0!|ЗНАЧ!|ИМЯ\?|ЧИСЛО!|ПУСТО!)|Err:\d{3}"
)
"""The names of errors, in the languages in which spreadsheet programs export them."""


def is_error(text: str) -> bool:
    """Tell whether a text is the name of an error, as an exported sheet holds it."""
    return text[:1] in {"#", "E"} and ERROR_TEXT.fullmatch(text) is not None


def cell_name(row: int, index: int) -> str:
    """Return the name of a cell, such as D2, of its row from 1 and its column from 0."""
    return f"{xl_col_to_name(index)}{row}"


def unread_message(kind: CellKind, cell: str, text: str) -> str:
    """Return why a cell could not be read, and the remedy."""
    if kind is CellKind.ERROR:
        return say(
            "the cell %(cell)s holds the error %(error)s and no value; mend its formula, or write "
            "the value",
            cell=cell,
            error=text,
        )
    if kind is CellKind.UNCALCULATED:
        return say(
            "the cell %(cell)s holds a formula whose result was not kept; open the workbook in a "
            "spreadsheet program, save it there, and import it again",
            cell=cell,
        )
    return say(
        "the cell %(cell)s is merged with the one before it; undo the merging and write the value "
        "of each cell",
        cell=cell,
    )
