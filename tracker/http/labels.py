"""Labels of codes in the reader's language: kinds, states, places, instruments, donors."""

from enum import StrEnum
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name
from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.assistance.publication_words import publication_state_name
from tracker.assistance.request_words import request_source_name, request_status_name
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    ProgrammeKind,
    PublicationState,
    RequestSource,
    RequestStatus,
    ResultCounting,
    RevisionState,
    ToolUse,
)
from tracker.errors import NotFound
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.outcomes import Outcome
from tracker.fund.contributions.due import DueKind
from tracker.fund.contributions.schedule import DueState
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.measures import Measure
from tracker.fund.record_changes.donor_moves import AccessChange
from tracker.fund.states import (
    AllocationAskState,
    ApprovalRequestState,
    ContactRole,
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ContributionState,
    DonorStatus,
    OpenKind,
    PeriodKind,
    RecordChange,
    ScopeKind,
    StatementItem,
    SupportBasis,
)
from tracker.http.language import format_locale, locale_code
from tracker.people.roles import Role
from tracker.people.token_scopes import TokenScope
from tracker.reference import codes
from tracker.reference.currencies import currencies
from tracker.reference.instruments import Instrument, instruments
from tracker.reference.languages import TextLanguage
from tracker.reference.names import name_of
from tracker.reference.organisations import giver_name
from tracker.reference.regions import place_name, regions
from tracker.reference.sessions import SessionBody
from tracker.reports.content.report import ReportKind
from tracker.reports.register.states import ReportState


def _language(language: TextLanguage) -> str:
    """Return the name of a language in which texts are kept."""
    return language_name(language.value)


