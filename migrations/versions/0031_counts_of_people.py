"""Counts of people have a day and say who was counted before; what was counted earlier is kept.

A count on record has no day: it counts on the activity's last day that is known. One that was
marked as counted before stays marked, all of it and without where. Activities on record count as
known from the beginning. Rows of what was counted earlier are only ever added.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATUSES = ("pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended")
FUNCTIONS = (
    "prosecutor", "judge", "police", "border_guard", "customs", "financial_intelligence",
    "central_authority", "firearms_authority", "legislator", "policy_official", "defence_lawyer",
    "victim_services", "civil_society", "private_sector", "academia", "person_reached", "other",
    "not_specified",
)  # fmt: skip
SEXES = ("women", "men", "girls", "boys", "unspecified")
PARTICIPANTS = "activity_participants"
KEY = ("activity_id", "place", "function")
# Not BETWEEN: PostgreSQL spells several of them otherwise once a dump was restored.
AMONG_COUNTED = " AND ".join(f"{sex}_before >= 0 AND {sex}_before <= {sex}" for sex in SEXES)
IN_ONE = "before_activity_id IS NULL OR before_programme_id IS NULL"
NUMBERS = ("counted_on", *(f"{sex}_before" for sex in SEXES))
FORMER = ("former_activity", "former_activity_participants", "former_activity_result")
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
    f" BEGIN SELECT raise(ABORT, 'former counts are only ever added to'); END"
    for table in FORMER
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    """CREATE FUNCTION former_count_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'former counts are only ever added to'
        USING ERRCODE = 'check_violation';
    END $$""",
    *(
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION former_count_refused()"
        for table in FORMER
    ),
    *(
        f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION former_count_refused()"
        for table in FORMER
    ),
)


def upgrade() -> None:
    """Add the columns, and the tables of what was counted earlier with their guards."""
    op.add_column("activity", sa.Column("known_from", db.UtcDateTime(), nullable=True))
    with op.batch_alter_table(PARTICIPANTS) as batch:
        for column in numbers():
            batch.add_column(column)
        batch.add_column(sa.Column("before_activity_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("before_programme_id", sa.Integer(), nullable=True))
        for kind in ("activity", "programme"):
            batch.create_foreign_key(
                op.f(f"fk_{PARTICIPANTS}_before_{kind}_id"), kind, [f"before_{kind}_id"], ["id"]
            )
        for name, condition in (("before_among_counted", AMONG_COUNTED), ("before_in_one", IN_ONE)):
            batch.create_check_constraint(op.f(f"ck_{PARTICIPANTS}_{name}"), condition)
        batch.drop_constraint(op.f(f"uq_{PARTICIPANTS}_{'_'.join(KEY)}"), type_="unique")
        batch.create_unique_constraint(
            op.f(f"uq_{PARTICIPANTS}_{'_'.join(KEY)}_counted_on"), [*KEY, "counted_on"]
        )
    create_former()
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Forget days, earlier counts and what was counted earlier; one count of a key stays."""
    for table in reversed(FORMER):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION former_count_refused")
    op.execute(
        f"DELETE FROM {PARTICIPANTS} WHERE id NOT IN"  # noqa: S608 - our names
        f" (SELECT max(id) FROM {PARTICIPANTS} GROUP BY {', '.join(KEY)})"
    )
    with op.batch_alter_table(PARTICIPANTS) as batch:
        batch.drop_constraint(op.f(f"uq_{PARTICIPANTS}_{'_'.join(KEY)}_counted_on"), type_="unique")
        batch.create_unique_constraint(op.f(f"uq_{PARTICIPANTS}_{'_'.join(KEY)}"), [*KEY])
        for name in ("before_among_counted", "before_in_one"):
            batch.drop_constraint(op.f(f"ck_{PARTICIPANTS}_{name}"), type_="check")
        for kind in ("activity", "programme"):
            batch.drop_constraint(op.f(f"fk_{PARTICIPANTS}_before_{kind}_id"), type_="foreignkey")
            batch.drop_column(f"before_{kind}_id")
        for name in NUMBERS:
            batch.drop_column(name)
    with op.batch_alter_table("activity") as batch:
        batch.drop_column("known_from")


def numbers() -> list[sa.Column[object]]:
    """Return the columns of the day and of those counted before, by sex."""
    return [
        sa.Column("counted_on", sa.Date(), nullable=True),
        *(sa.Column(f"{sex}_before", sa.Integer(), nullable=True) for sex in SEXES),
    ]


def create_former() -> None:
    """Make the tables of what was counted earlier."""
    days = ("planned_start", "planned_end", "actual_start", "actual_end")
    op.create_table(
        "former_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("known_until", db.UtcDateTime(), nullable=False),
        sa.Column("status", codes("activitystatus", STATUSES), nullable=False),
        sa.Column("budget_minor", db.MinorUnits(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in days),
        key("former_activity", "activity_id", "activity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_activity")),
    )
    for name in ("activity_id", "known_until"):
        op.create_index(op.f(f"ix_former_activity_{name}"), "former_activity", [name])
    people = "former_activity_participants"
    _create_part(
        people,
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column("function", codes("participantfunction", FUNCTIONS), nullable=False),
        *(sa.Column(sex, sa.Integer(), nullable=False) for sex in SEXES),
        sa.Column("counted_before", sa.Boolean(), nullable=False),
        *numbers(),
        sa.Column("before_activity_id", sa.Integer(), nullable=True),
        sa.Column("before_programme_id", sa.Integer(), nullable=True),
        key(people, "before_activity_id", "activity"),
        key(people, "before_programme_id", "programme"),
    )
    _create_part(
        "former_activity_result",
        sa.Column("indicator", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("baseline", "target", "actual")
        ),
        sa.Column("measured_on", sa.Date(), nullable=True),
    )


def _create_part(table: str, *own: sa.schema.SchemaItem) -> None:
    """Make a table of parts of what was counted earlier."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        *own,
        key(table, "former_id", "former_activity"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_former_id"), table, ["former_id"])


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key to the rows of another table."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column of codes."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
