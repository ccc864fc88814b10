"""The list of tools, and one tool with its activities and dissemination."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col
from sqlmodel import select as select_one

from tracker.assistance.states import DisseminationMeans, DisseminationUnit, ToolUse
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.tools import ActivityTool, Tool, ToolDissemination, ToolInstrument
from tracker.assistance.texts import TextIn, texts_of
from tracker.assistance.title_order import by_shown_title
from tracker.assistance.tools import ToolVersionDraft, versions_of
from tracker.assistance.unpublished import shown_activities
from tracker.errors import NotFound
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage
from tracker.reference.record_codes import normal_code
from tracker.words import say

FILTERS = ("kind", "protocol", "language", "year")
ORDERS = ("title", "code", "kind", "year", "activities", "copies", "downloads", "people")


@dataclass(frozen=True, slots=True)
class ToolItem:
    """A tool in a list; `languages` are ISO 639-1 codes.

    `copies`, `downloads` and `people` are those of its events of dissemination, which are three
    counts and no sum; people are None where they are not shown.
    """

    id: int
    code: str
    title: str
    kind: ToolKind
    year: int | None
    languages: tuple[str, ...]
    symbol: str
    activities: int
    copies: int
    downloads: int
    people: int | None
    instruments: tuple[Instrument, ...] = ()


class ToolActivity(NamedTuple):
    """The use of a tool by an activity; `share_bp` of its cost in basis points."""

    code: str
    title: str
    use: ToolUse
    share_bp: int


class Dissemination(NamedTuple):
    """An event by which a tool reached its readers; a number that is not shown is None."""

    code: str
    means: DisseminationMeans
    held_on: date
    place: str
    language: str
    audience: ParticipantFunction
    unit: DisseminationUnit
    number: int | None
    activity: str
    note: str


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """One tool; `unsure` names its values without a checked source."""

    item: ToolItem
    description: str
    source: str
    unsure: tuple[str, ...]
    activities: tuple[ToolActivity, ...]
    disseminations: tuple[Dissemination, ...]
    versions: tuple[ToolVersionDraft, ...] = ()
    written_in: TextLanguage | None = None
    texts: tuple[TextIn, ...] = ()

    @property
    def title(self) -> str:
        """The title in the original language."""
        return self.item.title


def list_tools(
    session: Session,
    query: ListQuery,
    *,
    unpublished: bool = False,
    hidden: Collection[str] = frozenset(),
) -> Slice[ToolItem]:
    """Return a page of tools; activities that are not published count for who may see them.

    In the order of people the tools whose codes are `hidden` come together, by code.
    """
    page = fetch(session, _source(hidden, unpublished=unpublished), query)
    return replace(page, rows=_with_instruments(session, page.rows))


def people_by_tool(session: Session) -> dict[str, int]:
    """Return the people of the events of each tool, by code."""
    rows = session.execute(select(col(Tool.code), _disseminated(DisseminationUnit.PEOPLE)))
    return {code: int(number) for code, number in rows}


def read_tool_facts(session: Session, code: str, *, unpublished: bool = False) -> ToolFacts:
    """Return one tool with its activities and events; raises NotFound.

    Activities that are not published are named to a reader who may see them.
    """
    statement = _statement(unpublished=unpublished).add_columns(
        col(Tool.description), col(Tool.source), col(Tool.unsure),
        col(Tool.written_in), col(Tool.texts),
    )  # fmt: skip
    row = session.execute(statement.where(col(Tool.code) == code)).first()
    if row is None:
        raise NotFound(say("no tool has the code %(code)s", code=code))
    *own, description, source, unsure, written_in, kept = row
    item = _with_instruments(session, (_item(*own),))[0]
    return ToolFacts(
        item=item,
        description=description,
        source=source,
        unsure=tuple(unsure.split()),
        activities=_activities(session, item.id, unpublished=unpublished),
        disseminations=_disseminations(session, item.id, unpublished=unpublished),
        written_in=TextLanguage(written_in) if written_in else None,
        texts=texts_of(kept),
        versions=versions_of(session, item.id),
    )


def _source(hidden: Collection[str], *, unpublished: bool) -> Source[ToolItem]:
    """Describe the list's source: statement, search, filters, orders."""
    orders = {unit.value: _disseminated(unit) for unit in DisseminationUnit}
    if hidden:
        people = orders[DisseminationUnit.PEOPLE.value]
        orders[DisseminationUnit.PEOPLE.value] = case(
            (col(Tool.code).in_(hidden), None), else_=people
        )
    return Source(
        statement=_statement(unpublished=unpublished),
        make=_item,
        tie=col(Tool.code),
        folded=[col(Tool.folded)],
        filters={
            "kind": lambda codes: type_coerce(col(Tool.kind), String).in_(codes),
            "language": _in_language,
            "year": lambda codes: cast(col(Tool.year), String).in_(codes),
            "protocol": lambda codes: exists().where(
                col(ToolInstrument.tool_id) == col(Tool.id),
                type_coerce(col(ToolInstrument.instrument), String).in_(codes),
            ),
        },
        orders={
            "title": by_shown_title(Tool.folded),
            "code": col(Tool.code),
            "kind": col(Tool.kind),
            "year": col(Tool.year),
            "activities": _activity_count(unpublished=unpublished),
            **orders,
        },
    )


