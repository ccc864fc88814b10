"""Tables of the technical assistance tools and of their dissemination."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.assistance.states import DisseminationMeans, DisseminationUnit, ToolUse
from tracker.db import UtcDateTime, enum_column
from tracker.folded_columns import folded_from
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.record_codes import key_of


class Tool(SQLModel, table=True):
    """A guide, model law, toolkit, database or the like that States work with."""

    __tablename__ = "tool"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("code")},
    )
    title: str = Field(max_length=500)
    kind: ToolKind = Field(sa_type=enum_column(ToolKind))
    year: int | None = None
    languages: str = Field(default="", max_length=200)
    symbol: str = Field(default="", max_length=200)
    description: str = ""
    source: str = Field(default="", max_length=500)
    unsure: str = Field(default="", max_length=200)
    written_in: str | None = Field(default=None, max_length=2)
    texts: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("title", "code", "symbol", "texts")
    )


class ToolVersion(SQLModel, table=True):
    """A version of a tool: what changed in it, and the languages in which it is there."""

    __tablename__ = "tool_version"
    __table_args__ = (UniqueConstraint("tool_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    version: str = Field(max_length=40)
    released_on: date | None = None
    languages: str = Field(default="", max_length=200)
    symbol: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=1000)
    changes: str = Field(default="", max_length=2000)


class ToolInstrument(SQLModel, table=True):
    """An instrument that a tool helps to implement."""

    __tablename__ = "tool_instrument"

    tool_id: int = Field(foreign_key="tool.id", primary_key=True)
    instrument: Instrument = Field(sa_type=enum_column(Instrument), primary_key=True)


class ActivityTool(SQLModel, table=True):
    """The use of a tool by an activity, and its share of the activity's cost.

    The shares of an activity's tools, in basis points, add up to 10,000 at most; the rest is for
    no tool.
    """

    __tablename__ = "activity_tool"
    __table_args__ = (CheckConstraint("share_bp BETWEEN 0 AND 10000", name="share_in_range"),)

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", primary_key=True)
    use: ToolUse = Field(sa_type=enum_column(ToolUse), primary_key=True)
    share_bp: int = 0


class ToolDissemination(SQLModel, table=True):
    """An event by which a tool reached its readers: so many of one unit.

    `known_from` is the moment it was recorded; events of before that was kept have none, and
    count as known from the beginning.
    """

    __tablename__ = "tool_dissemination"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("code")},
    )
    tool_id: int = Field(foreign_key="tool.id", index=True)
    activity_id: int | None = Field(default=None, foreign_key="activity.id", index=True)
    means: DisseminationMeans = Field(sa_type=enum_column(DisseminationMeans))
    held_on: date = Field(index=True)
    place: str = Field(default="", max_length=3)
    language: str = Field(default="", max_length=3)
    audience: ParticipantFunction = Field(sa_type=enum_column(ParticipantFunction))
    unit: DisseminationUnit = Field(sa_type=enum_column(DisseminationUnit))
    number: int = 0
    note: str = Field(default="", max_length=500)
    known_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("code", "note")
    )


class FormerDissemination(SQLModel, table=True):
    """An event of dissemination as it was known until a moment; rows are only ever added."""

    __tablename__ = "former_dissemination"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"),)

    id: int | None = Field(default=None, primary_key=True)
    dissemination_id: int = Field(foreign_key="tool_dissemination.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    tool_id: int = Field(foreign_key="tool.id")
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    means: DisseminationMeans = Field(sa_type=enum_column(DisseminationMeans))
    held_on: date
    place: str = Field(default="", max_length=3)
    language: str = Field(default="", max_length=3)
    audience: ParticipantFunction = Field(sa_type=enum_column(ParticipantFunction))
    unit: DisseminationUnit = Field(sa_type=enum_column(DisseminationUnit))
    number: int = 0
    note: str = Field(default="", max_length=500)
