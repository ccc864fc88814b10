"""The list of activities, and one activity with its parts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, cast, exists, false, func, or_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col

from tracker.assistance.activity_drafts import ActivityDocumentDraft, ActivityDraft
from tracker.assistance.activity_filters import Condition, more_filters
from tracker.assistance.activity_pace import OPEN, Pace
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import read_draft
from tracker.assistance.shares import Share
from tracker.assistance.tables.activities import (
    Activity,
    ActivityBeneficiary,
    ActivityDocument,
    ActivityInstrument,
    ActivityParagraph,
    ActivityResult,
    Programme,
)
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.assistance.title_order import by_shown_title
from tracker.assistance.unpublished import shown_activities
from tracker.errors import NotFound
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.people.subjects import Subject
from tracker.people.withdrawn_parts import PartKind, PartOwner, WithdrawnPart, read_withdrawn
from tracker.periods import today
from tracker.reference.code_filters import among_capitals, among_records
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.reference.name_search import places_named_like
from tracker.words import say

FILTERS = (
    "programme", "protocol", "type", "status", "country", "paragraph", "pace", "publication",
    "tool", "article", "theme", "partner", "donor", "contribution", "request", "from", "to", "mine",
)  # fmt: skip
"""The filters of pages and programs, those of `more` among them."""
NONE_MORE: Mapping[str, Condition] = {}
ORDERS = ("code", "title", "programme", "type", "status", "start", "end", "budget")


@dataclass(frozen=True, slots=True)
class ActivityItem:
    """An activity in a list; `budget_minor` in US cents.

    `start` and `end` are the actual dates where these are known, else the planned ones. Places
    are States and areas (alpha-3), regions (M49) or 001, the world.
    """

    id: int
    code: str
    title: str
    programme: str
    programme_title: str
    type: ActivityType
    status: ActivityStatus
    start: date | None
    end: date | None
    venue: str
    budget_minor: int | None
    instruments: tuple[Share, ...] = ()
    beneficiaries: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """One activity with all its parts."""

    id: int
    programme_title: str
    draft: ActivityDraft


class WithdrawnActivityParts(NamedTuple):
    """The withdrawn results and documents of one activity."""

    results: tuple[WithdrawnPart[ResultDraft], ...] = ()
    documents: tuple[WithdrawnPart[ActivityDocumentDraft], ...] = ()


def read_withdrawn_parts(session: Session, number: int, code: str) -> WithdrawnActivityParts:
    """Return the parts of an activity that were withdrawn."""
    owner = PartOwner("activity_id", number, Subject.ACTIVITY, code)
    kinds = (
        PartKind(ActivityResult, ResultDraft),
        PartKind(ActivityDocument, ActivityDocumentDraft),
    )
    return WithdrawnActivityParts(*read_withdrawn(session, kinds, owner))


def list_activities(
    session: Session,
    query: ListQuery,
    *,
    unpublished: bool = False,
    more: Mapping[str, Condition] = NONE_MORE,
) -> Slice[ActivityItem]:
    """Return a page of activities with the shares of their instruments and places.

    Those that are not published are in it for a reader who may see them. `more` are the filters
    of rooms that know what activities do not: the money that pays for them, the reader.
    """
    page = fetch(session, activity_source(unpublished=unpublished, more=more), query)
    ids = [item.id for item in page.rows]
    instruments = _shares(session, ActivityInstrument, ActivityInstrument.instrument, ids)
    places = _shares(session, ActivityBeneficiary, ActivityBeneficiary.place, ids)
    rows = (
        replace(
            item,
            instruments=tuple(instruments.get(item.id, ())),
            beneficiaries=tuple(places.get(item.id, ())),
        )
        for item in page.rows
    )
    return replace(page, rows=tuple(rows))


def read_activity(session: Session, code: str, *, unpublished: bool = False) -> ActivityFacts:
    """Return one activity with all its parts; raises NotFound.

    One that is not published is there for a reader who may see it.
    """
    found = session.execute(
        select(Activity, col(Programme.title))
        .join(Programme, col(Programme.id) == col(Activity.programme_id))
        .where(col(Activity.code) == code, shown_activities(unpublished=unpublished))
    ).first()
    if found is None:
        raise NotFound(say("no activity has the code %(code)s", code=code))
    row, programme_title = found
    draft = read_draft(session, row)
    return ActivityFacts(row.id, programme_title, draft)


def activity_source(
    *, unpublished: bool, more: Mapping[str, Condition] = NONE_MORE
) -> Source[ActivityItem]:
    """Describe the list's source: statement, search, filters, orders."""
    statement = _statement().where(shown_activities(unpublished=unpublished))
    columns = dict(zip(ActivityItem.__dataclass_fields__, statement.selected_columns, strict=False))
    return Source(
        statement=statement,
        make=ActivityItem,
        tie=col(Activity.id),
        folded=[col(Activity.folded)],
        finders=[_for_place_named_like],
        filters={
            "code": among_records(col(Activity.code), col(Activity.code_key)),
            "programme": among_records(col(Programme.code), col(Programme.code_key)),
            "status": lambda codes: type_coerce(col(Activity.status), String).in_(codes),
            "type": lambda codes: type_coerce(col(Activity.type), String).in_(codes),
            "protocol": _for_instrument,
            "country": _for_place,
            "tool": _uses_tool,
            "paragraph": _under_paragraph,
            "publication": lambda codes: type_coerce(col(Activity.publication), String).in_(codes),
            "pace": _out_of_time,
            **more_filters(unpublished=unpublished),
            **more,
        },
        orders={
            "code": col(Activity.code),
            "title": by_shown_title(Activity.folded),
            "programme": col(Programme.code),
            "type": col(Activity.type),
            "status": col(Activity.status),
            "start": columns["start"],
            "end": columns["end"],
            "budget": col(Activity.budget_minor),
        },
        sums={"budget": col(Activity.budget_minor)},
    )


