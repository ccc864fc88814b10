"""The scopes of activities, which earmarks are compared with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import (
    Activity,
    ActivityBeneficiary,
    ActivityInstrument,
    Programme,
)
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.reference.codes import ActivityStatus
from tracker.reference.regions import line_of


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """The scope of an activity: its programme, instruments, places and tools, as codes.

    The regions are those of its places and all regions above them.
    """

    code: str
    programme: str
    instruments: frozenset[str]
    countries: frozenset[str]
    regions: frozenset[str]
    tools: frozenset[str]
    cancelled: bool = False


def scopes_of_activities(session: Session, ids: Collection[int]) -> dict[int, ScopeFacts]:
    """Return the scope of each of the activities, by its number."""
    instruments: dict[int, set[str]] = defaultdict(set)
    places: dict[int, set[str]] = defaultdict(set)
    tools: dict[int, set[str]] = defaultdict(set)
    for share in session.exec(
        select(ActivityInstrument).where(col(ActivityInstrument.activity_id).in_(ids))
    ):
        instruments[share.activity_id].add(share.instrument.value)
    for beneficiary in session.exec(
        select(ActivityBeneficiary).where(col(ActivityBeneficiary.activity_id).in_(ids))
    ):
        places[beneficiary.activity_id].add(beneficiary.place)
    for activity_id, code in session.exec(
        select(ActivityTool.activity_id, Tool.code)
        .join(Tool, col(Tool.id) == ActivityTool.tool_id)
        .where(col(ActivityTool.activity_id).in_(ids))
    ):
        tools[activity_id].add(code)
    rows = session.exec(
        select(Activity.id, Activity.code, Programme.code, Activity.status)
        .join(Programme, col(Programme.id) == Activity.programme_id)
        .where(col(Activity.id).in_(ids))
    )
    return {
        number: ScopeFacts(
            code=code,
            programme=programme,
            instruments=frozenset(instruments[number]),
            countries=frozenset(place for place in places[number] if place.isalpha()),
            regions=frozenset(region for place in places[number] for region in line_of(place)),
            tools=frozenset(tools[number]),
            cancelled=status is ActivityStatus.CANCELLED,
        )
        for number, code, programme, status in rows
        if number is not None
    }
