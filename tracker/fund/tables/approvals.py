"""Tables of approval requests and the references that they reserve."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Text
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.folded_columns import folded_from
from tracker.fund.states import ApprovalRequestState

LARGEST_NUMBER = 2**31 - 1
"""The largest number of a request that the databases can store."""


class ApprovalRequest(SQLModel, table=True):
    """A request: entries, or a change of the record, for approval by a second person.

    Nothing of it counts before. `change` holds a change of the record, with what was shown of it;
    `digest` is that of what was shown at hand-in. `orders` holds the posting instructions.
    `usd_minor` is their sum in US cents, `kind` the kind of the first one, or of the change;
    ApprovalRequestKind has the kinds of all. `split_at_upgrade` marks a request of a release that
    did not yet fix the parts of the rule at hand-in.
    """

    __tablename__ = "approval_request"
    __table_args__ = (
        CheckConstraint("decided_by <> prepared_by", name="two_persons"),
        CheckConstraint(
            "state NOT IN ('approved', 'returned') OR decided_by <> ''", name="decided_by_someone"
        ),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="returned_with_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    state: ApprovalRequestState = Field(
        sa_type=enum_column(ApprovalRequestState, "requeststate"),
        default=ApprovalRequestState.WAITING,
        index=True,
    )
    title: str = Field(max_length=300)
    kind: str = Field(max_length=32)
    usd_minor: int = Field(sa_type=MinorUnits)
    orders: list[dict[str, Any]] = Field(sa_type=JSON)
    change: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    digest: str = Field(default="", max_length=64)
    contribution_id: int | None = Field(default=None, foreign_key="contribution.id", index=True)
    activity_id: int | None = Field(default=None, foreign_key="activity.id", index=True)
    prepared_by: str = Field(max_length=254, index=True)
    prepared_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(default="", max_length=2000)
    decided_by: str = Field(default="", max_length=254)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=2000)
    replaces_id: int | None = Field(default=None, foreign_key="approval_request.id", unique=True)
    first_entry_id: int | None = Field(default=None, foreign_key="ledger_entry.id")
    last_entry_id: int | None = Field(default=None, foreign_key="ledger_entry.id")
    split_at_upgrade: bool = Field(default=False)
    folded: str | None = Field(default=None, sa_type=Text, sa_column_kwargs=folded_from("title"))


class ApprovalRequestKind(SQLModel, table=True):
    """A kind of entry of which a request has an instruction, for the filter of the list."""

    __tablename__ = "approval_request_kind"

    request_id: int = Field(foreign_key="approval_request.id", primary_key=True)
    kind: str = Field(max_length=32, primary_key=True, index=True)


class ReservedReference(SQLModel, table=True):
    """A reference, or an entry to be reversed, that a waiting request reserves."""

    __tablename__ = "reserved_reference"

    reference: str = Field(max_length=120, primary_key=True)
    request_id: int = Field(foreign_key="approval_request.id", index=True)
    reverses_id: int | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
