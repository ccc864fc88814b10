"""The states and kinds of the fund that are the product's own codes."""

from enum import StrEnum


class ContributionState(StrEnum):
    """The state of a contribution."""

    PLEDGED = "pledged"  # pledged, without an agreement
    AGREED = "agreed"  # agreed, with an agreement
    PARTLY_RECEIVED = "partly_received"  # received in part
    RECEIVED = "received"  # received in full
    CLOSED = "closed"  # used up or refunded, and reported
    CANCELLED = "cancelled"  # cancelled before any receipt


LAWFUL_MOVES: dict[ContributionState, frozenset[ContributionState]] = {
    ContributionState.PLEDGED: frozenset(
        {
            ContributionState.AGREED,
            ContributionState.PARTLY_RECEIVED,
            ContributionState.RECEIVED,
            ContributionState.CANCELLED,
        }
    ),
    ContributionState.AGREED: frozenset(
        {
            ContributionState.PARTLY_RECEIVED,
            ContributionState.RECEIVED,
            ContributionState.CANCELLED,
        }
    ),
    ContributionState.PARTLY_RECEIVED: frozenset(
        {ContributionState.RECEIVED, ContributionState.AGREED, ContributionState.CLOSED}
    ),
    ContributionState.RECEIVED: frozenset(
        {ContributionState.PARTLY_RECEIVED, ContributionState.AGREED, ContributionState.CLOSED}
    ),
    ContributionState.CLOSED: frozenset({ContributionState.RECEIVED}),
    ContributionState.CANCELLED: frozenset({ContributionState.PLEDGED}),
}
"""The states to which each state may move; a receipt's reversal moves a contribution back."""


class ContributionKind(StrEnum):
    """The form of a contribution."""

    CASH = "cash"  # money
    IN_KIND = "in_kind"  # training programmes, equipment, experts; with a valuation


class ContributionSource(StrEnum):
    """The source of a contribution (article 30, paragraph 2 (c))."""

    BUDGET = "budget"  # the donor's budget
    CONFISCATED = "confiscated_proceeds"  # a share of confiscated proceeds of crime or property


class SupportBasis(StrEnum):
    """The basis on which a contribution's programme support cost is charged."""

    EXPENDITURE = "expenditure"  # set aside at allocation, charged as the money is spent
    RECEIPT = "receipt"  # by agreement: charged on each receipt, nothing on expenditure
    LUMP_SUM = "lump_sum"  # by agreement: amounts charged by entries of their own


class PeriodKind(StrEnum):
    """The kinds of periods that close."""

    MONTH = "month"
    YEAR = "year"  # after its last month; its closing balances open the next one


class ApprovalRequestState(StrEnum):
    """The state of an approval request."""

    WAITING = "waiting"  # prepared by one person, with its money reserved
    APPROVED = "approved"  # approved by another person, and posted
    RETURNED = "returned"  # returned to the preparer, with the reason
    WITHDRAWN = "withdrawn"  # withdrawn by the preparer


class AllocationAskState(StrEnum):
    """The state of a programme manager's ask for an allocation."""

    ASKED = "asked"  # waits for a finance officer; it reserves nothing
    RETURNED = "returned"  # returned to who asked, with the reason; can be asked again
    TAKEN_UP = "taken_up"  # a finance officer has handed its allocations in for approval
    DECLINED = "declined"  # declined by a finance officer, with the reason
    WITHDRAWN = "withdrawn"  # withdrawn by who asked


ASK_MOVES: dict[AllocationAskState, frozenset[AllocationAskState]] = {
    AllocationAskState.ASKED: frozenset(AllocationAskState) - {AllocationAskState.ASKED},
    AllocationAskState.RETURNED: frozenset(
        {AllocationAskState.ASKED, AllocationAskState.WITHDRAWN}
    ),
    AllocationAskState.TAKEN_UP: frozenset(
        {AllocationAskState.TAKEN_UP, AllocationAskState.RETURNED, AllocationAskState.DECLINED}
    ),
    AllocationAskState.DECLINED: frozenset(),
    AllocationAskState.WITHDRAWN: frozenset(),
}
"""The lawful moves of an ask; what was taken up moves only once its request was given back."""


