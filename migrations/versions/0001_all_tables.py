"""The tables of reference, people, assistance and fund, as the first release has them.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the single rows of the record and of the ledger's head."""
    op.create_table(
        "adherence_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "instrument",
            sa.Enum(
                "UNTOC",
                "TIP",
                "SOM",
                "FIREARMS",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("party", sa.String(length=3), nullable=False),
        sa.Column(
            "fact",
            sa.Enum(
                "signature",
                "consent",
                name="factkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "action",
            sa.Enum(
                "signature",
                "ratification",
                "accession",
                "acceptance",
                "approval",
                "formal confirmation",
                "succession",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "dated_on <= known_on", name=op.f("ck_adherence_fact_known_after_it_happened")
        ),
        sa.CheckConstraint(
            "superseded_on IS NULL OR superseded_on > known_on",
            name=op.f("ck_adherence_fact_known_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adherence_fact")),
        sa.UniqueConstraint(
            "instrument",
            "party",
            "fact",
            "dated_on",
            "known_on",
            name=op.f("uq_adherence_fact_instrument_party_fact_dated_on_known_on"),
        ),
    )
    op.create_table(
        "assistance_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=3), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "official_request",
                "self_assessment",
                "needs_assessment",
                "conference_decision",
                name="requestsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "under_review",
                "accepted",
                "answered",
                "declined",
                name="requeststatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "high",
                "medium",
                "low",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "instrument",
            sa.Enum(
                "UNTOC",
                "TIP",
                "SOM",
                "FIREARMS",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("articles", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_request")),
        sa.UniqueConstraint("code", name=op.f("uq_assistance_request_code")),
    )
    with op.batch_alter_table("assistance_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assistance_request_state"), ["state"], unique=False)

    op.create_table(
        "audit_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", db.UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_reference", sa.String(length=120), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_record")),
    )
    with op.batch_alter_table("audit_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_record_subject_reference"), ["subject_reference"], unique=False
        )

    op.create_table(
        "donor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "C01",
                "C02",
                "C03",
                "C04A",
                "C04B",
                "C04C",
                "C04D",
                "C04E",
                "C05",
                "C06",
                "C07",
                "C08A",
                "C08B",
                "C09",
                name="contributortype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=3), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "decided",
                "undecided",
                "merged",
                name="donorstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["donor.id"], name=op.f("fk_donor_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor")),
        sa.UniqueConstraint("code", name=op.f("uq_donor_code")),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("rate", db.ExactDecimal(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint(
            "currency", "effective_on", name=op.f("uq_exchange_rate_currency_effective_on")
        ),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_entry_id", sa.Integer(), nullable=False),
        sa.Column("last_line_id", sa.Integer(), nullable=False),
        sa.Column("last_account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "public",
                "donor",
                "programme_manager",
                "finance_officer",
                "approver",
                "secretariat",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("donor_code", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("created_at", db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "national",
                "regional",
                "thematic",
                "global",
                name="programmekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "record_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_state")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", db.UtcDateTime(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_email"), ["email"], unique=False)

    op.create_table(
        "tool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "legislative_guide",
                "model_law",
                "practical_guide",
                "handbook",
                "training_manual",
                "toolkit",
                "assessment",
                "self_assessment",
                "case_digest",
                "database",
                "portal",
                "directory",
                "software",
                "reference",
                name="toolkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("symbol", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("unsure", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool")),
        sa.UniqueConstraint("code", name=op.f("uq_tool_code")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "legislative_assistance",
                "training",
                "workshop",
                "mentoring",
                "practitioner_exchange",
                "needs_assessment",
                "operational_support",
                "equipment",
                "tool_development",
                "tool_dissemination",
                "case_law_database",
                "research",
                "review_meeting",
                "review_support",
                "awareness_campaign",
                "civil_society_outreach",
                "private_sector_partnership",
                "other",
                name="activitytype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pipeline",
                "implementation",
                "finalisation",
                "closed",
                "cancelled",
                "suspended",
                name="activitystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("budget_minor", db.MinorUnits(), nullable=True),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("evaluation", sa.String(), nullable=False),
        sa.CheckConstraint(
            "actual_end IS NULL OR actual_start <= actual_end",
            name=op.f("ck_activity_dates_in_order"),
        ),
        sa.CheckConstraint(
            "budget_minor IS NULL OR budget_minor >= 0",
            name=op.f("ck_activity_budget_not_negative"),
        ),
        sa.CheckConstraint(
            "planned_end IS NULL OR planned_start <= planned_end",
            name=op.f("ck_activity_plan_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_activity_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_code")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("donor_reference", sa.String(length=120), nullable=False),
        sa.Column("agreement_number", sa.String(length=120), nullable=False),
        sa.Column(
            "financing_instrument",
            sa.Enum(
                "R01",
                "R02A",
                "R02B",
                "R03A",
                "R03B",
                "R03C",
                "R03D",
                "R03E",
                "R03F",
                "R04A",
                "R04B",
                "R04C",
                name="financinginstrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "cash",
                "in_kind",
                name="contributionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "budget",
                "confiscated_proceeds",
                name="contributionsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "earmarking",
            sa.Enum(
                "1",
                "2",
                "3",
                "4",
                name="earmarking",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", db.MinorUnits(), nullable=False),
        sa.Column("support_rate_bp", sa.Integer(), nullable=False),
        sa.Column("support_rate_reason", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pledged",
                "agreed",
                "partly_received",
                "received",
                "closed",
                "cancelled",
                name="contributionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pledged_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("use_from", sa.Date(), nullable=True),
        sa.Column("use_until", sa.Date(), nullable=True),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_contribution_amount_not_negative")),
        sa.CheckConstraint(
            "support_rate_bp BETWEEN 0 AND 5000", name=op.f("ck_contribution_support_rate_in_range")
        ),
        sa.CheckConstraint(
            "use_until IS NULL OR use_from <= use_until", name=op.f("ck_contribution_use_in_order")
        ),
        sa.ForeignKeyConstraint(["donor_id"], ["donor.id"], name=op.f("fk_contribution_donor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("reference", name=op.f("uq_contribution_reference")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_agreement_number"), ["agreement_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contribution_donor_id"), ["donor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contribution_donor_reference"), ["donor_reference"], unique=False
        )

    op.create_table(
        "donor_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("spelling", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["donor_id"], ["donor.id"], name=op.f("fk_donor_alias_donor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_alias")),
        sa.UniqueConstraint("key", name=op.f("uq_donor_alias_key")),
    )
    with op.batch_alter_table("donor_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_donor_alias_donor_id"), ["donor_id"], unique=False)

    op.create_table(
        "tool_instrument",
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column(
            "instrument",
            sa.Enum(
                "UNTOC",
                "TIP",
                "SOM",
                "FIREARMS",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"], name=op.f("fk_tool_instrument_tool_id")),
        sa.PrimaryKeyConstraint("tool_id", "instrument", name=op.f("pk_tool_instrument")),
    )
    op.create_table(
        "activity_article",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "instrument",
            sa.Enum(
                "UNTOC",
                "TIP",
                "SOM",
                "FIREARMS",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("article", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_article_activity_id")
        ),
        sa.PrimaryKeyConstraint(
            "activity_id", "instrument", "article", name=op.f("pk_activity_article")
        ),
    )
    op.create_table(
        "activity_beneficiary",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "share_bp BETWEEN 1 AND 10000", name=op.f("ck_activity_beneficiary_share_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_beneficiary_activity_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "place", name=op.f("pk_activity_beneficiary")),
    )
    op.create_table(
        "activity_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("symbol", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_document_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_document")),
    )
    with op.batch_alter_table("activity_document", schema=None) as batch_op:
        batch_op.create_index("ix_activity_document_activity_id", ["activity_id"], unique=False)

    op.create_table(
        "activity_instrument",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "instrument",
            sa.Enum(
                "UNTOC",
                "TIP",
                "SOM",
                "FIREARMS",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "share_bp BETWEEN 1 AND 10000", name=op.f("ck_activity_instrument_share_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_instrument_activity_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "instrument", name=op.f("pk_activity_instrument")),
    )
    op.create_table(
        "activity_paragraph",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_paragraph_activity_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "paragraph", name=op.f("pk_activity_paragraph")),
    )
    op.create_table(
        "activity_participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column(
            "function",
            sa.Enum(
                "prosecutor",
                "judge",
                "police",
                "border_guard",
                "customs",
                "financial_intelligence",
                "central_authority",
                "firearms_authority",
                "legislator",
                "policy_official",
                "defence_lawyer",
                "victim_services",
                "civil_society",
                "private_sector",
                "academia",
                "person_reached",
                "other",
                "not_specified",
                name="participantfunction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.Column("men", sa.Integer(), nullable=False),
        sa.Column("girls", sa.Integer(), nullable=False),
        sa.Column("boys", sa.Integer(), nullable=False),
        sa.Column("unspecified", sa.Integer(), nullable=False),
        sa.Column("counted_before", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "women >= 0 AND men >= 0 AND girls >= 0 AND boys >= 0 AND unspecified >= 0",
            name=op.f("ck_activity_participants_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_participants_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_participants")),
        sa.UniqueConstraint(
            "activity_id",
            "place",
            "function",
            name=op.f("uq_activity_participants_activity_id_place_function"),
        ),
    )
    with op.batch_alter_table("activity_participants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_participants_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "activity_partner",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_partner_activity_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "name", name=op.f("pk_activity_partner")),
    )
    op.create_table(
        "activity_request",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_request_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["assistance_request.id"], name=op.f("fk_activity_request_request_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "request_id", name=op.f("pk_activity_request")),
    )
    op.create_table(
        "activity_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("actual", sa.Integer(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_result_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_result")),
    )
    with op.batch_alter_table("activity_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_result_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "activity_tool",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "developed",
                "updated",
                "disseminated",
                "used",
                name="tooluse",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "share_bp BETWEEN 0 AND 10000", name=op.f("ck_activity_tool_share_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_tool_activity_id")
        ),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"], name=op.f("fk_activity_tool_tool_id")),
        sa.PrimaryKeyConstraint("activity_id", "tool_id", "use", name=op.f("pk_activity_tool")),
    )
    op.create_table(
        "contribution_scope",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "instrument",
                "region",
                "country",
                "programme",
                "activity",
                "tool",
                name="scopekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_scope_contribution_id"),
        ),
        sa.PrimaryKeyConstraint(
            "contribution_id", "kind", "code", name=op.f("pk_contribution_scope")
        ),
    )
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledged",
                "pledge_control",
                "exchange_difference",
                "donor",
                "refunded",
                "unallocated",
                "allocated",
                "committed",
                "spent",
                "support_reserved",
                "support_charged",
                name="accountkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("balance_minor", db.MinorUnits(), nullable=False),
        sa.Column("original_minor", db.MinorUnits(), nullable=False),
        sa.CheckConstraint(
            "balance_minor >= 0 OR kind IN ('donor', 'exchange_difference', 'pledge_control')",
            name=op.f("ck_ledger_account_inside_not_below_zero"),
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_ledger_account_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_ledger_account_contribution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
    )
    with op.batch_alter_table("ledger_account", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_account_contribution_id", ["contribution_id"], unique=False
        )
        batch_op.create_index(
            "uq_ledger_account_of_activity",
            ["activity_id", "contribution_id", "kind"],
            unique=True,
            sqlite_where=sa.text("activity_id IS NOT NULL"),
            postgresql_where=sa.text("activity_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_ledger_account_of_contribution",
            ["contribution_id", "kind"],
            unique=True,
            sqlite_where=sa.text("activity_id IS NULL"),
            postgresql_where=sa.text("activity_id IS NULL"),
        )

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledge",
                "pledge_adjustment",
                "receipt",
                "receipt_correction",
                "allocation",
                "commitment",
                "expenditure",
                "refund",
                "reversal",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", db.UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=254), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("usd_minor", db.MinorUnits(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("original_minor", db.MinorUnits(), nullable=True),
        sa.Column("rate", db.ExactDecimal(), nullable=True),
        sa.Column("rate_source", sa.String(length=200), nullable=False),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_ledger_entry_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_ledger_entry_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_ledger_entry_reference")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_entry_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entry_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entry_effective_on"), ["effective_on"], unique=False
        )

    op.create_table(
        "tool_dissemination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "launch",
                "training",
                "copies",
                "downloads",
                name="disseminationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_tool_dissemination_number_not_negative")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_tool_dissemination_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tool.id"], name=op.f("fk_tool_dissemination_tool_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_dissemination")),
    )
    with op.batch_alter_table("tool_dissemination", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_dissemination_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tool_dissemination_tool_id"), ["tool_id"], unique=False
        )

    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        sa.Column("measure", sa.SmallInteger(), nullable=True),
        sa.Column("attributed", sa.Boolean(), nullable=False),
        sa.Column("original_minor", db.MinorUnits(), nullable=True),
        sa.CheckConstraint("measure BETWEEN 1 AND 9", name=op.f("ck_ledger_line_measure_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_line_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ledger_entry.id"],
            name=op.f("fk_ledger_line_entry_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
    )
    with op.batch_alter_table("ledger_line", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_line_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_ledger_line_entry_id", ["entry_id"], unique=False)
    op.execute("INSERT INTO record_state (id, version, illustrative) VALUES (1, 0, false)")
    head = sa.table(
        "ledger_head",
        sa.column("id"),
        sa.column("last_entry_id"),
        sa.column("last_line_id"),
        sa.column("last_account_id"),
        sa.column("digest", sa.LargeBinary()),
    )
    op.execute(
        head.insert().values(id=1, last_entry_id=0, last_line_id=0, last_account_id=0, digest=b"")
    )


def downgrade() -> None:
    """Drop the tables."""
    with op.batch_alter_table("ledger_line", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_line_entry_id")
        batch_op.drop_index("ix_ledger_line_account_id")

    op.drop_table("ledger_line")
    with op.batch_alter_table("tool_dissemination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_dissemination_tool_id"))
        batch_op.drop_index(batch_op.f("ix_tool_dissemination_activity_id"))

    op.drop_table("tool_dissemination")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_effective_on"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entry_activity_id"))

    op.drop_table("ledger_entry")
    with op.batch_alter_table("ledger_account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_account_of_contribution",
            sqlite_where=sa.text("activity_id IS NULL"),
            postgresql_where=sa.text("activity_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_ledger_account_of_activity",
            sqlite_where=sa.text("activity_id IS NOT NULL"),
            postgresql_where=sa.text("activity_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_ledger_account_contribution_id")

    op.drop_table("ledger_account")
    op.drop_table("contribution_scope")
    op.drop_table("activity_tool")
    with op.batch_alter_table("activity_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_result_activity_id"))

    op.drop_table("activity_result")
    op.drop_table("activity_request")
    op.drop_table("activity_partner")
    with op.batch_alter_table("activity_participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_participants_activity_id"))

    op.drop_table("activity_participants")
    op.drop_table("activity_paragraph")
    op.drop_table("activity_instrument")
    with op.batch_alter_table("activity_document", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_document_activity_id")

    op.drop_table("activity_document")
    op.drop_table("activity_beneficiary")
    op.drop_table("activity_article")
    op.drop_table("tool_instrument")
    with op.batch_alter_table("donor_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_donor_alias_donor_id"))

    op.drop_table("donor_alias")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_donor_reference"))
        batch_op.drop_index(batch_op.f("ix_contribution_donor_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_agreement_number"))

    op.drop_table("contribution")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_programme_id"))

    op.drop_table("activity")
    op.drop_table("tool")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_email"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_address"))

    op.drop_table("sign_in_attempt")
    op.drop_table("record_state")
    op.drop_table("programme")
    op.drop_table("person")
    op.drop_table("ledger_head")
    op.drop_table("exchange_rate")
    op.drop_table("donor")
    with op.batch_alter_table("audit_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_record_subject_reference"))

    op.drop_table("audit_record")
    with op.batch_alter_table("assistance_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assistance_request_state"))

    op.drop_table("assistance_request")
    op.drop_table("adherence_fact")
