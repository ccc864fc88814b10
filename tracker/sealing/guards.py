"""The guards of a database: its tables with their checks, its unique indexes, triggers, functions.

Migrations make them. The record that they leave in the trail holds a digest of each, so that
verification finds one that was dropped, changed or switched off.
"""

import hashlib
import re

from sqlalchemy import text
from sqlalchemy.engine import Connection

SQLITE = """
SELECT type || ' ' || name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND name <> 'alembic_version' AND name NOT LIKE 'sqlite_%'
"""
POSTGRESQL = """
SELECT concat_ws(' ', 'trigger', tgname, 'of', tgrelid::regclass),
    concat_ws(' ', pg_get_triggerdef(pg_trigger.oid), tgenabled)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema::regnamespace
UNION ALL SELECT concat_ws(' ', 'function', proname), prosrc FROM pg_proc
WHERE pronamespace = current_schema::regnamespace
UNION ALL SELECT concat_ws(' ', 'constraint', conname, 'of', conrelid::regclass),
    concat_ws(' ', pg_get_constraintdef(oid), convalidated)
FROM pg_constraint WHERE connamespace = current_schema::regnamespace AND contype <> 'n'
UNION ALL SELECT concat_ws(' ', 'index', indexname), indexdef FROM pg_indexes
WHERE schemaname = current_schema
UNION ALL SELECT concat_ws(' ', 'column', attname, 'of', attrelid::regclass),
    concat_ws(' ', format_type(atttypid, atttypmod), attnotnull)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = current_schema::regnamespace AND relkind = 'r' AND attnum > 0
    AND NOT attisdropped
"""
LENGTH = 16
"""The number of hexadecimal digits by which a guard is told from a changed one."""


CAST_VALUE = r"\(('(?:[^']|'')*'::character varying)\)::text"
CAST_ONE_BY_ONE = re.compile(rf"ARRAY\[({CAST_VALUE}(?:, {CAST_VALUE})*)\]")
"""A list of values as PostgreSQL spells it after a dump was restored.

The migrations' own spelling casts the list as a whole; both say the same.
"""


def read_guards(connection: Connection) -> dict[str, str]:
    """Return the beginning of a digest of each guard's definition, by kind and name."""
    statement = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    return {
        str(name): hashlib.sha256(_as_migrated(str(made)).encode()).hexdigest()[:LENGTH]
        for name, made in connection.execute(text(statement))
        if "alembic_version" not in name
    }


def _as_migrated(made: str) -> str:
    """Spell a definition as it was when the migrations made it, before any dump and restore."""

    def cast_whole(found: re.Match[str]) -> str:
        values = re.sub(CAST_VALUE, r"\1", found[1])
        return f"(ARRAY[{values}])::text[]"

    return CAST_ONE_BY_ONE.sub(cast_whole, " ".join(made.split()))


def guard_faults(expected: dict[str, str], there: dict[str, str]) -> list[tuple[str, str]]:
    """Return each guard that is not as the migrations made it, and what became of it."""
    changed = {
        **dict.fromkeys(expected.keys() - there.keys(), "it was dropped"),
        **dict.fromkeys(there.keys() - expected.keys(), "no migration made it"),
        **{
            name: "it is not what the migrations made"
            for name in expected.keys() & there.keys()
            if expected[name] != there[name]
        },
    }
    return sorted(changed.items())
