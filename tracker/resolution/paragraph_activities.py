"""The activities of a paragraph as rows: their days, people and money, and other paragraphs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Self

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.small_counts import CountRow, CountTable
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.work_in_period import last_day_of_work
from tracker.reference.codes import ActivityType
from tracker.resolution.paragraph_content import (
    KindOfProgramme,
    KindOfWork,
    ParagraphActivity,
    PeopleReached,
)
from tracker.resolution.period_work import ActivityMoney, ParagraphWork

NOTHING = ActivityMoney()
Works = Mapping[int, ParagraphWork]
TitleOf = Callable[[str], str]


def paragraph_activities(
    number: int, works: Works, title_of: TitleOf
) -> tuple[ParagraphActivity, ...]:
    """Return the activities of a paragraph, those on which most was spent first.

    They were under way, or have money or people in the period. `works` are those of all paragraphs
    that are shown: a number of people that one of them hides is hidden in all. `title_of` tells
    the title of a code, also of what is no published activity.
    """
    work = works[number]
    answering = {one.code: one for one in work.answering}
    tables = {one: _ShownPeople.of(work.people) for one, work in works.items()}
    people = {one.code: _people_of(one, tables) for one in work.answering}
    found = {
        *(one.code for one in work.under_way),
        *(code for code, money in work.money.items() if money != NOTHING),
        *(code for code, number in people.items() if number != 0),
    }
    going_on = {one.code for one in work.under_way}
    rows = (
        _named(
            number,
            answering[code],
            title_of(code),
            work.money.get(code, NOTHING),
            people[code],
            going_on,
        )
        if code in answering
        else _unnamed(code, title_of(code), work.money[code])
        for code in found
    )
    return tuple(sorted(rows, key=lambda row: (-row.spent_minor, -row.allocated_minor, row.code)))


def people_reached(row: CountRow) -> PeopleReached:
    """Return the people of a row of counts."""
    return PeopleReached(row.total, row.distinct, row.status)


def kinds_of_work(work: ParagraphWork, before: ParagraphWork | None) -> tuple[KindOfWork, ...]:
    """Count the activities under way by type, in the order of the types, in both periods."""
    now = Counter(one.type for one in work.under_way)
    then = Counter(one.type for one in before.under_way) if before else Counter[ActivityType]()
    return tuple(
        KindOfWork(kind, now[kind], then[kind] if before else None)
        for kind in ActivityType
        if now[kind] or then[kind]
    )


def kinds_of_programme(
    work: ParagraphWork, before: ParagraphWork | None, kinds: Mapping[str, ProgrammeKind]
) -> tuple[KindOfProgramme, ...]:
    """Count the activities under way by the kind of their programme, in both periods."""
    now = _programmes(work.under_way, kinds)
    then = _programmes(before.under_way, kinds) if before else Counter[ProgrammeKind]()
    return tuple(
        KindOfProgramme(kind, now[kind], then[kind] if before else None) for kind in ProgrammeKind
    )


def _programmes(
    activities: Iterable[CountedActivity], kinds: Mapping[str, ProgrammeKind]
) -> Counter[ProgrammeKind]:
    """Count activities by the kind of their programme."""
    return Counter(kinds[one.programme] for one in activities)


class _ShownPeople(NamedTuple):
    """The people that a table shows, by activity; or that it hides all of its rows."""

    by_activity: Mapping[str, int | None]
    hides_all: bool

    @classmethod
    def of(cls, table: CountTable) -> Self:
        """Return what a table of people by activity shows."""
        return cls({row.code: row.total for row in table.rows}, table.suppressed and not table.rows)

    def number(self, activity: CountedActivity) -> int | None:
        """Return the people of an activity; None where they are hidden."""
        hidden = self.hides_all and activity.people
        return self.by_activity.get(activity.code, None if hidden else 0)


def _people_of(activity: CountedActivity, shown: Mapping[int, _ShownPeople]) -> int | None:
    """Return the people counted in an activity; None where a paragraph of it hides them."""
    numbers = [shown[one].number(activity) for one in activity.paragraphs if one in shown]
    return None if None in numbers else max((number or 0 for number in numbers), default=0)


def _named(
    number: int,
    activity: CountedActivity,
    title: str,
    money: ActivityMoney,
    people: int | None,
    going_on: set[str],
) -> ParagraphActivity:
    """Return the row of a published activity."""
    return ParagraphActivity(
        code=activity.code,
        title=title,
        type=activity.type,
        status=activity.status,
        starts_on=activity.start,
        ends_on=last_day_of_work(activity) or activity.end,
        under_way=activity.code in going_on,
        also_under=tuple(sorted(activity.paragraphs - {number})),
        people=people,
        allocated_minor=money.allocated_minor,
        spent_minor=money.spent_minor,
    )


def _unnamed(code: str, title: str, money: ActivityMoney) -> ParagraphActivity:
    """Return the row of what is shown without more than its money."""
    return ParagraphActivity(
        code=code,
        title=title,
        type=None,
        status=None,
        starts_on=None,
        ends_on=None,
        under_way=False,
        also_under=(),
        people=None,
        allocated_minor=money.allocated_minor,
        spent_minor=money.spent_minor,
    )
