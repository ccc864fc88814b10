"""Spans of days."""

from datetime import UTC, date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.periods import Span, utc_now


def test_a_span_holds_its_first_and_its_last_day() -> None:
    span = Span(date(2024, 1, 1), date(2024, 12, 31))
    assert date(2024, 1, 1) in span
    assert date(2024, 12, 31) in span
    assert date(2025, 1, 1) not in span
    assert date(2023, 12, 31) not in span


@given(st.dates(), st.dates())
def test_an_open_side_holds_everything(first: date, day: date) -> None:
    assert day in Span()
    assert (day in Span(first=first)) is (day >= first)
    assert (day in Span(last=first)) is (day <= first)


def test_the_present_knows_its_zone() -> None:
    assert utc_now().tzinfo is UTC
    assert utc_now().utcoffset() == timedelta(0)
