"""The ledger is only ever added to, and no entry makes or loses money.

SQLite lets INSERT OR REPLACE delete rows without asking the triggers of a deletion, so there
an insertion that would replace something is refused as well. On PostgreSQL, whoever adds
lines or entries locks the head, so two writers cannot each add half of an entry.

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
    """CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry
    WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM ledger_entry WHERE reference = NEW.reference)
    OR EXISTS (SELECT 1 FROM ledger_entry WHERE reverses_id = NEW.reverses_id)
    BEGIN SELECT raise(ABORT, 'a ledger entry is never replaced'); END""",
    """CREATE TRIGGER ledger_line_sealed BEFORE INSERT ON ledger_line
    WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id)
    OR EXISTS (SELECT 1 FROM ledger_line WHERE id = NEW.id)
    BEGIN SELECT raise(ABORT, 'a written ledger entry takes no more lines'); END""",
    """CREATE TRIGGER ledger_account_no_replace BEFORE INSERT ON ledger_account
    WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id)
    OR EXISTS (
      SELECT 1 FROM ledger_account WHERE activity_id = NEW.activity_id
      AND contribution_id = NEW.contribution_id AND kind = NEW.kind
    )
    OR (NEW.activity_id IS NULL AND EXISTS (
      SELECT 1 FROM ledger_account WHERE activity_id IS NULL
      AND contribution_id = NEW.contribution_id AND kind = NEW.kind
    ))
    BEGIN SELECT raise(ABORT, 'a ledger account is never replaced'); END""",
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
    """CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
    WHEN NEW.last_entry_id < OLD.last_entry_id OR NEW.last_line_id < OLD.last_line_id
    OR NEW.last_account_id < OLD.last_account_id OR NEW.recorded_at < OLD.recorded_at
    OR (NEW.last_entry_id = OLD.last_entry_id AND NEW.digest <> OLD.digest)
    BEGIN SELECT raise(ABORT, 'the head of the ledger only moves forward'); END""",
    """CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head
    BEGIN SELECT raise(ABORT, 'the head of the ledger is never deleted'); END""",
    """CREATE TRIGGER ledger_head_no_replace BEFORE INSERT ON ledger_head
    WHEN EXISTS (SELECT 1 FROM ledger_head)
    BEGIN SELECT raise(ABORT, 'the head of the ledger is never replaced'); END""",
)

# Statement triggers see what one COPY added at once. Sequential scans are kept away from
# their plans, which are made when the ledger is small and used when it is large.
POSTGRESQL = (
    """CREATE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    BEGIN
      PERFORM 1 FROM ledger_head WHERE id = 1 FOR UPDATE;
      IF EXISTS (
        SELECT 1 FROM added WHERE coalesce(
          (SELECT sum(minor) FROM ledger_line WHERE entry_id = added.id), 1) <> 0
      ) THEN RAISE EXCEPTION 'the lines of a ledger entry must sum to zero'
        USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$""",
    """CREATE FUNCTION ledger_line_sealed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
    BEGIN
      PERFORM 1 FROM ledger_head WHERE id = 1 FOR UPDATE;
      IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT entry_id FROM added) AS of_entry
        WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = of_entry.entry_id)
      ) THEN RAISE EXCEPTION 'a written ledger entry takes no more lines'
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
    """CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OF id, kind, contribution_id, activity_id
    OR DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_refused()""",
    """CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head FOR EACH ROW
    WHEN (NEW.last_entry_id < OLD.last_entry_id OR NEW.last_line_id < OLD.last_line_id
    OR NEW.last_account_id < OLD.last_account_id OR NEW.recorded_at < OLD.recorded_at
    OR (NEW.last_entry_id = OLD.last_entry_id AND NEW.digest <> OLD.digest))
    EXECUTE FUNCTION ledger_refused()""",
    """CREATE TRIGGER ledger_head_fixed BEFORE DELETE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_refused()""",
    *(
        f"""CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused()"""
        for table in ("ledger_entry", "ledger_line", "ledger_account", "ledger_head")
    ),
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
