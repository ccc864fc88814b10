"""Tables of assistance requests and of the activities that answer them."""

from datetime import date

from sqlmodel import Field, SQLModel

from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.db import enum_column
from tracker.reference.instruments import Instrument
from tracker.reference.record_codes import key_of


class AssistanceRequest(SQLModel, table=True):
    """A need for assistance, stated by a State."""

    __tablename__ = "assistance_request"

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


class ActivityAssistanceRequest(SQLModel, table=True):
    """An activity answers a request."""

    __tablename__ = "activity_request"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    request_id: int = Field(foreign_key="assistance_request.id", primary_key=True)
