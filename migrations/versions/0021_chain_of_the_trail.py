"""The trail becomes a chain with a head of its own, and seals the rows of the record.

The records that are there are chained in the order of their numbers: that proves nothing of what
was done to them before. The seals of the rows follow once all migrations have run, since their
digests cover the columns of the newest tables.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

from tracker.people.trail_chain import chain_trail

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("audit_record", "row_seal", "trail_head")

SQLITE = (
    """CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record
    BEGIN SELECT raise(ABORT, 'the trail is only ever added to'); END""",
    """CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record
    BEGIN SELECT raise(ABORT, 'the trail is only ever added to'); END""",
    """CREATE TRIGGER audit_record_no_replace BEFORE INSERT ON audit_record
    WHEN EXISTS (SELECT 1 FROM audit_record WHERE id = NEW.id)
    BEGIN SELECT raise(ABORT, 'the trail is only ever added to'); END""",
    """CREATE TRIGGER row_seal_no_update BEFORE UPDATE ON row_seal
    BEGIN SELECT raise(ABORT, 'the trail is only ever added to'); END""",
    """CREATE TRIGGER row_seal_no_delete BEFORE DELETE ON row_seal
    BEGIN SELECT raise(ABORT, 'the trail is only ever added to'); END""",
    """CREATE TRIGGER row_seal_no_replace BEFORE INSERT ON row_seal
    WHEN EXISTS (
      SELECT 1 FROM row_seal WHERE record_id = NEW.record_id
      AND table_name = NEW.table_name AND row_key = NEW.row_key
    )
    BEGIN SELECT raise(ABORT, 'the trail is only ever added to'); END""",
    """CREATE TRIGGER trail_head_forward BEFORE UPDATE ON trail_head
    WHEN NEW.last_record_id < OLD.last_record_id
    OR (NEW.last_record_id = OLD.last_record_id AND NEW.digest <> OLD.digest)
    BEGIN SELECT raise(ABORT, 'the head of the trail only moves forward'); END""",
    """CREATE TRIGGER trail_head_no_delete BEFORE DELETE ON trail_head
    BEGIN SELECT raise(ABORT, 'the head of the trail is never deleted'); END""",
    """CREATE TRIGGER trail_head_no_replace BEFORE INSERT ON trail_head
    WHEN EXISTS (SELECT 1 FROM trail_head)
    BEGIN SELECT raise(ABORT, 'the head of the trail is never replaced'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION trail_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the trail is only ever added to' USING ERRCODE = 'check_violation';
    END $$""",
    """CREATE TRIGGER audit_record_fixed BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION trail_refused()""",
    """CREATE TRIGGER row_seal_fixed BEFORE UPDATE OR DELETE ON row_seal
    FOR EACH ROW EXECUTE FUNCTION trail_refused()""",
    """CREATE TRIGGER trail_head_forward BEFORE UPDATE ON trail_head FOR EACH ROW
    WHEN (NEW.last_record_id < OLD.last_record_id
    OR (NEW.last_record_id = OLD.last_record_id AND NEW.digest <> OLD.digest))
    EXECUTE FUNCTION trail_refused()""",
    """CREATE TRIGGER trail_head_fixed BEFORE DELETE ON trail_head
    FOR EACH ROW EXECUTE FUNCTION trail_refused()""",
    *(
        f"""CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refused()"""
        for table in TABLES
    ),
)


def upgrade() -> None:
    """Make the chain's columns and tables, chain what is there, and guard it from then on."""
    connection = op.get_bind()
    _make_tables()
    with op.batch_alter_table("audit_record") as batch:
        batch.add_column(sa.Column("seal", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("digest", sa.LargeBinary(), nullable=True))
    chain_trail(connection)
    with op.batch_alter_table("audit_record") as batch:
        batch.alter_column("seal", existing_type=sa.LargeBinary(), nullable=False)
        batch.alter_column("digest", existing_type=sa.LargeBinary(), nullable=False)
    if connection.dialect.name == "postgresql":
        _number_by_hand(connection)
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _make_tables() -> None:
    """Make the head and the seals."""
    head = op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_record_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_trail_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_head")),
    )
    op.bulk_insert(head, [{"id": 1, "last_record_id": 0, "digest": b""}])
    op.create_table(
        "row_seal",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["audit_record.id"], name=op.f("fk_row_seal_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "table_name", "row_key", name=op.f("pk_row_seal")),
    )


def _number_by_hand(connection: Connection) -> None:
    """Let the trail's head number the records: a sequence would leave gaps."""
    connection.exec_driver_sql("ALTER TABLE audit_record ALTER COLUMN id DROP DEFAULT")
    connection.exec_driver_sql("DROP SEQUENCE audit_record_id_seq")


def downgrade() -> None:
    """Leave the trail without its chain."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(f"DROP TRIGGER {statement.split()[2]}")
    else:
        op.execute("DROP FUNCTION trail_refused CASCADE")
        op.execute("CREATE SEQUENCE audit_record_id_seq OWNED BY audit_record.id")
        op.execute("SELECT setval('audit_record_id_seq', max(id) + 1, false) FROM audit_record")
        op.execute(
            "ALTER TABLE audit_record ALTER id SET DEFAULT nextval('audit_record_id_seq'::regclass)"
        )
    op.drop_table("row_seal")
    op.drop_table("trail_head")
    with op.batch_alter_table("audit_record") as batch:
        batch.drop_column("digest")
        batch.drop_column("seal")
