"""Tables of programmes and activities, with the parts of each activity.

A result or document with `withdrawn_at` was taken away and stays for what points at it.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.assistance.states import ProgrammeKind, PublicationState, ResultCounting
from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.folded_columns import folded_from
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction, Theme
from tracker.reference.instruments import Instrument
from tracker.reference.record_codes import key_of


class Programme(SQLModel, table=True):
    """A national, regional, thematic or global programme."""

    __tablename__ = "programme"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("code")},
    )
    title: str = Field(max_length=500)
    kind: ProgrammeKind = Field(sa_type=enum_column(ProgrammeKind))
    place: str = Field(default="", max_length=3)
    description: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    written_in: str | None = Field(default=None, max_length=2)
    texts: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("title", "code", "texts")
    )


class Activity(SQLModel, table=True):
    """One activity of technical assistance; its budget in US cents.

    It is on record from the moment `known_from`, without one from the beginning.
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("budget_minor IS NULL OR budget_minor >= 0", name="budget_not_negative"),
        CheckConstraint(
            "planned_end IS NULL OR planned_start <= planned_end", name="plan_in_order"
        ),
        CheckConstraint("actual_end IS NULL OR actual_start <= actual_end", name="dates_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("code")},
    )
    title: str = Field(max_length=1000)
    description: str = ""
    programme_id: int = Field(foreign_key="programme.id", index=True)
    type: ActivityType = Field(sa_type=enum_column(ActivityType))
    status: ActivityStatus = Field(sa_type=enum_column(ActivityStatus))
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    budget_minor: int | None = Field(default=None, sa_type=MinorUnits)
    venue: str = Field(default="", max_length=300)
    evaluation: str = ""
    publication: PublicationState = Field(
        default=PublicationState.PUBLISHED,
        sa_type=enum_column(PublicationState),
        sa_column_kwargs={"server_default": PublicationState.PUBLISHED.value},
    )
    known_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    written_in: str | None = Field(default=None, max_length=2)
    texts: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("title", "code", "venue", "texts")
    )


class ActivityInstrument(SQLModel, table=True):
    """The share of an activity that serves one instrument, in basis points."""

    __tablename__ = "activity_instrument"
    __table_args__ = (CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share_in_range"),)

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    instrument: Instrument = Field(sa_type=enum_column(Instrument), primary_key=True)
    share_bp: int


class ActivityBeneficiary(SQLModel, table=True):
    """The share of an activity for one place, in basis points.

    A place is a State or area (ISO 3166 alpha-3), a region (M49 code) or 001, the world.
    """

    __tablename__ = "activity_beneficiary"
    __table_args__ = (CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share_in_range"),)

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    place: str = Field(max_length=3, primary_key=True)
    share_bp: int


class ParticipantColumns(SQLModel):
    """The columns of a count of people of one function and place, on a day or on none stated.

    Of those counted, so many by sex were counted before, in the earlier activity or programme;
    `counted_before` on a row of an older version says that all of them were, without where.
    """

    place: str = Field(default="", max_length=3)
    function: ParticipantFunction = Field(sa_type=enum_column(ParticipantFunction))
    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    unspecified: int = 0
    counted_before: bool = False
    counted_on: date | None = None
    women_before: int | None = None
    men_before: int | None = None
    girls_before: int | None = None
    boys_before: int | None = None
    unspecified_before: int | None = None
    before_activity_id: int | None = Field(default=None, foreign_key="activity.id")
    before_programme_id: int | None = Field(default=None, foreign_key="programme.id")


class ActivityParticipants(ParticipantColumns, table=True):
    """People who took part or were reached, as counts only; one row a country, function and day."""

    __tablename__ = "activity_participants"
    __table_args__ = (
        UniqueConstraint("activity_id", "place", "function", "counted_on"),
        CheckConstraint(
            "women >= 0 AND men >= 0 AND girls >= 0 AND boys >= 0 AND unspecified >= 0",
            name="counts_not_negative",
        ),
        CheckConstraint(
            "women_before >= 0 AND women_before <= women AND men_before >= 0 AND men_before <= men"
            " AND girls_before >= 0 AND girls_before <= girls"
            " AND boys_before >= 0 AND boys_before <= boys"
            " AND unspecified_before >= 0 AND unspecified_before <= unspecified",
            name="before_among_counted",
        ),
        CheckConstraint(
            "before_activity_id IS NULL OR before_programme_id IS NULL", name="before_in_one"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)


class ResultColumns(SQLModel):
    """The columns of an indicator with baseline and target, and its actual value for a period.

    The period ends on the day of measuring; without a first day it began with the activity.
    """

    indicator: str = Field(max_length=500)
    unit: str = Field(default="", max_length=60)
    baseline: int | None = None
    target: int | None = None
    actual: int | None = None
    measured_on: date | None = None
    counting: ResultCounting = Field(
        default=ResultCounting.LATEST,
        sa_type=enum_column(ResultCounting),
        sa_column_kwargs={"server_default": ResultCounting.LATEST.value},
    )
    period_start: date | None = None
    period_target: int | None = None
    actual_women: int | None = None
    actual_men: int | None = None
    actual_unspecified: int | None = None
    evidence: str = Field(default="", max_length=500, sa_column_kwargs={"server_default": ""})
    evidence_url: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})
    lowered_because: str = Field(
        default="", max_length=500, sa_column_kwargs={"server_default": ""}
    )


class ActivityResult(ResultColumns, table=True):
    """An indicator of an activity's result; one row for each day on which it was measured."""

    __tablename__ = "activity_result"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ActivityPartner(SQLModel, table=True):
    """An organisation that carries an activity out."""

    __tablename__ = "activity_partner"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    name: str = Field(max_length=300, primary_key=True)
    role: str = Field(default="implementing", max_length=40)


class ActivityArticle(SQLModel, table=True):
    """An article that an activity helps to implement."""

    __tablename__ = "activity_article"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    instrument: Instrument = Field(sa_type=enum_column(Instrument), primary_key=True)
    article: str = Field(max_length=10, primary_key=True)


class ActivityTheme(SQLModel, table=True):
    """A theme of operative paragraph 3 that an activity is about."""

    __tablename__ = "activity_theme"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    theme: Theme = Field(sa_type=enum_column(Theme), primary_key=True)


class ActivityParagraph(SQLModel, table=True):
    """An operative paragraph of the resolution that an activity answers."""

    __tablename__ = "activity_paragraph"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    paragraph: int = Field(primary_key=True)


class ActivityDocument(SQLModel, table=True):
    """A document about an activity, by its title and symbol or address."""

    __tablename__ = "activity_document"
    __table_args__ = (Index("ix_activity_document_activity_id", "activity_id"),)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id")
    title: str = Field(max_length=500)
    symbol: str = Field(default="", max_length=120)
    url: str = Field(default="", max_length=1000)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
