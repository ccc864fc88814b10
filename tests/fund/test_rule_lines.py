"""Each rule's lines, one by one: accounts, amounts, the figures in which they count, the split."""

from collections.abc import Callable

import pytest

from tests.fund.small_fund import DAY
from tracker.errors import InvalidInput
from tracker.fund.ledger import cash_rules, pledge_rules, use_rules
from tracker.fund.ledger.accounts import AccountKey, AccountKind, share_keys
from tracker.fund.ledger.amounts import positive, whole
from tracker.fund.ledger.attribution import AttributedPart, FundingCandidate, attribute, split
from tracker.fund.ledger.entries import MOST_MINOR, Line
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.pledge_rules import PledgeState, difference_of_pledge, exchange_difference
from tracker.fund.ledger.support_cost import on_receipts, programmable
from tracker.fund.ledger.use_rules import ShareState

OWNER, OTHER, PLACE = 1, 2, 7
SHARE = share_keys(OWNER, PLACE)
NOTHING = PledgeState(0, 0, 0, 0)
BOTH_WAYS = pytest.mark.parametrize("attributed", [True, False])


def own(kind: AccountKind, owner: int = OWNER) -> AccountKey:
    return AccountKey(kind, owner)


def out(usd: int, kind: AccountKind, measure: Measure, owner: int = OWNER) -> tuple[Line, ...]:
    return (
        Line(own(AccountKind.UNALLOCATED, owner), -usd, Measure.UNALLOCATED),
        Line(own(kind, owner), usd, measure),
    )


@pytest.mark.parametrize(
    ("rule", "kind", "measure"),
    [
        (cash_rules.refund, AccountKind.REFUNDED, Measure.REFUNDED),
        (cash_rules.bank_charge, AccountKind.BANK_CHARGED, Measure.BANK_CHARGES),
        (cash_rules.write_off, AccountKind.WRITTEN_OFF, Measure.WRITTEN_OFF),
        (cash_rules.support_cost, AccountKind.SUPPORT_CHARGED, Measure.SUPPORT_COST),
    ],
)
def test_what_goes_from_what_is_not_allocated(
    rule: Callable[[int, int], tuple[Line, ...]], kind: AccountKind, measure: Measure
) -> None:
    assert rule(OWNER, 5) == out(5, kind, measure)


@pytest.mark.parametrize("rule", [cash_rules.refund, cash_rules.bank_charge, cash_rules.write_off])
def test_nothing_does_not_go(rule: Callable[[int, int], tuple[Line, ...]]) -> None:
    with pytest.raises(InvalidInput):
        rule(OWNER, 0)


def test_no_support_cost_has_no_lines_and_less_comes_back() -> None:
    assert cash_rules.support_cost(OWNER, 0) == ()
    back = out(-3, AccountKind.SUPPORT_CHARGED, Measure.SUPPORT_COST)
    assert cash_rules.support_cost(OWNER, -3) == back


def test_a_transfer_leaves_one_and_reaches_the_other() -> None:
    kind, measure = AccountKind.TRANSFERRED, Measure.TRANSFERRED
    assert cash_rules.transfer(OWNER, OTHER, 5) == (
        *out(5, kind, measure),
        *out(-5, kind, measure, OTHER),
    )
    with pytest.raises(InvalidInput):
        cash_rules.transfer(OWNER, OTHER, -5)


@BOTH_WAYS
def test_interest_comes_from_the_bank(*, attributed: bool) -> None:
    found = cash_rules.interest(
        [AttributedPart(OWNER, 5), AttributedPart(OTHER, 2)], attributed=attributed
    )
    assert found == tuple(
        line
        for owner, usd in ((OWNER, 5), (OTHER, 2))
        for line in (
            Line(own(AccountKind.INTEREST, owner), -usd, Measure.INTEREST, attributed),
            Line(own(AccountKind.UNALLOCATED, owner), usd, Measure.UNALLOCATED, attributed),
        )
    )


@pytest.mark.parametrize(
    ("rule", "sign"), [(cash_rules.receipt, 1), (cash_rules.receipt_correction, -1)]
)
def test_a_receipt_and_its_correction(
    rule: Callable[[int, int, int, PledgeState], tuple[Line, ...]], sign: int
) -> None:
    # 100 cents were pledged for 50 units, of which 20 have arrived without a difference.
    state = PledgeState(100, 50, 40, 20)
    difference = sign * 10
    assert rule(OWNER, 30, 10, state) == (
        Line(own(AccountKind.DONOR), -sign * 30, Measure.RECEIVED, original_minor=-sign * 10),
        Line(own(AccountKind.UNALLOCATED), sign * 30, Measure.UNALLOCATED),
        Line(own(AccountKind.EXCHANGE_DIFFERENCE), difference, Measure.EXCHANGE_DIFFERENCE),
        Line(own(AccountKind.PLEDGE_CONTROL), -difference),
    )
    for usd, original in ((0, 10), (30, 0)):
        with pytest.raises(InvalidInput):
            rule(OWNER, usd, original, state)


