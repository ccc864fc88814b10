"""The list of imports, and one with its rows and faults."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, or_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.tables import ImportFault, ImportJob, ImportRow
from tracker.exchange.outcomes import FieldChange, Outcome
from tracker.jobs.states import JobRun
from tracker.jobs.tables import Job
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.people.actors import name_today

STREAMED = 1_000


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader of imports: the texts that name the user, the kinds that the user may import."""

    written: frozenset[str]
    kinds: frozenset[str]

    def sees(self, job: ImportJob) -> bool:
        """Tell whether the import is the reader's, or of a kind that the reader may import."""
        return job.by in self.written or job.kind in self.kinds


@dataclass(frozen=True, slots=True)
class ImportItem:
    """An import in a list, with its newest job and the counts of its newest preview."""

    run: JobRun | None
    number: int
    at: datetime
    by: str
    kind: str
    file_name: str
    state: ImportState
    read: int
    added: int
    changed: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RowItem:
    """The outcome of a row."""

    row: int
    outcome: Outcome
    key: str
    changes: tuple[FieldChange, ...]
    why: str


@dataclass(frozen=True, slots=True)
class FaultItem:
    """A fault or warning of a cell."""

    row: int
    column: str
    value: str
    message: str


def list_imports(session: Session, query: ListQuery, reader: Reader) -> Slice[ImportItem]:
    """Return a page of the imports that the reader may see."""
    statement = (
        select(
            col(ImportJob.id), col(ImportJob.at), col(ImportJob.by), col(ImportJob.kind),
            col(ImportJob.file_name), col(ImportJob.state), col(ImportJob.rows_read),
            col(ImportJob.rows_added), col(ImportJob.rows_changed), col(ImportJob.rows_unchanged),
            col(ImportJob.rows_rejected), col(Job.id), col(Job.state), col(Job.started_at),
            col(Job.begun_at),
        )
        .outerjoin(Job, col(Job.id) == col(ImportJob.job_id))
        .where(_seen_by(reader))
    )  # fmt: skip
    source = Source(
        statement=statement,
        make=_import_item,
        tie=col(ImportJob.id).desc(),
        folded=[col(ImportJob.folded), name_today(col(ImportJob.by))],
        filters={
            "kind": lambda codes: col(ImportJob.kind).in_(codes),
            "state": lambda codes: type_coerce(col(ImportJob.state), String).in_(codes),
        },
        orders={
            "at": col(ImportJob.id),
            "by": name_today(col(ImportJob.by)),
            "kind": col(ImportJob.kind),
        },
    )
    return fetch(session, source, query)


def _import_item(*row: Any) -> ImportItem:  # noqa: ANN401 - the columns of the list
    facts, job = row[:-4], row[-4:]
    return ImportItem(JobRun(*job) if job[0] is not None else None, *facts)


def _seen_by(reader: Reader) -> ColumnElement[bool]:
    return or_(
        col(ImportJob.by).in_(sorted(reader.written)), col(ImportJob.kind).in_(sorted(reader.kinds))
    )


def list_rows(session: Session, query: ListQuery, number: int) -> Slice[RowItem]:
    """Return a page of the outcomes of rows."""
    source = Source(
        statement=select(
            col(ImportRow.row), col(ImportRow.outcome), col(ImportRow.key),
            col(ImportRow.changes), col(ImportRow.why),
        ).where(col(ImportRow.job_id) == number),
        make=_row_item,
        tie=col(ImportRow.place),
        folded=[col(ImportRow.folded)],
        filters={"outcome": lambda codes: type_coerce(col(ImportRow.outcome), String).in_(codes)},
    )  # fmt: skip
    return fetch(session, source, query)


def _row_item(row: int, outcome: Outcome, key: str, changes: list[Any] | None, why: str) -> RowItem:
    return RowItem(row, outcome, key, tuple(FieldChange(*one) for one in changes or ()), why)


def list_faults(session: Session, query: ListQuery, number: int) -> Slice[FaultItem]:
    """Return a page of the faults."""
    source = Source(
        statement=_faults(number, warning=False),
        make=FaultItem,
        tie=col(ImportFault.place),
        folded=[col(ImportFault.folded)],
    )
    return fetch(session, source, query)


def first_faults(
    session: Session, number: int, limit: int, *, warning: bool = False
) -> list[FaultItem]:
    """Return the first faults, or the first warnings."""
    statement = _faults(number, warning=warning).order_by(col(ImportFault.place)).limit(limit)
    return [FaultItem(*row) for row in session.execute(statement)]


def messages_of(session: Session, number: int, rows: Collection[int]) -> dict[int, list[FaultItem]]:
    """Return the faults of some rows, by row."""
    statement = _faults(number, warning=False).where(col(ImportFault.row).in_(sorted(rows)))
    found: dict[int, list[FaultItem]] = {}
    for row in session.execute(statement.order_by(col(ImportFault.place))):
        found.setdefault(row[0], []).append(FaultItem(*row))
    return found


def count_warnings(session: Session, number: int) -> int:
    """Count the warnings."""
    statement = select(func.count()).where(
        col(ImportFault.job_id) == number, col(ImportFault.warning).is_(True)
    )
    return int(session.execute(statement).scalar_one())


def all_faults(session: Session, number: int) -> Iterator[FaultItem]:
    """Yield all faults, for a file."""
    statement = _faults(number, warning=False).order_by(col(ImportFault.place))
    for row in session.execute(statement.execution_options(yield_per=STREAMED)):
        yield FaultItem(*row)


def rejected_cells(session: Session, number: int) -> Iterator[list[str]]:
    """Yield the cells of the rejected rows as the sheet has them."""
    statement = (
        select(col(ImportRow.cells))
        .where(
            col(ImportRow.job_id) == number,
            type_coerce(col(ImportRow.outcome), String) == Outcome.REJECTED.value,
        )
        .order_by(col(ImportRow.place))
    )
    for cells in session.execute(statement.execution_options(yield_per=STREAMED)).scalars():
        if cells:
            yield cells


def _faults(number: int, *, warning: bool) -> Any:  # noqa: ANN401 - a statement of four columns
    return select(
        col(ImportFault.row), col(ImportFault.column), col(ImportFault.value),
        col(ImportFault.message),
    ).where(col(ImportFault.job_id) == number, col(ImportFault.warning).is_(warning))  # fmt: skip
