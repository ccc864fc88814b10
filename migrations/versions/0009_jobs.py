"""Jobs in the background get a table of their own, to which imports refer.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOVED = {
    "begun_at": db.UtcDateTime(),
    "host": sa.String(length=200),
    "pid": sa.Integer(),
    "progress_done": sa.Integer(),
    "progress_total": sa.Integer(),
    "progress_label": sa.String(length=200),
    "cancel_asked": sa.Boolean(),
}
"""What an import said of its process, and its job says now."""
STATES = ("queued", "running", "done", "failed", "cancelled")
AT_WORK = ("checking", "applying")
APPLIES = ("applying", "applied")
ENDED = {"failed": "failed", "cancelled": "cancelled"}

IMPORTS = sa.table(
    "import_job",
    *(
        sa.column(name)
        for name in ("id", "kind", "by", "at", "locale", "state", "decided_by", "job_id")
    ),
    sa.column("asked_at", db.UtcDateTime()),
    sa.column("ended_at", db.UtcDateTime()),
    sa.column("message"),
    *(sa.column(name, type_) for name, type_ in MOVED.items()),
)


def upgrade() -> None:
    """Create the table, give each import that ran its newest job, and take the columns over."""
    jobs = create_table()
    with op.batch_alter_table("import_job") as batch:
        batch.add_column(sa.Column("job_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_import_job_job_id"), "job", ["job_id"], ["id"])
    move_jobs(jobs)
    with op.batch_alter_table("import_job") as batch:
        for name in ("asked_at", *MOVED):
            batch.drop_column(name)


def create_table() -> sa.Table:
    jobs = op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="jobstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("owner", sa.String(length=254), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("added_at", db.UtcDateTime(), nullable=False),
        sa.Column("started_at", db.UtcDateTime(), nullable=True),
        sa.Column("begun_at", db.UtcDateTime(), nullable=True),
        sa.Column("ended_at", db.UtcDateTime(), nullable=True),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("progress_label", sa.String(length=200), nullable=False),
        sa.Column("heartbeat_at", db.UtcDateTime(), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("fault", sa.String(length=2000), nullable=False),
        sa.CheckConstraint(
            "progress_done >= 0 AND progress_total >= 0",
            name=op.f("ck_job_progress_not_negative"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_state_id"), "job", ["state", "id"])
    op.create_index(op.f("ix_job_owner_state"), "job", ["owner", "state"])
    return jobs


def move_jobs(jobs: sa.Table) -> None:
    """Make a job of what each import said of its newest process; it takes the import's number."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(IMPORTS).where(IMPORTS.c.asked_at.is_not(None))).mappings()
    made = [job_of(dict(row)) for row in rows]
    if not made:
        return
    connection.execute(sa.insert(jobs), made)
    ran = IMPORTS.c.asked_at.is_not(None)
    connection.execute(sa.update(IMPORTS).where(ran).values(job_id=IMPORTS.c.id))
    if connection.dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('job', 'id'), max(id)) FROM job")


def job_of(row: dict[str, object]) -> dict[str, object]:
    """Return the job of an import; one at work counts as running until its lock is looked at."""
    state = str(row["state"])
    applies = state in APPLIES
    return {
        "id": row["id"],
        "kind": "import_apply" if applies else "import_check",
        "state": "running" if state in AT_WORK else ENDED.get(state, "done"),
        "owner": row["decided_by"] if applies else row["by"],
        "asked": {"import": row["id"]},
        "locale": row["locale"],
        "added_at": row["asked_at"],
        "started_at": row["asked_at"],
        "heartbeat_at": None,
        "result": None,
        "ended_at": row["ended_at"],
        "fault": row["message"],
        **{name: row[name] for name in MOVED},
    }


def downgrade() -> None:
    """Give the columns back to imports; what waits or runs has failed there."""
    with op.batch_alter_table("import_job") as batch:
        batch.add_column(sa.Column("asked_at", db.UtcDateTime(), nullable=True))
        for name, type_ in MOVED.items():
            null = name in ("begun_at", "pid")
            default = None if null else sa.text("''") if isinstance(type_, sa.String) else "0"
            if name == "cancel_asked":
                default = sa.false()
            batch.add_column(sa.Column(name, type_, nullable=null, server_default=default))
        batch.drop_constraint(op.f("fk_import_job_job_id"), type_="foreignkey")
        batch.drop_column("job_id")
    op.execute("UPDATE import_job SET state = 'failed' WHERE state IN ('checking', 'applying')")
    op.drop_table("job")
