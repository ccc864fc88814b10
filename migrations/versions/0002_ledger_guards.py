"""The ledger is only ever added to, and no entry makes or loses money.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER ledger_entry_balanced BEFORE INSERT ON ledger_entry
    WHEN (SELECT coalesce(sum(minor), 1) FROM ledger_line WHERE entry_id = NEW.id) <> 0
    BEGIN SELECT raise(ABORT, 'the lines of a ledger entry must sum to zero'); END""",
    """CREATE TRIGGER ledger_line_sealed BEFORE INSERT ON ledger_line
    WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id)
    BEGIN SELECT raise(ABORT, 'a written ledger entry takes no more lines'); END""",
    """CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT raise(ABORT, 'ledger entries are never changed'); END""",
    """CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT raise(ABORT, 'ledger entries are never deleted'); END""",
    """CREATE TRIGGER ledger_line_no_update BEFORE UPDATE ON ledger_line
    BEGIN SELECT raise(ABORT, 'ledger lines are never changed'); END""",
    """CREATE TRIGGER ledger_line_no_delete BEFORE DELETE ON ledger_line
    BEGIN SELECT raise(ABORT, 'ledger lines are never deleted'); END""",
    """CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OF id, kind, contribution_id, activity_id
    ON ledger_account
    BEGIN SELECT raise(ABORT, 'a ledger account never changes what it is'); END""",
    """CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
    BEGIN SELECT raise(ABORT, 'ledger accounts are never deleted'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (
        SELECT 1 FROM added LEFT JOIN ledger_line ON ledger_line.entry_id = added.id
        GROUP BY added.id HAVING coalesce(sum(ledger_line.minor), 1) <> 0
      ) THEN RAISE EXCEPTION 'the lines of a ledger entry must sum to zero'
        USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$""",
    """CREATE FUNCTION ledger_line_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM added JOIN ledger_entry ON ledger_entry.id = added.entry_id)
      THEN RAISE EXCEPTION 'a written ledger entry takes no more lines'
        USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$""",
    """CREATE FUNCTION ledger_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'check_violation';
    END $$""",
    """CREATE TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_balanced()""",
    """CREATE TRIGGER ledger_line_sealed AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_line_sealed()""",
    """CREATE TRIGGER ledger_entry_fixed BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refused()""",
    """CREATE TRIGGER ledger_line_fixed BEFORE UPDATE OR DELETE ON ledger_line
    FOR EACH ROW EXECUTE FUNCTION ledger_refused()""",
    """CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused()""",
    """CREATE TRIGGER ledger_line_kept BEFORE TRUNCATE ON ledger_line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused()""",
    """CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OF id, kind, contribution_id, activity_id
    OR DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_refused()""",
)


def upgrade() -> None:
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(f"DROP TRIGGER {statement.split()[2]}")
        return
    for function in ("ledger_entry_balanced", "ledger_line_sealed", "ledger_refused"):
        op.execute(f"DROP FUNCTION {function} CASCADE")
