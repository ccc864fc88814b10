"""The days for which an entry may count, and the day that has come."""

from datetime import UTC, date, datetime

import pytest

from tests.fund.small_fund import NOW, memory_book
from tracker.errors import InvalidInput
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_days import PROMISES, entry_day_fault, is_far_ahead
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.pledge_entries import pledge
from tracker.periods import day_of, proposed_day, today

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind is not EntryKind.REVERSAL])
def test_what_has_happened_has_come_and_a_promise_may_lie_ahead(kind: EntryKind) -> None:
    assert entry_day_fault(kind, TODAY, TODAY) is None
    ahead = entry_day_fault(kind, date(2026, 11, 29), TODAY)
    assert (ahead is None) is (kind in PROMISES)
    early = entry_day_fault(kind, date(1989, 12, 31), TODAY)
    assert early
    assert early.field == "effective_on"
    assert entry_day_fault(kind, date(1990, 1, 1), TODAY) is None


def test_ten_years_ahead_is_not_far_and_a_day_more_is() -> None:
    assert not is_far_ahead(date(2036, 11, 28), TODAY)
    assert is_far_ahead(date(2036, 11, 29), TODAY)
    assert not is_far_ahead(date(2036, 2, 29), date(2026, 3, 1))
    assert is_far_ahead(date(9999, 12, 31), TODAY)


def test_a_day_has_come_when_it_has_begun_anywhere() -> None:
    assert day_of(datetime(2026, 11, 28, 9, 59, tzinfo=UTC)) == TODAY
    assert day_of(datetime(2026, 11, 28, 10, 0, tzinfo=UTC)) == date(2026, 11, 29)
    assert day_of(datetime.max.replace(tzinfo=UTC)) == date.max


def test_the_book_refuses_a_receipt_of_another_era_and_takes_a_pledge() -> None:
    book = memory_book()
    promised = Heading(date(2030, 1, 1), "P")
    pledge(book, ContributionMovement(1, 1_000_00, promised))
    with pytest.raises(InvalidInput, match="2569-10-02 has not come"):
        receive(book, ContributionMovement(1, 1_000_00, Heading(date(2569, 10, 2), "R")))
    with pytest.raises(InvalidInput, match="1989-01-01 is too early"):
        receive(book, ContributionMovement(1, 1_000_00, Heading(date(1989, 1, 1), "R")))
    assert [one.entry.heading.reference for one in book.pending] == ["P"]
    receive(book, ContributionMovement(1, 1_000_00, Heading(day_of(NOW), "R")))


def test_a_form_proposes_the_day_of_utc_while_the_next_year_has_begun_in_the_first_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evening = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    monkeypatch.setattr("tracker.periods.utc_now", lambda: evening)
    assert today() == date(2027, 1, 1)
    assert proposed_day() == date(2026, 12, 31)
