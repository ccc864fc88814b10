"""The words of waterfalls: names of their steps, and of the parts of a balance."""

from collections.abc import Iterable

from tracker.fund.balances.balance_parts import BalancePartName
from tracker.fund.balances.waterfall_steps import StepName
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.words import say


def step_name(name: StepName) -> str:
    """Return the name of a step, with the sign by which it counts in words."""
    return {
        StepName.PLEDGED: say("Pledged"),
        StepName.EXCHANGE_DIFFERENCE: say("Exchange difference"),
        StepName.PLEDGE_WRITTEN_OFF: say("less: written off of the pledge"),
        StepName.OUTSTANDING: say("less: not yet received"),
        StepName.BEYOND_PLEDGE: say("plus: received beyond a pledge, or without one on record"),
        StepName.RECEIVED: say("Received"),
        StepName.INTEREST: say("plus: interest"),
        StepName.BANK_CHARGES: say("less: bank charges"),
        StepName.TRANSFERRED_OUT: say("less: transferred to other contributions"),
        StepName.TRANSFERRED_IN: say("plus: transferred from other contributions"),
        StepName.WRITTEN_OFF: say("less: written off"),
        StepName.RESOURCES: say("Resources"),
        StepName.SUPPORT_COST: say("less: support cost charged"),
        StepName.SUPPORT_RESERVED: say("less: support cost set aside"),
        StepName.SUPPORT_TO_COME: say("less: support cost to come"),
        StepName.PROGRAMMABLE: say("Programmable"),
        StepName.ALLOCATED: say("less: given to activities"),
        StepName.SPENT: say("of this, spent"),
        StepName.COMMITTED: say("of this, committed and not yet spent"),
        StepName.UNCOMMITTED: say("of this, neither committed nor spent"),
        StepName.REFUNDED: say("less: refunded"),
        StepName.REFUND_DIFFERENCE: say("beside: refund difference"),
        StepName.NOT_ALLOCATED: say("Available, less support cost to come"),
        StepName.UNSPENT: say("plus: with activities and not spent"),
        StepName.SUPPORT_LEFT: say("plus: support cost set aside and to come"),
        StepName.BALANCE: say("Balance"),
    }[name]


def flow_name(name: StepName) -> str:
    """Return the name of a flow of a period."""
    other = {
        StepName.RECEIVED: say("plus: received"),
        StepName.SPENT: say("less: spent"),
    }
    return other.get(name) or step_name(name)


def part_name(name: BalancePartName) -> str:
    """Return the name of a part of the balance."""
    return {
        BalancePartName.COMMITTED: say("Committed, not yet spent"),
        BalancePartName.UNCOMMITTED: say("Given to activities, not committed"),
        BalancePartName.SUPPORT_LEFT: say("For support cost, set aside and to come"),
        BalancePartName.ALLOCABLE: say("Can still be allocated"),
        BalancePartName.PERIOD_OVER: say("Period of use is over"),
    }[name]


def given_not_split(dimensions: Iterable[Dimension]) -> str:
    """Return why what donors give has no figure under a choice."""
    names = ", ".join(dimension_name(dimension).lower() for dimension in dimensions)
    return say("What donors pledge and pay is not split by: %(names)s.", names=names)


def why_not_split(dimensions: Iterable[Dimension]) -> str:
    """Return why the account of a choice has the money of tied contributions alone."""
    shown = say(
        "Shown is the money of contributions that are tied to what was chosen, and to nothing else."
    )
    return f"{given_not_split(dimensions)} {shown}"
