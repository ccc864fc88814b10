"""The query of totals: the days that count, the two dates, and codes by dimension."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tracker.periods import KnownAt, Span
from tracker.totals.dimensions import CHOSEN_BY, Dimension

BEFORE = "before"
"""The text of a comparison with the period before."""
PLACES = (Dimension.REGION, Dimension.COUNTRY)
EPOCH = date(1970, 1, 1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Days(NamedTuple):
    """Days from `first` to `last`, both counted, as known at the moment `known`.

    Days are numbers of days since 1 January 1970, the moment one of microseconds; None stands for
    no limit.
    """

    first: int | None
    last: int
    known: int | None


class TotalPart(NamedTuple):
    """A part of a total: the rows of some codes of a dimension, or those of all `but` them.

    Codes are those of the dimension's own rows: "" is what is not specified, and a region is
    what a row by region says, not all that lies within it.
    """

    dimension: Dimension
    codes: tuple[str, ...]
    but: bool = False


class Choice(NamedTuple):
    """The choice of money by codes of dimensions, by years, both included, and by parts."""

    codes: tuple[tuple[Dimension, frozenset[str]], ...] = ()
    years: tuple[int, int] | None = None
    parts: tuple[TotalPart, ...] = ()


class Comparison(NamedTuple):
    """What a query is compared with: other days, or one other code of a dimension.

    `text` is as in the address.
    """

    text: str
    span: Span | None = None
    dimension: Dimension | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query: days that count (`first` to `last`), two dates, and codes.

    `session` is the code of the session that set the days, "" where none did; `compare` is what
    stands beside it.

    `as_at` leaves out entries that count for a later day, `known_at` those recorded later. Codes
    of one dimension are alternatives; all dimensions must be met.
    """

    today: date
    first: date | None = None
    last: date | None = None
    as_at: date | None = None
    known_at: KnownAt | None = None
    codes: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    session: str = ""
    compare: Comparison | None = None

    def of(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes chosen in a dimension, empty where all count."""
        return dict(self.codes).get(dimension, ())

    def having(self, dimension: Dimension, *codes: str) -> "Query":
        """Return the same query with these codes, and no other, in a dimension."""
        chosen = {**dict(self.codes), dimension: tuple(sorted(codes))}
        order = [named for named in CHOSEN_BY if chosen.get(named)]
        return replace(self, codes=tuple((named, chosen[named]) for named in order))

    def within(self, span: Span) -> "Query":
        """Return the same query over other days, which no session sets."""
        return replace(self, first=span.first, last=span.last, session="")

    def from_the_beginning(self) -> "Query":
        """Return the same query without a first day, as a stock is asked for."""
        return replace(self, first=None, session="")

    def alone(self) -> "Query":
        """Return the same query, compared with nothing."""
        return self if self.compare is None else replace(self, compare=None)

    def compared(self) -> "Query | None":
        """Return the query that stands beside this one; None where nothing does."""
        beside, alone = self.compare, self.alone()
        if beside is None:
            return None
        if beside.dimension is None:
            return alone.within(beside.span or Span())
        if beside.dimension in PLACES:
            for place in PLACES:
                alone = alone.having(place)
        return alone.having(beside.dimension, beside.code)

    def counted_to(self) -> date:
        """Return the day up to which entries count."""
        return self.as_at or self.today

    def last_day(self) -> date:
        """Return the last day that counts: that of the days, or an earlier `counted_to`."""
        counted = self.counted_to()
        return counted if self.last is None else min(counted, self.last)

    def span(self) -> Span:
        """Return the days that count; they have a last one."""
        return Span(self.first, self.last_day())

    def places(self) -> tuple[frozenset[str], ...]:
        """Return the chosen regions, and the chosen States or areas, where there are any."""
        return tuple(frozenset(codes) for codes in map(self.of, PLACES) if codes)

    @property
    def cut(self) -> date | None:
        """The last day that was asked for, where it lies after the last day that counts."""
        return self.last if self.last and self.last > self.counted_to() else None

    def whole_years(self) -> tuple[int, int] | None:
        """Return first and last year when the days are whole years and the dates today's."""
        if self.as_at or self.known_at or not (self.first or self.last):
            return None
        first, last = self.first or date(1, 1, 1), self.last or date(9999, 12, 31)
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        return (first.year, last.year) if whole else None

    def days(self) -> Days:
        """Return the days whose facts answer the query."""
        if self.whole_years():
            return Days(None, day_number(self.counted_to()), None)
        return Days(
            first=None if self.first is None else day_number(self.first),
            last=day_number(self.last_day()),
            known=None if self.known_at is None else moment_number(self.known_at.moment),
        )

    def choice(self) -> Choice:
        """Return the choice of codes and years among the facts of these days."""
        return Choice(
            tuple((dimension, frozenset(codes)) for dimension, codes in self.codes),
            self.whole_years(),
        )


def day_number(day: date) -> int:
    """Return the number of a day, counted from 1 January 1970."""
    return (day - EPOCH).days


def date_of(number: int) -> date:
    """Return the day with a number."""
    return EPOCH + timedelta(days=number)


def moment_number(moment: datetime) -> int:
    """Return the number of a moment: microseconds since 1 January 1970 (UTC)."""
    return (moment - BEGINNING) // MICROSECOND


def moment_of(number: int) -> datetime:
    """Return the moment with a number."""
    return BEGINNING + number * MICROSECOND
