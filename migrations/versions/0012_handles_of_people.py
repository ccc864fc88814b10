"""Every person has a handle that never changes; what was written before it resolves by a table.

Nothing that was recorded is written anew: entries keep their digests. `actor_name` says whose
each address and each name is that records hold.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NO_PERSONS = {
    "command line": "command",
    "taken over": "taken-over",
    "Ana Duarte, finance officer (illustrative)": "sample-officer",
    "Samuel Okoro, approver (illustrative)": "sample-approver",
}
PERSON = sa.table("person", sa.column("id"), sa.column("email"), sa.column("handle"))
SQLITE = (
    """CREATE TRIGGER person_handle_fixed BEFORE UPDATE OF id, handle ON person
    BEGIN SELECT raise(ABORT, 'the handle of a person never changes'); END""",
    """CREATE TRIGGER person_no_delete BEFORE DELETE ON person
    BEGIN SELECT raise(ABORT, 'a person is never deleted'); END""",
    """CREATE TRIGGER person_no_replace BEFORE INSERT ON person
    WHEN EXISTS (SELECT 1 FROM person WHERE id = NEW.id OR handle = NEW.handle
    OR email = NEW.email)
    BEGIN SELECT raise(ABORT, 'a person is never replaced'); END""",
    """CREATE TRIGGER actor_name_no_update BEFORE UPDATE ON actor_name
    BEGIN SELECT raise(ABORT, 'whose a name was never changes'); END""",
    """CREATE TRIGGER actor_name_no_delete BEFORE DELETE ON actor_name
    BEGIN SELECT raise(ABORT, 'whose a name was never changes'); END""",
    """CREATE TRIGGER actor_name_no_replace BEFORE INSERT ON actor_name
    WHEN EXISTS (SELECT 1 FROM actor_name WHERE text = NEW.text)
    BEGIN SELECT raise(ABORT, 'whose a name was never changes'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION handle_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the handle of a person never changes' USING ERRCODE = 'check_violation';
    END $$""",
    """CREATE TRIGGER person_handle_fixed BEFORE UPDATE OF id, handle OR DELETE ON person
    FOR EACH ROW EXECUTE FUNCTION handle_refused()""",
    """CREATE TRIGGER actor_name_fixed BEFORE UPDATE OR DELETE ON actor_name
    FOR EACH ROW EXECUTE FUNCTION handle_refused()""",
)


def upgrade() -> None:
    """Give the people of the database handles, and say whose the addresses in records are."""
    names = op.create_table(
        "actor_name",
        sa.Column("text", sa.String(length=254), nullable=False),
        sa.Column("handle", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_actor_name")),
    )
    op.create_index(op.f("ix_actor_name_handle"), "actor_name", ["handle"])
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("handle", sa.String(length=40), nullable=True))
    connection = op.get_bind()
    rows = [{"text": text, "handle": handle} for text, handle in NO_PERSONS.items()]
    for number, email in connection.execute(sa.select(PERSON.c.id, PERSON.c.email)).all():
        handle = f"P-{number:06}"
        of_it = PERSON.c.id == number
        connection.execute(sa.update(PERSON).where(of_it).values(handle=handle))
        rows.append({"text": email, "handle": handle})
    connection.execute(sa.insert(names), rows)
    with op.batch_alter_table("person") as batch:
        batch.alter_column("handle", existing_type=sa.String(length=40), nullable=False)
        batch.create_unique_constraint(op.f("uq_person_handle"), ["handle"])
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take the handles away; records that hold them are no longer readable by name."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(f"DROP TRIGGER {statement.split()[2]}")
    else:
        op.execute("DROP FUNCTION handle_refused CASCADE")
    with op.batch_alter_table("person") as batch:
        batch.drop_constraint(op.f("uq_person_handle"), type_="unique")
        batch.drop_column("handle")
    op.drop_table("actor_name")
