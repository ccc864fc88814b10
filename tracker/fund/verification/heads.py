"""The heads of the record: how far ledger and trail have come, and the digests they ended on.

Whatever is issued shows them: a page, an answer to programs and a report call `read_heads` in the
transaction in which they read their figures.
"""

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel, col

from tracker.fund.ledger.tables import LedgerHead
from tracker.late_imports import LateImport
from tracker.people.tables import TrailHead
from tracker.sealing.coverage import COVERAGE

if TYPE_CHECKING:
    from alembic.runtime import migration
else:
    migration = LateImport("alembic.runtime.migration")

COUNTED = tuple(sorted(name for name, table in COVERAGE.items() if table.covered or table.chained))
"""The tables whose rows a checkpoint counts."""


class ChainHead(NamedTuple):
    """The number of the last link of a chain, and its digest in hexadecimal."""

    number: int
    digest: str


class RecordHeads(NamedTuple):
    """The heads of both chains: the last entry of the ledger, the last record of the trail."""

    ledger: ChainHead
    trail: ChainHead


def read_heads(connection: Connection) -> RecordHeads:
    """Read the heads of ledger and trail, as at one moment."""
    number, digest, record, sealed = connection.execute(
        select(
            col(LedgerHead.last_entry_id),
            col(LedgerHead.digest),
            col(TrailHead.last_record_id),
            col(TrailHead.digest),
        ).where(col(LedgerHead.id) == col(TrailHead.id))
    ).one()
    return RecordHeads(
        ChainHead(number, bytes(digest).hex()), ChainHead(record, bytes(sealed).hex())
    )


def read_counts(connection: Connection) -> dict[str, int]:
    """Count the rows of all tables that digests cover."""
    tables = SQLModel.metadata.tables
    counts = select(
        *(
            select(func.count()).select_from(tables[name]).scalar_subquery().label(name)
            for name in COUNTED
        )
    )
    return dict(zip(COUNTED, connection.execute(counts).one(), strict=True))


def read_schema(connection: Connection) -> str:
    """Return the migration that the database is at."""
    return ", ".join(sorted(migration.MigrationContext.configure(connection).get_current_heads()))
