"""Donors have names as at a date, contacts, merges that can be undone, and pairs told apart.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CONTACT_ROLE = sa.Enum(
    "focal_point",
    "finance",
    "reporting",
    "signatory",
    name="contactrole",
    native_enum=False,
    create_constraint=True,
    length=32,
)
STATUS = sa.Enum(
    "decided",
    "undecided",
    "merged",
    name="donorstatus",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Create the tables, and keep the decisions that were made before as merges.

    What an earlier decision moved is not known, so its merge names nothing that moved.
    """
    _create_names()
    _create_contacts()
    _create_merges()
    _create_distinctions()
    _keep_earlier_decisions()


def _create_names() -> None:
    op.create_table(
        "donor_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["donor_id"], ["donor.id"], name=op.f("fk_donor_name_donor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_name")),
        sa.UniqueConstraint(
            "donor_id", "holds_from", name=op.f("uq_donor_name_donor_id_holds_from")
        ),
    )
    op.create_index(op.f("ix_donor_name_donor_id"), "donor_name", ["donor_id"], unique=False)


def _create_contacts() -> None:
    op.create_table(
        "donor_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("role", CONTACT_ROLE, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("telephone", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["donor_id"], ["donor.id"], name=op.f("fk_donor_contact_donor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_contact")),
    )
    op.create_index(op.f("ix_donor_contact_donor_id"), "donor_contact", ["donor_id"], unique=False)


def _create_merges() -> None:
    op.create_table(
        "donor_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("status_before", STATUS, nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.Column("undone_by", sa.String(length=254), nullable=False),
        sa.Column("undone_at", db.UtcDateTime(), nullable=True),
        sa.Column("undone_why", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("from_id <> into_id", name=op.f("ck_donor_merge_two_donors")),
        sa.ForeignKeyConstraint(["from_id"], ["donor.id"], name=op.f("fk_donor_merge_from_id")),
        sa.ForeignKeyConstraint(["into_id"], ["donor.id"], name=op.f("fk_donor_merge_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_merge")),
    )
    op.create_index(op.f("ix_donor_merge_from_id"), "donor_merge", ["from_id"], unique=False)
    op.create_index(op.f("ix_donor_merge_into_id"), "donor_merge", ["into_id"], unique=False)


def _create_distinctions() -> None:
    op.create_table(
        "donor_distinction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_donor_distinction_pair_in_order")),
        sa.ForeignKeyConstraint(["one_id"], ["donor.id"], name=op.f("fk_donor_distinction_one_id")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["donor.id"], name=op.f("fk_donor_distinction_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_distinction")),
        sa.UniqueConstraint(
            "one_id", "other_id", name=op.f("uq_donor_distinction_one_id_other_id")
        ),
    )
    op.create_index(
        op.f("ix_donor_distinction_other_id"), "donor_distinction", ["other_id"], unique=False
    )


def _keep_earlier_decisions() -> None:
    """Make a merge of each donor that was decided to be another, from its trail."""
    op.execute(
        """INSERT INTO donor_merge (from_id, into_id, status_before, moved, decided_by, decided_at,
             why, undone_by, undone_at, undone_why)
           SELECT donor.id, donor.merged_into_id, 'undecided',
             '{"contributions": [], "aliases": [], "people": []}',
             audit_record.actor, audit_record.at, audit_record.why, '', NULL, ''
           FROM donor JOIN audit_record ON audit_record.subject_kind = 'donor'
             AND audit_record.action = 'decide' AND audit_record.subject_reference = donor.code
           WHERE donor.merged_into_id IS NOT NULL"""
    )