OWN: dict[type[StrEnum], dict[StrEnum, Any]] = {
    ContributionState: {
        ContributionState.PLEDGED: _l("Pledged"),
        ContributionState.AGREED: _l("Agreed"),
        ContributionState.PARTLY_RECEIVED: _l("Partly received"),
        ContributionState.RECEIVED: _l("Received"),
        ContributionState.CLOSED: _l("Closed"),
        ContributionState.CANCELLED: _l("Cancelled"),
    },
    ContributionKind: {
        ContributionKind.CASH: _l("Cash"),
        ContributionKind.IN_KIND: _l("In kind"),
    },
    ContributionSource: {
        ContributionSource.BUDGET: _l("Budget"),
        ContributionSource.CONFISCATED: _l("Confiscated proceeds of crime or property"),
    },
    TokenScope: {
        TokenScope.READ: _l("Read"),
        TokenScope.ENTRIES: _l("Record entries"),
        TokenScope.CONTRIBUTIONS: _l("Add contributions, and files about them"),
        TokenScope.FILES: _l("Add files about activities, tools and requests"),
    },
    SupportBasis: {
        SupportBasis.EXPENDITURE: _l("Expenditure"),
        SupportBasis.RECEIPT: _l("Receipts"),
        SupportBasis.LUMP_SUM: _l("Lump sums"),
    },
    PeriodKind: {
        PeriodKind.MONTH: _l("Month"),
        PeriodKind.YEAR: _l("Year"),
    },
    ApprovalRequestState: {
        ApprovalRequestState.WAITING: _l("Waiting for approval"),
        ApprovalRequestState.APPROVED: _l("Approved"),
        ApprovalRequestState.RETURNED: _l("Returned"),
        ApprovalRequestState.WITHDRAWN: _l("Taken back"),
    },
    AllocationAskState: {
        AllocationAskState.ASKED: _l("Asked for"),
        AllocationAskState.RETURNED: _l("Returned"),
        AllocationAskState.TAKEN_UP: _l("Handed in for approval"),
        AllocationAskState.DECLINED: _l("Declined"),
        AllocationAskState.WITHDRAWN: _l("Taken back"),
    },
    ContributionReportKind: {
        ContributionReportKind.NARRATIVE: _l("Narrative report"),
        ContributionReportKind.FINANCIAL: _l("Financial report"),
        ContributionReportKind.BOTH: _l("Narrative and financial report"),
        ContributionReportKind.FINAL: _l("Final report"),
    },
    ContributionDocumentKind: {
        ContributionDocumentKind.AGREEMENT: _l("Agreement"),
        ContributionDocumentKind.AMENDMENT: _l("Amendment"),
        ContributionDocumentKind.PLEDGE_LETTER: _l("Letter of pledge"),
        ContributionDocumentKind.RECEIPT: _l("Receipt"),
        ContributionDocumentKind.REPORT: _l("Report"),
        ContributionDocumentKind.EVALUATION: _l("Evaluation"),
        ContributionDocumentKind.OTHER: _l("Other document"),
    },
    DueKind: {
        DueKind.INSTALMENT: _l("Instalment"),
        DueKind.REPORT: _l("Report"),
    },
    DueState: {
        DueState.DONE: _l("Done"),
        DueState.TO_COME: _l("To come"),
        DueState.OVERDUE: _l("Overdue"),
    },
    ScopeKind: {
        ScopeKind.INSTRUMENT: _l("Instrument"),
        ScopeKind.REGION: _l("Region"),
        ScopeKind.COUNTRY: _l("State or area"),
        ScopeKind.PROGRAMME: _l("Programme"),
        ScopeKind.ACTIVITY: _l("Activity"),
        ScopeKind.TOOL: _l("Tool"),
    },
    DonorStatus: {
        DonorStatus.DECIDED: _l("Decided"),
        DonorStatus.UNDECIDED: _l("To be decided"),
        DonorStatus.MERGED: _l("Decided to be another donor"),
    },
    AccessChange: {
        AccessChange.DECIDED: _l("Follows, or sees no terms any more, as you decide below"),
        AccessChange.GAINS: _l("Will see the terms of what moves"),
        AccessChange.LOSES: _l("Will see the terms of what moves back no longer"),
        AccessChange.RETURNS: _l("Will speak for this donor no longer, but for the other again"),
        AccessChange.SEES_AGAIN: _l("Will see the terms of what moves back again"),
    },
    ContactRole: {
        ContactRole.FOCAL_POINT: _l("Focal point"),
        ContactRole.FINANCE: _l("Finance"),
        ContactRole.REPORTING: _l("Reporting"),
        ContactRole.SIGNATORY: _l("Signatory"),
    },
    StatementItem: {
        StatementItem.RECEIVED: _l("Received"),
        StatementItem.INTEREST: _l("Interest"),
        StatementItem.SPENT: _l("Spent"),
        StatementItem.SUPPORT_COST: _l("Support cost"),
        StatementItem.REFUNDED: _l("Refunded"),
        StatementItem.BANK_CHARGES: _l("Bank charges"),
        StatementItem.WRITTEN_OFF: _l("Written off"),
        StatementItem.OPENING_BALANCE: _l("Opening balance"),
        StatementItem.CLOSING_BALANCE: _l("Closing balance"),
    },
    EntryKind: {
        EntryKind.PLEDGE: _l("Pledge"),
        EntryKind.PLEDGE_ADJUSTMENT: _l("Change of the pledge"),
        EntryKind.PLEDGE_CANCELLATION: _l("Cancellation of the pledge"),
        EntryKind.PLEDGE_WRITE_OFF: _l("Write-off of the pledge"),
        EntryKind.INSTALMENT_DUE: _l("Instalment due"),
        EntryKind.BANK_CHARGE: _l("Bank charge"),
        EntryKind.INTEREST: _l("Interest"),
        EntryKind.SUPPORT_COST: _l("Support cost by agreement"),
        EntryKind.TRANSFER: _l("Transfer"),
        EntryKind.DE_ALLOCATION: _l("De-allocation"),
        EntryKind.DE_COMMITMENT: _l("De-commitment"),
        EntryKind.WRITE_OFF: _l("Write-off"),
        EntryKind.RECEIPT: _l("Receipt"),
        EntryKind.RECEIPT_CORRECTION: _l("Correction of a receipt"),
        EntryKind.ALLOCATION: _l("Allocation"),
        EntryKind.COMMITMENT: _l("Commitment"),
        EntryKind.EXPENDITURE: _l("Expenditure"),
        EntryKind.REFUND: _l("Refund"),
        EntryKind.REVERSAL: _l("Reversal"),
    },
    AccountKind: {
        AccountKind.PLEDGED: _l("Pledged"),
        AccountKind.PLEDGE_CONTROL: _l("Mirror of the pledges"),
        AccountKind.DUE: _l("Due"),
        AccountKind.PLEDGE_WRITTEN_OFF: _l("Written off of pledges"),
        AccountKind.EXCHANGE_DIFFERENCE: _l("Exchange difference"),
        AccountKind.REFUND_DIFFERENCE: _l("Refund difference"),
        AccountKind.DONOR: _l("Paid in by the donor"),
        AccountKind.INTEREST: _l("Interest"),
        AccountKind.TRANSFERRED: _l("Transferred"),
        AccountKind.BANK_CHARGED: _l("Bank charges"),
        AccountKind.WRITTEN_OFF: _l("Written off"),
        AccountKind.REFUNDED: _l("Refunded"),
        AccountKind.UNALLOCATED: _l("Not allocated"),
        AccountKind.ALLOCATED: _l("Allocated, neither committed nor spent"),
        AccountKind.COMMITTED: _l("Committed, not yet spent"),
        AccountKind.SPENT: _l("Spent"),
        AccountKind.SUPPORT_RESERVED: _l("Support cost set aside"),
        AccountKind.SUPPORT_CHARGED: _l("Support cost charged"),
    },
    RecordChange: {
        RecordChange.CLOSE_MONTHS: _l("Closing of months"),
        RecordChange.CLOSE_YEAR: _l("Closing of a year"),
        RecordChange.CHANGE_DONOR: _l("Change of donor"),
        RecordChange.CHANGE_CONTRIBUTION: _l("Change of a contribution"),
        RecordChange.CHANGE_ACTIVITY: _l("Change of an activity"),
        RecordChange.CHANGE_DONOR_TYPE: _l("Change of a donor's type"),
        RecordChange.MERGE_DONORS: _l("Merge of donors"),
        RecordChange.UNDO_MERGE: _l("Undoing of a merge"),
        RecordChange.SUPERSEDE_RATE: _l("Successor of an exchange rate"),
    },
    OpenKind: {
        OpenKind.DAY_BELOW_ZERO: _l("Day below zero"),
        OpenKind.STALE_RATE: _l("No new exchange rate"),
        OpenKind.DIFFERENCE: _l("Difference from a certified statement"),
    },
    Measure: {
        Measure.PLEDGED: _l("Pledged"),
        Measure.RECEIVED: _l("Received"),
        Measure.ALLOCATED: _l("Allocated"),
        Measure.COMMITTED: _l("Committed"),
        Measure.SPENT: _l("Spent"),
        Measure.SUPPORT_COST: _l("Support cost"),
        Measure.REFUNDED: _l("Refunded"),
        Measure.EXCHANGE_DIFFERENCE: _l("Exchange difference"),
        Measure.UNALLOCATED: _l("Not allocated"),
        Measure.DUE: _l("Due"),
        Measure.PLEDGE_WRITTEN_OFF: _l("Written off of pledges"),
        Measure.INTEREST: _l("Interest"),
        Measure.BANK_CHARGES: _l("Bank charges"),
        Measure.TRANSFERRED: _l("Transferred"),
        Measure.WRITTEN_OFF: _l("Written off"),
        Measure.REFUND_DIFFERENCE: _l("Refund difference"),
        Measure.ENCUMBERED: _l("Committed or spent"),
        Measure.AVAILABLE: _l("Can still be allocated"),
        Measure.BALANCE: _l("In the account"),
    },
    SessionBody: {
        SessionBody.COMMISSION: _l("Commission on Crime Prevention and Criminal Justice"),
        SessionBody.CONFERENCE: _l("Conference of the Parties to the Convention"),
    },
    ProgrammeKind: {
        ProgrammeKind.NATIONAL: _l("National"),
        ProgrammeKind.REGIONAL: _l("Regional"),
        ProgrammeKind.THEMATIC: _l("Thematic"),
        ProgrammeKind.GLOBAL: _l("Global"),
    },
    ToolUse: {
        ToolUse.DEVELOPED: _l("Developed"),
        ToolUse.UPDATED: _l("Brought up to date"),
        ToolUse.DISSEMINATED: _l("Disseminated"),
        ToolUse.USED: _l("Used"),
    },
    DisseminationMeans: {
        DisseminationMeans.LAUNCH: _l("Launch"),
        DisseminationMeans.TRAINING: _l("Use in a training"),
        DisseminationMeans.COPIES: _l("Printed copies"),
        DisseminationMeans.DOWNLOADS: _l("Downloads"),
        DisseminationMeans.REQUEST: _l("Answer to a request"),
        DisseminationMeans.MAILING: _l("Mailing"),
        DisseminationMeans.MEETING: _l("Shown at a meeting"),
    },
    DisseminationUnit: {
        DisseminationUnit.COPIES: _l("Copies"),
        DisseminationUnit.DOWNLOADS: _l("Downloads"),
        DisseminationUnit.PEOPLE: _l("People"),
    },
    ResultCounting: {
        ResultCounting.LATEST: _l("The newest value counts"),
        ResultCounting.ADDED: _l("Periods are added up"),
    },
    TextLanguage: {one: LazyString(_language, one) for one in TextLanguage},
    PublicationState: {one: LazyString(publication_state_name, one) for one in PublicationState},
    RevisionState: {
        RevisionState.WAITING: _l("Waits"),
        RevisionState.RETURNED: _l("Returned"),
        RevisionState.HANDED_IN: _l("Waits for approval"),
        RevisionState.PUBLISHED: _l("Published"),
        RevisionState.DROPPED: _l("Given up"),
    },
    RequestSource: {one: LazyString(request_source_name, one) for one in RequestSource},
    RequestStatus: {one: LazyString(request_status_name, one) for one in RequestStatus},
    Priority: {
        Priority.HIGH: _l("High"),
        Priority.MEDIUM: _l("Medium"),
        Priority.LOW: _l("Low"),
    },
    ReportKind: {
        ReportKind.COMMISSION: _l("Progress report to the Commission"),
        ReportKind.STATEMENT: _l("Statement of a donor"),
        ReportKind.BRIEF: _l("Brief"),
    },
    ReportState: {
        ReportState.DRAFT: _l("Draft"),
        ReportState.CLEARED: _l("Cleared"),
        ReportState.ISSUED: _l("Issued"),
    },
    ImportState: {
        ImportState.UPLOADED: _l("Uploaded"),
        ImportState.CHECKING: _l("Being checked"),
        ImportState.CHECKED: _l("Waits for a decision"),
        ImportState.APPLYING: _l("Being imported"),
        ImportState.APPLIED: _l("Imported"),
        ImportState.DISCARDED: _l("Discarded"),
        ImportState.FAILED: _l("Failed"),
        ImportState.CANCELLED: _l("Cancelled"),
    },
    Outcome: {
        Outcome.ADDED: _l("Added"),
        Outcome.CHANGED: _l("Changed"),
        Outcome.UNCHANGED: _l("Unchanged"),
        Outcome.REJECTED: _l("Rejected"),
        Outcome.LEFT_OUT: _l("Left out"),
    },
    Role: {
        Role.PUBLIC: _l("Public"),
        Role.DONOR: _l("Donor"),
        Role.PROGRAMME_MANAGER: _l("Programme manager"),
        Role.FINANCE_OFFICER: _l("Finance officer"),
        Role.APPROVER: _l("Approver"),
        Role.SECRETARIAT: _l("Secretariat"),
        Role.ADMINISTRATOR: _l("Administrator"),
    },
}
"""The labels of the product's own codes, by type: members of two enums may be equal as text."""


