"""The list of the events by which tools reached their readers.

Copies, downloads and people are three columns with three sums, which are never added up.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    select,
    true,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlmodel import Session, col

from tracker.assistance.activity_filters import Condition, answering
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool, ToolDissemination, ToolInstrument
from tracker.assistance.title_order import by_shown_title
from tracker.assistance.unpublished import shown_activities
from tracker.listing import ListQuery, Slice, Source, by_day, fetch
from tracker.reference.code_filters import among_capitals, among_records, among_small_letters
from tracker.reference.codes import ParticipantFunction
from tracker.reference.name_search import places_named_like
from tracker.reference.record_codes import normal_code
from tracker.reference.regions import holders_of, places

NEWEST_FIRST = "-held_on"
FILTERS = (
    "tool", "kind", "protocol", "means", "unit", "language", "audience", "country", "region",
    "programme", "activity", "request", "from", "to",
)  # fmt: skip
ORDERS = (
    "code", "held_on", "tool", "means", "place", "language", "audience", "activity", "copies",
    "downloads", "people",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DisseminationItem:
    """An event in the list: `number` of its one unit, None for people who are not shown.

    `place` is a State or area (alpha-3), a region (M49) or empty, `activity` the code of one that
    the reader may see, or empty.
    """

    id: int
    code: str
    tool: str
    tool_title: str
    means: DisseminationMeans
    unit: DisseminationUnit
    held_on: date
    number: int | None
    place: str
    language: str
    audience: ParticipantFunction
    activity: str
    note: str

    def counted(self, unit: DisseminationUnit) -> int | None:
        """Return the number in a unit; None for another one than the event's."""
        return self.number if unit is self.unit else None

    @property
    def is_hidden(self) -> bool:
        """Tell whether its number is not shown to the reader."""
        return self.number is None


class ShownPeople:
    """The people of each event that counts them, by its number; None is not shown."""

    def __init__(self, numbers: Mapping[int, int | None]) -> None:
        self._numbers = numbers

    @cached_property
    def hidden(self) -> tuple[int, ...]:
        """The numbers of the events whose people are not shown."""
        return tuple(event for event, people in self._numbers.items() if people is None)

    def of(self, event: int, people: int) -> int | None:
        """Return the people of an event as it is on record; None for what is not known as shown."""
        return people if self._numbers.get(event) == people else None


class EventChoices(NamedTuple):
    """The places and languages of events on record, in the order of their codes."""

    places: tuple[str, ...]
    languages: tuple[str, ...]


def list_disseminations(
    session: Session,
    query: ListQuery,
    *,
    unpublished: bool = False,
    people: ShownPeople | None = None,
) -> Slice[DisseminationItem]:
    """Return a page of events with the sums of copies, downloads and people.

    Words are searched in codes, notes and places, and in codes and titles, in all languages, of
    tools and of those activities that the reader may see. Where `people` says which numbers are
    shown, the sum of people adds up these alone, and in their order those hidden come last.
    """
    return fetch(session, _source(people, unpublished=unpublished), query)


def event_choices(session: Session) -> EventChoices:
    """Return the places and languages of events, in one statement."""
    event = ToolDissemination
    rows = session.execute(select(col(event.place), col(event.language)).distinct()).all()
    named = ({row[column] for row in rows if row[column]} for column in (0, 1))
    return EventChoices(*(tuple(sorted(codes)) for codes in named))


def _source(people: ShownPeople | None, *, unpublished: bool) -> Source[DisseminationItem]:
    """Describe the list's source: statement, search, filters, orders, sums."""
    event = ToolDissemination
    hidden = people.hidden if people else ()
    counts = {unit.value: _number_of(unit, hidden) for unit in DisseminationUnit}
    return Source(
        statement=_statement(unpublished=unpublished),
        make=lambda *row: _item(people, *row),
        tie=col(event.id).desc(),
        folded=[col(event.folded), col(Tool.folded), col(Activity.folded)],
        finders=[lambda word: col(event.place).in_(sorted(places_named_like(word)))],
        filters=_filters(unpublished=unpublished),
        orders={
            "code": col(event.code),
            "held_on": col(event.held_on),
            "tool": by_shown_title(Tool.folded),
            "means": col(event.means),
            "place": col(event.place),
            "language": col(event.language),
            "audience": col(event.audience),
            "activity": col(Activity.code),
            **counts,
        },
        sums=counts,
    )


