"""Tables of assistance requests and of the activities that answer them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, SQLModel

from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.reference.instruments import Instrument
from tracker.reference.record_codes import key_of


class AssistanceRequest(SQLModel, table=True):
    """A need for assistance, stated by a State; what it would cost in US cents.

    `review_cluster` is the cluster of articles of the country review that found the need. Without
    `consent_to_publish`, the State's own, the request is for staff alone. `known_from` is the
    moment it was recorded, none for one that was known from the beginning.
    """

    __tablename__ = "assistance_request"
    __table_args__ = (
        CheckConstraint(
            "review_cluster IS NULL OR review_cluster BETWEEN 1 AND 4", name="cluster_known"
        ),
        CheckConstraint(
            "estimated_cost_minor IS NULL OR estimated_cost_minor >= 0", name="cost_not_negative"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("code")},
    )
    state: str = Field(max_length=3, index=True)
    source: RequestSource = Field(sa_type=enum_column(RequestSource))
    status: RequestStatus = Field(sa_type=enum_column(RequestStatus))
    priority: Priority = Field(sa_type=enum_column(Priority))
    instrument: Instrument = Field(sa_type=enum_column(Instrument))
    articles: str = Field(default="", max_length=200)
    received_on: date
    summary: str = ""
    decision: str = ""
    review_cluster: int | None = None
    estimated_cost_minor: int | None = Field(default=None, sa_type=MinorUnits)
    cost_basis: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    consent_to_publish: bool = Field(
        default=False, sa_column_kwargs={"server_default": text("false")}
    )
    known_from: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FormerAssistanceRequest(SQLModel, table=True):
    """A request as it was known until a moment; rows are only ever added."""

    __tablename__ = "former_assistance_request"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="assistance_request.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    state: str = Field(max_length=3)
    source: RequestSource = Field(sa_type=enum_column(RequestSource))
    status: RequestStatus = Field(sa_type=enum_column(RequestStatus))
    priority: Priority = Field(sa_type=enum_column(Priority))
    instrument: Instrument = Field(sa_type=enum_column(Instrument))
    articles: str = Field(default="", max_length=200)
    received_on: date
    review_cluster: int | None = None
    estimated_cost_minor: int | None = Field(default=None, sa_type=MinorUnits)
    consent_to_publish: bool = False


class ActivityAssistanceRequest(SQLModel, table=True):
    """An activity answers a request."""

    __tablename__ = "activity_request"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    request_id: int = Field(foreign_key="assistance_request.id", primary_key=True)
