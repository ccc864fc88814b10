"""Copies of all rows of a record, for an older backup and for another database."""

from typing import Any

from sqlalchemy import Connection, insert, select

from tracker.schema import METADATA

Copy = dict[str, list[dict[str, Any]]]
"""The rows by table."""


def read_copy(connection: Connection) -> Copy:
    """Read all rows."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in METADATA.sorted_tables
    }


def write_copy(connection: Connection, copy: Copy) -> None:
    """Put the rows of a copy in place of those that are there, where no guard refuses it."""
    for table in reversed(METADATA.sorted_tables):
        connection.execute(table.delete())
    for table in METADATA.sorted_tables:
        if copy[table.name]:
            connection.execute(insert(table), copy[table.name])
