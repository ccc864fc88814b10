"""Activities with what is counted of them, as known at a moment: the ground of counts of people.

What was known at a moment is the first set of former rows that ended after it, and the record
where none did. Nobody knew of an activity before it was on record, nor of a count before its day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.activity_parts import standing
from tracker.assistance.known_at import held_at, was_known
from tracker.assistance.recorded_activities import BATCH
from tracker.assistance.states import ResultCounting, ShareKind
from tracker.assistance.tables.activities import (
    Activity,
    ActivityBeneficiary,
    ActivityInstrument,
    ActivityParagraph,
    ActivityParticipants,
    ActivityResult,
    Programme,
)
from tracker.assistance.tables.former_activities import (
    FormerActivity,
    FormerActivityParticipants,
    FormerActivityResult,
)
from tracker.assistance.tables.former_breakdowns import (
    FormerActivityBreakdown,
    FormerActivityShare,
)
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction

SEXES = ("women", "men", "girls", "boys", "unspecified")


class CountedPeople(NamedTuple):
    """A count of people by sex; of them, so many were counted before, in another activity.

    `before_activity` and `before_programme` are numbers on record, neither where it is not known.
    """

    place: str
    function: ParticipantFunction
    counted_on: date | None
    counted: tuple[int, ...]
    before: tuple[int, ...]
    before_activity: int | None
    before_programme: int | None


class CountedResult(NamedTuple):
    """An indicator's actual value for a period, with its baseline and target."""

    indicator: str
    unit: str
    baseline: int | None
    target: int | None
    actual: int | None
    measured_on: date | None
    counting: ResultCounting = ResultCounting.LATEST
    period_start: date | None = None
    period_target: int | None = None
    actual_women: int | None = None
    actual_men: int | None = None
    actual_unspecified: int | None = None


@dataclass(frozen=True, slots=True)
class CountedActivity:
    """An activity with what is counted of it; its budget in US cents, its programme by number."""

    id: int
    code: str
    title: str
    programme_id: int
    programme: str
    type: ActivityType
    status: ActivityStatus
    budget_minor: int | None
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    instruments: frozenset[str]
    places: frozenset[str]
    tools: frozenset[str]
    paragraphs: frozenset[int]
    people: tuple[CountedPeople, ...]
    results: tuple[CountedResult, ...]

    @property
    def last_day(self) -> date | None:
        """The last day that is known of it, on which counts without a day count."""
        return self.actual_end or self.actual_start or self.planned_end or self.planned_start

    @property
    def start(self) -> date | None:
        """The day on which it began, else on which it was to begin."""
        return self.actual_start or self.planned_start

    @property
    def end(self) -> date | None:
        """The day on which it ended, else on which it was to end."""
        return self.actual_end or self.planned_end


def read_counted(
    session: Session, known_at: datetime | None = None, ids: Collection[int] | None = None
) -> tuple[CountedActivity, ...]:
    """Return activities with what is counted of them, as known at a moment or now, by code.

    `ids` are the numbers of the activities wanted; all of them otherwise.
    """
    own = held_at(session, FormerActivity, "activity_id", known_at)
    splits = held_at(session, FormerActivityBreakdown, "activity_id", known_at)
    statement = select(Activity).where(was_known(col(Activity.known_from), known_at))
    rows = [row for row in _chosen(session, statement, ids) if row.id is not None]
    programmes = dict(session.exec(select(Programme.id, Programme.code)).all())
    parts = _Parts(session, own, splits, ids)
    found = (
        _activity(row, own.get(row.id or 0), splits.get(row.id or 0), programmes, parts)
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.code))


def _activity(
    row: Activity,
    former: FormerActivity | None,
    split: FormerActivityBreakdown | None,
    programmes: Mapping[int | None, str],
    parts: "_Parts",
) -> CountedActivity:
    """Return one activity; `former` and `split` are what was known of it, where it has changed."""
    number = row.id or 0
    counted = former or row
    programme = split.programme_id if split else row.programme_id
    known = split.paragraphs if split else None
    paragraphs = parts.paragraphs[number] if known is None else map(int, known.split())
    return CountedActivity(
        id=number,
        code=row.code,
        title=row.title,
        programme_id=programme,
        programme=programmes[programme],
        type=split.type if split else row.type,
        status=counted.status,
        budget_minor=counted.budget_minor,
        planned_start=counted.planned_start,
        planned_end=counted.planned_end,
        actual_start=counted.actual_start,
        actual_end=counted.actual_end,
        instruments=parts.codes(number, ShareKind.INSTRUMENT),
        places=parts.codes(number, ShareKind.PLACE),
        tools=parts.codes(number, ShareKind.TOOL),
        paragraphs=frozenset(paragraphs),
        people=tuple(parts.people[number]),
        results=tuple(parts.results[number]),
    )


