"""Tables as CSV responses: for people at a spreadsheet, or for programs.

A page's file begins with the byte order mark and has the delimiter that spreadsheets of the
reader's language expect. A file of the API has neither: it is the same in every language.
`delimiter` in the query string chooses another one in both.
"""

from collections.abc import Iterable
from enum import StrEnum

from babel.numbers import get_decimal_symbol
from flask import Response, request

from tracker.csv_text import Cell, write_csv
from tracker.errors import Fault
from tracker.http.context import is_for_programs
from tracker.http.file_answers import file_answer
from tracker.http.language import format_locale
from tracker.totals.query_string import BadQuery
from tracker.words import say

CONTENT_TYPE = "text/csv; charset=utf-8"
PARAMETER = "delimiter"


class Delimiter(StrEnum):
    """The sign between two cells, as the query string names it."""

    COMMA = "comma"  # usual where decimals follow a point
    SEMICOLON = "semicolon"  # usual where decimals follow a comma
    TAB = "tab"

    @property
    def sign(self) -> str:
        """The sign itself."""
        return {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";", Delimiter.TAB: "\t"}[self]


def csv_answer(headings: Iterable[str], rows: Iterable[Iterable[Cell]], name: str) -> Response:
    """Answer with a table as a CSV file. Raises BadQuery for an unknown delimiter."""
    content = write_csv(
        headings,
        rows,
        delimiter=read_delimiter().sign,
        marked=not is_for_programs(),
    )
    return file_answer(content, CONTENT_TYPE, name)


def read_delimiter() -> Delimiter:
    """Return the delimiter that the request asks for, else the usual one. Raises BadQuery."""
    text = request.args.get(PARAMETER, "")
    if not text:
        return _usual_delimiter()
    if text not in set(Delimiter):
        codes = ", ".join(Delimiter)
        fault = Fault(PARAMETER, say("this is not one of the codes: %(codes)s", codes=codes))
        raise BadQuery([fault])
    return Delimiter(text)


def _usual_delimiter() -> Delimiter:
    """Return the comma for programs; for a reader, by the decimal sign of their language."""
    if is_for_programs() or get_decimal_symbol(format_locale()) != ",":
        return Delimiter.COMMA
    return Delimiter.SEMICOLON
