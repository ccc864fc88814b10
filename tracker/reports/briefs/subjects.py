"""The subjects of briefs: what they are of, and the source narrowed to the money of one."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.assistance.counted_activities import CountedActivity
from tracker.errors import NotFound
from tracker.people.permissions import may_see_unpublished
from tracker.totals.counted_records import counted_activities, hidden_activities
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import TotalPart
from tracker.totals.reader import TotalsReader
from tracker.words import say


class BriefOf(StrEnum):
    """What a brief is of."""

    PROGRAMME = "programme"
    ACTIVITY = "activity"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class BriefSource:
    """The source of a brief, and a reader of the money of its subject alone."""

    whole: PageSource
    reader: TotalsReader

    @property
    def since_beginning(self) -> bool:
        """Whether all days up to the last one count."""
        return self.whole.query.first is None

    def of_donor(self, donor: str) -> TotalsReader:
        """Return a reader of the money that one donor gave to the subject."""
        choice = self.reader.scope.choice
        parts = (*choice.parts, TotalPart(Dimension.DONOR, (donor,)))
        return TotalsReader(self.reader.scope._replace(choice=choice._replace(parts=parts)))


def brief_source(source: PageSource, by: Dimension, code: str) -> BriefSource:
    """Return the source of a brief of a programme, an activity or a tool."""
    choice = source.reader.scope.choice
    parts = (*choice.parts, TotalPart(by, (code,)))
    scope = source.reader.scope._replace(
        choice=choice._replace(parts=parts),
        sees_unpublished=may_see_unpublished(source.user),
    )
    return BriefSource(source, TotalsReader(scope))


def known_activity(source: PageSource, code: str) -> CountedActivity:
    """Return an activity as it was known, or raise NotFound.

    One that is not published is there for a reader who may see it.
    """
    if code not in hidden_activities(source):
        for one in counted_activities(source):
            if one.code == code:
                return one
    raise NotFound(say("no activity has the code %(code)s", code=code))


def activities_shown(source: PageSource) -> tuple[CountedActivity, ...]:
    """Return the activities that the reader may know of."""
    hidden = hidden_activities(source)
    return tuple(one for one in counted_activities(source) if one.code not in hidden)