def _in_language(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that there is a tool in one of the languages."""
    spoken = " " + col(Tool.languages) + " "
    asked = (normal_code(code).lower() for code in codes)
    return or_(false(), *(spoken.contains(f" {code} ", autoescape=True) for code in asked))


def tool_languages(session: Session) -> tuple[str, ...]:
    """Return the languages in which there are tools, in the order of their codes."""
    texts = session.exec(select_one(Tool.languages).distinct())
    return tuple(sorted({code for text in texts for code in text.split()}))


def _statement(*, unpublished: bool) -> Select[Any]:
    """Select what `_item` takes."""
    return select(
        col(Tool.id),
        col(Tool.code),
        col(Tool.title),
        col(Tool.kind),
        col(Tool.year),
        col(Tool.languages),
        col(Tool.symbol),
        _activity_count(unpublished=unpublished),
        *(_disseminated(unit) for unit in DisseminationUnit),
    )


def _activity_count(*, unpublished: bool) -> Any:  # noqa: ANN401 - a column
    """Count the activities that worked with a tool, as far as the reader may see them."""
    return (
        select(func.count(func.distinct(col(ActivityTool.activity_id))))
        .join(Activity, col(Activity.id) == col(ActivityTool.activity_id))
        .where(col(ActivityTool.tool_id) == col(Tool.id), shown_activities(unpublished=unpublished))
        .correlate(Tool)
        .scalar_subquery()
    )


def _disseminated(unit: DisseminationUnit) -> Any:  # noqa: ANN401 - a column
    """Add up the numbers of a tool's events in one unit."""
    return (
        select(func.coalesce(func.sum(col(ToolDissemination.number)), 0))
        .where(
            col(ToolDissemination.tool_id) == col(Tool.id),
            col(ToolDissemination.unit) == unit,
        )
        .correlate(Tool)
        .scalar_subquery()
    )


def _item(*row: Any) -> ToolItem:  # noqa: ANN401 - columns of many types
    """Make a tool of its row; PostgreSQL sums whole numbers as decimals."""
    number, code, title, kind, year, languages, symbol, activities, *counts = row
    spoken = tuple(languages.split())
    copies, downloads, people = map(int, counts)
    own = (number, code, title, kind, year, spoken, symbol, activities)
    return ToolItem(*own, copies, downloads, people)


def _with_instruments(session: Session, items: tuple[ToolItem, ...]) -> tuple[ToolItem, ...]:
    """Add the instruments that tools are for, the Convention first."""
    found = _instruments(session, [item.id for item in items]) if items else {}
    order = list(Instrument)
    return tuple(
        replace(item, instruments=tuple(sorted(found.get(item.id, ()), key=order.index)))
        for item in items
    )


def _instruments(session: Session, ids: Collection[int]) -> dict[int, list[Instrument]]:
    """Read the instruments of tools."""
    rows = session.execute(
        select(col(ToolInstrument.tool_id), col(ToolInstrument.instrument)).where(
            col(ToolInstrument.tool_id).in_(ids)
        )
    )
    found: dict[int, list[Instrument]] = defaultdict(list)
    for number, instrument in rows:
        found[number].append(instrument)
    return found


def _activities(session: Session, tool_id: int, *, unpublished: bool) -> tuple[ToolActivity, ...]:
    """Read the activities that worked with a tool."""
    rows = session.execute(
        select(
            col(Activity.code), col(Activity.title), col(ActivityTool.use),
            col(ActivityTool.share_bp),
        )
        .join(Activity, col(Activity.id) == col(ActivityTool.activity_id))
        .where(col(ActivityTool.tool_id) == tool_id, shown_activities(unpublished=unpublished))
        .order_by(col(Activity.code), col(ActivityTool.use))
    )  # fmt: skip
    return tuple(ToolActivity(*row) for row in rows)


def _disseminations(
    session: Session, tool_id: int, *, unpublished: bool
) -> tuple[Dissemination, ...]:
    """Read the events of a tool, the newest first."""
    event = ToolDissemination
    rows = session.execute(
        select(
            col(event.code), col(event.means), col(event.held_on), col(event.place),
            col(event.language), col(event.audience), col(event.unit), col(event.number),
            func.coalesce(col(Activity.code), ""), col(event.note),
        )
        .outerjoin(
            Activity,
            and_(
                col(Activity.id) == col(event.activity_id),
                shown_activities(unpublished=unpublished),
            ),
        )
        .where(col(event.tool_id) == tool_id)
        .order_by(col(event.held_on).desc(), col(event.id).desc())
    )  # fmt: skip
    return tuple(Dissemination(*row) for row in rows)
