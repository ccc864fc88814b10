"""The exchange difference: US dollars at receipt less US dollars at the pledge."""

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.fund.small_fund import heading, memory_book
from tracker.errors import TrackerError
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import correct_receipt, receive
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.pledge_entries import adjust_pledge, pledge

FRANCE = 3  # its contribution is in euros
AMOUNTS = st.integers(1, 10**9)
PAIRS = st.tuples(AMOUNTS, AMOUNTS)


def euros(usd: int, original: int, reference: str) -> ContributionMovement:
    return ContributionMovement(
        FRANCE, usd, heading(reference, currency="EUR", original_minor=original)
    )


def difference(book: Book) -> int:
    return book.balance(AccountKind.EXCHANGE_DIFFERENCE, FRANCE)


def test_the_difference_of_each_receipt_is_shown_by_itself() -> None:
    book = memory_book()
    pledge(book, euros(1_100_00, 1_000_00, "P"))
    receive(book, euros(600_00, 500_00, "R1"))
    assert difference(book) == 50_00
    receive(book, euros(540_00, 500_00, "R2"))
    assert difference(book) == 40_00


def test_what_arrives_beyond_the_pledge_has_none() -> None:
    book = memory_book()
    pledge(book, euros(110_00, 100_00, "P"))
    receive(book, euros(240_00, 200_00, "R1"))
    assert difference(book) == 10_00
    receive(book, euros(500_00, 200_00, "R2"))
    assert difference(book) == 10_00


def test_a_corrected_receipt_takes_its_difference_back() -> None:
    book = memory_book()
    pledge(book, euros(110_00, 100_00, "P"))
    receive(book, euros(120_00, 100_00, "R"))
    correct_receipt(book, euros(120_00, 100_00, "K"))
    assert difference(book) == 0


def test_a_changed_pledge_changes_the_difference_of_what_arrived_before() -> None:
    book = memory_book()
    pledge(book, euros(100_00, 100_00, "P"))
    receive(book, euros(55_00, 50_00, "R1"))
    adjust_pledge(book, euros(120_00, 100_00, "Q"))
    assert difference(book) == 0
    receive(book, euros(170_00, 150_00, "R2"))
    assert difference(book) == 55_00 + 170_00 - 220_00


def test_dollars_have_none() -> None:
    book = memory_book()
    pledge(book, ContributionMovement(1, 100_00, heading("P")))
    receive(book, ContributionMovement(1, 33_33, heading("R1")))
    receive(book, ContributionMovement(1, 90_00, heading("R2")))
    assert book.balance(AccountKind.EXCHANGE_DIFFERENCE, 1) == 0


@given(st.lists(PAIRS, min_size=1, max_size=8), AMOUNTS)
def test_those_of_a_fully_received_pledge_sum_to_received_less_pledged(
    receipts: list[tuple[int, int]], pledged: int
) -> None:
    book = memory_book()
    pledge(book, euros(pledged, sum(original for _, original in receipts), "P"))
    for number, (usd, original) in enumerate(receipts):
        receive(book, euros(usd, original, f"R{number}"))
    assert difference(book) == sum(usd for usd, _ in receipts) - pledged


@given(st.data())
def test_so_they_do_after_any_changes_and_corrections(data: st.DataObject) -> None:
    book = memory_book()
    pledge(book, euros(data.draw(AMOUNTS), data.draw(AMOUNTS), "P"))
    for number in range(data.draw(st.integers(0, 6))):
        verb = data.draw(st.sampled_from([receive, correct_receipt, adjust_pledge]))
        sign = data.draw(st.sampled_from([1, -1])) if verb is adjust_pledge else 1
        usd, original = data.draw(PAIRS)
        try:
            verb(book, euros(sign * usd, sign * original, f"M{number}"))
        except TrackerError:
            continue
    state = book.pledge_state(FRANCE)
    assume(state.received_original < state.pledged_original)
    receive(book, euros(77, state.pledged_original - state.received_original, "last"))
    assert difference(book) == state.received + 77 - state.pledged
