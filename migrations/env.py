"""Runs the migrations: alembic loads this for `flask db`, for its own commands and in tests."""

import os
from contextlib import closing
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection
from sqlmodel.sql.sqltypes import AutoString

from tracker.db import WRITING, ExactDecimal, MinorUnits, UtcDateTime, make_engine
from tracker.schema import METADATA
from tracker.search.tables import OF_VECTOR, WORDS
from tracker.settings import read_settings

OWN_TYPES = (MinorUnits, UtcDateTime, ExactDecimal)


def main() -> None:
    """Migrate the connection or the URL that the caller gave, or the database of the settings."""
    if context.is_offline_mode():
        raise SystemExit("Migrations look at the data, so they cannot be written out as SQL.")
    attributes = context.config.attributes
    if "connection" in attributes:
        migrate(attributes["connection"])
        return
    engine = make_engine(attributes.get("database_url") or read_settings(os.environ).database_url)
    with closing(engine.connect().execution_options(**WRITING)) as connection:
        release_foreign_keys(connection)
        migrate(connection)
    engine.dispose()


def migrate(connection: Connection) -> None:
    """Run what alembic was asked for, one transaction a migration."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transaction_per_migration=True,
        on_version_apply=check_foreign_keys,
        include_name=is_declared,
    )
    with context.begin_transaction():
        context.run_migrations()


def release_foreign_keys(connection: Connection) -> None:
    """Let SQLite rebuild a table that others refer to; the driver is asked before a transaction."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")


def check_foreign_keys(ctx: MigrationContext, *_: object, **__: object) -> None:
    """Refuse a migration that leaves a row without the row it refers to, before it is kept."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows without the row that they refer to: {broken[:5]}")


def is_declared(name: str | None, kind: str, parents: object) -> bool:
    """Leave out the full text indexes of search, which each database has in its own way."""
    del parents
    return name != OF_VECTOR and not (kind == "table" and (name or "").startswith(WORDS))


def render_item(kind: str, item: object, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their names in new migrations."""
    if kind == "type" and isinstance(item, OWN_TYPES):
        autogen_context.imports.add("from tracker import db")
        return f"db.{type(item).__name__}()"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


main()
