"""The choice of what is counted, people and dissemination alike: days, places and codes."""

from dataclasses import dataclass
from datetime import date

from tracker.errors import NotFound
from tracker.reference.regions import holders_of, region_of


@dataclass(frozen=True, slots=True)
class CountChoice:
    """The counts chosen: days, both counted, and codes; an empty set of codes chooses all.

    `known_on` is the day of the moment as known at which the counts were read: nobody knew of a
    later one. Of each set of `places` one holds the place; `activities` None chooses all.
    """

    last: date
    first: date | None = None
    known_on: date | None = None
    places: tuple[frozenset[str], ...] = ()
    protocols: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    paragraphs: frozenset[int] = frozenset()
    tools: frozenset[str] = frozenset()
    activities: frozenset[str] | None = None

    def has_day(self, day: date) -> bool:
        """Tell whether a day counts."""
        last = self.last if self.known_on is None else min(self.last, self.known_on)
        return day <= last and (self.first is None or day >= self.first)

    def has_place(self, place: str) -> bool:
        """Tell whether a place is chosen, by itself or by a region or group that holds it."""
        return all(not chosen.isdisjoint(holders_of(place)) for chosen in self.places)


def meets(chosen: frozenset[object], own: frozenset[object]) -> bool:
    """Tell whether one of the codes is chosen; all are where none is."""
    return not chosen or not chosen.isdisjoint(own)


def region_codes(place: str) -> tuple[str, ...]:
    """Return the region of a place, the world for the world; nothing of no place."""
    try:
        return (region_of(place),) if place else ()
    except NotFound:
        return ()
