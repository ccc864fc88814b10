"""Events of dissemination have a code, means, unit, language and audience, and a history.

What was counted before counts people at launches and trainings, copies and downloads else.

Revision ID: 0029
Revises: 0028
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OLD_MEANS = ("launch", "training", "copies", "downloads")
MEANS = (*OLD_MEANS, "request", "mailing", "meeting")
UNITS = ("copies", "downloads", "people")
UNIT_OF = {"launch": "people", "training": "people", "copies": "copies", "downloads": "downloads"}
AUDIENCES = (
    "prosecutor", "judge", "police", "border_guard", "customs", "financial_intelligence",
    "central_authority", "firearms_authority", "legislator", "policy_official", "defence_lawyer",
    "victim_services", "civil_society", "private_sector", "academia", "person_reached", "other",
    "not_specified",
)  # fmt: skip
EVENT, FORMER = "tool_dissemination", "former_dissemination"
BATCH = 5_000
SQLITE = tuple(
    f"CREATE TRIGGER {FORMER}_no_{verb.lower()} BEFORE {verb} ON {FORMER}"
    f" BEGIN SELECT raise(ABORT, 'former breakdowns are only ever added to'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = tuple(
    f"CREATE TRIGGER {FORMER}_{name} BEFORE {verbs} ON {FORMER}"
    f" FOR EACH {each} EXECUTE FUNCTION former_breakdown_refused()"
    for name, verbs, each in (
        ("fixed", "UPDATE OR DELETE", "ROW"),
        ("kept", "TRUNCATE", "STATEMENT"),
    )
)


def upgrade() -> None:
    """Write the events anew with what they lack, and make the table of their former states."""
    rows = _rows("kind")
    op.drop_table(EVENT)
    op.create_table(
        EVENT,
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("code_key", sa.String(length=60), nullable=True),
        *_columns(),
        sa.Column("known_from", db.UtcDateTime(), nullable=True),
        *_constraints(EVENT),
        sa.UniqueConstraint("code", name=op.f(f"uq_{EVENT}_code")),
        sa.UniqueConstraint("code_key", name=op.f(f"uq_{EVENT}_code_key")),
    )
    for column in ("tool_id", "activity_id"):
        op.create_index(op.f(f"ix_{EVENT}_{column}"), EVENT, [column])
    _insert([_with_more(row) for row in rows])
    op.create_table(
        FORMER,
        sa.Column("dissemination_id", sa.Integer(), nullable=False),
        sa.Column("known_until", db.UtcDateTime(), nullable=False),
        *_columns(),
        *_constraints(FORMER),
        sa.ForeignKeyConstraint(
            ["dissemination_id"], [f"{EVENT}.id"], name=op.f(f"fk_{FORMER}_dissemination_id")
        ),
    )
    for column in ("dissemination_id", "known_until"):
        op.create_index(op.f(f"ix_{FORMER}_{column}"), FORMER, [column])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Go back to events of four kinds; other means become handed out copies."""
    rows = _rows("means")
    op.drop_table(FORMER)
    op.drop_table(EVENT)
    op.create_table(
        EVENT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("kind", _codes("disseminationkind", OLD_MEANS), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        *_constraints(EVENT),
    )
    for column in ("tool_id", "activity_id"):
        op.create_index(op.f(f"ix_{EVENT}_{column}"), EVENT, [column])
    for row in rows:
        means = row.pop("means")
        row["kind"] = means if means in OLD_MEANS else "copies"
    _insert(rows)


def _rows(means: str) -> list[dict[str, Any]]:
    """Read the events, with the column of their means under its name of then."""
    names = ("id", "tool_id", "activity_id", means, "place", "number", "note")
    table = sa.table(EVENT, *map(sa.column, names), sa.column("held_on", sa.Date()))
    statement = sa.select(table).order_by(table.c.id)
    return [dict(row) for row in op.get_bind().execute(statement).mappings()]


def _insert(rows: list[dict[str, Any]]) -> None:
    """Write the events."""
    if not rows:
        return
    plain = [sa.column(name) for name in rows[0] if name != "held_on"]
    table = sa.table(EVENT, *plain, sa.column("held_on", sa.Date()))
    for start in range(0, len(rows), BATCH):
        op.get_bind().execute(sa.insert(table), rows[start : start + BATCH])
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{EVENT}', 'id'), (SELECT max(id) FROM {EVENT}))"  # noqa: S608 - names of our own
        )


def _with_more(row: dict[str, Any]) -> dict[str, Any]:
    """Return an event of before with a code, its unit, and what nobody noted."""
    code, means = f"DIS-{row['id']:06}", row.pop("kind")
    return row | {
        "code": code,
        "code_key": code.lower(),
        "means": means,
        "unit": UNIT_OF[means],
        "language": "",
        "audience": "not_specified",
    }


def _columns() -> list[sa.Column[Any]]:
    """Return the columns that an event and its former states have."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("means", _codes("disseminationmeans", MEANS), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("audience", _codes("participantfunction", AUDIENCES), nullable=False),
        sa.Column("unit", _codes("disseminationunit", UNITS), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
    ]


def _constraints(table: str) -> list[sa.schema.SchemaItem]:
    """Return the keys and checks of both tables."""
    return [
        sa.CheckConstraint("number >= 0", name=op.f(f"ck_{table}_number_not_negative")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f(f"fk_{table}_activity_id")
        ),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"], name=op.f(f"fk_{table}_tool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column of codes."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
