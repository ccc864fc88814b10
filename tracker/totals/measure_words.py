"""The measures in words: their names, and the definitions under each chart."""

from tracker.fund.ledger.measures import Measure
from tracker.words import say


def name(measure: Measure) -> str:
    """Return the name of a measure."""
    return {
        Measure.PLEDGED: say("Pledged"),
        Measure.RECEIVED: say("Received"),
        Measure.ALLOCATED: say("Allocated"),
        Measure.COMMITTED: say("Committed"),
        Measure.SPENT: say("Spent"),
        Measure.SUPPORT_COST: say("Support cost"),
        Measure.REFUNDED: say("Refunded"),
        Measure.EXCHANGE_DIFFERENCE: say("Exchange difference"),
        Measure.UNALLOCATED: say("Not allocated"),
        Measure.DUE: say("Due"),
        Measure.PLEDGE_WRITTEN_OFF: say("Written off of pledges"),
        Measure.INTEREST: say("Interest"),
        Measure.BANK_CHARGES: say("Bank charges"),
        Measure.TRANSFERRED: say("Transferred"),
        Measure.WRITTEN_OFF: say("Written off"),
        Measure.REFUND_DIFFERENCE: say("Refund difference"),
        Measure.ENCUMBERED: say("Committed or spent"),
        Measure.AVAILABLE: say("Can still be allocated"),
        Measure.BALANCE: say("In the account"),
    }[measure]


def definition(measure: Measure) -> str:
    """Return the definition of a measure, in one sentence."""
    return {
        Measure.PLEDGED: say(
            "Pledged is what donors have promised, net of adjustments, at the exchange rate of "
            "the pledge; pledges are no resources until they are received."
        ),
        Measure.RECEIVED: say(
            "Received is what donors have paid or handed over, net of corrections, at the "
            "exchange rate of the day of receipt."
        ),
        Measure.ALLOCATED: say(
            "Allocated is what has been given to activities, without programme support cost."
        ),
        Measure.COMMITTED: say("Committed is what activities have bound themselves to pay."),
        Measure.SPENT: say(
            "Spent is the expenditure of activities, without programme support cost."
        ),
        Measure.SUPPORT_COST: say(
            "Support cost is what is charged on expenditure or, by agreement, on receipts or in "
            "lump sums."
        ),
        Measure.REFUNDED: say(
            "Refunded is what went back to donors, at its worth in US dollars when it came."
        ),
        Measure.EXCHANGE_DIFFERENCE: say(
            "The exchange difference is the US dollar value at receipt less that at the pledge."
        ),
        Measure.UNALLOCATED: say(
            "Not allocated is what is there and neither given to activities nor set aside for "
            "support cost."
        ),
        Measure.DUE: say("Due is what has fallen due under the agreements, received or not."),
        Measure.PLEDGE_WRITTEN_OFF: say(
            "Written off of pledges is what was promised and has been given up, at the exchange "
            "rate of the pledge."
        ),
        Measure.INTEREST: say(
            "Interest is what the money of the account has earned, given to the contributions "
            "that earned it."
        ),
        Measure.BANK_CHARGES: say("Bank charges are what banks have taken from receipts."),
        Measure.TRANSFERRED: say(
            "Transferred is what went to other contributions of the same donor, less what came "
            "from them; over all contributions it is zero."
        ),
        Measure.WRITTEN_OFF: say("Written off is money that is lost."),
        Measure.REFUND_DIFFERENCE: say(
            "The refund difference is the US dollar value of refunds on their day less that when "
            "the money came."
        ),
        Measure.ENCUMBERED: say(
            "Committed or spent is what activities have used of what they were given: their "
            "expenditure, and commitments not yet paid."
        ),
        Measure.AVAILABLE: say(
            "What can still be allocated is there and not given to activities, less the support "
            "cost that would come on it; money whose period of use is over is not in it."
        ),
        Measure.BALANCE: say(
            "In the account is what was received, with interest, less all that was spent, "
            "charged, refunded, lost or transferred."
        ),
    }[measure]


def shares_definition() -> str:
    """Return the definition of shares: how money is divided over the tags of an activity."""
    return say(
        "An activity that serves several instruments, places or tools counts in each by its "
        "share, to the cent."
    )


def rule_definition() -> str:
    """Return the definition of the rule by which pooled money is attributed."""
    return say(
        "Money from several contributions is attributed to them pro rata to what each has "
        "available, to the cent, where no contribution is named."
    )
