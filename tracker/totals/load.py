"""The rows that totals read from the database: head, new ledger rows, members of dimensions.

Plain selects in big batches, without the ORM: the rows of the driver go straight into arrays. A
day is a whole number, counted from 1 January 1970.
"""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, and_, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import BigInteger, Integer

from tracker.assistance.cost_shares import share_statements
from tracker.assistance.states import ShareKind
from tracker.assistance.tables.activities import Activity, ActivityParagraph, Programme
from tracker.assistance.tables.former_breakdowns import (
    FormerActivityBreakdown,
    FormerActivityShare,
)
from tracker.assistance.tables.tools import Tool
from tracker.fund.breakdowns import first_after
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHead, LedgerLine
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.former_breakdowns import (
    FormerContributionBreakdown,
    FormerContributionScope,
    FormerDonorBreakdown,
    FormerPeriodOfUse,
)
from tracker.people.subjects import OF_FIGURES
from tracker.people.tables import AuditRecord, RecordState
from tracker.reference.tables import AddedSession
from tracker.totals.query import EPOCH, date_of, moment_of

Whole = npt.NDArray[np.int64]
BATCH = 250_000
LAST_DAY = 6
"""The place of the last day of use in the row of a contribution."""
MOST_NAMED = 500
"""The most numbers that one statement names."""


class Head(NamedTuple):
    """The head of the record: one cheap statement tells whether anything is new."""

    version: int = 0
    data_version: int = 0
    illustrative: bool = False
    last_entry: int = 0
    last_line: int = 0
    last_account: int = 0
    digest: bytes = b""
    latest_at: datetime | None = None


class MemberRows(NamedTuple):
    """The rows behind donors, contributions, programmes, activities and their shares.

    The TERMS of a contribution are the rate of support cost, its basis, the last day of use, and
    the day of the pledge.
    """

    donors: Sequence[Any]  # id, code, name, type, merged_into_id
    contributions: Sequence[
        Any
    ]  # id, donor_id, earmarking, reference, TERMS, kind, source, currency
    programmes: Sequence[Any]  # id, code, title
    activities: Sequence[Any]  # id, code, title, programme_id, publication
    instruments: Sequence[Any]  # activity_id, instrument, share_bp
    beneficiaries: Sequence[Any]  # activity_id, place, share_bp
    tools: Sequence[Any]  # activity_id, tool code, share_bp summed over the uses
    tool_titles: Sequence[Any]  # code, title
    paragraphs: Sequence[Any]  # activity_id, operative paragraph
    sessions: Sequence[Any] = ()  # body, number, first day, last day of those that were added
    scopes: Sequence[Any] = ()  # contribution_id, kind, code


class day_number(GenericFunction[int]):  # noqa: N801 - named as it is called in SQL
    """The number of a date, counted from 1 January 1970."""

    type = Integer()
    inherit_cache = True


