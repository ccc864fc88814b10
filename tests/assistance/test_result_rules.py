"""Indicators by period: what they come to, what adds up, and no value that falls in silence."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.assistance.indicator_values import indicator_values
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.result_rules import lowering_faults, result_faults, with_result
from tracker.assistance.states import ResultCounting

ADDED = ResultCounting.ADDED
FIRST = ResultDraft(
    "Judges trained", "persons", 0, 40, 10, date(2022, 6, 30), ADDED, date(2022, 1, 1), 15, 6, 3, 1
)
SECOND = replace(
    FIRST, actual=20, period_start=date(2022, 7, 1), measured_on=date(2022, 12, 31),
    actual_women=12, actual_men=8, actual_unspecified=None,
)  # fmt: skip


def faulty(results: tuple[ResultDraft, ...]) -> list[str]:
    return [one.field for one in result_faults(results)]


def test_periods_that_are_added_up_come_to_their_sum_and_others_to_the_newest() -> None:
    (both,) = indicator_values((FIRST, SECOND))
    assert (both.actual, both.first, both.last) == (30, date(2022, 1, 1), date(2022, 12, 31))
    assert both.by_sex == (18, 11, None)
    assert both.reached is False
    (early,) = indicator_values((FIRST, SECOND), date(2022, 9, 1))
    assert (early.actual, early.last) == (10, date(2022, 6, 30))
    newest = [replace(one, counting=ResultCounting.LATEST) for one in (SECOND, FIRST)]
    assert indicator_values(newest)[0].actual == SECOND.actual
    assert indicator_values([replace(FIRST, actual=None)])[0].actual is None


def test_a_small_number_by_sex_is_told_even_where_only_the_sum_is_small() -> None:
    assert indicator_values((FIRST, SECOND))[0].tells_small_counts
    large = replace(FIRST, actual_women=5, actual_men=5, actual_unspecified=0)
    assert not indicator_values((large,))[0].tells_small_counts


def test_periods_have_their_days_in_order_and_share_none_where_they_are_added() -> None:
    assert faulty((FIRST, SECOND)) == []
    assert faulty((FIRST, replace(SECOND, period_start=date(2022, 6, 30)))) == [
        "results-1-period_start"
    ]
    assert faulty((replace(FIRST, period_start=None),)) == ["results-0-period_start"]
    assert faulty((replace(FIRST, period_start=date(2022, 7, 1)),)) == ["results-0-measured_on"]
    assert faulty((FIRST, replace(SECOND, target=41))) == ["results-1-target"]
    assert faulty((FIRST, replace(FIRST))) == ["results-1-measured_on"]


def test_values_by_sex_add_up_to_the_value() -> None:
    assert faulty((replace(FIRST, actual_unspecified=None),)) == ["results-0-actual_men"]
    assert faulty((replace(FIRST, actual=None),)) == ["results-0-actual_unspecified"]


def test_a_value_falls_with_a_reason_of_its_own_alone() -> None:
    before = (replace(FIRST, id=7),)
    lower = replace(before[0], actual=8, actual_women=4)
    (told,) = lowering_faults(before, (lower,))
    assert told.field == "results-0-lowered_because"
    assert "the value on record is 10" in str(told.message)
    said = replace(lower, lowered_because="two were counted twice")
    assert lowering_faults(before, (said,)) == []
    assert lowering_faults((said,), (replace(said, actual=7),)) != []
    assert lowering_faults(before, (replace(before[0], actual=None),)) != []
    assert lowering_faults(before, (replace(lower, id=None),)) != []
    assert lowering_faults(before, (replace(lower, actual=11),)) == []


def test_a_newest_value_that_falls_is_asked_about_unless_the_indicator_is_to_fall() -> None:
    rises = [replace(one, counting=ResultCounting.LATEST) for one in (SECOND, FIRST)]
    after = (replace(rises[0], measured_on=date(2021, 1, 1)), rises[1])
    assert [one.field for one in lowering_faults(after[:1], after)] == ["results-1-lowered_because"]
    falls = [replace(one, baseline=90, target=10) for one in after]
    assert lowering_faults(falls[:1], falls) == []


def test_what_is_not_said_stays_and_what_is_said_of_the_indicator_is_said_of_all() -> None:
    on_record = (replace(FIRST, id=1), replace(SECOND, id=2))
    said = ResultDraft("Judges trained", target=50, actual=22, measured_on=SECOND.measured_on)
    first, second = with_result(on_record, said)
    assert (first.target, second.target) == (50, 50)
    assert second == replace(SECOND, target=50, actual=22)
    assert second.id == on_record[1].id
    new = ResultDraft("Judges trained", actual=5, measured_on=date(2023, 1, 31))
    assert with_result(on_record, new)[2].counting is ADDED


@given(st.lists(st.integers(0, 100) | st.none(), max_size=6), st.integers(0, 5), st.integers(0, 99))
def test_a_sum_over_periods_never_falls_without_a_reason(
    numbers: list[int | None], place: int, now: int
) -> None:
    rows = [
        replace(FIRST, actual=one, id=year, period_start=date(2000 + year, 1, 1),
                measured_on=date(2000 + year, 12, 31), actual_women=None, actual_men=None,
                actual_unspecified=None)
        for year, one in enumerate(numbers)
    ]  # fmt: skip
    after = [replace(one, actual=now) if year == place else one for year, one in enumerate(rows)]
    before_and_after = [indicator_values(one) for one in (rows, after)]
    sums = [values[0].actual or 0 if values else 0 for values in before_and_after]
    assert sums[1] >= sums[0] or lowering_faults(rows, after)
