"""Tables of donors and of the spellings under which they are known."""

from sqlmodel import Field, SQLModel

from tracker.db import enum_column
from tracker.fund.states import DonorStatus
from tracker.reference.codes import ContributorType


class Donor(SQLModel, table=True):
    """Who gives: a State, the European Union, an organisation, a company, a person."""

    __tablename__ = "donor"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=300)
    type: ContributorType = Field(sa_type=enum_column(ContributorType))
    state: str = Field(default="", max_length=3)
    status: DonorStatus = Field(sa_type=enum_column(DonorStatus), default=DonorStatus.DECIDED)
    merged_into_id: int | None = Field(default=None, foreign_key="donor.id")
    note: str = ""


class DonorAlias(SQLModel, table=True):
    """Another spelling of a donor; `key` is the spelling without case and accents."""

    __tablename__ = "donor_alias"

    id: int | None = Field(default=None, primary_key=True)
    donor_id: int = Field(foreign_key="donor.id", index=True)
    key: str = Field(max_length=300, unique=True)
    spelling: str = Field(max_length=300)
    source: str = Field(default="", max_length=200)
