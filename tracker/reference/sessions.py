"""The sessions of the Commission and of the Conference, and the days that each is reported on.

The period of a session begins on the day after the last day of the session before it, of the same
body, and ends on its own last day; so the periods of all sessions of a body follow each other
without a gap, and no day is reported on twice. The first session on record has no first day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from tracker.errors import NotFound
from tracker.periods import Span
from tracker.reference.data_files import read_table
from tracker.words import say

ONE_DAY = timedelta(days=1)


class SessionBody(StrEnum):
    """A body whose sessions are reported to."""

    COMMISSION = "CCPCJ"  # the Commission on Crime Prevention and Criminal Justice
    CONFERENCE = "COP"  # the Conference of the Parties to the Convention


@dataclass(frozen=True, slots=True)
class BodySession:
    """A session of a body: its number, its first and last day, its place ("" for not stated)."""

    body: SessionBody
    number: int
    first: date
    last: date
    place: str = ""
    source: str = ""

    @property
    def code(self) -> str:
        """The code in addresses, such as "CCPCJ-22"."""
        return f"{self.body}-{self.number}"


@cache
def sessions_on_file() -> tuple[BodySession, ...]:
    """Return the sessions of the product's own list, by body and day."""
    rows = read_table("sessions")
    return in_order(
        BodySession(
            SessionBody(row["body"]),
            int(row["number"]),
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]),
            row["place"],
            row["source"],
        )
        for row in rows
    )


def in_order(sessions: Iterable[BodySession]) -> tuple[BodySession, ...]:
    """Bring sessions into the order of their bodies and days."""
    order = list(SessionBody)
    return tuple(sorted(sessions, key=lambda one: (order.index(one.body), one.last, one.number)))


def find_session(sessions: Sequence[BodySession], code: str) -> BodySession:
    """Return the session with a code; raises NotFound."""
    for one in sessions:
        if one.code == code:
            return one
    raise NotFound(say("no session has the code %(code)s", code=code))


def session_before(sessions: Sequence[BodySession], one: BodySession) -> BodySession | None:
    """Return the session of the same body before another; None for the first on record."""
    earlier = [other for other in sessions if other.body == one.body and other.last < one.last]
    return max(earlier, key=lambda other: other.last, default=None)


def last_session(
    sessions: Sequence[BodySession], body: SessionBody, day: date
) -> BodySession | None:
    """Return the last session of a body that was over before a day; None where there is none."""
    over = [one for one in sessions if one.body == body and one.last < day]
    return max(over, key=lambda one: one.last, default=None)


def reported_span(sessions: Sequence[BodySession], one: BodySession) -> Span:
    """Return the days that are reported on to a session."""
    before = session_before(sessions, one)
    return Span(None if before is None else before.last + ONE_DAY, one.last)


def span_since(one: BodySession) -> Span:
    """Return the days since a session: from the day after its last one, without an end."""
    return Span(one.last + ONE_DAY)


def session_name(one: BodySession) -> str:
    """Return the name of a session, in the reader's language."""
    names = {
        SessionBody.COMMISSION: say(
            "Commission on Crime Prevention and Criminal Justice, session %(number)s",
            number=one.number,
        ),
        SessionBody.CONFERENCE: say(
            "Conference of the Parties to the Convention, session %(number)s", number=one.number
        ),
    }
    return names[one.body]
