"""The one filter of dashboards and totals: read once from the query string, then only passed on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

from dashboards.cells import DayRange
from dashboards.cube import Choice
from dashboards.dimensions import Dimension
from tracker.errors import Fault, InvalidDraft
from tracker.reference.codes import Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.regions import RegionLevel, m49_regions
from tracker.reference.states import states
from tracker.words import say

DATES = ("from", "to", "as_at", "known_at")
CODES: dict[str, Dimension] = {
    "donor": Dimension.DONOR,
    "region": Dimension.REGION,
    "country": Dimension.COUNTRY,
    "protocol": Dimension.PROTOCOL,
    "programme": Dimension.PROGRAMME,
    "earmarking": Dimension.EARMARKING,
}
"""The repeatable names of the query string and what each chooses by."""

EPOCH = date(1970, 1, 1)
LEVELS = {RegionLevel.WORLD, RegionLevel.REGION, RegionLevel.SUBREGION, RegionLevel.INTERMEDIATE}


class BadFilter(InvalidDraft):
    """A query string that asks for what cannot be; all faults are listed."""

    status = 400


class Query(Protocol):
    """The query string as a web framework hands it over."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values under a name."""
        ...


class Known(NamedTuple):
    """The codes that a filter may name and that stand in the database."""

    donors: frozenset[str]
    programmes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a figure is about: days that count (`first` to `last`), two dates, and codes.

    `as_at` leaves out what counts for a later day, `known_at` what was recorded later. Codes
    of one name are alternatives; all names must be met.
    """

    today: date
    first: date | None = None
    last: date | None = None
    as_at: date | None = None
    known_at: date | None = None
    codes: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()

    def of(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes chosen in a dimension, empty where all count."""
        return dict(self.codes).get(dimension, ())

    def having(self, dimension: Dimension, *codes: str) -> "Filter":
        """Return the same filter with these codes, and no other, in a dimension."""
        kept = {**dict(self.codes), dimension: tuple(sorted(codes))}
        order = [named for named in CODES.values() if kept.get(named)]
        return replace(self, codes=tuple((named, kept[named]) for named in order))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Return names and values in the one order that a query string has."""
        for name, day in zip(
            DATES, (self.first, self.last, self.as_at, self.known_at), strict=True
        ):
            if day is not None:
                yield name, day.isoformat()
        for name, dimension in CODES.items():
            for code in self.of(dimension):
                yield name, code

    def to_query(self) -> str:
        """Return the query string that says the same, always in the same words."""
        return urlencode(list(self.pairs()))

    def counted_to(self) -> date:
        """Return the day up to which entries count."""
        return self.as_at or self.today

    def whole_years(self) -> tuple[int, int] | None:
        """Return first and last year when the days are whole years and the dates today's."""
        if self.as_at or self.known_at or not (self.first or self.last):
            return None
        first, last = self.first or date(1, 1, 1), self.last or date(9999, 12, 31)
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        return (first.year, last.year) if whole else None

    def days(self) -> DayRange:
        """Return the choice of days that a cube is made for."""
        last = self.counted_to()
        if self.whole_years():
            return DayRange(None, day_number(last), None)
        return DayRange(
            first=None if self.first is None else day_number(self.first),
            last=day_number(last if self.last is None else min(last, self.last)),
            known=None if self.known_at is None else day_number(self.known_at),
        )

    def choice(self) -> Choice:
        """Return the choice of codes and years within the cube."""
        return Choice(
            tuple((dimension, frozenset(codes)) for dimension, codes in self.codes),
            self.whole_years(),
        )


def read_filter(query: Query, known: Known, today: date) -> Filter:
    """Read the query string. Raises BadFilter that lists every fault."""
    faults: list[Fault] = []
    days = {name: _day(query, name, faults) for name in DATES}
    codes = []
    for name, dimension in CODES.items():
        chosen = tuple(sorted({code for code in query.getlist(name) if code}))
        faults.extend(_unknown(name, chosen, known))
        if chosen:
            codes.append((dimension, chosen))
    first, last = days["from"], days["to"]
    if first and last and first > last:
        faults.append(Fault("from", say("the first day is after the last one")))
    if faults:
        raise BadFilter(faults)
    return Filter(
        today,
        first,
        last,
        as_at=_before(days["as_at"], today),
        known_at=_before(days["known_at"], today),
        codes=tuple(codes),
    )


def _before(day: date | None, today: date) -> date | None:
    """Return a day of the past; today and later are what holds without a date."""
    return None if day is None or day >= today else day


def day_number(day: date) -> int:
    """Return the number of a day, counted from 1 January 1970."""
    return (day - EPOCH).days


def _day(query: Query, name: str, faults: list[Fault]) -> date | None:
    """Read one date, noting a fault when it is none or is given twice."""
    texts = [text for text in query.getlist(name) if text]
    if not texts:
        return None
    try:
        day = date.fromisoformat(texts[-1])
    except ValueError:
        message = say("'%(text)s' is not a date; write it as 2024-12-31", text=texts[-1])
        faults.append(Fault(name, message))
        return None
    if len(texts) > 1:
        faults.append(Fault(name, say("the date is given more than once")))
    return day


def _unknown(name: str, chosen: Sequence[str], known: Known) -> list[Fault]:
    """Note the codes that nothing has."""
    return [
        Fault(name, say("'%(code)s' is not known here", code=code))
        for code in chosen
        if code not in _lawful(known)[name]
    ]


def _lawful(known: Known) -> Mapping[str, frozenset[str]]:
    """Return the codes that each name of the query string may have."""
    return {
        "donor": known.donors,
        "region": frozenset(
            code for code, region in m49_regions().items() if region.level in LEVELS
        ),
        "country": frozenset(states()),
        "protocol": frozenset(Instrument),
        "programme": known.programmes,
        "earmarking": frozenset(Earmarking),
    }
