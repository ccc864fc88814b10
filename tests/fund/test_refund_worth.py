"""The worth of refunds: what goes back is worth what it was when it came."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.fund.small_fund import add_catalogue
from tracker.db import transaction
from tracker.errors import LedgerRefusal
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.ledger.cash_entries import correct_receipt, receive, refund
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.refund_worth import MoneyCame, MoneyGone, most_from, returnable

DAY = date(2024, 1, 1)
AMOUNTS = st.integers(1, 1_000_00)


@st.composite
def money(draw: st.DrawFn) -> list[MoneyCame]:
    """Draw receipts at rates between a tenth and ten US dollars."""
    return [
        MoneyCame(f"R{place}", DAY + timedelta(draw(st.integers(0, 30))), original, usd)
        for place in range(draw(st.integers(1, 5)))
        for original in [draw(AMOUNTS)]
        for usd in [draw(st.integers(max(1, original // 10), original * 10))]
    ]


@given(money(), st.lists(AMOUNTS, max_size=6))
def test_piece_by_piece_all_goes_back_and_no_cent_stays(
    came: list[MoneyCame], pieces: list[int]
) -> None:
    gone: list[MoneyGone] = []
    later = DAY + timedelta(60)
    for piece in [*pieces, sum(one.original for one in came)]:
        left = returnable(came, gone)
        part = min(piece, most_from(came, gone, later))
        if part:
            there = left.usd
            gone.append(MoneyGone("", later, part, left.taken(part, there)))
        assert sum(one.usd for one in gone) <= sum(one.usd for one in came)
    left = returnable(came, gone)
    assert (left.original, left.usd, most_from(came, gone, later)) == (0, 0, 0)


@given(money(), AMOUNTS)
def test_the_most_that_can_go_back_is_found(came: list[MoneyCame], usd: int) -> None:
    left = returnable(came, [])
    most = left.most(usd)
    assert left.worth(most) <= usd or most == 0
    assert most == left.original or left.worth(most + 1) > usd


def test_the_oldest_goes_first_unless_a_receipt_is_named() -> None:
    came = [MoneyCame("B", DAY + timedelta(9), 100_00, 120_00), MoneyCame("A", DAY, 100_00, 80_00)]
    left = returnable(came, [])
    assert left.worth(50_00) == 40_00
    assert left.worth(150_00) == 140_00
    assert left.worth(50_00, "B") == 60_00
    rest = returnable(came, [MoneyGone("B", DAY, 100_00, 120_00)])
    assert (rest.original, rest.usd) == (100_00, 80_00)


def test_on_no_day_more_has_gone_than_came() -> None:
    came = [MoneyCame("A", DAY, 100, 100), MoneyCame("B", DAY + timedelta(9), 50, 50)]
    gone = [MoneyGone("", DAY + timedelta(5), 70, 70)]
    assert most_from(came, gone, DAY) == 30
    assert most_from(came, gone, DAY - timedelta(1)) == 0
    assert most_from(came, gone, DAY + timedelta(9)) == 80


def _fall(session: Session, contribution: int) -> Waterfall:
    return waterfall_of(session, contribution, 0)


def test_all_euros_go_back_and_the_difference_stands_by_itself(session: Session) -> None:
    euros = add_catalogue(session).contributions["FRA"]
    rate = RateUsed(Decimal("0.868"), "test", DAY)

    def movement(reference: str, usd: int, original: int) -> ContributionMovement:
        heading = Heading(DAY, reference, currency="EUR", original_minor=original, rate=rate)
        return ContributionMovement(euros, usd, heading)

    with transaction(session), open_book(session, "one", "two") as book:
        receive(book, movement("R", 1_152_07, 1_000_00))
        refund(book, movement("F1", 1_168_22, 1_000_00))
        with pytest.raises(LedgerRefusal, match="came and has not gone back"):
            refund(book, movement("F2", 23_36, 20_00))
    fall = _fall(session, euros)
    assert (fall.received_minor, fall.refunded_minor) == (1_152_07, 1_152_07)
    assert (fall.refund_difference_minor, fall.available_minor) == (16_15, 0)
    with transaction(session), open_book(session, "one", "two") as book:
        receive(book, movement("R2", 2_00, 1_00))
        refund(book, movement("F3", 1_00, 50))
        with pytest.raises(LedgerRefusal, match="less would have come"):
            correct_receipt(book, movement("C", 1_00, 51))
