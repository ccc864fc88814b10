"""The digest of a row: SHA-256 over its table's name and its covered columns, as canonical JSON."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, String, Table, cast, select, type_coerce
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import NullType
from sqlmodel import SQLModel

from tracker.sealing.coverage import COVERAGE
from tracker.sealing.spelling import (
    PLAIN_TYPES,
    Plain,
    Spell,
    as_it_is,
    canonical,
    plain_key,
    speller_of,
)

Key = tuple[Any, ...]
"""The values of a row's primary key, plain."""
GONE = b""
"""The digest of a row that was deleted."""
BATCH = 500
ROWS_AT_ONCE = 2_000


class SealedRow(NamedTuple):
    """A row by its table and key, and the digest of what it holds."""

    table: str
    key: str
    digest: bytes


def all_digests(connection: Connection, name: str) -> Iterator[SealedRow]:
    """Digest all rows of a table, in no order, some at a time."""
    reader = _reader(name)
    statement = select(*reader.columns).execution_options(yield_per=ROWS_AT_ONCE)
    for row in connection.execute(statement):
        yield reader.digest(row)


def digests_of(connection: Connection, touched: Mapping[str, Collection[Key]]) -> list[SealedRow]:
    """Digest rows by table and key, in the order of both; one that is not there is gone."""
    found: list[SealedRow] = []
    for name, keys in touched.items():
        reader = _reader(name)
        there = {spelled_key(key): GONE for key in keys}
        first = list({key[0] for key in keys})
        for start in range(0, len(first), BATCH):
            among = reader.first_key.in_(first[start : start + BATCH])
            for row in connection.execute(select(*reader.columns).where(among)):
                sealed = reader.digest(row)
                if sealed.key in there:
                    there[sealed.key] = sealed.digest
        found.extend(SealedRow(name, key, digest) for key, digest in there.items())
    return sorted(found)


def digest_of_set(rows: Collection[SealedRow]) -> bytes:
    """Return the digest of the rows that one record of the trail seals, in their order."""
    lines = [(row.table, row.key, row.digest.hex()) for row in rows]
    return hashlib.sha256(canonical(lines)).digest()


def spelled_key(key: Sequence[Any]) -> str:
    """Spell a primary key: the value itself, or several as a JSON list."""
    return str(key[0]) if len(key) == 1 else canonical(key).decode()


def key_names(name: str) -> tuple[str, ...]:
    """Return the columns of a table's primary key."""
    return tuple(column.name for column in _table(name).primary_key.columns)


def content_of(covered: Mapping[str, Plain], later: Mapping[str, tuple[Plain, Plain]]) -> Plain:
    """Return what a digest covers: the first fields always, a later one where it is set.

    `later` holds the value and the value that stands for nothing set.
    """
    return {**covered, **{name: is_ for name, (is_, unset) in later.items() if is_ != unset}}


class _Reader:
    """Reads the covered columns of a table as the driver returns them, and digests rows."""

    def __init__(self, name: str) -> None:
        table, coverage = _table(name), COVERAGE[name]
        named = [table.c[field] for field in (*coverage.covered, *coverage.later)]
        self._name = name
        self._covered = coverage.covered
        self._later = [(field, unset_value(table.c[field])) for field in coverage.later]
        spell: list[Spell] = [speller_of(column) for column in named]
        self._spelled = [(at, one) for at, one in enumerate(spell) if one is not as_it_is]
        fields = [column.name for column in named]
        self._key = [fields.index(part) for part in key_names(name)]
        self.columns: list[ColumnElement[Any]] = [_raw(column) for column in named]
        self.first_key: Column[Any] = table.c[key_names(name)[0]]

    def digest(self, row: Row[Any]) -> SealedRow:
        """Digest a row."""
        values = [value if type(value) in PLAIN_TYPES else as_it_is(value) for value in row]
        for at, spell in self._spelled:
            values[at] = spell(row[at])
        content: Plain = dict(zip(self._covered, values, strict=False))
        if self._later:
            later = zip(self._later, values[len(self._covered) :], strict=True)
            content = content_of(
                content, {field: (value, unset) for (field, unset), value in later}
            )
        made = hashlib.sha256(canonical([self._name, content])).digest()
        return SealedRow(self._name, spelled_key([values[at] for at in self._key]), made)


def unset_value(column: Column[Any]) -> Plain:
    """Return the value of a later column that stands for nothing set.

    NULL, or what the migration gave all rows: the column's default in the database.
    """
    if column.nullable:
        return None
    default = getattr(column.server_default, "arg", None)
    text = str(getattr(default, "text", default if default is not None else "")).strip("'")
    kind = getattr(column.type, "impl", column.type).python_type
    if issubclass(kind, int):
        return {"false": 0, "true": 1, "": 0}.get(text) if not text.isdigit() else int(text)
    return text


def key_of(values: Collection[object]) -> Key:
    """Return a primary key from the values of a session's object."""
    return tuple(plain_key(value) for value in values)


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """Select a column past its type, so that faulty values are read too; JSON as its text."""
    if isinstance(column.type, JSON):
        return type_coerce(cast(column, String), NullType()).label(column.name)
    return type_coerce(column, NullType()).label(column.name)


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


@cache
def _reader(name: str) -> _Reader:
    return _Reader(name)
