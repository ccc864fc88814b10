"""Sealing takes as many statements for hundreds of rows as for one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.sealing.test_seals import CHANGE, DONOR
from tracker.db import transaction
from tracker.fund.donors.registry import add_donors
from tracker.fund.tables.donors import Donor, DonorAlias
from tracker.people.audit import record

OF_SEALING = ("audit_record", "row_seal", "trail_head")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Write down the statements that are sent to a database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


WRITTEN_FIRST = ("INSERT INTO donor_alias", "INSERT INTO search_")
"""The rows that are sealed, and the search index, which is kept before they are."""


@pytest.mark.parametrize("rows", [1, 400])
def test_a_change_is_sealed_by_four_statements_and_a_read_of_each_table(
    engine: Engine, session: Session, rows: int
) -> None:
    with transaction(session):
        add_donors(session, [DONOR], "ana")
    donor = session.exec(select(Donor)).one()
    number = donor.id or 0
    session.rollback()
    with statements(engine) as sent, transaction(session):
        donor.note = "changed"
        session.add(donor)
        session.add_all(
            DonorAlias(donor_id=number, key=f"one {each}", spelling=f"One {each}")
            for each in range(rows)
        )
        record(session, "ana", CHANGE)
    sealing = [one for one in sent if any(name in one for name in OF_SEALING)]
    assert [one.split()[0] for one in sealing] == ["SELECT", "INSERT", "INSERT", "UPDATE"]
    written = max(at for at, one in enumerate(sent) if one.startswith(WRITTEN_FIRST))
    reads = [one for one in sent[written:] if one.startswith("SELECT") and "donor" in one]
    assert len(reads) == 2