def _statement() -> Select[Any]:
    """Select the columns of a list's rows but the shares."""
    return select(
        col(Activity.id),
        col(Activity.code),
        col(Activity.title),
        col(Programme.code),
        col(Programme.title),
        col(Activity.type),
        col(Activity.status),
        _known_first(col(Activity.actual_start), col(Activity.planned_start)),
        _known_first(col(Activity.actual_end), col(Activity.planned_end)),
        col(Activity.venue),
        col(Activity.budget_minor),
    ).join(Programme, col(Programme.id) == col(Activity.programme_id))


def _known_first(actual: Any, planned: Any) -> ColumnElement[Any]:  # noqa: ANN401 - columns
    """Take the actual date where it is known, else the planned one."""
    return func.coalesce(actual, planned)


def _for_instrument(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity serves one of the instruments."""
    return exists().where(
        col(ActivityInstrument.activity_id) == col(Activity.id),
        type_coerce(col(ActivityInstrument.instrument), String).in_(codes),
    )


def _for_place(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity is for one of the places."""
    return exists().where(
        col(ActivityBeneficiary.activity_id) == col(Activity.id),
        among_capitals(col(ActivityBeneficiary.place))(codes),
    )


def _for_place_named_like(word: str) -> ColumnElement[bool]:
    """Return the condition that an activity is for a place whose name holds a folded word."""
    return _for_place(tuple(sorted(places_named_like(word))))


def _uses_tool(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity worked with one of the tools."""
    return exists().where(
        col(ActivityTool.activity_id) == col(Activity.id),
        col(ActivityTool.tool_id) == col(Tool.id),
        among_records(col(Tool.code), col(Tool.code_key))(codes),
    )


def _under_paragraph(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity carries out one of the operative paragraphs."""
    return exists().where(
        col(ActivityParagraph.activity_id) == col(Activity.id),
        cast(col(ActivityParagraph.paragraph), String).in_(codes),
    )


def _out_of_time(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity is overdue, or waits, today; see `pace_of`."""
    on = today()
    start = _known_first(col(Activity.actual_start), col(Activity.planned_start))
    end = _known_first(col(Activity.actual_end), col(Activity.planned_end))
    is_open = and_(col(Activity.status).in_(OPEN), start.is_not(None))
    is_over = and_(is_open, end.is_not(None), end < on)
    pipeline = col(Activity.status) == ActivityStatus.PIPELINE
    conditions = {
        Pace.OVERDUE.value: is_over,
        Pace.WAITING.value: and_(is_open, pipeline, start < on, or_(end.is_(None), end >= on)),
    }
    return or_(false(), *(conditions[code] for code in codes if code in conditions))


def _shares(
    session: Session,
    part: type[SQLModel],
    code: Any,  # noqa: ANN401 - a column of any type
    ids: Collection[int],
) -> dict[int, list[Share]]:
    """Read shares of activities, the largest first."""
    if not ids:
        return {}
    number, share = col(part.activity_id), col(part.share_bp)  # type: ignore[attr-defined]
    rows = session.execute(
        select(number, col(code), share).where(number.in_(ids)).order_by(share.desc(), col(code))
    )
    found: dict[int, list[Share]] = defaultdict(list)
    for activity_id, value, share_bp in rows:
        found[activity_id].append(Share(str(value), share_bp))
    return found
