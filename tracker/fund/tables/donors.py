"""Tables of donors: names, spellings, contacts, and the decisions about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db import UtcDateTime, enum_column
from tracker.folded_columns import folded_from
from tracker.fund.states import ContactRole, DonorStatus
from tracker.reference.codes import ContributorType
from tracker.reference.record_codes import key_of


class Donor(SQLModel, table=True):
    """A donor: a State, the European Union, an organisation, a company, a person.

    `name` is the name today; `donor_name` holds the names as at other days.
    """

    __tablename__ = "donor"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("code")},
    )
    name: str = Field(max_length=300)
    type: ContributorType = Field(sa_type=enum_column(ContributorType))
    state: str = Field(default="", max_length=3)
    status: DonorStatus = Field(sa_type=enum_column(DonorStatus), default=DonorStatus.DECIDED)
    merged_into_id: int | None = Field(default=None, foreign_key="donor.id")
    note: str = ""
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("name", "code")
    )


class DonorName(SQLModel, table=True):
    """The name of a donor from a day on; without a day, as far back as is known."""

    __tablename__ = "donor_name"
    __table_args__ = (UniqueConstraint("donor_id", "holds_from"),)

    id: int | None = Field(default=None, primary_key=True)
    donor_id: int = Field(foreign_key="donor.id", index=True)
    name: str = Field(max_length=300)
    holds_from: date | None = None
    source: str = Field(default="", max_length=200)
    folded: str | None = Field(default=None, sa_type=Text, sa_column_kwargs=folded_from("name"))


class DonorAlias(SQLModel, table=True):
    """Another spelling of a donor; `key` is the spelling without case and accents."""

    __tablename__ = "donor_alias"

    id: int | None = Field(default=None, primary_key=True)
    donor_id: int = Field(foreign_key="donor.id", index=True)
    key: str = Field(max_length=300, unique=True)
    spelling: str = Field(max_length=300)
    source: str = Field(default="", max_length=200)
    folded: str | None = Field(default=None, sa_type=Text, sa_column_kwargs=folded_from("spelling"))


class DonorContact(SQLModel, table=True):
    """A contact of a donor, with its purpose; never public."""

    __tablename__ = "donor_contact"

    id: int | None = Field(default=None, primary_key=True)
    donor_id: int = Field(foreign_key="donor.id", index=True)
    role: ContactRole = Field(sa_type=enum_column(ContactRole))
    name: str = Field(max_length=200)
    email: str = Field(default="", max_length=254)
    telephone: str = Field(default="", max_length=60)
    note: str = ""
    active: bool = True


class DonorMerge(SQLModel, table=True):
    """The decision that a donor is another, the rows that it moved, and its undoing.

    `moved` names the rows: {"contributions": [id], "aliases": [id], "people": [id]}.
    """

    __tablename__ = "donor_merge"
    __table_args__ = (CheckConstraint("from_id <> into_id", name="two_donors"),)

    id: int | None = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="donor.id", index=True)
    into_id: int = Field(foreign_key="donor.id", index=True)
    status_before: DonorStatus = Field(sa_type=enum_column(DonorStatus))
    moved: dict[str, Any] = Field(sa_type=JSON)
    decided_by: str = Field(max_length=254)
    decided_at: datetime = Field(sa_type=UtcDateTime)
    why: str = Field(max_length=2000)
    undone_by: str = Field(default="", max_length=254)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_why: str = Field(default="", max_length=2000)


class DonorDistinction(SQLModel, table=True):
    """The decision that two donors are not the same; `one_id` is the smaller number."""

    __tablename__ = "donor_distinction"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="pair_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    one_id: int = Field(foreign_key="donor.id")
    other_id: int = Field(foreign_key="donor.id", index=True)
    decided_by: str = Field(max_length=254)
    decided_at: datetime = Field(sa_type=UtcDateTime)
    why: str = Field(max_length=2000)
