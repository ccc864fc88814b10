"""The tables of reports: each with its terms and its tree, editors' texts, issued files, jobs."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.reports.content.report import ReportKind
from tracker.reports.register.states import ReportState
from tracker.reports.renderings.forms import Format

DIGEST = 64
"""The hexadecimal digits of a SHA-256."""


class RegisteredReport(SQLModel, table=True):
    """A report: the terms it is drawn by, the tree as drawn, and, once issued, as issued.

    `drawn` and `issued` are canonical JSON; `digest` is that of what was issued, "" before.
    `corrects_id` is the issued report of which this is a corrigendum.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("cleared_by <> prepared_by OR cleared_by = ''", name="two_persons"),
        CheckConstraint("(state = 'issued') = (digest <> '')", name="issued_with_digest"),
        CheckConstraint("state = 'draft' OR cleared_by <> ''", name="cleared_by_somebody"),
        CheckConstraint("first_day IS NULL OR first_day <= last_day", name="days_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: ReportKind = Field(sa_type=enum_column(ReportKind))
    state: ReportState = Field(sa_type=enum_column(ReportState))
    subject: str = Field(default="", max_length=64, index=True)
    terms: str = Field(sa_type=Text)
    first_day: date | None = None
    last_day: date
    drawn: str = Field(sa_type=Text)
    issued: str = Field(default="", sa_type=Text)
    digest: str = Field(default="", max_length=DIGEST, index=True)
    prepared_by: str = Field(max_length=254)
    prepared_at: datetime = Field(sa_type=UtcDateTime)
    cleared_by: str = Field(default="", max_length=254)
    cleared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    issued_by: str = Field(default="", max_length=254)
    issued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    corrects_id: int | None = Field(default=None, foreign_key="report.id")


class ReportText(SQLModel, table=True):
    """A text that an editor has typed for a report.

    `anchor` is the id of the paragraph in whose place it stands, or that of a section with "+"
    after it, at whose end it stands. `of_digest` is the digest of what was drawn there then.
    `written_in` is the language of `text`, None where nobody has said it; `texts` are its
    translations, each a language with a text.
    """

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("report_id", "anchor"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    anchor: str = Field(max_length=120)
    text: str = Field(sa_type=Text)
    written_in: str | None = Field(default=None, max_length=2)
    texts: list[dict[str, str]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    of_digest: str = Field(default="", max_length=DIGEST)
    written_by: str = Field(max_length=254)
    written_at: datetime = Field(sa_type=UtcDateTime)


class ReportFile(SQLModel, table=True):
    """A file of an issued report, with its SHA-256."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_id", "format", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    format: Format = Field(sa_type=enum_column(Format, "reportformat"))
    language: str = Field(max_length=2)
    sha256: str = Field(max_length=DIGEST, index=True)
    data: bytes = Field(sa_type=LargeBinary)


class ReportJob(SQLModel, table=True):
    """The newest job that issues a report; a report that is returned has none any more."""

    __tablename__ = "report_job"

    report_id: int = Field(primary_key=True, foreign_key="report.id")
    job_id: int = Field(foreign_key="job.id")
