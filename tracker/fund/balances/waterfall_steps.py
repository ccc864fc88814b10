"""The steps of a waterfall: each with its sign, and the results between."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from tracker.fund.balances.waterfall import OppositeParts, Waterfall


class StepName(StrEnum):
    """The name of a step of the waterfall."""

    PLEDGED = "pledged"  # promised by the donor
    EXCHANGE_DIFFERENCE = "exchange_difference"  # USD at receipt less USD at pledge
    PLEDGE_WRITTEN_OFF = "pledge_written_off"  # written off of the pledge
    OUTSTANDING = "outstanding"  # pledged, and not yet received
    BEYOND_PLEDGE = "beyond_pledge"  # received beyond the pledge
    RECEIVED = "received"
    INTEREST = "interest"
    BANK_CHARGES = "bank_charges"
    TRANSFERRED_OUT = "transferred_out"  # to other contributions of the donor
    TRANSFERRED_IN = "transferred_in"  # from other contributions of the donor
    WRITTEN_OFF = "written_off"
    RESOURCES = "resources"  # received, with interest, less charges, transfers and losses
    SUPPORT_COST = "support_cost"  # charged
    SUPPORT_RESERVED = "support_reserved"  # set aside at allocation, not yet charged
    SUPPORT_TO_COME = "support_to_come"  # on the available amount, were it allocated
    PROGRAMMABLE = "programmable"  # resources less support cost
    ALLOCATED = "allocated"  # allocated to activities
    SPENT = "spent"
    COMMITTED = "committed"  # committed, and not yet spent
    UNCOMMITTED = "uncommitted"  # neither committed nor spent
    REFUNDED = "refunded"  # at its worth when it came
    REFUND_DIFFERENCE = "refund_difference"  # USD at refund less USD when it came
    NOT_ALLOCATED = "not_allocated"  # available, less support cost to come
    UNSPENT = "unspent"  # allocated and not spent
    SUPPORT_LEFT = "support_left"  # support cost set aside, and to come
    BALANCE = "balance"  # the money still held


class StepSort(StrEnum):
    """The part of a step in the sum."""

    ADDED = "added"  # its signed amount is added to the result above
    RESULT = "result"  # the sum of all steps above
    OF_THIS = "of_this"  # a part of the last added step; the parts sum to it
    BESIDE = "beside"  # stands beside the last added step and counts in no sum


class WaterfallStep(NamedTuple):
    """One step; `minor` in US cents, with the sign with which it counts."""

    name: StepName
    sort: StepSort
    minor: int


KEPT = frozenset({StepName.RECEIVED, StepName.BALANCE})
"""The results that are shown even where they are the line above again, or zero."""


def steps_of(fall: Waterfall, opposite: OppositeParts | None = None) -> tuple[WaterfallStep, ...]:
    """Return the steps of a waterfall that are not zero, with the results between them.

    Going down the list and adding what is added, each result is what has come together so far;
    one without a step since the result above would be the same line again, and is left out.
    `opposite` is given for the waterfall of several contributions.
    """
    shown: list[WaterfallStep] = []
    for step in all_steps(fall, fall.opposite if opposite is None else opposite):
        if step.sort is StepSort.RESULT:
            is_shown = step.name in KEPT or shown[-1].sort is not StepSort.RESULT
        else:
            is_shown = bool(step.minor) or (step.name is StepName.ALLOCATED and _has_parts(fall))
        if is_shown:
            shown.append(step)
    return tuple(shown)


def _has_parts(fall: Waterfall) -> bool:
    """Return whether what was allocated has parts to show, be it none in all."""
    return any((fall.spent_minor, fall.committed_open_minor, fall.uncommitted_minor))


def all_steps(fall: Waterfall, opposite: OppositeParts) -> Iterator[WaterfallStep]:
    """Yield all steps in their order, those of zero too."""
    yield _add(StepName.PLEDGED, fall.pledged_minor)
    yield _add(StepName.EXCHANGE_DIFFERENCE, fall.exchange_difference_minor)
    yield _add(StepName.PLEDGE_WRITTEN_OFF, -fall.pledge_written_off_minor)
    beyond, came = opposite
    yield _add(StepName.OUTSTANDING, -(fall.outstanding_minor + beyond))
    yield _add(StepName.BEYOND_PLEDGE, beyond)
    yield _result(StepName.RECEIVED, fall.received_minor)
    yield _add(StepName.INTEREST, fall.interest_minor)
    yield _add(StepName.BANK_CHARGES, -fall.bank_charges_minor)
    yield _add(StepName.TRANSFERRED_OUT, -(fall.transferred_minor + came))
    yield _add(StepName.TRANSFERRED_IN, came)
    yield _add(StepName.WRITTEN_OFF, -fall.written_off_minor)
    yield _result(StepName.RESOURCES, fall.resources_minor)
    yield _add(StepName.SUPPORT_COST, -fall.support_cost_minor)
    yield _add(StepName.SUPPORT_RESERVED, -fall.support_reserved_minor)
    yield _add(StepName.SUPPORT_TO_COME, -fall.support_to_come_minor)
    yield _result(StepName.PROGRAMMABLE, fall.programmable_total_minor)
    yield from _used(fall)


def _used(fall: Waterfall) -> Iterator[WaterfallStep]:
    """Yield the steps from programmable down."""
    unspent = fall.committed_open_minor + fall.uncommitted_minor
    yield _add(StepName.ALLOCATED, -fall.allocated_minor)
    yield WaterfallStep(StepName.SPENT, StepSort.OF_THIS, -fall.spent_minor)
    yield WaterfallStep(StepName.COMMITTED, StepSort.OF_THIS, -fall.committed_open_minor)
    yield WaterfallStep(StepName.UNCOMMITTED, StepSort.OF_THIS, -fall.uncommitted_minor)
    yield _add(StepName.REFUNDED, -fall.refunded_minor)
    yield WaterfallStep(StepName.REFUND_DIFFERENCE, StepSort.BESIDE, fall.refund_difference_minor)
    yield _result(StepName.NOT_ALLOCATED, fall.programmable_minor)
    yield _add(StepName.UNSPENT, unspent)
    yield _add(StepName.SUPPORT_LEFT, fall.support_reserved_minor + fall.support_to_come_minor)
    yield _result(StepName.BALANCE, fall.balance_minor)


def _add(name: StepName, minor: int) -> WaterfallStep:
    return WaterfallStep(name, StepSort.ADDED, minor)


def _result(name: StepName, minor: int) -> WaterfallStep:
    return WaterfallStep(name, StepSort.RESULT, minor)
