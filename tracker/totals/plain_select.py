"""Plain selects: columns and rows without the ORM, days and moments as whole numbers.

A day is counted from 1 January 1970. The rows of the driver go straight into arrays.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import BigInteger, Integer


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


def rows_of(connection: Connection, statement: Select[Any]) -> Sequence[Any]:
    """Return the rows as the driver's own tuples, which cost a fraction of SQLAlchemy's."""
    compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    cursor: Any = connection.exec_driver_sql(str(compiled)).cursor
    rows: Sequence[Any] = cursor.fetchall()
    return rows


def columns_of(table: type[Any]) -> Any:  # noqa: ANN401 - SQLModel's tables are typed by their rows
    """Return the columns of a table by name."""
    return table.__table__.c
