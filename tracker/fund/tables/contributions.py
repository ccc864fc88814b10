"""Tables of contributions and their earmarks."""

from datetime import date

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel

from tracker.db import MinorUnits, enum_column
from tracker.folded_columns import folded_from
from tracker.fund.states import (
    ContributionKind,
    ContributionSource,
    ContributionState,
    ScopeKind,
    SupportBasis,
)
from tracker.reference.codes import Earmarking, EarmarkingModality, FinancingInstrument
from tracker.reference.record_codes import key_of


class Contribution(SQLModel, table=True):
    """A contribution of a donor under one pledge or agreement.

    `amount_minor` is the pledge in minor units of `currency`; its amounts in US dollars are in
    the ledger. `support_rate_bp` is the programme support cost in basis points of expenditure.
    `source_article` is the provision under which confiscated proceeds are given; the valuation is
    that of a contribution in kind.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("support_rate_bp BETWEEN 0 AND 5000", name="support_rate_in_range"),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("use_until IS NULL OR use_from <= use_until", name="use_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=60, unique=True)
    code_key: str | None = Field(
        default=None,
        max_length=60,
        unique=True,
        sa_column_kwargs={"default": key_of("reference")},
    )
    donor_id: int = Field(foreign_key="donor.id", index=True)
    title: str = Field(default="", max_length=500)
    donor_reference: str = Field(default="", max_length=120, index=True)
    agreement_number: str = Field(default="", max_length=120, index=True)
    financing_instrument: FinancingInstrument = Field(sa_type=enum_column(FinancingInstrument))
    kind: ContributionKind = Field(
        sa_type=enum_column(ContributionKind), default=ContributionKind.CASH
    )
    source: ContributionSource = Field(
        sa_type=enum_column(ContributionSource), default=ContributionSource.BUDGET
    )
    source_article: str = Field(default="", max_length=300)
    valuation_basis: str = Field(default="", max_length=500)
    valued_by: str = Field(default="", max_length=200)
    valued_on: date | None = None
    earmarking: Earmarking = Field(sa_type=enum_column(Earmarking))
    earmarking_modality: EarmarkingModality | None = Field(
        default=None, sa_type=enum_column(EarmarkingModality)
    )
    currency: str = Field(default="USD", max_length=3)
    amount_minor: int = Field(sa_type=MinorUnits)
    support_rate_bp: int = 1300
    support_rate_reason: str = Field(default="", max_length=500)
    support_basis: SupportBasis = Field(
        sa_type=enum_column(SupportBasis),
        default=SupportBasis.EXPENDITURE,
        sa_column_kwargs={"server_default": SupportBasis.EXPENDITURE.value},
    )
    state: ContributionState = Field(
        sa_type=enum_column(ContributionState), default=ContributionState.PLEDGED
    )
    pledged_on: date | None = None
    agreed_on: date | None = None
    use_from: date | None = None
    use_until: date | None = None
    conditions: str = ""
    note: str = ""
    folded: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("title", "reference")
    )
    folded_donor_reference: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("donor_reference")
    )
    folded_agreement_number: str | None = Field(
        default=None, sa_type=Text, sa_column_kwargs=folded_from("agreement_number")
    )


class ContributionScope(SQLModel, table=True):
    """A code of a contribution's earmark; rows of one kind are alternatives."""

    __tablename__ = "contribution_scope"

    contribution_id: int = Field(foreign_key="contribution.id", primary_key=True)
    kind: ScopeKind = Field(sa_type=enum_column(ScopeKind), primary_key=True)
    code: str = Field(max_length=60, primary_key=True)
