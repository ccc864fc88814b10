"""Which months and years can be closed."""

from datetime import date

import pytest

from tracker.errors import InvalidInput
from tracker.fund.closing.months import Month, expect_year_closable, months_to_close

TODAY = date(2026, 3, 15)
DECEMBER, JANUARY, FEBRUARY, MARCH = (
    Month(2025, 12),
    Month(2026, 1),
    Month(2026, 2),
    Month(2026, 3),
)


def test_a_month_has_its_days() -> None:
    leap = Month.of(date(2024, 2, 17))
    assert (leap.first, leap.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Month(2025, 2).last == date(2025, 2, 28)
    assert DECEMBER.last == date(2025, 12, 31)


def test_months_follow_each_other_over_the_year() -> None:
    assert DECEMBER.next() == JANUARY
    assert JANUARY.next() == FEBRUARY
    assert Month(2025, 11).next() == DECEMBER
    assert DECEMBER < JANUARY < FEBRUARY


def test_closing_goes_on_where_it_ended() -> None:
    found = months_to_close(FEBRUARY, date(2025, 11, 30), date(2020, 5, 1), TODAY)
    assert found == [DECEMBER, JANUARY, FEBRUARY]


def test_the_first_closing_begins_in_january_of_the_first_entry() -> None:
    found = months_to_close(FEBRUARY, None, date(2025, 11, 30), TODAY)
    assert (found[0], found[-1], len(found)) == (Month(2025, 1), FEBRUARY, 14)


def test_without_entries_one_month_is_closed() -> None:
    assert months_to_close(FEBRUARY, None, None, TODAY) == [FEBRUARY]


def test_months_before_the_first_entry_can_be_closed() -> None:
    assert months_to_close(DECEMBER, None, date(2026, 2, 1), TODAY) == [DECEMBER]


@pytest.mark.parametrize(
    ("today", "over"),
    [(date(2026, 2, 27), False), (date(2026, 2, 28), False), (date(2026, 3, 1), True)],
)
def test_a_month_is_closed_when_it_is_over(today: date, *, over: bool) -> None:
    if over:
        assert months_to_close(FEBRUARY, None, None, today) == [FEBRUARY]
        return
    with pytest.raises(InvalidInput, match=r"^the month is not over$") as refused:
        months_to_close(FEBRUARY, None, None, today)
    assert refused.value.field == "month"


@pytest.mark.parametrize("closed_until", [date(2026, 1, 31), date(2026, 2, 28)])
def test_a_closed_month_is_not_closed_again(closed_until: date) -> None:
    with pytest.raises(InvalidInput, match=r"^the month is closed$") as refused:
        months_to_close(JANUARY, closed_until, None, TODAY)
    assert refused.value.field == "month"


@pytest.mark.parametrize(
    ("until", "closed", "told"),
    [
        (date(2025, 12, 31), {2025}, "the year 2025 is closed"),
        (None, set(), "close the months of 2025 up to December first"),
        (date(2025, 11, 30), set(), "close the months of 2025 up to December first"),
        (date(2026, 1, 31), {2022, 2023}, "close the year 2024 first"),
        (date(2026, 1, 31), {2026}, "close the year 2027 first"),
    ],
)
def test_a_year_that_cannot_be_closed(until: date | None, closed: set[int], told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        expect_year_closable(2025, until, closed)
    assert str(refused.value) == told
    assert refused.value.field == "year"


@pytest.mark.parametrize("closed", [set(), {2024}, {2023, 2024}])
@pytest.mark.parametrize("until", [date(2025, 12, 31), date(2026, 1, 31)])
def test_a_year_is_closed_after_its_december_and_the_year_before(
    until: date, closed: set[int]
) -> None:
    expect_year_closable(2025, until, closed)
