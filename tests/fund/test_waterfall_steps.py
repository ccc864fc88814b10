"""The steps of a waterfall add up to the cent, whatever happened."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.api.accounts import fill
from tests.fund.every_kind import post_every_kind
from tests.support.approvals import approve_all
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.balances.waterfall_steps import KEPT, StepName, StepSort, WaterfallStep, steps_of
from tracker.fund.contributions.contribution_list import read_contribution
from tracker.fund.ledger.support_cost import programmable

CENTS = st.integers(0, 10**9)


@st.composite
def waterfalls(draw: st.DrawFn) -> Waterfall:
    """Make a waterfall whose accounts hold what came in less what went."""
    pledged, written_off_pledge = draw(CENTS), draw(CENTS)
    interest, charges, lost, refunded = (draw(CENTS) for _ in range(4))
    transferred = draw(st.integers(-(10**9), 10**9))
    spent, committed, uncommitted = (draw(CENTS) for _ in range(3))
    charged, reserved, available = (draw(CENTS) for _ in range(3))
    allocated = spent + committed + uncommitted
    went = charges + transferred + lost + refunded + charged
    return Waterfall(
        pledged_minor=pledged,
        pledged_original_minor=pledged,
        exchange_difference_minor=draw(st.integers(-(10**6), 10**6)),
        pledge_written_off_minor=written_off_pledge,
        pledge_written_off_original_minor=written_off_pledge,
        due_original_minor=0,
        received_minor=available + allocated + reserved + went - interest,
        received_original_minor=0,
        interest_minor=interest,
        bank_charges_minor=charges,
        transferred_minor=transferred,
        written_off_minor=lost,
        refunded_minor=refunded,
        refund_difference_minor=draw(st.integers(-(10**6), 10**6)),
        allocated_minor=allocated,
        committed_minor=committed,
        committed_open_minor=committed,
        uncommitted_minor=uncommitted,
        spent_minor=spent,
        support_cost_minor=charged,
        support_reserved_minor=reserved,
        available_minor=available,
        programmable_minor=programmable(available, draw(st.integers(0, 5_000))),
    )


def walk(steps: tuple[WaterfallStep, ...]) -> None:
    """Add the steps up as a reader would, and fail where a result is not what has come."""
    running, last, of_this = 0, 0, 0
    for step in steps:
        if step.sort is StepSort.BESIDE:
            continue
        if step.sort is StepSort.OF_THIS:
            of_this += step.minor
            continue
        if of_this:
            assert of_this == last, "the parts are not the whole"
            of_this = 0
        if step.sort is StepSort.RESULT:
            assert step.minor == running, step.name
        else:
            running, last = running + step.minor, step.minor


@given(waterfalls())
def test_every_result_is_what_has_come_together(fall: Waterfall) -> None:
    walk(steps_of(fall))


def test_a_wrong_figure_is_found_by_the_walk() -> None:
    fall = Waterfall(*[0] * 23)
    walk(steps_of(fall))
    with pytest.raises(AssertionError):
        walk(steps_of(replace(fall, spent_minor=1)))
    with pytest.raises(AssertionError):
        walk(steps_of(replace(fall, refunded_minor=1)))


def test_of_nothing_stand_what_was_received_and_what_is_left() -> None:
    assert {step.name for step in steps_of(Waterfall(*[0] * 23))} == KEPT


@given(waterfalls())
def test_no_step_is_zero_and_no_result_is_the_line_above_again(fall: Waterfall) -> None:
    steps = steps_of(fall)
    for step in steps:
        if step.sort is StepSort.ADDED and step.name is not StepName.ALLOCATED:
            assert step.minor, step.name
    for above, below in pairwise(steps):
        if below.sort is StepSort.RESULT and below.name not in KEPT:
            assert above.sort is not StepSort.RESULT


def test_after_entries_of_every_kind_it_adds_up(session: Session) -> None:
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)
    seen: set[StepName] = set()
    for reference, number in account.contributions.items():
        item = read_contribution(session, reference).item
        steps = steps_of(waterfall_of(session, number, item.reserve_rate_bp))
        walk(steps)
        seen |= {step.name for step in steps if step.minor}
    assert seen == set(StepName) - {StepName.BEYOND_PLEDGE, StepName.REFUND_DIFFERENCE}