class RecordChange(StrEnum):
    """A change of the record, other than an entry, that takes two persons."""

    CLOSE_MONTHS = "close_months"  # all months up to one are closed
    CLOSE_YEAR = "close_year"  # a year is closed, and its balances are kept
    CHANGE_DONOR = "change_donor"  # a contribution with money gets another donor
    CHANGE_CONTRIBUTION = "change_contribution"  # its category or scope moves closed figures
    CHANGE_ACTIVITY = "change_activity"  # its programme, type or shares move closed figures
    CHANGE_DONOR_TYPE = "change_donor_type"  # the type of a donor moves closed figures
    MERGE_DONORS = "merge_donors"  # two donors become one, and closed figures move
    UNDO_MERGE = "undo_merge"  # a merge is undone, and closed figures move
    SUPERSEDE_RATE = "supersede_rate"  # a rate that entries used gets a successor


RECORD_CHANGES = frozenset(one.value for one in RecordChange)


class OpenKind(StrEnum):
    """The sort of a thing that is open while a period is closed."""

    DAY_BELOW_ZERO = "day_below_zero"  # an account inside the fund ends a day below zero
    STALE_RATE = "stale_rate"  # the newest exchange rate of a currency is stale
    DIFFERENCE = "difference"  # a certified statement differs from the ledger


class ScopeKind(StrEnum):
    """The kind of thing to which a contribution is earmarked."""

    INSTRUMENT = "instrument"
    REGION = "region"
    COUNTRY = "country"
    PROGRAMME = "programme"
    ACTIVITY = "activity"
    TOOL = "tool"


class ContributionReportKind(StrEnum):
    """The kind of a report to the donor."""

    NARRATIVE = "narrative"  # the activities
    FINANCIAL = "financial"  # the money
    BOTH = "both"  # the activities and the money
    FINAL = "final"  # both, for the whole period of use


class ContributionDocumentKind(StrEnum):
    """The kind of a document about a contribution."""

    AGREEMENT = "agreement"  # signed by both
    AMENDMENT = "amendment"  # changes an agreement
    PLEDGE_LETTER = "pledge_letter"  # the donor's promise
    RECEIPT = "receipt"  # an acknowledgement of a receipt
    REPORT = "report"  # to the donor
    EVALUATION = "evaluation"  # an evaluation of results
    OTHER = "other"  # any other kind


class DonorStatus(StrEnum):
    """The state of a donor in the registry."""

    DECIDED = "decided"  # known to the registry
    UNDECIDED = "undecided"  # a spelling without a decision
    MERGED = "merged"  # merged into another donor


class ContactRole(StrEnum):
    """The purpose of a donor's contact."""

    FOCAL_POINT = "focal_point"  # general questions
    FINANCE = "finance"  # payments, receipts, refunds
    REPORTING = "reporting"  # receives statements and reports
    SIGNATORY = "signatory"  # signs agreements


class StatementItem(StrEnum):
    """The item of a certified statement: a figure of a year, of all donors or of one."""

    RECEIVED = "received"  # paid in within the year, net of corrections
    INTEREST = "interest"  # earned on the money of the account and given to contributions
    SPENT = "spent"  # expenditure of the year, without support cost
    SUPPORT_COST = "support_cost"  # programme support cost charged in the year
    REFUNDED = "refunded"  # paid back to donors within the year
    BANK_CHARGES = "bank_charges"  # taken by banks within the year
    WRITTEN_OFF = "written_off"  # money lost in the year
    OPENING_BALANCE = "opening_balance"  # money held when the year began
    CLOSING_BALANCE = "closing_balance"  # money held when the year ended