def _statement(*, unpublished: bool) -> Select[Any]:
    """Select what `_item` takes; of an activity that the reader may not see there is nothing."""
    event = ToolDissemination
    own = and_(
        col(Activity.id) == col(event.activity_id), shown_activities(unpublished=unpublished)
    )
    columns: tuple[SQLColumnExpression[Any], ...] = (
        col(event.id), col(event.code), col(Tool.code), col(Tool.title), col(event.means),
        col(event.unit), col(event.held_on), col(event.number), col(event.place),
        col(event.language), col(event.audience), func.coalesce(col(Activity.code), ""),
        col(event.note),
    )  # fmt: skip
    tools = select(*columns).select_from(event).join(Tool, col(Tool.id) == col(event.tool_id))
    return tools.outerjoin(Activity, own)


def _filters(*, unpublished: bool) -> Mapping[str, Condition]:
    """Return the filters; those by activity, programme and request by what the reader may see."""
    event = ToolDissemination
    return {
        "tool": among_records(col(Tool.code), col(Tool.code_key)),
        "kind": _among(col(Tool.kind)),
        "protocol": _for_instrument,
        "means": _among(col(event.means)),
        "unit": _among(col(event.unit)),
        "language": among_small_letters(col(event.language)),
        "audience": _among(col(event.audience)),
        "country": among_capitals(col(event.place)),
        "region": _in_region,
        "programme": _in_programme,
        "activity": among_records(col(Activity.code), col(Activity.code_key)),
        "request": lambda codes: answering(codes, unpublished=unpublished),
        "from": lambda days: by_day(days, col(event.held_on).__ge__),
        "to": lambda days: by_day(days, col(event.held_on).__le__),
    }


def _among(column: SQLColumnExpression[Any]) -> Condition:
    """Return the filter of a column of codes."""
    return lambda codes: type_coerce(column, String).in_(codes)


def _for_instrument(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that the tool of an event is for one of the instruments."""
    return exists().where(
        col(ToolInstrument.tool_id) == col(Tool.id),
        type_coerce(col(ToolInstrument.instrument), String).in_(codes),
    )


def _in_region(codes: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that an event was held in one of the regions or groups of States."""
    asked = {normal_code(code).upper() for code in codes}
    held = (place for place in places() if not asked.isdisjoint(map(str.upper, holders_of(place))))
    return col(ToolDissemination.place).in_(sorted(held))


def _in_programme(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that the activity of an event is one of the programmes'."""
    return exists().where(
        col(Programme.id) == col(Activity.programme_id),
        among_records(col(Programme.code), col(Programme.code_key))(codes),
    )


def _number_of(unit: DisseminationUnit, hidden: Collection[int]) -> ColumnElement[Any]:
    """Return the number of an event in a unit; null in another one, and for people not shown."""
    event = ToolDissemination
    shown: ColumnElement[bool] = true()
    if hidden and unit is DisseminationUnit.PEOPLE:
        numbers: Any = bindparam("hidden", tuple(hidden), expanding=True, literal_execute=True)
        shown = col(event.id).not_in(numbers)
    return case((and_(col(event.unit) == unit, shown), col(event.number)), else_=null())


def _item(people: ShownPeople | None, *row: Any) -> DisseminationItem:  # noqa: ANN401 - columns
    """Make an event of its row, with the number that is shown."""
    item = DisseminationItem(*row)
    if people is None or item.number is None or item.unit is not DisseminationUnit.PEOPLE:
        return item
    return replace(item, number=people.of(item.id, item.number))
