"""Many moves of a few cents, where rounding shows, in memory against the model."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fund.model import Model, Move
from tests.fund.small_fund import heading, memory_book
from tracker.errors import TrackerError
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.drafts import Allocation, Payment, Use, Written
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_cash import receive
from tracker.fund.ledger.posting_reversals import reverse
from tracker.fund.ledger.posting_uses import allocate, spend

ITALY, TRAIN = 1, 1
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["allocate", "allocate", "spend", "spend all", "reverse", "reverse"]),
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


def carry_out(book: Book, number: int, verb: str, amount: int) -> None:
    """Post a move, the amount of a reversal being how many entries ago."""
    head = heading(f"M{number}")
    if verb == "allocate":
        allocate(book, Allocation(TRAIN, amount, head, ITALY))
    elif verb == "reverse":
        index = len(book.pending) - amount
        posting = book.pending[index].posting
        reverse(book, Written(index, posting.kind, 0, posting.lines, ITALY, TRAIN), head)
    else:
        spend(book, Use(TRAIN, amount, head, ITALY))


def predict(model: Model, done: list[tuple[str, Move]], verb: str, amount: int) -> Move | None:
    """Say what the move should change, if it is lawful."""
    if verb == "allocate":
        return model.allocate({"ITA": amount}, "TRAIN")
    if verb != "reverse":
        return model.use({"ITA": amount}, "TRAIN", "allocated", "spent")
    kind, move = done[len(done) - amount]
    if kind in {"reverse", "reversed"}:
        return None
    return model.undo_allocation(move) if kind == "allocate" else model.undo(move)


@settings(max_examples=300, deadline=None)
@given(MOVES)
def test_no_cent_is_lost_or_left_behind(moves: list[tuple[str, int]]) -> None:
    book, model = memory_book(), Model()
    receive(book, Payment(ITALY, 200, heading("R")))
    model.apply(model.receive("ITA", 200, 200) or {})
    done: list[tuple[str, Move]] = [("receive", {("unallocated", "ITA", ""): 200})]
    for number, (verb, drawn) in enumerate(moves):
        amount = drawn
        if verb == "spend all":
            amount = book.balance(AccountKind.ALLOCATED, ITALY, TRAIN)
        if verb == "reverse":
            amount = min(drawn, len(done))
        move = predict(model, done, verb, amount) if amount else None
        if move is None:
            with pytest.raises(TrackerError):
                carry_out(book, number, verb, amount)
            continue
        carry_out(book, number, verb, amount)
        model.apply(move)
        if verb == "reverse":
            index = len(done) - amount
            done[index] = ("reversed", done[index][1])
        done.append((verb, move))
        assert [book.balance(kind, ITALY, TRAIN) for kind in KINDS] == [
            model.held[kind.value, "ITA", "TRAIN"] for kind in KINDS
        ]
        left = book.share_state(ITALY, TRAIN)
        assert left.allocated or not left.reserved


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=8), st.lists(st.integers(1, 12), max_size=8)
)
def test_what_was_not_spent_can_always_be_taken_back(
    allocations: list[int], spendings: list[int]
) -> None:
    book = memory_book()
    receive(book, Payment(ITALY, 10_00, heading("R")))
    for number, amount in enumerate(allocations):
        allocate(book, Allocation(TRAIN, amount, heading(f"A{number}"), ITALY))
    for number, amount in enumerate(spendings):
        if amount <= book.balance(AccountKind.ALLOCATED, ITALY, TRAIN):
            spend(book, Use(TRAIN, amount, heading(f"E{number}"), ITALY))
    for index, pending in enumerate(book.pending[1:]):
        posting = pending.posting
        enough = posting.usd_minor <= book.balance(AccountKind.ALLOCATED, ITALY, TRAIN)
        if posting.kind is EntryKind.ALLOCATION and enough:
            written = Written(index, posting.kind, 0, posting.lines, ITALY, TRAIN)
            reverse(book, written, heading(f"V{index}"))
