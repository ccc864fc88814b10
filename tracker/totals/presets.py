"""Periods by preset: what a reader names instead of two dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.periods import Span
from tracker.reference.sessions import (
    BodySession,
    SessionBody,
    last_session,
    session_name,
    span_since,
)
from tracker.words import say


class Preset(NamedTuple):
    """A period to choose: its code, its label, and the names and values that it stands for."""

    code: str
    label: str
    pairs: tuple[tuple[str, str], ...]


def presets(day: date, sessions: Sequence[BodySession]) -> tuple[Preset, ...]:
    """Return the periods that can be chosen on a day; those of sessions where there are any."""
    return (
        Preset("all", say("All years"), ()),
        _years("this-year", say("This year"), day.year, day.year),
        _years("last-year", say("Last year"), day.year - 1, day.year - 1),
        _years("last-two-years", say("The last two years"), day.year - 2, day.year - 1),
        *(_since(one) for one in _last_sessions(day, sessions)),
        *(_of_session(one) for one in reversed(sessions)),
    )


def _last_sessions(day: date, sessions: Sequence[BodySession]) -> Iterable[BodySession]:
    """Yield the last session of each body that is over."""
    for body in SessionBody:
        found = last_session(sessions, body, day)
        if found is not None:
            yield found


def _years(code: str, label: str, first: int, last: int) -> Preset:
    """Return a preset of whole years."""
    return Preset(code, label, _pairs(Span(date(first, 1, 1), date(last, 12, 31))))


def _since(one: BodySession) -> Preset:
    """Return the preset of the days since a session."""
    label = say("Since the last session: %(session)s", session=session_name(one))
    return Preset(f"since-{one.code}", label, _pairs(span_since(one)))


def _of_session(one: BodySession) -> Preset:
    """Return the preset of the days that are reported on to a session."""
    label = say("Up to the session, since the one before: %(session)s", session=session_name(one))
    return Preset(one.code, label, (("session", one.code),))


def _pairs(span: Span) -> tuple[tuple[str, str], ...]:
    """Return the names and values of a span in a query string."""
    ends = (("from", span.first), ("to", span.last))
    return tuple((name, value.isoformat()) for name, value in ends if value is not None)
