"""Many moves of a few cents, where rounding shows, in memory against the model."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fund.model import Model
from tests.fund.model_parts import Move, Planned
from tests.fund.small_fund import DAY, heading, memory_book
from tracker.errors import TrackerError
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import correct_receipt, receive
from tracker.fund.ledger.entry_drafts import (
    Allocation,
    ContributionMovement,
    PostedEntry,
    UseOfFunds,
)
from tracker.fund.ledger.pledge_entries import cancel_pledge, pledge, write_off_pledge
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.use_entries import allocate, deallocate, spend

ITALY, FRANCE, POOL, TRAIN = 1, 3, 6, 1
MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["allocate", "allocate", "spend", "spend all", "take back", "reverse", "reverse"]
        ),
        st.integers(1, 12),
    ),
    min_size=4,
    max_size=16,
)
KINDS = (
    AccountKind.ALLOCATED,
    AccountKind.SPENT,
    AccountKind.SUPPORT_RESERVED,
    AccountKind.SUPPORT_CHARGED,
)
CENTS = st.integers(1, 40)


def carry_out(book: Book, number: int, verb: str, amount: int) -> None:
    """Post a move, the amount of a reversal being how many entries ago."""
    head = heading(f"M{number}")
    if verb == "allocate":
        allocate(book, Allocation(TRAIN, amount, head, ITALY))
    elif verb == "reverse":
        index = len(book.pending) - amount
        posting = book.pending[index].entry
        reverse(book, PostedEntry(index, posting.kind, 0, posting.lines, ITALY, TRAIN, DAY), head)
    elif verb == "take back":
        deallocate(book, UseOfFunds(TRAIN, amount, head, ITALY))
    else:
        spend(book, UseOfFunds(TRAIN, amount, head, ITALY))


def predict(model: Model, verb: str, amount: int) -> Planned:
    """Say what the move should change, if it is lawful."""
    undoes = len(model.entries) - amount + 1 if verb == "reverse" else 0

    def plan() -> Move | None:
        if undoes:
            return model.undo(undoes)
        parts = {"ITA": amount}
        if verb == "allocate":
            return model.allocate(parts, "TRAIN", DAY)
        if verb == "take back":
            return model.deallocate(parts, "TRAIN")
        return model.use(parts, "TRAIN", "allocated", "spent")

    kind = {"reverse": "reversal", "allocate": "allocation"}.get(verb, verb)
    return Planned(kind, DAY, "", plan, undoes)


@settings(max_examples=300, deadline=None)
@given(MOVES)
def test_no_cent_is_lost_or_left_behind(moves: list[tuple[str, int]]) -> None:
    book, model = memory_book(), Model()
    receive(book, ContributionMovement(ITALY, 200, heading("R")))
    received = Planned("receipt", DAY, "", lambda: model.receive("ITA", 200, 200))
    model.keep([received], model.moves([received]) or [])
    for number, (verb, drawn) in enumerate(moves):
        amount = drawn
        if verb == "spend all":
            amount = book.balance(AccountKind.ALLOCATED, ITALY, TRAIN)
        if verb == "reverse":
            amount = min(drawn, len(model.entries))
        planned = predict(model, verb, amount)
        found = model.moves([planned]) if amount else None
        if found is None:
            with pytest.raises(TrackerError):
                carry_out(book, number, verb, amount)
            continue
        carry_out(book, number, verb, amount)
        model.keep([planned], found)
        assert [book.balance(kind, ITALY, TRAIN) for kind in KINDS] == [
            model.held[kind.value, "ITA", "TRAIN"] for kind in KINDS
        ]
        left = book.share_state(ITALY, TRAIN, DAY)
        assert left.allocated or not left.reserved


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=8), st.lists(st.integers(1, 12), max_size=8)
)
def test_what_was_not_spent_can_always_be_taken_back(
    allocations: list[int], spendings: list[int]
) -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 10_00, heading("R")))
    for number, amount in enumerate(allocations):
        allocate(book, Allocation(TRAIN, amount, heading(f"A{number}"), ITALY))
    spent = 0
    for number, amount in enumerate(spendings):
        if amount <= book.balance(AccountKind.ALLOCATED, ITALY, TRAIN):
            spend(book, UseOfFunds(TRAIN, amount, heading(f"E{number}"), ITALY))
            spent += amount
    taken_back, standing = 0, []
    for index, pending in enumerate(book.pending[1 : len(allocations) + 1], start=1):
        entry = pending.entry
        if entry.usd_minor > book.balance(AccountKind.ALLOCATED, ITALY, TRAIN):
            standing.append(entry.usd_minor)
            continue
        written = PostedEntry(index, entry.kind, 0, entry.lines, ITALY, TRAIN, DAY)
        reverse(book, written, heading(f"V{index}"))
        taken_back += entry.usd_minor
        left = sum(allocations) - spent - taken_back
        assert book.balance(AccountKind.ALLOCATED, ITALY, TRAIN) == left
        assert book.balance(AccountKind.SPENT, ITALY, TRAIN) == spent
        assert book.balance(AccountKind.UNALLOCATED, ITALY) == 10_00 - sum(
            book.balance(kind, ITALY, TRAIN) for kind in KINDS
        )
        assert left or not book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN)
    left = book.balance(AccountKind.ALLOCATED, ITALY, TRAIN)
    assert all(amount > left for amount in standing)
    assert sum(allocations) == spent + taken_back + left


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.lists(st.integers(1, 12)))
def test_taken_back_piece_by_piece_no_reserve_is_left_behind(
    allocations: list[int], pieces: list[int]
) -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 10_00, heading("R")))
    for number, amount in enumerate(allocations):
        allocate(book, Allocation(TRAIN, amount, heading(f"A{number}"), ITALY))
    for number, amount in enumerate([*pieces, sum(allocations)]):
        left = book.balance(AccountKind.ALLOCATED, ITALY, TRAIN)
        if left:
            deallocate(book, UseOfFunds(TRAIN, min(amount, left), heading(f"D{number}"), ITALY))
    assert book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN) == 0
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 10_00


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CENTS, st.booleans()), min_size=1, max_size=12))
def test_support_cost_on_receipts_is_that_of_all_that_was_received(
    receipts: list[tuple[int, bool]],
) -> None:
    book, received = memory_book(), 0
    for number, (amount, lowers) in enumerate(receipts):
        payment = ContributionMovement(POOL, amount, heading(f"R{number}"))
        if lowers and received >= amount:
            correct_receipt(book, payment)
            received -= amount
        else:
            receive(book, payment)
            received += amount
        exact = Fraction(received * 700, 10_700)
        charged = book.balance(AccountKind.SUPPORT_CHARGED, POOL)
        assert -1 < 2 * (charged - exact) <= 1
        assert book.balance(AccountKind.UNALLOCATED, POOL) == received - charged


@settings(max_examples=200, deadline=None)
@given(CENTS, CENTS, st.lists(st.tuples(CENTS, st.booleans()), max_size=8))
def test_a_promise_given_up_piece_by_piece_is_given_up_to_the_cent(
    usd: int, original: int, pieces: list[tuple[int, bool]]
) -> None:
    book = memory_book()
    pledge(
        book,
        ContributionMovement(FRANCE, usd, heading("P", currency="EUR", original_minor=original)),
    )
    for number, (piece, cancels) in enumerate([*pieces, (original, True)]):
        left = book.pledge_state(FRANCE).open_original
        if not left:
            break
        head = heading(
            f"C{number}", currency="EUR", original_minor=min(piece, left), basis="insolvency"
        )
        (cancel_pledge if cancels else write_off_pledge)(
            book, ContributionMovement(FRANCE, 1, head)
        )
        state = book.pledge_state(FRANCE)
        assert 0 <= state.written_off <= state.pledged <= usd
    state = book.pledge_state(FRANCE)
    assert state.open_original == 0
    assert state.pledged == state.written_off
