"""The events of dissemination with what their tools and activities have, as known at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, select

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.dissemination_counts import KnownDissemination
from tracker.assistance.dissemination_events import read_events
from tracker.assistance.tables.tools import Tool, ToolInstrument

DISSEMINATION = frozenset({6})
"""The paragraph on the dissemination of tools, which every event answers."""


def read_disseminations(
    session: Session,
    activities: Iterable[CountedActivity],
    known_at: datetime | None = None,
    withheld: Collection[str] = (),
) -> tuple[KnownDissemination, ...]:
    """Return all events as known at a moment or now, by day and code.

    `activities` are those as known then. An event of a `withheld` one counts as one of none. The
    instruments of tools are those of today.
    """
    own = {one.code: one for one in activities if one.code not in withheld}
    instruments = _instruments(session)
    found = []
    for event in read_events(session, known_at):
        activity = own.get(event.activity)
        found.append(
            KnownDissemination(
                event._replace(activity=activity.code if activity else ""),
                frozenset(instruments[event.tool]),
                activity.programme if activity else "",
                DISSEMINATION | (activity.paragraphs if activity else frozenset()),
            )
        )
    return tuple(found)


def _instruments(session: Session) -> dict[str, set[str]]:
    """Read the instruments of tools by the code of the tool."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = session.exec(
        select(Tool.code, ToolInstrument.instrument).where(Tool.id == ToolInstrument.tool_id)
    )
    for code, instrument in rows:
        found[code].add(str(instrument))
    return found
