"""A record has the same heads and seals whichever database holds it."""

from sqlalchemy import Connection
from sqlmodel import Session

from tests.fund.small_fund import fill_a_little
from tests.fund.test_tampering import faults, fill_up, release
from tests.support.row_copies import read_copy, write_copy
from tracker.db import make_engine
from tracker.fund.verification.heads import read_counts, read_heads
from tracker.people.trail_chain import current_seals
from tracker.sealing.coverage import SEALED
from tracker.sealing.row_digests import all_digests

GUARDS = ("trigger", "function", "constraint", "index", "column", "table")
"""What the two databases have in ways of their own."""


def digests(connection: Connection) -> dict[str, dict[str, bytes]]:
    """Digest every row of every sealed table."""
    return {name: {row.key: row.digest for row in all_digests(connection, name)} for name in SEALED}


def test_a_record_copied_to_postgresql_has_the_same_heads_and_seals(
    sqlite_session: Session, postgres_url: str
) -> None:
    """Every sealed table has a row, so that every kind of column is spelled on both."""
    fill_a_little(sqlite_session)
    sqlite_session.rollback()
    engine = make_engine(postgres_url)
    bind = sqlite_session.get_bind()
    with bind.connect() as one, engine.connect() as other:  # type: ignore[union-attr]
        release(one)
        fill_up(one)
        release(other)
        write_copy(other, read_copy(one))
        assert read_heads(other) == read_heads(one)
        assert read_counts(other) == read_counts(one)
        assert current_seals(other) == current_seals(one)
        assert digests(other) == digests(one)
        assert all(digests(one).values())
        assert [fault for fault in faults(other) if not fault.startswith(GUARDS)] == faults(one)
    engine.dispose()
