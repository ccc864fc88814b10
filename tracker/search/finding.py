"""Finds records by words: the same answers on SQLite and PostgreSQL, to each reader what it sees.

First comes the record of that very code, then codes that begin so, then titles, then texts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.folding import fold
from tracker.people.permissions import TermsSeen
from tracker.search.tables import VECTOR, WORDS, FinderGroup, FoundKind, SearchEntry
from tracker.search.tokens import asked_tokens

MOST_RANKED = 5_000
"""The number of hits up to which those with the words in their titles come first."""
ORDER = tuple(FoundKind)
"""The order of kinds among hits that are equally near."""


class SearchReader(NamedTuple):
    """What a reader may find: what is not published, and whose terms."""

    unpublished: bool
    terms: TermsSeen


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; `words` is the text that a snippet is taken from."""

    kind: FoundKind
    code: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, and how many there are of each kind in all."""

    hits: tuple[Hit, ...]
    counts: dict[FoundKind, int]

    @property
    def total(self) -> int:
        """The number of records found."""
        return sum(self.counts.values())


def find_records(
    session: Session,
    asked: str,
    reader: SearchReader,
    *,
    kinds: Collection[FoundKind] = (),
    first: int = 0,
    most: int = 25,
) -> Found:
    """Find the records in which each word of a text begins a word; none for no word."""
    tokens = asked_tokens(asked)
    if not tokens:
        return Found((), {})
    seen = and_(_matches(session, tokens), _is_seen(reader))
    counting = select(SearchEntry.kind, func.count()).where(seen).group_by(col(SearchEntry.kind))
    counts = {FoundKind(kind): int(number) for kind, number in session.exec(counting)}
    narrowed = and_(seen, col(SearchEntry.kind).in_(list(kinds))) if kinds else seen
    titled = sum(counts.values()) <= MOST_RANKED
    order = (_nearness(asked, tokens if titled else ()), _kind_order(), col(SearchEntry.code))
    page = select(SearchEntry.id).where(narrowed).order_by(*order).limit(most).offset(first)
    return Found(_hits(session, [number or 0 for number in session.exec(page)]), counts)


def _hits(session: Session, numbers: list[int]) -> tuple[Hit, ...]:
    """Read the hits of a page in their order: what is shown takes no part in the sorting."""
    statement = select(
        SearchEntry.id, SearchEntry.kind, SearchEntry.code, SearchEntry.title, SearchEntry.words
    ).where(col(SearchEntry.id).in_(numbers))  # type: ignore[call-overload] # five columns
    found = {row[0]: Hit(FoundKind(row[1]), *row[2:]) for row in session.execute(statement)}
    return tuple(found[number] for number in numbers)


def _matches(session: Session, tokens: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that each word begins a word of a row, by the database's own index."""
    if session.get_bind().dialect.name == "sqlite":
        asked = " ".join(f'"{token}"*' for token in tokens)
        rows = text(f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH :asked")  # noqa: S608
        return col(SearchEntry.id).in_(rows.bindparams(bindparam("asked", asked)))
    asked = " & ".join(f"'{token}':*" for token in tokens)
    return text(f"{VECTOR} @@ CAST(:asked AS tsquery)").bindparams(asked=asked)  # type: ignore[return-value] # a condition


def _is_seen(reader: SearchReader) -> ColumnElement[bool]:
    """Return the condition that a row is the fullest of its record that a reader may see."""
    fullest, ways = [], []
    if reader.unpublished:
        ways.append(col(SearchEntry.audience) == FinderGroup.STAFF)
        fullest.append(col(SearchEntry.fuller) != FinderGroup.STAFF.value)
    terms = col(SearchEntry.audience) == FinderGroup.TERMS
    with_terms = col(SearchEntry.fuller) == FinderGroup.TERMS.value
    if reader.terms.all:
        ways.append(terms)
        fullest.append(~with_terms)
    elif reader.terms.donor:
        own = col(SearchEntry.donor) == reader.terms.donor
        ways.append(and_(terms, own))
        fullest.append(~and_(with_terms, own))
    public = col(SearchEntry.audience) == FinderGroup.PUBLIC
    return or_(and_(public, *fullest), *ways)


def _nearness(asked: str, tokens: Collection[str]) -> ColumnElement[int]:
    """Return how near a hit is: its code, a code that begins so, its title, its text."""
    code = fold(asked.replace("\0", "").strip())
    titles = [
        col(SearchEntry.title_tokens).contains(f" {token}", autoescape=True) for token in tokens
    ]
    return case(
        (col(SearchEntry.code_folded) == code, literal_column("0")),
        (col(SearchEntry.code_folded).startswith(code, autoescape=True), literal_column("1")),
        *([(and_(*titles), literal_column("2"))] if titles else []),
        else_=literal_column("3"),
    )


def _kind_order() -> Any:  # noqa: ANN401 - a case
    """Return the place of a row's kind."""
    kind = col(SearchEntry.kind)
    places: list[Any] = [
        (kind == one, literal_column(str(place))) for place, one in enumerate(ORDER)
    ]
    return case(*places, else_=literal_column(str(len(ORDER))))
