"""The labels of the steps of a waterfall, and their explanations."""

from typing import NamedTuple

from flask_babel import gettext as _

from tracker.fund.balances.waterfall import Waterfall
from tracker.fund.balances.waterfall_steps import StepName, StepSort, WaterfallStep, steps_of
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.states import SupportBasis
from tracker.http.formats import money, percent
from tracker.money import USD

TONES = {
    StepName.PLEDGED: "pledged",
    StepName.OUTSTANDING: "pledged",
    StepName.RECEIVED: "received",
    StepName.RESOURCES: "received",
    StepName.PROGRAMMABLE: "received",
    StepName.ALLOCATED: "allocated",
    StepName.SPENT: "spent",
    StepName.COMMITTED: "allocated",
    StepName.UNCOMMITTED: "allocated",
    StepName.NOT_ALLOCATED: "received",
    StepName.BALANCE: "received",
}

KINDS = {StepSort.RESULT: "result", StepSort.OF_THIS: "under", StepSort.BESIDE: "under"}


class ShownStep(NamedTuple):
    """A step as the page shows it; `minor` in US cents, of a part without its sign."""

    label: str
    minor: int
    explained: str
    kind: str
    tone: str


def shown_steps(fall: Waterfall, item: ContributionItem) -> list[ShownStep]:
    """Return the steps of a waterfall with their labels."""
    labels, explained = _labels(), _explained(fall, item)
    return [_shown(step, labels, explained) for step in steps_of(fall)]


def _shown(
    step: WaterfallStep, labels: dict[StepName, str], explained: dict[StepName, str]
) -> ShownStep:
    """Return one step for the page."""
    kind = KINDS.get(step.sort, "")
    minor = -step.minor if step.sort is StepSort.OF_THIS else step.minor
    tone = TONES.get(step.name, "plain")
    return ShownStep(labels[step.name], minor, explained.get(step.name, ""), kind, tone)


def _labels() -> dict[StepName, str]:
    """Return the labels of the steps."""
    return {
        StepName.PLEDGED: _("Pledged"),
        StepName.EXCHANGE_DIFFERENCE: _("Exchange difference"),
        StepName.PLEDGE_WRITTEN_OFF: _("less: written off of the pledge"),
        StepName.OUTSTANDING: _("less: not yet received"),
        StepName.BEYOND_PLEDGE: _("plus: received beyond a pledge, or without one on record"),
        StepName.RECEIVED: _("Received"),
        StepName.INTEREST: _("plus: interest"),
        StepName.BANK_CHARGES: _("less: bank charges"),
        StepName.TRANSFERRED_OUT: _("less: transferred to other contributions"),
        StepName.TRANSFERRED_IN: _("plus: transferred from other contributions"),
        StepName.WRITTEN_OFF: _("less: written off"),
        StepName.RESOURCES: _("Resources"),
        StepName.SUPPORT_COST: _("less: support cost charged"),
        StepName.SUPPORT_RESERVED: _("less: support cost set aside"),
        StepName.SUPPORT_TO_COME: _("less: support cost to come"),
        StepName.PROGRAMMABLE: _("Programmable"),
        StepName.ALLOCATED: _("less: given to activities"),
        StepName.SPENT: _("of this, spent"),
        StepName.COMMITTED: _("of this, committed and not yet spent"),
        StepName.UNCOMMITTED: _("of this, neither committed nor spent"),
        StepName.REFUNDED: _("less: refunded"),
        StepName.REFUND_DIFFERENCE: _("beside: refund difference"),
        StepName.NOT_ALLOCATED: _("Available, less support cost to come"),
        StepName.UNSPENT: _("plus: with activities and not spent"),
        StepName.SUPPORT_LEFT: _("plus: support cost set aside and to come"),
        StepName.BALANCE: _("Balance of the contribution"),
    }


def _explained(fall: Waterfall, item: ContributionItem) -> dict[StepName, str]:
    """Return the explanations of the steps."""
    return {
        **_explained_amounts(fall, item),
        StepName.EXCHANGE_DIFFERENCE: _("Worth in US dollars at receipt, less that at the pledge"),
        StepName.PLEDGE_WRITTEN_OFF: _("Promised, and given up"),
        StepName.OUTSTANDING: _("Promised, at its worth when it was pledged"),
        StepName.INTEREST: _("Paid by the bank and given to this contribution"),
        StepName.BANK_CHARGES: _("Taken by banks"),
        StepName.TRANSFERRED_OUT: _("Of the same donor, who agreed"),
        StepName.TRANSFERRED_IN: _("Of the same donor, who agreed"),
        StepName.WRITTEN_OFF: _("Money that is lost"),
        StepName.RESOURCES: _("What came in and stayed"),
        StepName.SUPPORT_COST: _charged_on(item),
        StepName.SUPPORT_RESERVED: _("For what is allocated and not yet spent"),
        StepName.SUPPORT_TO_COME: _("On what is available"),
        StepName.PROGRAMMABLE: _("What activities can have in all"),
        StepName.ALLOCATED: _("Without support cost"),
        StepName.REFUNDED: _("What went back to the donor, at its worth when it came"),
        StepName.REFUND_DIFFERENCE: _("Worth in US dollars at refund, less that when it came"),
        StepName.NOT_ALLOCATED: _("What can still be given to activities"),
        StepName.BALANCE: _("What is still there"),
    }


def _explained_amounts(fall: Waterfall, item: ContributionItem) -> dict[StepName, str]:
    """Return the currencies in which pledge and receipts were made."""
    if item.currency == USD:
        return {
            StepName.PLEDGED: _("What the donor has promised"),
            StepName.RECEIVED: _("What has arrived"),
        }
    pledged = f"{item.currency} {money(fall.pledged_original_minor, item.currency)}"
    received = f"{item.currency} {money(fall.received_original_minor, item.currency)}"
    return {
        StepName.PLEDGED: _("%(amount)s at the rate of the pledge", amount=pledged),
        StepName.RECEIVED: _("%(amount)s at the rate of each receipt", amount=received),
    }


def _charged_on(item: ContributionItem) -> str:
    """Return the basis of the support cost."""
    if item.support_basis is SupportBasis.RECEIPT:
        return str(_("%(rate)s, charged on receipts", rate=percent(item.support_rate_bp)))
    if item.support_basis is SupportBasis.LUMP_SUM:
        return str(_("In lump sums by agreement"))
    return str(_("%(rate)s of what was spent", rate=percent(item.support_rate_bp)))
