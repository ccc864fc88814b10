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
    AVAILABLE = "available"  # there, and neither allocated nor reserved for support cost
    DUE = "due"  # fallen due under the agreements
    PLEDGE_WRITTEN_OFF = "pledge_written_off"  # promised, and given up
    INTEREST = "interest"  # earned on the money of the account and given to contributions
    BANK_CHARGES = "bank_charges"  # taken by banks
    TRANSFERRED = "transferred"  # gone to other contributions of the donor, less what came
    WRITTEN_OFF = "written_off"  # money that is lost


CODES: dict[Measure, int] = {measure: number for number, measure in enumerate(Measure, start=1)}
"""The small number under which a line keeps its measure."""

BY_CODE: dict[int, Measure] = {number: measure for measure, number in CODES.items()}

SIGNS: dict[Measure, int] = {
    measure: -1 if measure in {Measure.RECEIVED, Measure.INTEREST} else 1 for measure in Measure
}
"""How a line counts: the accounts of donor and bank fall by what comes from them."""
