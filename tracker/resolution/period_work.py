"""The work of one period, read once for all paragraphs: money, people and events of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.dissemination_counts import DisseminationBy, DisseminationTable
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import CountTable
from tracker.assistance.work_in_period import under_way
from tracker.fund.ledger.measures import Measure
from tracker.periods import Span
from tracker.resolution.work_record import WorkRecord
from tracker.totals.dimensions import Dimension
from tracker.totals.dissemination_figures import read_dissemination
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people
from tracker.totals.reader import TotalsReader


class ActivityMoney(NamedTuple):
    """The money of an activity in a period, in US cents."""

    allocated_minor: int = 0
    spent_minor: int = 0


MoneyByActivity = Mapping[str, ActivityMoney]


@dataclass(frozen=True, slots=True)
class ParagraphWork:
    """The work on a paragraph in a period.

    `answering` are all activities that answer it, `under_way` those of them that were; money is
    by the code of the activity, with "-" for those that are not published.
    """

    answering: tuple[CountedActivity, ...]
    under_way: tuple[CountedActivity, ...]
    money: MoneyByActivity
    people: CountTable
    disseminated: DisseminationTable

    @property
    def spent_minor(self) -> int:
        """What was spent on it."""
        return sum(one.spent_minor for one in self.money.values())

    @property
    def allocated_minor(self) -> int:
        """What was allocated to it."""
        return sum(one.allocated_minor for one in self.money.values())


@dataclass(frozen=True, slots=True)
class PeriodWork:
    """The work of a period, by paragraph; `under_way` and `money` are of all activities."""

    span: Span
    under_way: tuple[CountedActivity, ...]
    money: MoneyByActivity
    paragraphs: Mapping[int, ParagraphWork]


def read_period(source: PageSource, record: WorkRecord, numbers: Sequence[int]) -> PeriodWork:
    """Read the work of the period of a source on some paragraphs."""
    span = source.query.span()
    found = under_way(record.activities, span)
    paragraphs = {}
    for number in numbers:
        own = source_of(source, number)
        paragraphs[number] = ParagraphWork(
            tuple(one for one in record.activities if number in one.paragraphs),
            tuple(one for one in found if number in one.paragraphs),
            money_by_activity(own.reader),
            read_people(own, PeopleBy.ACTIVITY),
            read_dissemination(own, DisseminationBy.TOOL),
        )
    return PeriodWork(span, found, money_by_activity(source_of(source).reader), paragraphs)


def source_of(source: PageSource, *numbers: int) -> PageSource:
    """Return the source of the same days of some paragraphs alone; without any, of all money."""
    query = source.query.having(Dimension.PARAGRAPH, *map(str, numbers))
    scope = source.reader.scope
    choice = query.choice()._replace(parts=scope.choice.parts)
    reader = TotalsReader(scope._replace(choice=choice))
    return PageSource(reader, source.session, query, source.user)


def money_by_activity(reader: TotalsReader) -> dict[str, ActivityMoney]:
    """Return the money of each activity that has any, as totals apportion it."""
    allocated, spent = (
        reader.amounts(measure, Dimension.ACTIVITY)
        for measure in (Measure.ALLOCATED, Measure.SPENT)
    )
    return {
        code: ActivityMoney(allocated.get(code, 0), spent.get(code, 0))
        for code in allocated.keys() | spent.keys()
    }
