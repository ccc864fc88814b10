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
        Measure.OUTSTANDING: say("Not yet received"),
        Measure.BEYOND_PLEDGE: say("Received beyond the pledge"),
        Measure.TRANSFERRED_OUT: say("Transferred to other contributions"),
        Measure.TRANSFERRED_IN: say("Transferred from other contributions"),
        Measure.RESOURCES: say("Resources"),
        Measure.PROGRAMMABLE: say("Programmable"),
        Measure.SUPPORT_RESERVED: say("Support cost set aside"),
        Measure.SUPPORT_TO_COME: say("Support cost to come"),
        Measure.SUPPORT_LEFT: say("For support cost, set aside and to come"),
        Measure.UNSPENT: say("Given and not yet spent"),
        Measure.COMMITTED_OPEN: say("Committed, not yet spent"),
        Measure.UNCOMMITTED: say("Given to activities, not committed"),
        Measure.TO_ALLOCATE: say("Available, less support cost to come"),
        Measure.PERIOD_OVER: say("Period of use is over"),
        Measure.CAME_IN: say("Came in"),
        Measure.WENT_OUT: say("Went out"),
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
        Measure.OUTSTANDING: say(
            "Not yet received is what is pledged and neither received nor written off, at the "
            "exchange rate of the pledge."
        ),
        Measure.BEYOND_PLEDGE: say(
            "Received beyond the pledge is what contributions have brought above what was pledged."
        ),
        Measure.TRANSFERRED_OUT: say(
            "Transferred to other contributions is what a contribution gave to others of the same "
            "donor, less what it has from them, where it gave more."
        ),
        Measure.TRANSFERRED_IN: say(
            "Transferred from other contributions is what a contribution has from others of the "
            "same donor, less what it gave to them, where it has more."
        ),
        Measure.RESOURCES: say(
            "Resources are what was received, with interest, less bank charges, transfers and "
            "losses."
        ),
        Measure.PROGRAMMABLE: say(
            "Programmable is what of the resources is for activities, allocated or not, and what "
            "was refunded: the resources less support cost charged, set aside and to come."
        ),
        Measure.SUPPORT_RESERVED: say(
            "Support cost set aside is what was reserved when money was given to activities, and "
            "is not yet charged."
        ),
        Measure.SUPPORT_TO_COME: say(
            "Support cost to come is what would be set aside if all that is not allocated were "
            "given to activities."
        ),
        Measure.SUPPORT_LEFT: say(
            "For support cost is what is set aside and not yet charged, and what would come on "
            "money that is not allocated."
        ),
        Measure.UNSPENT: say(
            "Given and not yet spent is what activities hold, committed or not, without support "
            "cost."
        ),
        Measure.COMMITTED_OPEN: say(
            "Committed, not yet spent, is what activities have bound themselves to pay and have "
            "not paid."
        ),
        Measure.UNCOMMITTED: say(
            "Not committed is what was given to activities and is neither spent nor committed."
        ),
        Measure.TO_ALLOCATE: say(
            "Available, less support cost to come, is what is not given to activities, less the "
            "support cost that would come on it, whether or not its period of use is over."
        ),
        Measure.PERIOD_OVER: say(
            "Of the money whose period of use is over, this could otherwise be allocated."
        ),
        Measure.CAME_IN: say("What came in is what was received, with interest."),
        Measure.WENT_OUT: say(
            "What went out is what was spent, charged, refunded, lost, and transferred to other "
            "contributions, less what came from them."
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
