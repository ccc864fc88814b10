"""The measures that figures show: which lines count in each, and what each means."""

from enum import StrEnum


class Measure(StrEnum):
    """What a figure measures, in US cents; never mixed in one figure."""

    PLEDGED = "pledged"  # promised by donors, net of adjustments
    RECEIVED = "received"  # paid in by donors, net of corrections
    ALLOCATED = "allocated"  # given to activities, without support cost
    COMMITTED = "committed"  # commitments entered into for activities
    SPENT = "spent"  # expenditure of activities, without support cost
    SUPPORT_COST = "support_cost"  # programme support cost charged on expenditure
    REFUNDED = "refunded"  # paid back to donors
    EXCHANGE_DIFFERENCE = "exchange_difference"  # USD at receipt less USD at pledge
    AVAILABLE = "available"  # received, neither refunded, allocated nor reserved


CODES: dict[Measure, int] = {measure: number for number, measure in enumerate(Measure, start=1)}
"""The small number under which a line keeps its measure."""

BY_CODE: dict[int, Measure] = {number: measure for measure, number in CODES.items()}

SIGNS: dict[Measure, int] = {
    measure: -1 if measure is Measure.RECEIVED else 1 for measure in Measure
}
"""How a line counts: the donor's account falls by what is received."""
