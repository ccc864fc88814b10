"""A contribution as a program sends it, and what it is told of it."""

import json
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_core import from_json

from tracker.api.answers import Answer
from tracker.api.bodies import Body, NotBelowZero, RecordingBody, ShortText, Text
from tracker.api.parameters import Day
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ScopeKind,
    SupportBasis,
)
from tracker.reference.codes import Earmarking, EarmarkingModality, FinancingInstrument

MOST_PARTS = 400
Reference = Annotated[ShortText, Field(max_length=60)]
DonorText = Annotated[ShortText, Field(max_length=300)]
Number = Annotated[ShortText, Field(max_length=120)]


class ScopeBody(Body):
    """Something to which a contribution is tied."""

    kind: ScopeKind
    code: Reference


class InstalmentBody(Body):
    """An instalment of the agreement."""

    due_on: Day
    amount_minor: NotBelowZero
    note: ShortText = ""


class ReportBody(Body):
    """A report that is due to the donor."""

    kind: ContributionReportKind
    period: Reference
    due_on: Day
    submitted_on: Day | None = None
    note: ShortText = ""


class DocumentBody(Body):
    """A document of a contribution."""

    kind: ContributionDocumentKind
    title: ShortText
    address: ShortText = ""
    dated_on: Day | None = None
    is_public: bool = False


class ContributionBody(RecordingBody):
    """A contribution to be added, with its terms; its money is recorded by entries."""

    reference: Reference
    donor: DonorText = Field(description="The code of the donor, or a name of it on record.")
    financing_instrument: FinancingInstrument
    earmarking: Earmarking
    currency: Annotated[str, Field(max_length=3)]
    amount_minor: NotBelowZero = Field(description="In minor units of `currency`.")
    title: ShortText = ""
    donor_reference: Number = ""
    agreement_number: Number = ""
    kind: ContributionKind = ContributionKind.CASH
    source: ContributionSource = ContributionSource.BUDGET
    source_article: Annotated[ShortText, Field(max_length=300)] = ""
    valuation_basis: ShortText = ""
    valued_by: Annotated[ShortText, Field(max_length=200)] = ""
    valued_on: Day | None = None
    earmarking_modality: EarmarkingModality | None = None
    scope: list[ScopeBody] = Field(default_factory=list, max_length=MOST_PARTS)
    support_rate_bp: int = Field(DEFAULT_RATE_BP, ge=0, le=10_000, strict=True)
    support_rate_reason: ShortText = ""
    support_basis: SupportBasis = SupportBasis.EXPENDITURE
    pledged_on: Day | None = None
    agreed_on: Day | None = None
    use_from: Day | None = None
    use_until: Day | None = None
    conditions: Text = ""
    note: Text = ""
    instalments: list[InstalmentBody] = Field(default_factory=list, max_length=MOST_PARTS)
    reports: list[ReportBody] = Field(default_factory=list, max_length=MOST_PARTS)
    documents: list[DocumentBody] = Field(default_factory=list, max_length=MOST_PARTS)

    def draft(self) -> ContributionDraft:
        """Return the contribution as a draft."""
        values = self.model_dump(exclude={"dry_run", "sure"})
        parts = {
            "scope": tuple(sorted({(one.kind, one.code) for one in self.scope})),
            "instalments": tuple(InstalmentDraft(**one) for one in values["instalments"]),
            "reports": tuple(ReportDraft(**one) for one in values["reports"]),
            "documents": tuple(ContributionDocumentDraft(**one) for one in values["documents"]),
        }
        return ContributionDraft(**values | parts)


DECIDES_OTHERS = frozenset(
    {"", "currency", "earmarking", "earmarking_modality", "financing_instrument", "kind", "scope"}
)
"""The fields without which nothing can be said of some others."""
STAND_INS: Mapping[str, object] = {"reference": "UNREAD", "donor": "UNREAD", "amount_minor": 1}


def readable_terms(data: bytes, unread: Collection[str]) -> ContributionDraft | None:
    """Return the draft of what was sent without its unreadable fields; None where none is made."""
    if DECIDES_OTHERS & set(unread):
        return None
    values = {name: value for name, value in STAND_INS.items() if name in unread}
    values |= {
        name: value
        for name, value in from_json(data).items()
        if name in ContributionBody.model_fields and name not in unread
    }
    try:
        return ContributionBody.model_validate_json(json.dumps(values)).draft()
    except ValidationError:
        return None


class ContributionFate(StrEnum):
    """What became of a contribution."""

    ADDED = "added"  # it is on record now
    KNOWN = "known"  # it was on record before, with the same content


class ContributionAnswer(Answer):
    """What became of a contribution, or would become of it in a dry run."""

    reference: str
    state: ContributionFate
    dry_run: bool
