"""Reports: drafts with the texts of editors, and what was issued, which never changes.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

REPORT, TEXT, FILE = "report", "report_text", "report_file"
SAID = "an issued report never changes"
REFUSED = f"raise(ABORT, '{SAID}')"
ISSUED = "OLD.state = 'issued'"
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when}"
    f" BEGIN SELECT {REFUSED}; END"
    for table, when in ((REPORT, f"WHEN {ISSUED}"), (FILE, ""))
    for verb in ("UPDATE", "DELETE")
)
FUNCTION = (
    "CREATE FUNCTION issued_report_refused() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
)
POSTGRESQL = (
    FUNCTION,
    *(
        f"CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table} FOR EACH {each} {when}"
        " EXECUTE FUNCTION issued_report_refused()"
        for table, name, verbs, each, when in (
            (REPORT, "fixed", "UPDATE OR DELETE", "ROW", f"WHEN ({ISSUED})"),
            (FILE, "fixed", "UPDATE OR DELETE", "ROW", ""),
            (FILE, "kept", "TRUNCATE", "STATEMENT", ""),
        )
    ),
)


def upgrade() -> None:
    """Add the tables, empty, with their guards."""
    op.create_table(
        REPORT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("reportkind", "commission", "statement", "brief"), nullable=False),
        sa.Column("state", _enum("reportstate", "draft", "cleared", "issued"), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("issued", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("prepared_by", sa.String(length=254), nullable=False),
        sa.Column("prepared_at", db.UtcDateTime(), nullable=False),
        sa.Column("cleared_by", sa.String(length=254), nullable=False),
        sa.Column("cleared_at", db.UtcDateTime(), nullable=True),
        sa.Column("issued_by", sa.String(length=254), nullable=False),
        sa.Column("issued_at", db.UtcDateTime(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "cleared_by <> prepared_by OR cleared_by = ''", name=op.f("ck_report_two_persons")
        ),
        sa.CheckConstraint(
            "(state = 'issued') = (digest <> '')", name=op.f("ck_report_issued_with_digest")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR cleared_by <> ''", name=op.f("ck_report_cleared_by_somebody")
        ),
        sa.CheckConstraint(
            "first_day IS NULL OR first_day <= last_day", name=op.f("ck_report_days_in_order")
        ),
        sa.ForeignKeyConstraint(["corrects_id"], ["report.id"], name=op.f("fk_report_corrects_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    for column in ("subject", "digest"):
        op.create_index(op.f(f"ix_{REPORT}_{column}"), REPORT, [column])
    op.create_table(
        TEXT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("of_digest", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.String(length=254), nullable=False),
        sa.Column("written_at", db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_text_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("report_id", "anchor", name=op.f("uq_report_text_report_id_anchor")),
    )
    op.create_index(op.f("ix_report_text_report_id"), TEXT, ["report_id"])
    op.create_table(
        FILE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("format", _enum("reportformat", "docx", "pdf", "html", "xlsx"), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_file_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint(
            "report_id", "format", "language", name=op.f("uq_report_file_report_id_format_language")
        ),
    )
    for column in ("report_id", "sha256"):
        op.create_index(op.f(f"ix_{FILE}_{column}"), FILE, [column])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Remove the tables with all reports."""
    op.drop_table(FILE)
    op.drop_table(TEXT)
    op.drop_table(REPORT)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION issued_report_refused()")


def _enum(name: str, *values: str) -> sa.Enum:
    """Return a column of codes as text, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
