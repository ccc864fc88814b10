"""The table of files about records; what they hold stands in a folder, by digest."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime

DIGEST = 64
"""The length of a SHA-256 digest in hexadecimal digits."""


class RecordFile(SQLModel, table=True):
    """A file about one record: an activity, a contribution, a tool or a request.

    `indicator` names the indicator of the activity of which it is the evidence, `version` and
    `language` the version of a tool and the language that it holds. One that is not public is for
    staff alone, and for the donor of its contribution; one with `withdrawn_at` was taken away, and
    its content stays. `replaces` is the number of the file in whose place it stands.
    """

    __tablename__ = "record_file"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN activity_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN contribution_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN tool_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN request_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="of_one_record",
        ),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int | None = Field(default=None, foreign_key="activity.id", index=True)
    contribution_id: int | None = Field(default=None, foreign_key="contribution.id", index=True)
    tool_id: int | None = Field(default=None, foreign_key="tool.id", index=True)
    request_id: int | None = Field(default=None, foreign_key="assistance_request.id", index=True)
    title: str = Field(max_length=500)
    indicator: str = Field(default="", max_length=500)
    version: str = Field(default="", max_length=40)
    language: str = Field(default="", max_length=3)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=10)
    digest: str = Field(max_length=DIGEST, index=True)
    size: int = Field(sa_type=BigInteger)
    is_public: bool = False
    added_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    replaces: int | None = None