def has_label(code_list: type[StrEnum]) -> bool:
    """Tell whether the members of an enum have labels."""
    return code_list is Instrument or code_list in OWN or code_list in codes.TABLES


def label(member: StrEnum) -> str:
    """Return the label of a member of an enum."""
    if isinstance(member, Instrument):
        return name_of(instruments()[member], locale_code())
    if type(member) in codes.TABLES:
        return codes.label(type(member), member.value, locale_code())
    return str(OWN[type(member)][member])


def place(code: str) -> str:
    """Return the name of a State, area or region, or the code when there is none."""
    try:
        return place_name(code, locale_code())
    except NotFound:
        region = regions().get(code)
        return name_of(region, locale_code()) if region else code


def donor(code: str, name: str) -> str:
    """Return a donor's name: a State's or organisation's in the reader's language."""
    try:
        return giver_name(code, locale_code())
    except NotFound:
        return name


def scope_item(kind: ScopeKind, code: str) -> str:
    """Return the label of a code of an earmark."""
    if kind is ScopeKind.INSTRUMENT:
        return label(Instrument(code))
    if kind in (ScopeKind.REGION, ScopeKind.COUNTRY):
        return place(code)
    return code


def language_name(code: str) -> str:
    """Return the name of a language (ISO 639-1)."""
    try:
        return Locale.parse(code).get_display_name(format_locale()) or code
    except (ValueError, UnknownLocaleError):
        return code


def language_code(text: str) -> str | None:
    """Return the code of a language that is named by it, or by its name as the reader sees it."""
    wanted = text.strip().casefold()
    if wanted in Locale("en").languages:
        return wanted
    names = Locale.parse(format_locale()).languages
    return next((code for code, name in names.items() if name.casefold() == wanted), None)


def currency_name(code: str) -> str:
    """Return the name of a currency in the reader's language, else as ISO 4217 has it."""
    name = get_currency_name(code, locale=format_locale())
    known = currencies().get(code)
    return known.name if name == code and known else name


def instrument(code: str) -> str:
    """Return the name of an instrument by its code."""
    return label(Instrument(code))


def set_up_labels(app: Flask) -> None:
    """Give templates the labels."""
    app.jinja_env.filters["label"] = label
    app.jinja_env.filters["place"] = place
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["currency_name"] = currency_name
    app.jinja_env.globals["instrument_label"] = instrument
    app.jinja_env.globals["donor_label"] = donor
    app.jinja_env.globals["scope_label"] = scope_item
