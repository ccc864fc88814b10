"""The states and kinds of the fund that are the product's own."""

from enum import StrEnum


class ContributionState(StrEnum):
    """How far a contribution has come."""

    PLEDGED = "pledged"  # promised, not yet agreed
    AGREED = "agreed"  # firm, with an agreement
    PARTLY_RECEIVED = "partly_received"  # a part has arrived
    RECEIVED = "received"  # all of it has arrived
    CLOSED = "closed"  # used up or refunded, and reported
    CANCELLED = "cancelled"  # withdrawn before anything arrived


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
"""Where each state may lead; a received contribution falls back when a receipt is reversed."""


class ContributionKind(StrEnum):
    """In what form it comes."""

    CASH = "cash"  # money
    IN_KIND = "in_kind"  # training programmes, equipment, experts; with a valuation


class ContributionSource(StrEnum):
    """From what the donor gives it (article 30, paragraph 2 (c))."""

    BUDGET = "budget"  # the donor's budget
    CONFISCATED = "confiscated_proceeds"  # a share of confiscated proceeds of crime or property


class SupportBasis(StrEnum):
    """On what the programme support cost of a contribution is charged."""

    EXPENDITURE = "expenditure"  # set aside at allocation, charged as the money is spent
    RECEIPT = "receipt"  # by agreement: charged on each receipt, nothing on expenditure
    LUMP_SUM = "lump_sum"  # by agreement: amounts charged by entries of their own


class PeriodKind(StrEnum):
    """What a person closes."""

    MONTH = "month"
    YEAR = "year"  # after its last month; its closing balances open the next one


class ApprovalRequestState(StrEnum):
    """How far what waits for a second person has come."""

    WAITING = "waiting"  # prepared by one person; its money is reserved
    APPROVED = "approved"  # another person approved it, and it was posted
    RETURNED = "returned"  # sent back to the preparer, with the reason
    WITHDRAWN = "withdrawn"  # taken back by the preparer


class ScopeKind(StrEnum):
    """To what an earmarked contribution is tied."""

    INSTRUMENT = "instrument"
    REGION = "region"
    COUNTRY = "country"
    PROGRAMME = "programme"
    ACTIVITY = "activity"
    TOOL = "tool"


class ContributionReportKind(StrEnum):
    """What a report to the donor tells."""

    NARRATIVE = "narrative"  # what was done
    FINANCIAL = "financial"  # what became of the money
    BOTH = "both"  # what was done, and what became of the money
    FINAL = "final"  # both, for the whole period of use


class ContributionDocumentKind(StrEnum):
    """What a document about a contribution is."""

    AGREEMENT = "agreement"  # signed by both
    AMENDMENT = "amendment"  # changes an agreement
    PLEDGE_LETTER = "pledge_letter"  # the donor promises
    RECEIPT = "receipt"  # acknowledges what arrived
    REPORT = "report"  # to the donor
    EVALUATION = "evaluation"  # of what came of it
    OTHER = "other"  # none of these


class DonorStatus(StrEnum):
    """Whether it is known who a donor is."""

    DECIDED = "decided"  # known to the registry
    UNDECIDED = "undecided"  # a spelling that a person has to decide
    MERGED = "merged"  # decided to be another donor


class ContactRole(StrEnum):
    """For what a donor's contact is there."""

    FOCAL_POINT = "focal_point"  # the first to be asked about anything
    FINANCE = "finance"  # payments, receipts, refunds
    REPORTING = "reporting"  # receives statements and reports
    SIGNATORY = "signatory"  # signs agreements


class StatementItem(StrEnum):
    """What a certified statement says of a year, of all donors together or of one."""

    RECEIVED = "received"  # paid in within the year, net of corrections
    INTEREST = "interest"  # earned on the money of the account and given to contributions
    SPENT = "spent"  # expenditure of the year, without support cost
    SUPPORT_COST = "support_cost"  # programme support cost charged in the year
    REFUNDED = "refunded"  # paid back to donors within the year
    BANK_CHARGES = "bank_charges"  # taken by banks within the year
    WRITTEN_OFF = "written_off"  # money that was lost in the year
    OPENING_BALANCE = "opening_balance"  # money held when the year began
    CLOSING_BALANCE = "closing_balance"  # money held when the year ended