@compiles(day_number, "sqlite")
def _sqlite_day(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    inner = compiler.process(element.clauses, **options)
    return f"CAST(julianday(date({inner})) - 2440587.5 AS INTEGER)"


@compiles(day_number)
def _other_day(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    inner = compiler.process(element.clauses, **options)
    return f"({inner} - DATE '1970-01-01')"


class moment_number(GenericFunction[int]):  # noqa: N801 - named as it is called in SQL
    """The number of a moment: microseconds since 1 January 1970 (UTC)."""

    type = BigInteger()
    inherit_cache = True


@compiles(moment_number, "sqlite")
def _sqlite_moment(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    inner = compiler.process(element.clauses, **options)
    micros = f"CAST(substr({inner}, 21, 6) AS INTEGER)"
    return f"(CAST(strftime('%s', substr({inner}, 1, 19)) AS INTEGER) * 1000000 + {micros})"


@compiles(moment_number)
def _other_moment(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    inner = compiler.process(element.clauses, **options)
    return f"CAST(EXTRACT(EPOCH FROM {inner}) * 1000000 AS BIGINT)"


def read_head(connection: Connection) -> Head:
    """Return the head of the record."""
    state, head = _columns(RecordState), _columns(LedgerHead)
    of_record = (state.version, state.data_version, state.illustrative)
    of_ledger = (head.last_entry_id, head.last_line_id, head.last_account_id)
    row = connection.execute(
        select(*of_record, *of_ledger, head.digest, state.latest_at).where(state.id == head.id)
    ).one_or_none()
    return Head(*row[:-2], digest=bytes(row[-2]), latest_at=row[-1]) if row else Head()


def digest_of(connection: Connection, entry: int) -> bytes:
    """Return the digest of an entry, which stands for all entries up to it; empty for none."""
    table = _columns(LedgerEntry)
    found = connection.execute(select(table.digest).where(table.id == entry)).scalar()
    return bytes(found) if found else b""


def last_member_change(connection: Connection, known: int) -> int:
    """Return the number of the last change after `known` that figures could show, else `known`."""
    audit = _columns(AuditRecord)
    found = connection.execute(
        select(func.max(audit.id)).where(
            audit.id > known, audit.subject_kind.in_(sorted(OF_FIGURES))
        )
    ).scalar()
    return int(found) if found else known


def new_accounts(connection: Connection, after: int, last: int) -> Whole:
    """Return id, contribution and activity (0 for none) of the accounts opened since."""
    account = _columns(LedgerAccount)
    statement = select(account.id, account.contribution_id, func.coalesce(account.activity_id, 0))
    return np.concatenate(list(_ranges(connection, statement, account.id, after, last)))


def new_entries(connection: Connection, after: int, last: int) -> Whole:
    """Return id, effective day and moment of recording of the entries written since."""
    entry = _columns(LedgerEntry)
    statement = select(entry.id, day_number(entry.effective_on), moment_number(entry.recorded_at))
    return np.concatenate(list(_ranges(connection, statement, entry.id, after, last)))


def new_lines(connection: Connection, after: int, last: int) -> Iterator[Whole]:
    """Return in batches entry, account, cents, measure, attributed of lines that count.

    Those without a measure count as encumbered where they change allocated money.
    """
    line, account = _columns(LedgerLine), _columns(LedgerAccount)
    measure = func.coalesce(line.measure, CODES[Measure.ENCUMBERED])
    statement = (
        select(line.entry_id, line.account_id, line.minor, measure, line.attributed)
        .join(account.id.table, account.id == line.account_id)
        .where(or_(line.measure.is_not(None), account.kind == AccountKind.ALLOCATED))
    )
    yield from _ranges(connection, statement, line.id, after, last)


def lines_of_measure(
    connection: Connection, measure: int, last: int, known: int | None, contributions: Sequence[int]
) -> Whole:
    """Return the lines of a measure: entry, day, contribution, activity (0), cents, attributed.

    Those up to a last day, as known at a moment, of some contributions; of all where there are too
    many to name.
    """
    entry, account = _columns(LedgerEntry), _columns(LedgerAccount)
    line = _columns(LedgerLine)
    counts = line.measure == measure
    if measure == CODES[Measure.ENCUMBERED]:
        counts = and_(line.measure.is_(None), account.kind == AccountKind.ALLOCATED)
    statement = (
        select(
            entry.id,
            day_number(entry.effective_on),
            account.contribution_id,
            func.coalesce(account.activity_id, 0),
            line.minor,
            line.attributed,
        )
        .join(entry.id.table, entry.id == line.entry_id)
        .join(account.id.table, account.id == line.account_id)
        .where(counts, entry.effective_on <= date_of(last))
        .order_by(line.id)
    )
    if known is not None:
        statement = statement.where(entry.recorded_at <= moment_of(known))
    if len(contributions) <= MOST_NAMED:
        statement = statement.where(account.contribution_id.in_(contributions))
    return np.array(connection.execute(statement).all(), np.int64).reshape(-1, 6)


def read_members(connection: Connection) -> MemberRows:
    """Return the rows behind the members of all dimensions."""
    donor, contribution = _columns(Donor), _columns(Contribution)
    programme, activity = _columns(Programme), _columns(Activity)
    tool, answered = _columns(Tool), _columns(ActivityParagraph)
    added = _columns(AddedSession)
    scope = _columns(ContributionScope)
    return MemberRows(
        _rows(
            connection,
            select(donor.id, donor.code, donor.name, donor.type, donor.merged_into_id),
        ),
        _rows(
            connection,
            select(
                contribution.id,
                contribution.donor_id,
                contribution.earmarking,
                contribution.reference,
                contribution.support_rate_bp,
                contribution.support_basis,
                day_number(contribution.use_until),
                day_number(contribution.pledged_on),
                contribution.kind,
                contribution.source,
                contribution.currency,
            ),
        ),
        _rows(connection, select(programme.id, programme.code, programme.title)),
        _rows(
            connection,
            select(
                activity.id,
                activity.code,
                activity.title,
                activity.programme_id,
                activity.publication,
            ),
        ),
        *_share_rows(connection),
        _rows(connection, select(tool.code, tool.title).order_by(tool.id)),
        _rows(connection, select(answered.activity_id, answered.paragraph)),
        connection.execute(
            select(added.body, added.number, added.first_day, added.last_day).order_by(added.id)
        ).all(),
        _rows(connection, select(scope.contribution_id, scope.kind, scope.code)),
    )


def read_members_known(connection: Connection, moment: int) -> MemberRows | None:
    """Return the rows behind the members as they were known at a moment.

    Titles are today's. None where nothing was changed since, so that today's members hold.
    """
    donors = _former(connection, FormerDonorBreakdown, "donor_id", moment)
    contributions = _former(connection, FormerContributionBreakdown, "contribution_id", moment)
    activities = _former(connection, FormerActivityBreakdown, "activity_id", moment)
    periods = _former(connection, FormerPeriodOfUse, "contribution_id", moment)
    if not (donors or contributions or activities or periods):
        return None
    rows = read_members(connection)
    instruments, places, tools = _former_shares(connection, moment)
    return rows._replace(
        donors=[_with(row, donors, (3, "type"), (4, "merged_into_id")) for row in rows.donors],
        contributions=[
            _with_period(_with(row, contributions, (1, "donor_id"), (2, "earmarking")), periods)
            for row in rows.contributions
        ],
        activities=[_with(row, activities, (3, "programme_id")) for row in rows.activities],
        instruments=_shares_with(rows.instruments, activities, instruments),
        beneficiaries=_shares_with(rows.beneficiaries, activities, places),
        tools=_shares_with(rows.tools, activities, tools),
        paragraphs=_paragraphs_with(rows.paragraphs, activities),
        scopes=_shares_with(rows.scopes, contributions, _former_scopes(connection, moment)),
    )


def _former(connection: Connection, table: type[Any], record: str, moment: int) -> dict[int, Any]:
    """Return, by their record, the former breakdowns that held at a moment."""
    columns = _columns(table)
    held = first_after(columns, columns[record], moment_of(moment))
    rows = connection.execute(select(columns).where(columns.id.in_(held.scalar_subquery())))
    return {getattr(row, record): row for row in rows}


def _former_scopes(connection: Connection, moment: int) -> Sequence[Any]:
    """Return the scopes of former breakdowns of a moment."""
    scope, former = _columns(FormerContributionScope), _columns(FormerContributionBreakdown)
    held = first_after(former, former.contribution_id, moment_of(moment))
    return connection.execute(
        select(former.contribution_id, scope.kind, scope.code)
        .join(former.id.table, former.id == scope.breakdown_id)
        .where(former.id.in_(held.scalar_subquery()))
        .order_by(former.contribution_id, scope.kind, scope.code)
    ).all()


def _former_shares(
    connection: Connection, moment: int
) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return the shares of former breakdowns of a moment: instruments, places, tools."""
    share, former = _columns(FormerActivityShare), _columns(FormerActivityBreakdown)
    held = first_after(former, former.activity_id, moment_of(moment))
    rows = connection.execute(
        select(share.kind, former.activity_id, share.code, share.share_bp)
        .join(former.id.table, former.id == share.breakdown_id)
        .where(former.id.in_(held.scalar_subquery()))
        .order_by(former.activity_id, share.code)
    ).all()
    found: dict[ShareKind, list[Any]] = {kind: [] for kind in ShareKind}
    for kind, *row in rows:
        found[kind].append(tuple(row))
    return found[ShareKind.INSTRUMENT], found[ShareKind.PLACE], found[ShareKind.TOOL]


def _with(row: Sequence[Any], former: dict[int, Any], *columns: tuple[int, str]) -> Sequence[Any]:
    """Return a row with some columns, by their place, of its former breakdown."""
    before = former.get(row[0])
    if before is None:
        return row
    changed = list(row)
    for place, name in columns:
        changed[place] = getattr(before, name)
    return changed


def _with_period(row: Sequence[Any], former: dict[int, Any]) -> Sequence[Any]:
    """Return the row of a contribution with the last day of use that was known."""
    before = former.get(row[0])
    if before is None:
        return row
    last = None if before.use_until is None else (before.use_until - EPOCH).days
    return [*row[:LAST_DAY], last, *row[LAST_DAY + 1 :]]


def _shares_with(
    rows: Sequence[Any], former: Container[int], shares: Sequence[Any]
) -> Sequence[Any]:
    """Return the shares of activities, those with a former breakdown with its own."""
    return [*(row for row in rows if row[0] not in former), *shares]


def _paragraphs_with(rows: Sequence[Any], former: dict[int, Any]) -> Sequence[Any]:
    """Return the paragraphs of activities, those with a former breakdown with its own.

    A breakdown of before paragraphs were kept has None: the paragraphs of now stay.
    """
    kept = {
        activity: before.paragraphs
        for activity, before in former.items()
        if before.paragraphs is not None
    }
    own = [(activity, int(number)) for activity, text in kept.items() for number in text.split()]
    return [*(row for row in rows if row[0] not in kept), *own]


def _share_rows(connection: Connection) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return the cost shares of all activities: instruments, places, tools."""
    statements = share_statements()
    return (
        _rows(connection, statements.instruments),
        _rows(connection, statements.places),
        _rows(connection, statements.tools),
    )


def _ranges(
    connection: Connection,
    statement: Select[Any],
    number: Any,  # noqa: ANN401 - a column
    after: int,
    last: int,
) -> Iterator[Whole]:
    """Read the rows with `after` < number <= `last` as whole numbers, in ranges of numbers."""
    ordered = statement.order_by(number)
    width = len(statement.selected_columns)
    yield np.empty((0, width), dtype=np.int64)
    for low in range(after, last, BATCH):
        rows = _rows(connection, ordered.where(number > low, number <= min(low + BATCH, last)))
        if rows:
            flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
            yield flat.reshape(len(rows), width)


def _rows(connection: Connection, statement: Select[Any]) -> Sequence[Any]:
    """Return the rows as the driver's own tuples, which cost a fraction of SQLAlchemy's."""
    compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    cursor: Any = connection.exec_driver_sql(str(compiled)).cursor
    rows: Sequence[Any] = cursor.fetchall()
    return rows


def _columns(table: type[Any]) -> Any:  # noqa: ANN401 - SQLModel's tables are typed by their rows
    """Return the columns of a table by name."""
    return table.__table__.c
