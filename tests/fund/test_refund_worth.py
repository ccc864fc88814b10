"""The worth of refunds: what goes back is worth what it was when it came."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.fund.small_fund import NOW, TERMS, MemoryLoader, add_catalogue
from tracker.db import transaction
from tracker.errors import LedgerRefusal
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import correct_receipt, receive, refund
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.money_moves import MoneyMove
from tracker.fund.ledger.returnable_money import MoneyCame, MoneyGone, ReturnableMoney

DAY = date(2024, 1, 1)
Verb = Callable[[ReturnableMoney, object], None]
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
    left = ReturnableMoney(came)
    later = DAY + timedelta(60)
    for piece in [*pieces, sum(one.original for one in came)]:
        part = min(piece, left.most_on(later))
        if part:
            gone.append(MoneyGone("", later, part, left.taken(part, left.usd)))
            left.take(gone[-1])
        assert left.usd >= 0
    assert (left.original, left.usd, left.most_on(later), left.left) == (0, 0, 0, ())
    again = ReturnableMoney(came, gone)
    assert (again.original, again.usd, again.left) == (0, 0, ())


@given(money(), AMOUNTS)
def test_the_most_that_can_go_back_is_found(came: list[MoneyCame], usd: int) -> None:
    left = ReturnableMoney(came)
    most = left.most(usd)
    assert left.worth(most) <= usd or most == 0
    assert most == left.original or left.worth(most + 1) > usd


def test_the_oldest_goes_first_unless_a_receipt_is_named() -> None:
    came = [MoneyCame("B", DAY + timedelta(9), 100_00, 120_00), MoneyCame("A", DAY, 100_00, 80_00)]
    left = ReturnableMoney(came)
    assert left.worth(50_00) == 40_00
    assert left.worth(150_00) == 140_00
    assert left.worth(50_00, "B") == 60_00
    rest = ReturnableMoney(came, [MoneyGone("B", DAY, 100_00, 120_00)])
    assert (rest.original, rest.usd, rest.left_of("B"), rest.left_of("A")) == (
        100_00, 80_00, 0, 100_00,
    )  # fmt: skip


def test_what_went_back_unnamed_cannot_go_back_by_its_name() -> None:
    came = [MoneyCame("A", DAY, 100_00, 80_00), MoneyCame("B", DAY + timedelta(9), 100_00, 120_00)]
    left = ReturnableMoney(came, [MoneyGone("", DAY, 60_00, 48_00)])
    assert (left.left_of("A"), left.left_of("B")) == (40_00, 100_00)
    assert left.worth(50_00, "A") == 32_00 + 12_00
    left.take(MoneyGone("A", DAY, 50_00, 44_00))
    assert left.left == (MoneyCame("B", DAY + timedelta(9), 90_00, 108_00),)


def test_money_that_went_before_it_came_is_taken_off_what_comes() -> None:
    left = ReturnableMoney([], [MoneyGone("", DAY, 30, 60)])
    left.add(MoneyCame("A", DAY, 100, 200))
    assert (left.original, left.usd, left.left_of("A")) == (70, 140, 70)
    assert left.worth(35) == 70


def test_on_no_day_more_has_gone_than_came() -> None:
    came = [MoneyCame("A", DAY, 100, 100), MoneyCame("B", DAY + timedelta(9), 50, 50)]
    gone = [MoneyGone("", DAY + timedelta(5), 70, 70)]
    left = ReturnableMoney(came, gone)
    days = (DAY, DAY - timedelta(1), DAY + timedelta(9))
    assert [left.most_on(day) for day in days] == [30, 0, 80]


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


class _CountingLoader(MemoryLoader):
    """Counts how often what is on record is read."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0

    def money_moves(self, contribution_id: int) -> list[MoneyMove]:
        """Count the reading."""
        self.read += 1
        return super().money_moves(contribution_id)


def test_many_refunds_look_at_each_entry_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[str] = Counter()
    for name in ("add", "take"):
        verb = getattr(ReturnableMoney, name)

        def count(
            money: ReturnableMoney, one: object, *, name: str = name, verb: Verb = verb
        ) -> None:
            counted[name] += 1
            verb(money, one)

        monkeypatch.setattr(ReturnableMoney, name, count)
    loader, number, pieces = _CountingLoader(), TERMS["FRA"].id, 300
    book = Book(loader, now=NOW, approver="second")
    for each in range(pieces):
        for verb, sort in ((receive, "R"), (refund, "F")):
            heading = Heading(DAY, f"{sort}{each}", currency="EUR", original_minor=100)
            verb(book, ContributionMovement(number, 120, heading))
    assert counted == {"add": pieces, "take": pieces}
    assert loader.read == 1
