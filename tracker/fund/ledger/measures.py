"""The measures of figures: the lines that count in each, and their meanings."""

from enum import StrEnum


class Measure(StrEnum):
    """The measure of a figure, in US cents; never mixed in one figure."""

    PLEDGED = "pledged"  # promised by donors, net of adjustments
    RECEIVED = "received"  # paid in by donors, net of corrections
    ALLOCATED = "allocated"  # given to activities, without support cost
    COMMITTED = "committed"  # commitments entered into for activities
    SPENT = "spent"  # expenditure of activities, without support cost
    SUPPORT_COST = "support_cost"  # programme support cost charged on expenditure
    REFUNDED = "refunded"  # paid back to donors, at its worth when it came
    EXCHANGE_DIFFERENCE = "exchange_difference"  # USD at receipt less USD at pledge
    UNALLOCATED = "unallocated"  # there, and neither allocated nor reserved for support cost
    DUE = "due"  # fallen due under the agreements
    PLEDGE_WRITTEN_OFF = "pledge_written_off"  # pledges written off
    INTEREST = "interest"  # interest credited to contributions
    BANK_CHARGES = "bank_charges"  # deducted by banks
    TRANSFERRED = "transferred"  # transfers to contributions of the same donor, less those from
    WRITTEN_OFF = "written_off"  # lost money
    REFUND_DIFFERENCE = "refund_difference"  # USD at refund less USD when it came
    ENCUMBERED = "encumbered"  # allocated money that is committed or spent
    AVAILABLE = "available"  # a stock: what can still be allocated on a day
    BALANCE = "balance"  # a stock: what lies in the account on a day
    OUTSTANDING = "outstanding"  # a stock: pledged, and not yet received
    BEYOND_PLEDGE = "beyond_pledge"  # a stock: received beyond the pledge
    TRANSFERRED_OUT = "transferred_out"  # a stock: what contributions gave to others
    TRANSFERRED_IN = "transferred_in"  # a stock: what contributions have from others
    RESOURCES = "resources"  # a stock: received, with interest, less charges, transfers, losses
    PROGRAMMABLE = "programmable"  # a stock: resources less support cost
    SUPPORT_RESERVED = "support_reserved"  # a stock: set aside at allocation, not yet charged
    SUPPORT_TO_COME = "support_to_come"  # a stock: on the unallocated amount, were it allocated
    SUPPORT_LEFT = "support_left"  # a stock: support cost set aside, and to come
    UNSPENT = "unspent"  # a stock: allocated and not spent
    COMMITTED_OPEN = "committed_open"  # a stock: committed, and not yet spent
    UNCOMMITTED = "uncommitted"  # a stock: allocated, neither committed nor spent
    TO_ALLOCATE = "to_allocate"  # a stock: not allocated, less support cost to come
    PERIOD_OVER = "period_over"  # a stock: of this, where the period of use is over
    CAME_IN = "came_in"  # received, and interest
    WENT_OUT = "went_out"  # spent, charged, refunded, lost, transferred


WENT = (
    Measure.BANK_CHARGES,
    Measure.TRANSFERRED,
    Measure.WRITTEN_OFF,
    Measure.REFUNDED,
    Measure.SPENT,
    Measure.SUPPORT_COST,
)
"""The measures of what leaves the balance; RECEIVED and INTEREST are what comes in."""

SUMS: dict[Measure, dict[Measure, int]] = {
    Measure.CAME_IN: {Measure.RECEIVED: 1, Measure.INTEREST: 1},
    Measure.WENT_OUT: dict.fromkeys(WENT, 1),
    Measure.UNSPENT: {Measure.ALLOCATED: 1, Measure.SPENT: -1},
    Measure.COMMITTED_OPEN: {Measure.ENCUMBERED: 1, Measure.SPENT: -1},
    Measure.UNCOMMITTED: {Measure.ALLOCATED: 1, Measure.ENCUMBERED: -1},
}
"""The measures that are sums of others, each with its sign, in whatever a line has."""

STOCKS = frozenset(
    {
        Measure.AVAILABLE,
        Measure.BALANCE,
        Measure.OUTSTANDING,
        Measure.BEYOND_PLEDGE,
        Measure.TRANSFERRED_OUT,
        Measure.TRANSFERRED_IN,
        Measure.RESOURCES,
        Measure.PROGRAMMABLE,
        Measure.SUPPORT_RESERVED,
        Measure.SUPPORT_TO_COME,
        Measure.SUPPORT_LEFT,
        Measure.UNSPENT,
        Measure.COMMITTED_OPEN,
        Measure.UNCOMMITTED,
        Measure.TO_ALLOCATE,
        Measure.PERIOD_OVER,
    }
)
"""The measures of what is there on a day; they follow from the others: no line counts in them."""

OF_LINES: tuple[Measure, ...] = tuple(
    measure for measure in Measure if measure not in STOCKS and measure not in SUMS
)
"""The measures in which lines count.

A line says so itself, except for ENCUMBERED: money that leaves an account of allocated money and
is neither taken back nor counted in another measure.
"""

CODES: dict[Measure, int] = {measure: number for number, measure in enumerate(OF_LINES, start=1)}
"""The number of each measure in the lines."""

BY_CODE: dict[int, Measure] = {number: measure for measure, number in CODES.items()}

SIGNS: dict[Measure, int] = {
    measure: -1 if measure in {Measure.RECEIVED, Measure.INTEREST, Measure.ENCUMBERED} else 1
    for measure in OF_LINES
}
"""The sign of a measure's lines: the accounts of donor and bank fall by the money they pay in."""
