"""The index of search is kept in the transaction of every write, by what stands in its trail."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import bindparam, delete, insert, text
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from tracker.assistance.tables.tools import Tool, ToolDissemination
from tracker.folding import fold
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.people.subjects import Subject
from tracker.people.trail_writer import NewRecord, follow
from tracker.search.tables import WORDS, FoundKind, SearchEntry
from tracker.search.texts import TEXTS, FoundText
from tracker.search.tokens import tokens_of

AT_ONCE = 500
KINDS: Mapping[str, FoundKind] = {
    Subject.DONOR.value: FoundKind.DONOR,
    Subject.CONTRIBUTION.value: FoundKind.CONTRIBUTION,
    Subject.PROGRAMME.value: FoundKind.PROGRAMME,
    Subject.ACTIVITY.value: FoundKind.ACTIVITY,
    Subject.TOOL.value: FoundKind.TOOL,
    Subject.DISSEMINATION.value: FoundKind.DISSEMINATION,
    Subject.ASSISTANCE_REQUEST.value: FoundKind.REQUEST,
}
"""The kinds of records whose changes move the index, by their subject in the trail."""


NAMED = frozenset({FoundKind.DONOR, FoundKind.REQUEST})
"""The kinds of records that are called by the name of a State or giver."""


def rebuild(session: Session) -> int:
    """Make the index anew from the record; return the number of its rows."""
    session.execute(delete(SearchEntry))
    if _is_sqlite(session):
        session.execute(text(f"DELETE FROM {WORDS}"))  # noqa: S608 - a name of our own
    return sum(_write(session, texts(session, None)) for texts in TEXTS.values())


def fill_where_empty(connection: Connection) -> None:
    """Fill an index without rows, inside the transaction of a connection."""
    with Session(connection) as session:
        if session.exec(select(SearchEntry.id).limit(1)).first() is None:
            rebuild(session)
            session.flush()


def keep(session: Session, records: Sequence[NewRecord]) -> None:
    """Bring the index up to what a transaction changed."""
    if any(one.subject_kind == Subject.SAMPLE.value for one in records):
        rebuild(session)
        return
    changed: defaultdict[FoundKind, set[str]] = defaultdict(set)
    for one in records:
        if one.subject_kind in KINDS:
            changed[KINDS[one.subject_kind]].add(one.subject_reference)
    if not changed:
        return
    _add_dependent(session, changed)
    for kind, codes in changed.items():
        _renew(session, kind, codes)


def _renew(session: Session, kind: FoundKind, codes: Collection[str]) -> None:
    """Write the rows of some records anew."""
    ordered = sorted(codes)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        mine = (col(SearchEntry.kind) == kind, col(SearchEntry.code).in_(some))
        ids = list(session.exec(select(SearchEntry.id).where(*mine)))
        if ids and _is_sqlite(session):
            statement = text(f"DELETE FROM {WORDS} WHERE rowid IN :ids")  # noqa: S608
            session.execute(statement.bindparams(bindparam("ids", ids, expanding=True)))
        if ids:
            session.execute(delete(SearchEntry).where(col(SearchEntry.id).in_(ids)))
        _write(session, TEXTS[kind](session, some))


def _add_dependent(session: Session, changed: defaultdict[FoundKind, set[str]]) -> None:
    """Add the records in whose rows the names of changed ones stand."""
    if donors := changed.get(FoundKind.DONOR):
        statement = select(Contribution.reference).join(
            Donor, col(Donor.id) == col(Contribution.donor_id)
        )
        changed[FoundKind.CONTRIBUTION].update(
            session.exec(statement.where(col(Donor.code).in_(donors)))
        )
        moved = select(SearchEntry.code).where(
            col(SearchEntry.kind) == FoundKind.CONTRIBUTION, col(SearchEntry.donor).in_(donors)
        )
        changed[FoundKind.CONTRIBUTION].update(session.exec(moved))
    if tools := changed.get(FoundKind.TOOL):
        statement = select(ToolDissemination.code).join(
            Tool, col(Tool.id) == col(ToolDissemination.tool_id)
        )
        changed[FoundKind.DISSEMINATION].update(
            session.exec(statement.where(col(Tool.code).in_(tools)))
        )


def _write(session: Session, texts: Iterable[FoundText]) -> int:
    """Write rows of the index; return their number."""
    count, left = 0, iter(texts)
    while some := [_row(one) for one in islice(left, AT_ONCE)]:
        numbers = session.scalars(
            insert(SearchEntry).returning(col(SearchEntry.id), sort_by_parameter_order=True), some
        ).all()
        if _is_sqlite(session):
            session.execute(
                text(f"INSERT INTO {WORDS} (rowid, tokens) VALUES (:id, :tokens)"),  # noqa: S608
                [
                    {"id": number, "tokens": row["tokens"]}
                    for number, row in zip(numbers, some, strict=True)
                ],
            )
        count += len(some)
    return count


def _row(one: FoundText) -> dict[str, object]:
    """Return the values of a row."""
    return {
        "kind": one.kind,
        "code": one.code,
        "audience": one.audience,
        "fuller": one.fuller,
        "donor": one.donor,
        "title": one.title,
        "words": one.words,
        "code_folded": fold(one.code),
        "title_tokens": " ".join(("", *tokens_of(_titles(one)))),
        "tokens": _tokens(one),
    }


def _titles(one: FoundText) -> tuple[str, ...]:
    """Return the texts that name a record to its reader: its title, or names in six languages."""
    return (one.title, *(one.names if one.kind in NAMED else one.titles))


def _tokens(one: FoundText) -> str:
    """Return all words by which a row is found."""
    return " ".join(tokens_of((one.code, one.title, one.words, *one.names)))


def _is_sqlite(session: Session) -> bool:
    """Tell whether the words stand in a table of their own."""
    return session.get_bind().dialect.name == "sqlite"


def rows_of_index(session: Session) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the index without their numbers, in order, to compare two of them."""
    columns = [one for one in SearchEntry.__table__.columns if one.name != "id"]  # type: ignore[attr-defined]
    order = (col(SearchEntry.kind), col(SearchEntry.code), col(SearchEntry.audience))
    for row in session.execute(select(*columns).order_by(*order)):
        yield tuple(row)


follow(keep)
