"""The query string of dashboards and totals: read once into a query, and written from one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from tracker.errors import Fault, InvalidDraft
from tracker.reference.sessions import reported_span
from tracker.totals.comparisons import COMPARE, read_comparison
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.query import Query
from tracker.totals.query_fields import (
    Arguments,
    KnownCodes,
    read_codes,
    read_day,
    read_known_at,
    read_session,
    to_come,
)
from tracker.words import say

DAYS = ("from", "to", "as_at")
DATES = (*DAYS, "known_at")
"""The dates of the query string; the last one is also a moment."""
SESSION = "session"
"""The name of the session that sets `from` and `to`."""
CODES: dict[str, Dimension] = {dimension.value: dimension for dimension in CHOSEN_BY}
"""The repeatable names of the query string and their dimensions."""
NAMES = (SESSION, *DATES, *CODES, COMPARE)
"""All names of the query string of dashboards and totals."""


UNQUOTED = ":/"
"""Signs that stand in an address as they are: `compare=donor:ITA`."""


class BadQuery(InvalidDraft):
    """A query string with faults, all of them listed."""


class ReadQuery(NamedTuple):
    """A query, and the faults of the parts of the query string that it leaves out."""

    query: Query
    faults: tuple[Fault, ...]


def read_query(arguments: Arguments, known: KnownCodes, today: date) -> Query:
    """Read the query string. Raises BadQuery that lists every fault."""
    query, faults = read_lawful_part(arguments, known, today)
    if faults:
        raise BadQuery(faults)
    return query


def read_lawful_part(arguments: Arguments, known: KnownCodes, today: date) -> ReadQuery:
    """Read what is lawful in a query string, and list the faults of the rest."""
    faults: list[Fault] = []
    days = _read_days(arguments, known, today, faults)
    known_at = read_known_at(arguments, today, faults)
    codes = [
        (dimension, read_codes(name, arguments.getlist(name), known, faults))
        for name, dimension in CODES.items()
    ]
    query = Query(
        today,
        days.first,
        days.last,
        as_at=days.as_at,
        known_at=known_at,
        codes=tuple((dimension, chosen) for dimension, chosen in codes if chosen),
        session=days.session,
    )
    beside = read_comparison(arguments, query, known, faults)
    return ReadQuery(replace(query, compare=beside), tuple(faults))


def unknown_names(names: Iterable[str], *besides: str) -> list[Fault]:
    """Return a fault for each name that is neither of a query nor among others."""
    unknown = sorted(set(names) - {*NAMES, *besides})
    return [Fault(name, say("there is no such parameter here")) for name in unknown]


def pairs_of(query: Query) -> Iterator[tuple[str, str]]:
    """Return names and values in the one order that a query string has."""
    if query.session:
        yield SESSION, query.session
    span = (None, None) if query.session else (query.first, query.last)
    for name, value in zip(DATES, (*span, query.as_at, query.known_at), strict=True):
        if value is not None:
            yield name, str(value)
    for name, dimension in CODES.items():
        for code in query.of(dimension):
            yield name, code
    if query.compare is not None:
        yield COMPARE, query.compare.text


def to_query_string(query: Query) -> str:
    """Return the query string of a query, always in the same words."""
    return urlencode(list(pairs_of(query)), safe=UNQUOTED)


class _Days(NamedTuple):
    """The days of a query, and the code of the session that set them."""

    first: date | None
    last: date | None
    as_at: date | None
    session: str = ""


def _read_days(arguments: Arguments, known: KnownCodes, today: date, faults: list[Fault]) -> _Days:
    """Read first and last day, or the session that sets them, and the day up to which."""
    first, last, as_at = (read_day(arguments, name, faults) for name in DAYS)
    if first and last and first > last:
        faults.append(Fault("from", say("the first day is after the last one")))
        first = None
    session = read_session(arguments, known.sessions, faults)
    if session and (first or last):
        faults.append(Fault(SESSION, say("a session sets the days: leave out from and to")))
        session = None
    if session:
        first, last = (span := reported_span(known.sessions, session)).first, span.last
    first = _come("from", first, today, faults)
    as_at = _come("as_at", as_at, today, faults)
    code = session.code if session else ""
    return _Days(first, last, None if as_at == today else as_at, code)


def _come(name: str, day: date | None, today: date, faults: list[Fault]) -> date | None:
    """Return a day that has come, noting a fault for another."""
    if day is None or day <= today:
        return day
    faults.append(to_come(name, day, today))
    return None
