"""Lists that are searched, filtered, sorted and paged by the database, in two statements."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, case, false, func, or_
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression, UnaryExpression
from sqlmodel import Session

from tracker.folding import fold

Row = TypeVar("Row")
Statement = Select[*tuple[Any, ...]]
SIZES = (25, 50, 100, 250)
AT_ONCE = 1000


class FilterChoice(NamedTuple):
    """A filter's name and the code chosen in it."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class ListQuery:
    """The query of a list: words, filters, order (a key; "-key" descends) and page."""

    words: str = ""
    chosen: tuple[FilterChoice, ...] = ()
    order: str = ""
    page: int = 1
    size: int = SIZES[0]

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes chosen in a filter."""
        return tuple(choice.code for choice in self.chosen if choice.name == name)


@dataclass(frozen=True, slots=True)
class Source(Generic[Row]):
    """The source of a list.

    `statement` selects the columns of `make`; each word has to occur in one of the columns
    `searched` (plain ASCII) or `folded`, or meet a condition that `finders` make of it; exact
    matches of a key in `keys` (folded) sort first; `filters` make a condition of a filter's codes;
    `orders` are the columns to sort by; `tie`, which no two rows share, orders equal rows; `sums`
    are summed over all pages.
    """

    statement: Statement
    make: Callable[..., Row]
    tie: SQLColumnExpression[Any]
    searched: Sequence[SQLColumnExpression[Any]] = ()
    folded: Sequence[SQLColumnExpression[Any]] = ()
    finders: Sequence[Callable[[str], ColumnElement[bool]]] = ()
    keys: Sequence[SQLColumnExpression[Any]] = ()
    filters: Mapping[str, Callable[[tuple[str, ...]], ColumnElement[bool]]] = field(
        default_factory=dict
    )
    orders: Mapping[str, SQLColumnExpression[Any]] = field(default_factory=dict)
    sums: Mapping[str, SQLColumnExpression[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """One page of a list, the length of the whole list, and its sums."""

    rows: tuple[Row, ...]
    total: int
    query: ListQuery
    sums: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """The number of pages; one when the list is empty."""
        return max(1, -(-self.total // self.query.size))

    @property
    def first(self) -> int:
        """The number of the first row of this page, from 1; 0 when there is none."""
        return (self.query.page - 1) * self.query.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row of this page."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def by_day(
    days: Sequence[str], compare: Callable[[date], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Return a comparison with the first of the days asked for; what is no day matches nothing."""
    try:
        return compare(date.fromisoformat(days[0]))
    except ValueError:
        return false()


def fetch(session: Session, source: Source[Row], query: ListQuery) -> Slice[Row]:
    """Fetch the page of a query; a page beyond the last is empty.

    The rows of the page are chosen by their ties alone, and read afterwards: a database that sorts
    whole rows would read and add up, for a page, what it does not show.
    """
    narrowed = source.statement.where(*_conditions(source, query))
    total, *sums = session.execute(_counting(narrowed, source)).one()
    order, tie = _order(source, query), _column_of(source.tie)
    chosen = (
        narrowed.with_only_columns(tie, maintain_column_froms=True)
        .order_by(*order)
        .limit(query.size)
        .offset((query.page - 1) * query.size)
    )
    page = source.statement.where(tie.in_(chosen)).order_by(*order)
    rows = tuple(source.make(*row) for row in session.execute(page))
    named = {name: int(value or 0) for name, value in zip(source.sums, sums, strict=True)}
    return Slice(rows, total, query, named)


def _column_of(tie: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    """Return the column by which rows are told apart, without the direction of its order."""
    return tie.element if isinstance(tie, UnaryExpression) else tie


def every(session: Session, source: Source[Row], query: ListQuery) -> Iterator[Row]:
    """Yield all rows that a query asks for, whatever page it names, a thousand at a time."""
    narrowed = source.statement.where(*_conditions(source, query)).order_by(*_order(source, query))
    for row in session.execute(narrowed, execution_options={"yield_per": AT_ONCE}):
        yield source.make(*row)


def _counting(narrowed: Statement, source: Source[Any]) -> Statement:
    """Count the rows and add up the sums."""
    sums = [func.sum(column) for column in source.sums.values()]
    return narrowed.with_only_columns(func.count(), *sums, maintain_column_froms=True).order_by(
        None
    )


def _conditions(source: Source[Any], query: ListQuery) -> list[ColumnElement[bool]]:
    """Return the conditions of a query."""
    found = [
        or_(*_places(source, fold(word)))
        for word in query.words.split()
        if source.searched or source.folded
    ]
    for name, make in source.filters.items():
        codes = query.codes(name)
        if codes:
            found.append(make(codes))
    return found


def _places(source: Source[Any], word: str) -> list[ColumnElement[bool]]:
    """Return the conditions of which one is met where a folded word is found."""
    return [
        *(column.contains(word, autoescape=True) for column in source.folded),
        *(column.icontains(word, autoescape=True) for column in source.searched),
        *(find(word) for find in source.finders),
    ]


def _order(source: Source[Any], query: ListQuery) -> list[SQLColumnExpression[Any]]:
    """Return the columns to sort by; an unknown key is none."""
    column = source.orders.get(query.order.removeprefix("-"))
    exact = _exact_first(source, query.words.strip())
    if column is None:
        return [*exact, source.tie]
    descends = query.order.startswith("-")
    ordered = column.desc().nulls_last() if descends else column.asc().nulls_last()
    return [*exact, ordered, source.tie]


def _exact_first(source: Source[Any], words: str) -> list[SQLColumnExpression[Any]]:
    """Return the order that puts exact matches of a key first."""
    if not words or not source.keys:
        return []
    same = or_(*(key == fold(words) for key in source.keys))
    return [case((same, 0), else_=1)]