def _chosen(session: Session, statement: Any, ids: Collection[int] | None) -> list[Any]:  # noqa: ANN401 - any select
    """Return the rows of a select of activities, all or those with the numbers."""
    if ids is None:
        return list(session.exec(statement))
    wanted = sorted(ids)
    parts = (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
    return [
        row for part in parts for row in session.exec(statement.where(col(Activity.id).in_(part)))
    ]


class _Parts:
    """What is counted of some activities, by their numbers."""

    def __init__(
        self,
        session: Session,
        own: Mapping[int, FormerActivity],
        splits: Mapping[int, FormerActivityBreakdown],
        ids: Collection[int] | None,
    ) -> None:
        self._session = session
        self._ids = None if ids is None else frozenset(ids)
        self._own = {row.id or 0: number for number, row in own.items()}
        self._splits = {row.id or 0: number for number, row in splits.items()}
        self.people: dict[int, list[CountedPeople]] = defaultdict(list)
        self.results: dict[int, list[CountedResult]] = defaultdict(list)
        self.paragraphs: dict[int, list[int]] = defaultdict(list)
        self._codes: dict[tuple[int, ShareKind], set[str]] = defaultdict(set)
        self._read_counted()
        self._read_codes()

    def codes(self, number: int, kind: ShareKind) -> frozenset[str]:
        """Return the codes of an activity's shares of a kind."""
        return frozenset(self._codes[number, kind])

    def _read_counted(self) -> None:
        """Read people, results and paragraphs, of the record and of what was known."""
        for number, row in self._each(ActivityParticipants, FormerActivityParticipants):
            self.people[number].append(_people_of(row))
        for number, row in self._each(ActivityResult, FormerActivityResult):
            self.results[number].append(
                CountedResult(*(getattr(row, name) for name in CountedResult._fields))
            )
        for row in self._session.exec(select(ActivityParagraph)):
            self.paragraphs[row.activity_id].append(row.paragraph)

    def _each(self, table: Any, former: Any) -> Iterable[tuple[int, Any]]:  # noqa: ANN401 - two tables of parts
        """Yield the parts with their activities: of the record, or of what was known."""
        changed = set(self._own.values())
        for row in self._session.exec(select(table).where(standing(table)).order_by(table.id)):
            number = row.activity_id
            if number not in changed and self._is_wanted(number):
                yield number, row
        if not changed:
            return
        first = min(self._own)
        statement = select(former).where(former.former_id >= first).order_by(former.id)
        for row in self._session.exec(statement):
            number = self._own.get(row.former_id)
            if number is not None and self._is_wanted(number):
                yield number, row

    def _is_wanted(self, number: int) -> bool:
        """Tell whether an activity is among those wanted."""
        return self._ids is None or number in self._ids

    def _read_codes(self) -> None:
        """Read the instruments, places and tools, of the record and of what was known."""
        changed = set(self._splits.values())
        for kind, statement in _SHARES.items():
            for number, code in self._session.execute(statement):
                if number not in changed and self._is_wanted(number):
                    self._codes[number, kind].add(str(code))
        if not changed:
            return
        shares = select(FormerActivityShare).where(
            col(FormerActivityShare.breakdown_id) >= min(self._splits)
        )
        for row in self._session.exec(shares):
            own = self._splits.get(row.breakdown_id)
            if own is not None and self._is_wanted(own):
                self._codes[own, row.kind].add(row.code)


_SHARES: Mapping[ShareKind, Any] = {
    ShareKind.INSTRUMENT: select(
        col(ActivityInstrument.activity_id), col(ActivityInstrument.instrument)
    ),
    ShareKind.PLACE: select(col(ActivityBeneficiary.activity_id), col(ActivityBeneficiary.place)),
    ShareKind.TOOL: select(col(ActivityTool.activity_id), col(Tool.code))
    .join(Tool, col(Tool.id) == col(ActivityTool.tool_id))
    .where(col(ActivityTool.share_bp) > 0),
}


def _people_of(row: Any) -> CountedPeople:  # noqa: ANN401 - a row of counts
    """Return a row of counts; one marked as counted before was so with all of its people."""
    counted = tuple(getattr(row, sex) for sex in SEXES)
    numbers = tuple(getattr(row, f"{sex}_before") or 0 for sex in SEXES)
    return CountedPeople(
        row.place,
        row.function,
        row.counted_on,
        counted,
        counted if row.counted_before and not any(numbers) else numbers,
        row.before_activity_id,
        row.before_programme_id,
    )
