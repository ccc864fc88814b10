"""What figures were split by is kept when it changes; what is there counts from the beginning.

Rows of former breakdowns are only ever added.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ACTIVITY_TYPES = (
    "legislative_assistance", "training", "workshop", "mentoring", "practitioner_exchange",
    "needs_assessment", "operational_support", "equipment", "tool_development",
    "tool_dissemination", "case_law_database", "research", "review_meeting", "review_support",
    "awareness_campaign", "civil_society_outreach", "private_sector_partnership", "other",
)  # fmt: skip
DONOR_TYPES = (
    "C01", "C02", "C03", "C04A", "C04B", "C04C", "C04D", "C04E", "C05", "C06", "C07", "C08A",
    "C08B", "C09",
)  # fmt: skip
SCOPES = ("instrument", "region", "country", "programme", "activity", "tool")
OWNERS = {
    "former_activity_breakdown": "activity",
    "former_contribution_breakdown": "contribution",
    "former_donor_breakdown": "donor",
}
"""The tables of breakdowns, and the records that they are of."""
TABLES = (*OWNERS, "former_activity_share", "former_contribution_scope")
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
    f" BEGIN SELECT raise(ABORT, 'former breakdowns are only ever added to'); END"
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    """CREATE FUNCTION former_breakdown_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'former breakdowns are only ever added to'
        USING ERRCODE = 'check_violation';
    END $$""",
    *(
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION former_breakdown_refused()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION former_breakdown_refused()"
        for table in TABLES
    ),
)


def upgrade() -> None:
    """Make the tables and their guards."""
    _create_breakdown(
        "former_activity_breakdown",
        ("programme_id", "programme"),
        sa.Column("type", _codes("activitytype", ACTIVITY_TYPES), nullable=False),
    )
    _create_breakdown(
        "former_contribution_breakdown",
        ("donor_id", "donor"),
        sa.Column("earmarking", _codes("earmarking", ("1", "2", "3", "4")), nullable=False),
    )
    _create_breakdown(
        "former_donor_breakdown",
        ("merged_into_id", "donor"),
        sa.Column("type", _codes("contributortype", DONOR_TYPES), nullable=False),
    )
    op.create_table(
        "former_activity_share",
        *_part_of("former_activity_share", "former_activity_breakdown"),
        sa.Column("kind", _codes("sharekind", ("instrument", "place", "tool")), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "share_bp BETWEEN 0 AND 10000", name=op.f("ck_former_activity_share_share_in_range")
        ),
    )
    op.create_table(
        "former_contribution_scope",
        *_part_of("former_contribution_scope", "former_contribution_breakdown"),
        sa.Column("kind", _codes("scopekind", SCOPES), nullable=False),
    )
    with op.batch_alter_table("record_state") as batch:
        batch.add_column(sa.Column("latest_at", sa.DateTime(timezone=True), nullable=True))
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Forget the former breakdowns."""
    with op.batch_alter_table("record_state") as batch:
        batch.drop_column("latest_at")
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION former_breakdown_refused")


def _codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column of codes."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _create_breakdown(table: str, other: tuple[str, str], own: sa.Column[str]) -> None:
    """Make a table of breakdowns: its record, its moment, a number of another record, a code."""
    owner = OWNERS[table]
    column, target = other
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
        sa.Column("known_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column(column, sa.Integer(), nullable=column == "merged_into_id"),
        own,
        sa.ForeignKeyConstraint(
            [f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{table}_{owner}_id")
        ),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in (f"{owner}_id", "known_until"):
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _part_of(table: str, breakdown: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return the columns and keys of the parts of a breakdown."""
    return (
        sa.Column("breakdown_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["breakdown_id"], [f"{breakdown}.id"], name=op.f(f"fk_{table}_breakdown_id")
        ),
        sa.PrimaryKeyConstraint("breakdown_id", "kind", "code", name=op.f(f"pk_{table}")),
    )
