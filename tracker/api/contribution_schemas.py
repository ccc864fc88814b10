"""Answers about contributions, their money and their entries."""

from datetime import date, datetime

from pydantic import Field, field_validator

from tracker.api.answers import Answer, PageAnswer
from tracker.api.files import FileOfRecord
from tracker.api.titles import LANG, TitledAnswer, TitleField
from tracker.assistance.title_book import TitledKind
from tracker.fund.balances.waterfall_steps import StepName, StepSort
from tracker.fund.contributions.schedule import DueState
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.measures import Measure
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ContributionState,
    ScopeKind,
    SupportBasis,
)
from tracker.http.actor_names import ActorToday
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    EarmarkingModality,
    FinancingInstrument,
)
from tracker.reference.languages import TextLanguage

CENTS = "US cents"
ORIGINAL = "minor units of `currency`"
NOT_GIVEN = (
    "there, and neither allocated nor set aside for support cost. The measure `available` of "
    "totals is less: what can still be allocated, within the period of use, with its support cost."
)


class Contribution(Answer):
    """A contribution, without its terms."""

    reference: str
    title: str
    donor: str = Field(description="ISO 3166 alpha-3, EU, or the registry's code.")
    donor_name: str
    donor_type: ContributorType = Field(description="UN Data Standard VI.")
    financing_instrument: FinancingInstrument = Field(description="UN Data Standard IV.")
    kind: ContributionKind
    source: ContributionSource
    source_article: str = Field(
        description="The article under which confiscated proceeds are given, or empty."
    )
    earmarking: Earmarking = Field(description="IATI EarmarkingCategory.")
    earmarking_modality: EarmarkingModality | None = Field(description="IATI EarmarkingModality.")
    state: ContributionState
    currency: str = Field(description="ISO 4217.")
    amount_minor: int = Field(description=f"The pledge in {ORIGINAL}.")
    support_rate_bp: int = Field(description="Programme support cost in basis points.")
    support_basis: SupportBasis = Field(description="The basis on which support cost is charged.")
    pledged_on: date | None
    agreed_on: date | None
    use_from: date | None
    use_until: date | None
    pledged_minor: int = Field(description=CENTS)
    received_minor: int = Field(description=CENTS)
    available_minor: int = Field(description=f"{CENTS}; {NOT_GIVEN}")
    spent_minor: int = Field(description=f"{CENTS}; without support cost.")


class ContributionPage(PageAnswer[Contribution]):
    """A page of contributions."""


class ScopeItem(Answer):
    """A code of a contribution's earmark; items of one kind are alternatives."""

    kind: ScopeKind
    code: str


class Instalment(Answer):
    """An instalment of a contribution; receipts are applied to the instalments in their order."""

    due_on: date
    amount_minor: int = Field(description=f"In {ORIGINAL}.")
    received_minor: int = Field(description=f"The amount received of it, in {ORIGINAL}.")
    state: DueState
    note: str


class Report(Answer):
    """A report to the donor."""

    kind: ContributionReportKind
    period: str
    due_on: date
    submitted_on: date | None
    state: DueState
    note: str


class DocumentOfContribution(Answer):
    """A document about a contribution; documents that are not public need a permission."""

    kind: ContributionDocumentKind
    title: str
    address: str = Field(description="The address of a page or the number of a record.")
    dated_on: date | None
    is_public: bool


class Withdrawal(Answer):
    """When a part was withdrawn, and by whom; it stays on record for what points at it."""

    withdrawn_at: datetime
    withdrawn_by: ActorToday | None = Field(
        description="The name today; null for users who may not see it."
    )


class WithdrawnInstalment(Withdrawal):
    """An instalment that was withdrawn."""

    due_on: date
    amount_minor: int = Field(description=f"In {ORIGINAL}.")
    note: str


class WithdrawnReport(Withdrawal):
    """A report to the donor that was withdrawn."""

    kind: ContributionReportKind
    period: str
    due_on: date
    submitted_on: date | None
    note: str


class WithdrawnDocument(Withdrawal, DocumentOfContribution):
    """A document about a contribution that was withdrawn."""


class Terms(Answer):
    """The terms of a contribution, which are not public."""

    donor_reference: str
    agreement_number: str
    support_rate_reason: str
    valuation_basis: str = Field(description="How a contribution in kind was valued.")
    valued_by: str
    valued_on: date | None
    instalments: list[Instalment]
    reports: list[Report]
    withdrawn_instalments: list[WithdrawnInstalment]
    withdrawn_reports: list[WithdrawnReport]
    conditions: str
    note: str


class Waterfall(Answer):
    """The waterfall of a contribution, in US cents unless a name says `original`.

    pledged + exchange_difference - pledge_written_off - outstanding = received; received +
    interest - bank_charges - transferred - written_off = resources; resources - support_cost -
    support_reserved - support_to_come = programmable_total = allocated + refunded + programmable;
    allocated = spent + committed_open + uncommitted; balance = available + uncommitted +
    committed_open + support_reserved.
    """

    pledged_minor: int
    pledged_original_minor: int
    exchange_difference_minor: int = Field(description="USD at receipt less USD at pledge.")
    pledge_written_off_minor: int = Field(description="Written off of the pledge.")
    outstanding_minor: int = Field(
        description="Not yet received, at the pledge's exchange rate; below zero beyond the pledge."
    )
    due_original_minor: int | None = Field(
        description="Fallen due under the agreement; null for a reader who may not see the terms."
    )
    received_minor: int
    received_original_minor: int
    interest_minor: int
    bank_charges_minor: int
    transferred_minor: int = Field(
        description="To other contributions of the donor, less transfers from them."
    )
    written_off_minor: int
    resources_minor: int
    refunded_minor: int = Field(description="Paid back, at its worth when it came.")
    refund_difference_minor: int = Field(
        description="USD at refund less USD when it came; counts in no sum."
    )
    allocated_minor: int
    committed_minor: int = Field(description="All commitments entered into.")
    committed_open_minor: int = Field(description="Of these, not yet spent.")
    uncommitted_minor: int = Field(description="Allocated, neither committed nor spent.")
    spent_minor: int
    support_cost_minor: int = Field(description="Charged.")
    support_reserved_minor: int = Field(description="Set aside at allocation, not yet charged.")
    support_to_come_minor: int = Field(
        description="The support cost on the available amount, were it allocated."
    )
    programmable_total_minor: int = Field(description="Resources less support cost.")
    available_minor: int = Field(description=NOT_GIVEN[0].upper() + NOT_GIVEN[1:])
    waiting_minor: int = Field(description="Of this, reserved by waiting requests.")
    balance_minor: int = Field(description="The balance of the contribution: money still held.")
    programmable_minor: int = Field(
        description="Of the available amount, what can be allocated with its support cost; past "
        "the period of use too, where the measure `available` of totals has none."
    )