def memorandum(kind: AccountKind, measure: Measure, usd: int, original: int) -> tuple[Line, ...]:
    return (
        Line(own(kind), usd, measure, original_minor=original),
        Line(own(AccountKind.PLEDGE_CONTROL), -usd),
    )


def test_a_promise_and_what_becomes_of_it() -> None:
    pledged = memorandum(AccountKind.PLEDGED, Measure.PLEDGED, 9, 4)
    assert pledge_rules.pledge(OWNER, 9, 4, NOTHING) == pledged
    due = memorandum(AccountKind.DUE, Measure.DUE, 9, 4)
    assert pledge_rules.instalment_due(OWNER, 9, 4) == due
    given_up = memorandum(AccountKind.PLEDGE_WRITTEN_OFF, Measure.PLEDGE_WRITTEN_OFF, 50, 25)
    assert pledge_rules.write_off(OWNER, 25, PledgeState(100, 50, 40, 20)) == given_up


def test_a_part_keeps_its_worth_when_the_pledge_is_worth_less_since() -> None:
    # A half was given up when the whole was worth 100; the rest is worth 2 by now.
    state = PledgeState(52, 50, 0, 0, written_off=50, written_off_original=25)
    assert pledge_rules.written_off_usd(state, 1) == 0
    assert pledge_rules.written_off_usd(state, 25) == 2
    assert pledge_rules.cancelled_usd(state, 25) == 2
    assert pledge_rules.cancelled_usd(state, 12) == 1


@pytest.mark.parametrize(
    ("state", "usd", "original", "difference"),
    [
        (PledgeState(100, 50, 0, 0), 60, 25, 10),  # a half that was worth 50
        (PledgeState(100, 50, 60, 25, 10), 60, 25, 10),  # the other half
        (PledgeState(100, 50, 60, 25, 10), 120, 50, 10),  # beyond the pledge: a half of it counts
        (PledgeState(100, 50, 120, 50, 20), 60, 25, 0),  # all of it beyond
        (PledgeState(100, 50, 120, 50, 20), -60, -25, -10),  # a correction within
        (PledgeState(100, 50, 120, 50, 15), 60, 25, 0),  # beyond, though too little was shown
        (PledgeState(100, 50, 0, 0), 100, 60, -17),  # beyond: 83 of 100 count
        (PledgeState(0, 0, 0, 0), 60, 25, 0),  # nothing was pledged
    ],
)
def test_the_exchange_difference_of_a_receipt(
    state: PledgeState, usd: int, original: int, difference: int
) -> None:
    found = exchange_difference(state, usd, original)
    assert (found, type(found)) == (difference, int)


@pytest.mark.parametrize(
    ("state", "usd", "original", "difference"),
    [
        (PledgeState(100, 50, 60, 25, 10), 100, 50, 0),  # twice as much, of the same worth
        (PledgeState(100, 50, 60, 25, 10), 50, 50, 13),  # twice as much, worth less
        (PledgeState(100, 50, 60, 25, 10), -75, -37, -4),  # 13 of 25 count: 31 less 25
        (PledgeState(100, 50, 60, 25, 10), -100, -50, -10),  # nothing is pledged any more
        (PledgeState(100, 50, 0, 0), 50, 25, 0),  # nothing has arrived
        (PledgeState(0, 0, 3, 1), 2, 1, 1),  # a single unit, promised after it came
        (PledgeState(7, 3, 5, 2), 0, 1, 2),  # rounds down
    ],
)
def test_the_exchange_difference_of_a_changed_pledge(
    state: PledgeState, usd: int, original: int, difference: int
) -> None:
    found = difference_of_pledge(state, usd, original)
    assert (found, type(found)) == (difference, int)


@BOTH_WAYS
def test_an_allocation_and_its_way_back(*, attributed: bool) -> None:
    given = use_rules.allocation(OWNER, PLACE, 100, 1300, attributed=attributed)
    available = own(AccountKind.UNALLOCATED)
    assert given == (
        Line(available, -113, Measure.UNALLOCATED, attributed),
        Line(SHARE.allocated, 100, Measure.ALLOCATED, attributed),
        Line(SHARE.reserved, 13, None, attributed),
    )
    back = use_rules.de_allocation(
        OWNER, PLACE, 60, 1300, ShareState(60, 40, 0, 13), attributed=attributed
    )
    assert back == (
        Line(available, 68, Measure.UNALLOCATED, attributed),
        Line(SHARE.allocated, -60, Measure.ALLOCATED, attributed),
        Line(SHARE.reserved, -8, None, attributed),
    )
    for allocated in (100, 105):
        share = ShareState(allocated=allocated, committed=5, reserved=14)
        assert use_rules.allocation_reversal(given, {OWNER: share}) == use_rules.mirror(given)


def test_an_allocation_of_several_is_taken_back_from_each() -> None:
    given = (
        *use_rules.allocation(OWNER, PLACE, 100, 1300, attributed=True),
        *use_rules.allocation(OTHER, PLACE, 50, 0, attributed=True),
    )
    shares = {
        OWNER: ShareState(allocated=200, reserved=26),
        OTHER: ShareState(allocated=60),
    }
    assert use_rules.allocation_reversal(given, shares) == use_rules.mirror(given)


