"""The query string of dashboards and totals: read once into a query, and written from one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

from tracker.errors import Fault, InvalidDraft
from tracker.periods import KnownAt, utc_now
from tracker.reference.codes import Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.record_codes import CodesOnRecord
from tracker.reference.regions import chosen_regions
from tracker.reference.states import states
from tracker.totals.dimensions import CHOSEN_BY, Dimension
from tracker.totals.query import Query
from tracker.words import say

DAYS = ("from", "to", "as_at")
DATES = (*DAYS, "known_at")
"""The dates of the query string; the last one is also a moment."""
NOT_AHEAD = ("from", "as_at")
"""The days that have come; a last day to come is cut."""
CODES: dict[str, Dimension] = {dimension.value: dimension for dimension in CHOSEN_BY}
"""The repeatable names of the query string and their dimensions."""

LENGTH_OF_A_DAY = len("2024-12-31")


class BadQuery(InvalidDraft):
    """A query string with faults, all of them listed."""


class Arguments(Protocol):
    """The query string as a web framework provides it."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values under a name."""
        ...


class KnownCodes(NamedTuple):
    """The codes on record that a query may name."""

    donors: frozenset[str]
    programmes: frozenset[str]


def read_query(arguments: Arguments, known: KnownCodes, today: date) -> Query:
    """Read the query string. Raises BadQuery that lists every fault."""
    faults: list[Fault] = []
    days = {name: _day(arguments, name, faults) for name in DAYS}
    known_at = _known_at(arguments, today, faults)
    codes = []
    for name, dimension in CODES.items():
        chosen = _chosen(name, [code for code in arguments.getlist(name) if code], known, faults)
        if chosen:
            codes.append((dimension, chosen))
    first, last = days["from"], days["to"]
    if first and last and first > last:
        faults.append(Fault("from", say("the first day is after the last one")))
    faults.extend(
        _to_come(name, days[name], today) for name in NOT_AHEAD if _is_later(days[name], today)
    )
    if faults:
        raise BadQuery(faults)
    return Query(
        today,
        first,
        last,
        as_at=_before(days["as_at"], today),
        known_at=known_at,
        codes=tuple(codes),
    )


def pairs_of(query: Query) -> Iterator[tuple[str, str]]:
    """Return names and values in the one order that a query string has."""
    for name, value in zip(
        DATES, (query.first, query.last, query.as_at, query.known_at), strict=True
    ):
        if value is not None:
            yield name, str(value)
    for name, dimension in CODES.items():
        for code in query.of(dimension):
            yield name, code


def to_query_string(query: Query) -> str:
    """Return the query string of a query, always in the same words."""
    return urlencode(list(pairs_of(query)))


def _before(day: date | None, today: date) -> date | None:
    """Return a day of the past; today is what holds without a date."""
    return None if day is None or day >= today else day


def _is_later(day: date | None, today: date) -> bool:
    """Tell whether a day has not come."""
    return day is not None and day > today


def _to_come(name: str, day: date | str | None, today: date) -> Fault:
    """Return the fault of a day or moment that has not come."""
    text = say(
        "%(day)s has not come; figures are there up to %(today)s",
        day=str(day),
        today=today,
    )
    return Fault(name, text)


def _day(arguments: Arguments, name: str, faults: list[Fault]) -> date | None:
    """Read one date, noting a fault when it is none or is given twice."""
    text = _only(arguments, name, faults)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = say("'%(text)s' is not a date; write it as 2024-12-31", text=text)
        faults.append(Fault(name, message))
        return None


def _known_at(arguments: Arguments, today: date, faults: list[Fault]) -> KnownAt | None:
    """Read the day or the moment of knowledge; None where all that is known now counts."""
    text = _only(arguments, "known_at", faults)
    try:
        known = _day_or_moment(text) if text else None
    except ValueError:
        message = say(
            "'%(text)s' is neither a date nor a moment in UTC; write it as 2024-12-31 or as"
            " 2024-12-31T10:04:31Z",
            text=text,
        )
        faults.append(Fault("known_at", message))
        return None
    if known is None or (known.whole_day and known.day == today):
        return None
    if (known.day > today) if known.whole_day else (known.moment > utc_now()):
        faults.append(_to_come("known_at", text, today))
        return None
    return known


def _day_or_moment(text: str) -> KnownAt:
    """Return what a text names; raises ValueError, also for a moment without its zone."""
    if len(text) <= LENGTH_OF_A_DAY:
        return KnownAt.end_of(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return KnownAt.at(moment)
    except OverflowError as error:
        raise ValueError(text) from error


def _only(arguments: Arguments, name: str, faults: list[Fault]) -> str:
    """Return the one text under a name, "" for none, noting a fault when there are several."""
    texts = [text for text in arguments.getlist(name) if text]
    if len(texts) > 1:
        faults.append(Fault(name, say("the date is given more than once")))
    return texts[-1] if texts else ""


def _chosen(
    name: str, texts: Sequence[str], known: KnownCodes, faults: list[Fault]
) -> tuple[str, ...]:
    """Return the codes that texts name, in any case, sorted; noting a fault for an unknown one."""
    if not texts:
        return ()
    lawful = _lawful(known)[name]
    on_record = CodesOnRecord(lawful)
    codes = tuple(sorted({on_record.spelled(text) for text in texts}))
    faults.extend(
        Fault(name, say("'%(code)s' is not known here", code=code))
        for code in codes
        if code not in lawful
    )
    return codes


def _lawful(known: KnownCodes) -> Mapping[str, frozenset[str]]:
    """Return the codes that each name of the query string may have."""
    return {
        "donor": known.donors,
        "region": frozenset(chosen_regions()),
        "country": frozenset(states()),
        "protocol": frozenset(Instrument),
        "programme": known.programmes,
        "earmarking": frozenset(Earmarking),
    }