class WaterfallStep(Answer):
    """A step of the waterfall; steps that are zero are left out, except the main ones."""

    name: StepName
    sort: StepSort = Field(
        description="`added`: to the result above; `result`: the sum so far; "
        "`of_this`: a part of the last step that was added; `beside`: counts in no sum."
    )
    minor: int = Field(description=f"{CENTS}, with the sign with which it counts.")


class ToolSpending(TitledAnswer):
    """The expenditure on a tool: its share in the cost of its activities."""

    TITLES = (TitleField("title", "tool", TitledKind.TOOL),)

    tool: str = Field(description="Empty for the expenditure without a tool.")
    title: str
    title_lang: TextLanguage | None = Field(None, description=LANG)
    activities: list[str]
    direct_minor: int = Field(description=f"{CENTS}; from this contribution by name.")
    attributed_minor: int = Field(description=f"{CENTS}; by the rule.")


class EntryLine(Answer):
    """A change of one account; `attributed` when the rule split it over contributions."""

    account: AccountKind
    contribution: str
    activity: str
    minor: int = Field(description=CENTS)
    measure: Measure | None
    attributed: bool


class EntryTerms(Answer):
    """The terms of an entry, which are not public."""

    recorded_by: ActorToday = Field(description="The name today of who recorded it.")
    note: str
    rate_source: str
    approved_by: ActorToday = Field(description="The second person, where the entry needs one.")
    correction: str = Field(description="The reason of an entry in a closed period, else empty.")
    basis: str = Field(description="The agreement or rule on which it rests, as recorded.")
    letter: str = Field(description="The letter of the donor's consent to a transfer, or empty.")
    consent_on: date | None = Field(
        description="The day of the donor's consent; null where it is not known."
    )


class Entry(Answer):
    """An entry with its two dates."""

    reference: str
    kind: EntryKind
    effective_on: date = Field(description="The date for which the entry counts.")
    recorded_at: datetime = Field(description="The moment at which the entry was recorded.")
    contribution: str = Field(description="Empty when the entry names none.")
    activity: str
    usd_minor: int = Field(description=f"The whole entry in {CENTS}.")
    share_minor: int = Field(description=f"The sum of the lines shown here, in {CENTS}.")
    currency: str
    original_minor: int | None = Field(description=f"In {ORIGINAL}.")
    rate: str | None = Field(description="Local units per 1 US dollar, in the digits given.")
    rate_on: date | None
    reverses: str = Field(description="The entry that this one reverses, or empty.")
    reversed_by: str = Field(description="The entry that reversed this one, or empty.")
    lines: list[EntryLine]
    terms: EntryTerms | None = Field(description="Null for users who may not see them.")

    @field_validator("rate", mode="before")
    @classmethod
    def _keep_digits(cls, rate: object) -> str | None:
        return None if rate is None else format(rate, "f")


class EntryPage(PageAnswer[Entry]):
    """A page of entries."""


class Amounts(Answer):
    """Money of an activity in US cents."""

    allocated_minor: int
    committed_minor: int = Field(description="Commitments entered into, whether spent or not.")
    spent_minor: int
    support_cost_minor: int


class Total(Amounts):
    """Amounts, with the allocated amount that is not spent."""

    left_minor: int = Field(description="Allocated and not spent.")


class Use(TitledAnswer):
    """The money of a contribution on an activity; direct and attributed add up to `amounts`."""

    TITLES = (TitleField("activity_title", "activity", TitledKind.ACTIVITY),)

    contribution: str
    donor: str
    donor_name: str
    activity: str
    activity_title: str
    activity_title_lang: TextLanguage | None = Field(None, description=LANG)
    amounts: Total
    direct: Amounts = Field(description="From this contribution by name.")
    attributed: Amounts = Field(description="By the rule, from all contributions that could pay.")
    committed_open_minor: int = Field(description="US cents; committed, and not yet spent.")


class UsePage(PageAnswer[Use]):
    """A page of a contribution's money by activity."""


class ContributionDetail(Contribution):
    """A contribution with its waterfall, its first entries and activities."""

    scope: list[ScopeItem]
    waterfall: Waterfall
    waterfall_steps: list[WaterfallStep] = Field(
        description="The same, step by step; going down, each result is the sum so far."
    )
    tools: list[ToolSpending] = Field(
        description="The expenditure by tool; the parts add up to the amount spent."
    )
    entries: EntryPage
    activities: UsePage
    documents: list[DocumentOfContribution]
    files: list[FileOfRecord] = Field(description="Those that the reader may fetch.")
    withdrawn_documents: list[WithdrawnDocument]
    terms: Terms | None = Field(description="Null for users who may not see them.")
