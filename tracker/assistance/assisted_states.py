"""States assisted: those named as beneficiary of an activity that has begun, by instrument.

A State inside a region that an activity is for is not named, and so does not count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from tracker.assistance.cost_shares import CostShares
from tracker.reference.codes import ActivityStatus
from tracker.reference.instruments import Instrument
from tracker.reference.states import states

NOT_BEGUN = frozenset({ActivityStatus.PIPELINE, ActivityStatus.CANCELLED})
"""The states of an activity in which nobody has been assisted."""


class BegunActivity(NamedTuple):
    """An activity that has begun; `start` is None where no day of its beginning is on record."""

    id: int
    code: str
    title: str
    start: date | None


class AssistedState(NamedTuple):
    """A State named as beneficiary on an instrument: the first day, and the activities' codes."""

    state: str
    instrument: Instrument
    first: date | None
    activities: tuple[str, ...]


Assisted = Mapping[tuple[Instrument, str], AssistedState]


def assisted_states(
    activities: Iterable[BegunActivity],
    shares: Mapping[int, CostShares],
    *,
    first: date | None = None,
    last: date | None = None,
) -> Assisted:
    """Return the States that were named by an activity that began in a period, by instrument.

    An activity without a day of its beginning counts where the period has no first day.
    """
    found: dict[tuple[Instrument, str], list[BegunActivity]] = defaultdict(list)
    for activity in activities:
        if not _began(activity.start, first, last):
            continue
        own = shares.get(activity.id, CostShares())
        for state in named_states(own):
            for code, _share in own.instruments:
                found[Instrument(code), state].append(activity)
    return {
        (instrument, state): AssistedState(
            state,
            instrument,
            min((one.start for one in own if one.start), default=None),
            tuple(one.code for one in own),
        )
        for (instrument, state), own in found.items()
    }


def named_states(shares: CostShares) -> tuple[str, ...]:
    """Return the States and areas that an activity names as its beneficiaries."""
    known: Collection[str] = states()
    return tuple(place for place, _share in shares.places if place in known)


def _began(start: date | None, first: date | None, last: date | None) -> bool:
    """Tell whether an activity began in a period."""
    if start is None:
        return first is None
    return (first is None or start >= first) and (last is None or start <= last)
