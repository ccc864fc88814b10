"""Tables of asks for an allocation: what a programme manager would like an activity to have."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.fund.states import AllocationAskState


class AllocationAsk(SQLModel, table=True):
    """An ask for money of contributions for an activity; it reserves nothing, and no entry is made.

    `version` counts its moves, so that a decision is about what was shown. `request_id` is the
    approval request that a finance officer made of it.
    """

    __tablename__ = "allocation_ask"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('returned', 'declined') OR reason <> ''", name="decided_with_reason"
        ),
        CheckConstraint(
            "state <> 'taken_up' OR request_id IS NOT NULL", name="taken_up_by_request"
        ),
        CheckConstraint("purpose <> ''", name="has_purpose"),
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    state: AllocationAskState = Field(
        sa_type=enum_column(AllocationAskState),
        default=AllocationAskState.ASKED,
        index=True,
    )
    version: int = Field(default=1)
    purpose: str = Field(max_length=2000)
    asked_by: str = Field(max_length=254, index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: str = Field(default="", max_length=254)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=2000)
    request_id: int | None = Field(
        default=None, foreign_key="approval_request.id", unique=True, nullable=True
    )


class AllocationAskLine(SQLModel, table=True):
    """What an ask would take of one contribution, in US cents without support cost."""

    __tablename__ = "allocation_ask_line"
    __table_args__ = (CheckConstraint("minor > 0", name="above_zero"),)

    ask_id: int = Field(foreign_key="allocation_ask.id", primary_key=True)
    contribution_id: int = Field(foreign_key="contribution.id", primary_key=True, index=True)
    number: int
    minor: int = Field(sa_type=MinorUnits)
