"""Tables of imports from pages: the import, its file, its rows and its faults."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.outcomes import Outcome
from tracker.folded_columns import folded_from


class ImportJob(SQLModel, table=True):
    """An import: its upload, its state, its preview or result.

    `job_id` is the newest job that checks or applies its rows. The counts and `report` are those
    of the newest preview, `digest` sums up the outcomes of its rows, in the language `locale`.
    `reason` is why several records are changed at once, empty for a sheet that was uploaded.
    """

    __tablename__ = "import_job"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    profile: str = Field(default="", max_length=80)
    sheet: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    encoding: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    file_name: str = Field(max_length=200)
    file_size: int = 0
    sha256: str = Field(max_length=64, index=True)
    locale: str = Field(default="en", max_length=8)
    by: str = Field(max_length=254, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    state: ImportState = Field(
        default=ImportState.UPLOADED, sa_type=enum_column(ImportState, name="jobstate")
    )
    job_id: int | None = Field(default=None, foreign_key="job.id")
    decided_by: str = Field(default="", max_length=254)
    accept_good: bool = False
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rows_read: int = 0
    rows_added: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_rejected: int = 0
    rows_left_out: int = 0
    faults: int = 0
    takeable: bool = False
    differed: bool = False
    digest: str = Field(default="", max_length=64)
    report: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    message: str = Field(default="", max_length=2000)
    reason: str = Field(default="", max_length=2000, sa_column_kwargs={"server_default": ""})
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("file_name")
    )


class ImportFile(SQLModel, table=True):
    """The file of an import, apart so that lists do not read it."""

    __tablename__ = "import_file"

    job_id: int = Field(primary_key=True, foreign_key="import_job.id")
    content: bytes = Field(sa_type=LargeBinary)


class ImportRow(SQLModel, table=True):
    """The outcome of a row; `cells` holds those of a rejected one for its download."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "job_id", "outcome", "place"),)

    job_id: int = Field(primary_key=True, foreign_key="import_job.id")
    place: int = Field(primary_key=True)
    row: int
    outcome: Outcome = Field(sa_type=enum_column(Outcome))
    key: str = ""
    changes: list[Any] | None = Field(default=None, sa_type=JSON)
    cells: list[Any] | None = Field(default=None, sa_type=JSON)
    why: str = ""
    folded: str | None = Field(default=None, sa_type=Text, sa_column_kwargs=folded_from("key"))


class ImportFault(SQLModel, table=True):
    """A fault of a cell, or with `warning` a warning."""

    __tablename__ = "import_fault"

    job_id: int = Field(primary_key=True, foreign_key="import_job.id")
    place: int = Field(primary_key=True)
    row: int
    column: str = ""
    value: str = ""
    message: str
    warning: bool = False
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("message", "value", "column")
    )
