"""The activities and tools of a paragraph from plain values: none, one, many."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.support.counted import counted_activity
from tracker.assistance.counted_activities import CountedActivity, CountedPeople
from tracker.assistance.dissemination_counts import (
    DisseminationRow,
    DisseminationTable,
    UnitCounts,
)
from tracker.assistance.small_counts import CountRow, CountTable, suppress
from tracker.assistance.states import ProgrammeKind
from tracker.reference.codes import ActivityType, ParticipantFunction
from tracker.resolution.paragraph_activities import (
    kinds_of_programme,
    kinds_of_work,
    paragraph_activities,
)
from tracker.resolution.paragraph_content import ParagraphActivity
from tracker.resolution.paragraph_tools import number_of_tools, paragraph_tools
from tracker.resolution.period_work import ActivityMoney, ParagraphWork

UNPUBLISHED = "-"
NO_TOOLS = DisseminationTable((), UnitCounts())


def work(
    *activities: CountedActivity,
    money: Mapping[str, ActivityMoney] | None = None,
    people: Mapping[str, int] | None = None,
    tools: DisseminationTable = NO_TOOLS,
) -> ParagraphWork:
    """Return the work on a paragraph, its people as the public sees them."""
    counts = people or {}
    rows = tuple(CountRow(code, (number,), number) for code, number in counts.items())
    table = CountTable(rows, CountRow("", (sum(counts.values()),), sum(counts.values())))
    return ParagraphWork(activities, activities, money or {}, suppress(table), tools)


def with_people(number: int, *paragraphs: int) -> CountedActivity:
    """Return an activity in which somebody was counted."""
    count = CountedPeople(
        "KEN", ParticipantFunction.JUDGE, date(2022, 2, 1), (9, 0, 0, 0, 0), (0,) * 5, None, None
    )
    return counted_activity(number, count, paragraphs=paragraphs)


def disseminated(**by_tool: UnitCounts) -> DisseminationTable:
    """Return what was disseminated by tool."""
    rows = tuple(DisseminationRow(code, counts) for code, counts in by_tool.items())
    return DisseminationTable(rows, UnitCounts())


def rows_of(number: int, works: Mapping[int, ParagraphWork]) -> dict[str, ParagraphActivity]:
    """Return the activities of a paragraph by code."""
    return {one.code: one for one in paragraph_activities(number, works, lambda code: code)}


def test_no_work_has_no_rows() -> None:
    nothing = work()
    assert paragraph_activities(5, {5: nothing}, str) == ()
    assert kinds_of_work(nothing, None) == ()
    assert paragraph_tools(nothing, None, str) == ()
    kinds = kinds_of_programme(nothing, None, {})
    assert [(one.activities, one.before) for one in kinds] == [(0, None)] * len(ProgrammeKind)


def test_an_activity_has_its_money_and_its_other_paragraphs() -> None:
    own = work(counted_activity(1, paragraphs=(3, 5)), money={"A1": ActivityMoney(600, 100)})
    (row,) = paragraph_activities(5, {5: own}, str)
    assert (row.also_under, row.allocated_minor, row.spent_minor) == ((3,), 600, 100)
    assert row.under_way
    assert row.people == 0


def test_money_without_a_published_activity_is_one_row_that_tells_nothing_else() -> None:
    money = {"A1": ActivityMoney(600, 100), UNPUBLISHED: ActivityMoney(90, 200)}
    own = work(counted_activity(1), money=money)
    first, second = paragraph_activities(5, {5: own}, lambda _code: "not yet published")
    assert (first.code, second.code) == (UNPUBLISHED, "A1"), "by what was spent"
    assert (first.title, first.type, first.people) == ("not yet published", None, None)
    assert not first.under_way
    assert sum(row.spent_minor for row in (first, second)) == own.spent_minor
    assert sum(row.allocated_minor for row in (first, second)) == own.allocated_minor


def test_a_count_that_one_paragraph_hides_is_hidden_in_all() -> None:
    small, one, other = with_people(1, 3), with_people(2, 3, 5), with_people(3, 5)
    works = {
        3: work(small, one, people={"A1": 3, "A2": 9}),
        5: work(one, other, people={"A2": 9, "A3": 20}),
    }
    assert {row.total for row in works[5].people.rows} == {9, 20}
    assert rows_of(3, works)["A1"].people is None
    assert rows_of(3, works)["A2"].people is None, "it would tell the other"
    assert rows_of(5, works)["A2"].people is None, "it is hidden under paragraph 3"
    assert rows_of(5, works)["A3"].people == 20


def test_kinds_of_work_stand_in_their_order_with_the_period_before() -> None:
    meeting = replace(counted_activity(2), type=ActivityType.REVIEW_MEETING)
    now, before = work(meeting, counted_activity(1), counted_activity(3)), work(meeting)
    assert [(one.type, one.activities, one.before) for one in kinds_of_work(now, before)] == [
        (ActivityType.TRAINING, 2, 0),
        (ActivityType.REVIEW_MEETING, 1, 1),
    ]


def test_a_tool_is_there_by_work_with_it_or_by_its_readers_in_either_period() -> None:
    training = replace(counted_activity(1), tools=frozenset({"T1"}))
    now = work(training, tools=disseminated(T2=UnitCounts(copies=4, people=None)))
    before = work(tools=disseminated(T3=UnitCounts(copies=5)))
    found = paragraph_tools(now, before, str)
    assert [(one.code, one.activities, one.disseminated.copies) for one in found] == [
        ("T1", 1, 0),
        ("T2", 0, 4),
        ("T3", 0, 0),
    ]
    assert [one.before.copies for one in found if one.before] == [0, 0, 5]
    assert found[1].disseminated.people is None, "what is hidden stays so"
    assert number_of_tools(now) == 2