def test_without_a_reserve_an_allocation_has_two_lines() -> None:
    given = use_rules.allocation(OWNER, PLACE, 100, 0, attributed=False)
    assert [line.account for line in given] == [own(AccountKind.UNALLOCATED), SHARE.allocated]
    back = use_rules.allocation_reversal(given, {OWNER: ShareState(allocated=150)})
    assert back == use_rules.mirror(given)


@pytest.mark.parametrize("allocated", [60, 120])
def test_what_is_committed_is_still_to_be_spent(allocated: int) -> None:
    share = ShareState(allocated=allocated, committed=60, reserved=30)
    back = use_rules.de_allocation(OWNER, PLACE, 60, 1300, share, attributed=False)
    assert back[-1].minor == -8
    spent = use_rules.expenditure(
        OWNER, PLACE, 60, 1300, share, against_commitment=False, attributed=False
    )
    assert spent[-1].minor == 8


@BOTH_WAYS
def test_a_commitment_and_its_release(*, attributed: bool) -> None:
    assert use_rules.commitment(OWNER, PLACE, 9, attributed=attributed) == (
        Line(SHARE.allocated, -9, None, attributed),
        Line(SHARE.committed, 9, Measure.COMMITTED, attributed),
    )
    assert use_rules.de_commitment(OWNER, PLACE, 9, attributed=attributed) == (
        Line(SHARE.committed, -9, Measure.COMMITTED, attributed),
        Line(SHARE.allocated, 9, None, attributed),
    )


@BOTH_WAYS
@pytest.mark.parametrize("against_commitment", [True, False])
def test_an_expenditure_charges_support_cost(*, attributed: bool, against_commitment: bool) -> None:
    share = ShareState(allocated=100, committed=100, reserved=26)
    found = use_rules.expenditure(
        OWNER,
        PLACE,
        50,
        1300,
        share,
        against_commitment=against_commitment,
        attributed=attributed,
    )
    source = SHARE.committed if against_commitment else SHARE.allocated
    assert found == (
        Line(source, -50, None, attributed),
        Line(SHARE.spent, 50, Measure.SPENT, attributed),
        Line(SHARE.reserved, -7, None, attributed),
        Line(SHARE.charged, 7, Measure.SUPPORT_COST, attributed),
    )


def test_a_mirror_has_the_opposite_signs() -> None:
    lines = (
        Line(own(AccountKind.DONOR), -5, Measure.RECEIVED, original_minor=-4),
        Line(own(AccountKind.UNALLOCATED), 5, Measure.UNALLOCATED, attributed=True),
    )
    assert use_rules.mirror(lines) == (
        Line(own(AccountKind.DONOR), 5, Measure.RECEIVED, original_minor=4),
        Line(own(AccountKind.UNALLOCATED), -5, Measure.UNALLOCATED, attributed=True),
    )


def test_ties_go_by_reference_and_not_by_number() -> None:
    tied = [FundingCandidate(1, "B", 1), FundingCandidate(2, "A", 1)]
    assert split(1, tied) == [AttributedPart(2, 1)]
    assert attribute(1, tied, "ACT", AccountKind.ALLOCATED, DAY) == [AttributedPart(2, 1)]


def test_who_has_a_single_cent_left_carries_it() -> None:
    left = [FundingCandidate(1, "A", 1), FundingCandidate(2, "B", 0), FundingCandidate(3, "C", 5)]
    assert attribute(6, left, "ACT", AccountKind.ALLOCATED, DAY) == [
        AttributedPart(1, 1),
        AttributedPart(3, 5),
    ]


@pytest.mark.parametrize("available", [10**17 - 1, 10**17, 113 * 10**14 + 7])
def test_what_is_programmable_of_large_amounts_is_exact(available: int) -> None:
    most = programmable(available, 1300)
    assert type(most) is int
    assert most + (most * 1300 + 5_000) // 10_000 <= available
    assert most + 1 + ((most + 1) * 1300 + 5_000) // 10_000 > available


def test_support_cost_on_receipts_is_a_share_of_the_whole() -> None:
    assert [on_receipts(received, 700) for received in (0, 107, 7, 8, 1_070_000)] == [
        0,
        7,
        0,
        1,
        70_000,
    ]


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_above_zero(amount: int) -> None:
    with pytest.raises(InvalidInput, match=r"^the amount must be above zero$") as refused:
        positive(amount)
    assert refused.value.field == "amount"
    with pytest.raises(InvalidInput) as refused:
        positive(amount, "settles")
    assert refused.value.field == "settles"


def test_an_amount_is_whole_and_within_reason() -> None:
    for most in (MOST_MINOR, -MOST_MINOR):
        assert whole(most) == most
    for beyond in (MOST_MINOR + 1, -MOST_MINOR - 1):
        with pytest.raises(InvalidInput, match=r"^the amount is too large$") as refused:
            whole(beyond)
        assert refused.value.field == "amount"
    with pytest.raises(TypeError, match="minor units are whole numbers, not float"):
        whole(1.0)  # type: ignore[arg-type]
