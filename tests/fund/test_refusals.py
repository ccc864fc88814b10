"""Refusals of the rules, each with its reason, in memory and without a database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fund.small_fund import (
    DAY,
    NOW,
    TERMS,
    MemoryLoader,
    balances,
    heading,
    memory_book,
)
from tracker.errors import Conflict, InsufficientFunds, InvalidInput, LedgerRefusal, NotFound
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import correct_receipt, give_interest, receive, refund
from tracker.fund.ledger.day_balances import DayBalance
from tracker.fund.ledger.entries import EntryKind, Heading, Line, NewEntry
from tracker.fund.ledger.entry_drafts import (
    Allocation,
    ContributionMovement,
    InterestCredit,
    PostedEntry,
    UseOfFunds,
)
from tracker.fund.ledger.pledge_entries import adjust_pledge, pledge, write_off_pledge
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.use_entries import allocate, commit, deallocate, spend

ITALY, JAPAN, FRANCE, KENYA = 1, 2, 3, 4
TRAIN, LAWS = 1, 2


@pytest.fixture
def book() -> Book:
    """Give a book with 1,130.00 USD of Italy, 500.00 of which are allocated to the training."""
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 1_130_00, heading("R1")))
    allocate(book, Allocation(TRAIN, 500_00, heading("A1"), ITALY))
    return book


def euros(usd: int, original: int | None) -> ContributionMovement:
    return ContributionMovement(FRANCE, usd, heading("X", currency="EUR", original_minor=original))


def euro_heading(reference: str, original: int) -> Heading:
    return heading(reference, currency="EUR", original_minor=original)


UNLAWFUL: dict[str, tuple[type[Exception], Callable[[Book], None]]] = {
    "over-allocation": (
        InsufficientFunds,
        lambda b: allocate(b, Allocation(TRAIN, 500_01, heading("X"), ITALY)),
    ),
    "over-allocation by the rule": (
        InsufficientFunds,
        lambda b: allocate(b, Allocation(TRAIN, 500_01, heading("X"), pool=(ITALY, JAPAN, ITALY))),
    ),
    "over-spending": (
        InsufficientFunds,
        lambda b: spend(b, UseOfFunds(TRAIN, 500_01, heading("X"))),
    ),
    "over-spending by name": (
        InsufficientFunds,
        lambda b: spend(b, UseOfFunds(TRAIN, 500_01, heading("X"), ITALY)),
    ),
    "spending what is not committed": (
        InsufficientFunds,
        lambda b: spend(b, UseOfFunds(TRAIN, 1, heading("X"), ITALY, against_commitment=True)),
    ),
    "spending where nothing was allocated": (
        InsufficientFunds,
        lambda b: spend(b, UseOfFunds(LAWS, 1, heading("X"))),
    ),
    "over-commitment": (
        InsufficientFunds,
        lambda b: commit(b, UseOfFunds(TRAIN, 500_01, heading("X"))),
    ),
    "refund of allocated money": (
        InsufficientFunds,
        lambda b: refund(b, ContributionMovement(ITALY, 565_01, heading("X"))),
    ),
    "correction of allocated money": (
        InsufficientFunds,
        lambda b: correct_receipt(b, ContributionMovement(ITALY, 565_01, heading("X"))),
    ),
    "a pledge lowered below nothing": (
        InsufficientFunds,
        lambda b: adjust_pledge(b, ContributionMovement(ITALY, -1, heading("X"))),
    ),
    "an adjustment of nothing": (
        InvalidInput,
        lambda b: adjust_pledge(b, ContributionMovement(ITALY, 0, heading("X"))),
    ),
    "wrong currency": (
        InvalidInput,
        lambda b: receive(b, ContributionMovement(FRANCE, 1, heading("X"))),
    ),
    "original amount missing": (InvalidInput, lambda b: receive(b, euros(100, None))),
    "original amount of nothing": (InvalidInput, lambda b: receive(b, euros(100, 0))),
    "original amount of the other sign": (InvalidInput, lambda b: pledge(b, euros(100, -100))),
    "two dollar amounts": (
        InvalidInput,
        lambda b: receive(b, ContributionMovement(ITALY, 100, heading("X", original_minor=101))),
    ),
    "nothing": (InvalidInput, lambda b: receive(b, ContributionMovement(ITALY, 0, heading("X")))),
    "less than nothing": (InvalidInput, lambda b: spend(b, UseOfFunds(TRAIN, -1, heading("X")))),
    "beyond all reason": (
        InvalidInput,
        lambda b: pledge(b, ContributionMovement(ITALY, 10**18, heading("X"))),
    ),
    "a fraction of a cent": (
        TypeError,
        lambda b: pledge(b, ContributionMovement(ITALY, 1.5, heading("X"))),  # type: ignore[arg-type]
    ),
    "a reference twice": (
        Conflict,
        lambda b: receive(b, ContributionMovement(ITALY, 1, heading("R1"))),
    ),
    "an unknown contribution": (
        NotFound,
        lambda b: receive(b, ContributionMovement(99, 1, heading("X"))),
    ),
    "an unknown activity": (NotFound, lambda b: spend(b, UseOfFunds(99, 1, heading("X")))),
    "recorded in the future": (
        InvalidInput,
        lambda b: receive(
            b, ContributionMovement(ITALY, 1, heading("X")), NOW + timedelta(seconds=1)
        ),
    ),
    "recorded before the last entry": (
        InvalidInput,
        lambda b: receive(
            b, ContributionMovement(ITALY, 1, heading("X")), NOW - timedelta(seconds=1)
        ),
    ),
    "recorded at no place's time": (
        TypeError,
        lambda b: receive(
            b, ContributionMovement(ITALY, 1, heading("X")), NOW.replace(tzinfo=None)
        ),
    ),
}


@pytest.mark.parametrize("name", UNLAWFUL)
def test_it_is_refused_and_leaves_the_book_as_it_was(book: Book, name: str) -> None:
    error, post = UNLAWFUL[name]
    held, pending = balances(book), len(book.pending)
    with pytest.raises(error):
        post(book)
    assert balances(book) == held
    assert len(book.pending) == pending


def test_no_more_euros_are_taken_back_than_came() -> None:
    book = memory_book()
    pledge(book, euros(100_00, 90_00))
    receive(book, replace(euros(100_00, 90_00), heading=euro_heading("R", 90_00)))
    for verb, usd in ((adjust_pledge, -1), (correct_receipt, 1)):
        more = ContributionMovement(FRANCE, usd, euro_heading("Y", 90_01 * usd))
        with pytest.raises(LedgerRefusal, match="more is taken back than there was"):
            verb(book, more)


def test_tied_money_goes_nowhere_else(book: Book) -> None:
    receive(book, ContributionMovement(KENYA, 1_000_00, heading("R2")))
    allocate(book, Allocation(TRAIN, 1_00, heading("A2"), KENYA))
    with pytest.raises(LedgerRefusal, match="KEN is earmarked and LAWS lies outside by country"):
        allocate(book, Allocation(LAWS, 1_00, heading("A3"), KENYA))
    with pytest.raises(InsufficientFunds):
        allocate(book, Allocation(LAWS, 1_00, heading("A4"), pool=(KENYA,)))


@pytest.mark.parametrize(
    "post",
    [
        lambda b: receive(b, ContributionMovement(ITALY, 1, heading("X"))),
        lambda b: allocate(b, Allocation(TRAIN, 1, heading("X"), ITALY)),
        lambda b: allocate(b, Allocation(TRAIN, 1, heading("X"), pool=(ITALY,))),
        lambda b: commit(b, UseOfFunds(TRAIN, 1, heading("X"), ITALY)),
        lambda b: spend(b, UseOfFunds(TRAIN, 1, heading("X"), ITALY)),
        lambda b: spend(b, UseOfFunds(TRAIN, 1, heading("X"))),
    ],
)
def test_a_closed_contribution_neither_takes_nor_gives(
    book: Book, post: Callable[[Book], None]
) -> None:
    book.terms[ITALY] = replace(TERMS["ITA"], closed=True)
    with pytest.raises(LedgerRefusal):
        post(book)


def test_a_closed_contribution_can_still_be_put_right(book: Book) -> None:
    book.terms[ITALY] = replace(TERMS["ITA"], closed=True)
    correct_receipt(book, ContributionMovement(ITALY, 1_00, heading("K")))
    refund(book, ContributionMovement(ITALY, 1_00, heading("F")))
    reverse(book, written(book, 1), heading("V"))
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 1_128_00


def written(book: Book, index: int) -> PostedEntry:
    """Return a pending entry as if it had been written."""
    posting = book.pending[index].entry
    return PostedEntry(
        index + 1,
        posting.kind,
        posting.usd_minor,
        posting.lines,
        posting.contribution_id,
        posting.activity_id,
        posting.heading.effective_on,
    )


def test_a_receipt_that_was_allocated_since_cannot_be_reversed(book: Book) -> None:
    with pytest.raises(InsufficientFunds):
        reverse(book, written(book, 0), heading("X"))


def test_an_entry_is_reversed_once_and_a_reversal_never(book: Book) -> None:
    reverse(book, written(book, 1), heading("V1"))
    with pytest.raises(Conflict):
        reverse(book, written(book, 1), heading("V2"))
    with pytest.raises(LedgerRefusal):
        reverse(book, written(book, 2), heading("V3"))


def test_an_allocation_can_be_taken_back_although_its_reserve_was_rounded() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 100, heading("R")))
    for name, cents in (("A1", 3), ("A2", 3), ("A3", 4)):
        allocate(book, Allocation(TRAIN, cents, heading(name), ITALY))
    spend(book, UseOfFunds(TRAIN, 6, heading("E")))  # charges the one cent that A3 set aside
    reverse(book, written(book, 3), heading("V"))
    assert book.share_state(ITALY, TRAIN, DAY) == (0, 0, 6, 0, 1)


def test_taking_the_last_allocation_back_leaves_no_support_cost_behind() -> None:
    book = memory_book()
    receive(book, ContributionMovement(ITALY, 100, heading("R")))
    for name in ("A1", "A2", "A3"):
        allocate(book, Allocation(TRAIN, 4, heading(name), ITALY))
    spend(book, UseOfFunds(TRAIN, 8, heading("E")))
    reverse(book, written(book, 3), heading("V"))
    assert book.share_state(ITALY, TRAIN, DAY) == (0, 0, 8, 0, 1)
    assert book.balance(AccountKind.UNALLOCATED, ITALY) == 100 - 9


def test_an_entry_neither_makes_nor_loses_money() -> None:
    line = Line(AccountKey(AccountKind.UNALLOCATED, ITALY), 1)
    with pytest.raises(LedgerRefusal):
        NewEntry(EntryKind.RECEIPT, heading("X"), (line,), 1)
    with pytest.raises(LedgerRefusal):
        NewEntry(EntryKind.RECEIPT, heading("X"), (), 1)


@pytest.mark.parametrize("reference", ["", "x" * 121, "two\nlines", "nothing\x00"])
def test_a_reference_can_be_read_out(reference: str) -> None:
    with pytest.raises(InvalidInput):
        Heading(DAY, reference)


def test_an_entry_counts_from_a_day() -> None:
    with pytest.raises(TypeError):
        Heading(datetime(2024, 1, 1, tzinfo=UTC), "X")


def test_a_note_holds_what_every_database_keeps() -> None:
    with pytest.raises(InvalidInput):
        Heading(DAY, "X", note="a\x00b")


def test_the_sentence_names_contribution_account_and_amounts(book: Book) -> None:
    with pytest.raises(InsufficientFunds, match=r"^ITA, available: 565\.01 USD needed, "):
        refund(book, ContributionMovement(ITALY, 565_01, heading("X")))


def test_a_loader_that_knows_nothing_finds_nothing() -> None:
    book = Book(MemoryLoader({9: TERMS["ITA"]}), now=NOW, approver="second")
    with pytest.raises(NotFound):
        book.contribution(1)


def test_no_more_dollars_are_taken_back_than_were_received() -> None:
    book = memory_book()
    receive(book, euros(100, 200))
    give_interest(book, InterestCredit(50, heading("I"), FRANCE))
    more = ContributionMovement(FRANCE, 101, euro_heading("C", 100))
    with pytest.raises(LedgerRefusal, match="more US dollars"):
        correct_receipt(book, more)


def test_a_pledge_is_not_undone_below_what_is_written_off() -> None:
    book = memory_book()
    pledge(book, ContributionMovement(ITALY, 100, heading("P")))
    write_off_pledge(book, ContributionMovement(ITALY, 40, heading("W", basis="insolvency")))
    promised = book.pending[0].entry
    written = PostedEntry(1, promised.kind, 100, promised.lines, ITALY, None, DAY)
    with pytest.raises(LedgerRefusal, match="less would be pledged than is written off"):
        reverse(book, written, heading("V"))


def test_a_pledge_is_not_lowered_in_dollars_below_what_is_written_off() -> None:
    book = memory_book()
    pledge(book, ContributionMovement(FRANCE, 100, euro_heading("P", 100)))
    write_off_pledge(
        book, ContributionMovement(FRANCE, 0, replace(euro_heading("W", 40), basis="insolvency"))
    )
    with pytest.raises(LedgerRefusal, match="less would be pledged than is written off"):
        adjust_pledge(book, ContributionMovement(FRANCE, -61, euro_heading("L", -1)))
    adjust_pledge(book, ContributionMovement(FRANCE, -60, euro_heading("L", -60)))
    assert book.pledge_state(FRANCE).open_original == 0


def test_what_waits_to_be_used_is_still_to_be_spent(book: Book) -> None:
    # 500.00 are allocated with 65.00 set aside; a request that waits will commit 300.00.
    book.held[AccountKey(AccountKind.ALLOCATED, ITALY, TRAIN)] = [DayBalance(DAY, 300_00)]
    spend(book, UseOfFunds(TRAIN, 200_00, heading("E"), ITALY))
    assert book.balance(AccountKind.SUPPORT_CHARGED, ITALY, TRAIN) == 26_00
    assert book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN) == 39_00


def test_what_waits_to_be_used_keeps_its_support_cost(book: Book) -> None:
    book.held[AccountKey(AccountKind.ALLOCATED, ITALY, TRAIN)] = [DayBalance(DAY, 300_00)]
    deallocate(book, UseOfFunds(TRAIN, 200_00, heading("D"), ITALY))
    assert book.balance(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN) == 39_00


def test_support_cost_that_waits_is_not_charged_twice(book: Book) -> None:
    # A request that waits takes 300.00 back, with 39.00 of support cost.
    book.held[AccountKey(AccountKind.ALLOCATED, ITALY, TRAIN)] = [DayBalance(DAY, 300_00)]
    book.held[AccountKey(AccountKind.SUPPORT_RESERVED, ITALY, TRAIN)] = [DayBalance(DAY, 39_00)]
    assert book.share_state(ITALY, TRAIN, DAY).reserved == 26_00
    spend(book, UseOfFunds(TRAIN, 200_00, heading("E"), ITALY))
    assert book.balance(AccountKind.SUPPORT_CHARGED, ITALY, TRAIN) == 26_00
