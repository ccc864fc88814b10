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


STOCKS = frozenset({Measure.AVAILABLE, Measure.BALANCE})
"""The measures of what is there on a day; they follow from the others: no line counts in them."""

OF_LINES: tuple[Measure, ...] = tuple(measure for measure in Measure if measure not in STOCKS)
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
