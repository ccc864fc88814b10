"""What the codes of a figure hang on: contributions, activities and their shares, as arrays.

Every dimension has its codes in a tuple, the first of them "" for what is not specified; the
arrays hold positions in it. An activity's instruments, beneficiaries and tools are multiplied
into slots once, and activities with the same shares have the same slots.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.assistance.shares import complete
from tracker.errors import NotFound
from tracker.reference.codes import ContributorType, Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.regions import line_of, region_of, subregion_of
from tracker.reference.states import states
from tracker.totals.dimensions import BY_RULE, NAMED, Dimension
from tracker.totals.reading import CatalogueRows

Small = npt.NDArray[np.int32]
Share = tuple[str, int]


class Codes:
    """The codes of a dimension in the order in which they were met; position 0 is ""."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._positions = {"": 0}
        for code in codes:
            self.position(code)

    def position(self, code: str) -> int:
        """Return the position of a code, giving it one at its first use."""
        return self._positions.setdefault(str(code), len(self._positions))

    def all(self) -> tuple[str, ...]:
        """Return the codes in their order."""
        return tuple(self._positions)


class Shares(NamedTuple):
    """The shares of one activity by kind; those of a kind in basis points."""

    instruments: tuple[Share, ...] = ()
    places: tuple[Share, ...] = ()
    tools: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """The combinations of tags: whole weights and codes by slot, first slot and number by activity.

    `first` and `number` are indexed by the activity's number; `place` is a position in `places`.
    """

    weight: npt.NDArray[np.int64]
    codes: Mapping[Dimension, Small]
    place: Small
    places: tuple[str, ...]
    first: Small
    number: Small


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue at one moment; arrays by contribution and by activity are indexed by number."""

    codes: Mapping[Dimension, tuple[str, ...]]
    of_contribution: Mapping[Dimension, Small]
    of_activity: Mapping[Dimension, Small]
    slots: Slots
    titles: Mapping[Dimension, Mapping[str, str]]

    @property
    def contributions(self) -> int:
        """The highest number of a contribution, plus one."""
        return len(self.of_contribution[Dimension.DONOR])

    @property
    def activities(self) -> int:
        """The highest number of an activity, plus one."""
        return len(self.slots.first)


def build_catalogue(rows: CatalogueRows) -> Catalogue:
    """Arrange the rows of the catalogue as arrays."""
    donors, types = _donors(rows.donors)
    earmarkings = Codes(Earmarking)
    programmes = Codes(row[1] for row in rows.programmes)
    programme_codes = {row[0]: programmes.position(row[1]) for row in rows.programmes}
    activities = Codes(row[1] for row in rows.activities)
    slots, tag_codes = _slots(rows)
    return Catalogue(
        codes={
            Dimension.DONOR: donors.codes.all(),
            Dimension.DONOR_TYPE: types.codes.all(),
            Dimension.EARMARKING: earmarkings.all(),
            Dimension.PROGRAMME: programmes.all(),
            Dimension.ACTIVITY: activities.all(),
            Dimension.ATTRIBUTION: (NAMED, BY_RULE),
            **tag_codes,
        },
        of_contribution={
            Dimension.DONOR: _indexed((row[0], donors.of[row[1]]) for row in rows.contributions),
            Dimension.DONOR_TYPE: _indexed(
                (row[0], types.of[row[1]]) for row in rows.contributions
            ),
            Dimension.EARMARKING: _indexed(
                (row[0], earmarkings.position(row[2])) for row in rows.contributions
            ),
        },
        of_activity={
            Dimension.PROGRAMME: _indexed(
                (row[0], programme_codes[row[3]]) for row in rows.activities
            ),
            Dimension.ACTIVITY: _indexed(
                (row[0], activities.position(row[1])) for row in rows.activities
            ),
        },
        slots=slots,
        titles={
            Dimension.DONOR: {row[1]: row[2] for row in rows.donors},
            Dimension.PROGRAMME: {row[1]: row[2] for row in rows.programmes},
            Dimension.ACTIVITY: {row[1]: row[2] for row in rows.activities},
            Dimension.TOOL: {row[0]: row[1] for row in rows.tool_titles},
        },
    )


class _Positions(NamedTuple):
    """Codes, and the position of each donor's among them."""

    codes: Codes
    of: dict[int, int]


def _donors(rows: Sequence[Any]) -> tuple[_Positions, _Positions]:
    """Give each donor its code and its type; a merged donor counts as the one that it is."""
    by_id = {row[0]: row for row in rows}
    donors = _Positions(Codes(), {})
    types = _Positions(Codes(ContributorType), {})
    for number, own in by_id.items():
        row = own
        while row[4] is not None:
            row = by_id[row[4]]
        donors.of[number] = donors.codes.position(row[1])
        types.of[number] = types.codes.position(row[3])
    return donors, types


def _indexed(pairs: Iterable[tuple[int, int]]) -> Small:
    """Arrange positions by number; numbers that nothing has hold 0."""
    flat = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    values = np.zeros(int(flat[:, 0].max(initial=0)) + 1, dtype=np.int32)
    values[flat[:, 0]] = flat[:, 1]
    return values


def _slots(rows: CatalogueRows) -> tuple[Slots, dict[Dimension, tuple[str, ...]]]:
    """Multiply the shares of each activity into slots, once for each set of shares."""
    builder = _SlotBuilder()
    shares = _shares(rows)
    top = max((row[0] for row in rows.activities), default=0)
    first, number = np.zeros(top + 1, np.int32), np.ones(top + 1, np.int32)
    for activity, own in shares.items():
        first[activity], number[activity] = builder.place(own)
    return builder.slots(first, number)


def _shares(rows: CatalogueRows) -> dict[int, Shares]:
    """Collect the shares of each activity."""
    kinds: tuple[defaultdict[int, list[Share]], ...] = tuple(defaultdict(list) for _ in range(3))
    for found, table in zip(kinds, (rows.instruments, rows.beneficiaries, rows.tools), strict=True):
        for activity, code, share in table:
            found[activity].append((code, int(share)))
    return {
        activity: Shares(*(tuple(kind.get(activity, ())) for kind in kinds))
        for activity in {*kinds[0], *kinds[1], *kinds[2]}
    }


class _SlotBuilder:
    """Numbers the combinations of tags; slot 0 is money without any."""

    def __init__(self) -> None:
        self._known: dict[Shares, tuple[int, int]] = {}
        self._rows: list[tuple[int, int, int, int]] = []  # protocol, place, tool, weight
        self._codes = {
            "protocol": Codes(Instrument),
            "place": Codes(),
            "tool": Codes(),
        }
        self.place(Shares())

    def place(self, shares: Shares) -> tuple[int, int]:
        """Return the first slot of these shares and how many there are."""
        if shares not in self._known:
            kinds = [
                [(codes.position(code), weight) for code, weight in complete(own)]
                for codes, own in zip(self._codes.values(), shares, strict=True)
            ]
            self._known[shares] = (len(self._rows), prod(map(len, kinds)))
            self._rows.extend(
                (protocol, place, tool, first * second * third)
                for (protocol, first), (place, second), (tool, third) in product(*kinds)
            )
        return self._known[shares]

    def slots(self, first: Small, number: Small) -> tuple[Slots, dict[Dimension, tuple[str, ...]]]:
        """Return the slots as arrays with the codes of every dimension that they have."""
        table = np.array(self._rows, dtype=np.int64)
        places = self._codes["place"].all()
        by_place = {
            Dimension.REGION: [_safe(region_of, place) for place in places],
            Dimension.SUBREGION: [_safe(subregion_of, place) for place in places],
            Dimension.COUNTRY: [place if place in states() else "" for place in places],
            Dimension.REGIONAL_GROUP: [
                states()[place].regional_group if place in states() else "" for place in places
            ],
        }
        codes: dict[Dimension, Small] = {
            Dimension.PROTOCOL: table[:, 0].astype(np.int32),
            Dimension.TOOL: table[:, 2].astype(np.int32),
        }
        names = {
            Dimension.PROTOCOL: self._codes["protocol"].all(),
            Dimension.TOOL: self._codes["tool"].all(),
        }
        for dimension, values in by_place.items():
            known = Codes()
            positions = np.array([known.position(value) for value in values], dtype=np.int32)
            codes[dimension] = positions[table[:, 1]]
            names[dimension] = known.all()
        slots = Slots(table[:, 3], codes, table[:, 1].astype(np.int32), places, first, number)
        return slots, names


def places_within(places: tuple[str, ...], regions: frozenset[str]) -> npt.NDArray[np.bool_]:
    """Tell of each place whether one of the regions holds it or is it."""
    return np.array(
        [bool(place) and not regions.isdisjoint(_line(place)) for place in places], dtype=np.bool_
    )


def _line(place: str) -> tuple[str, ...]:
    """Return the regions that hold a place, below the world; of the world, itself."""
    try:
        return line_of(place)[1:] or line_of(place)
    except NotFound:
        return ()


def _safe(find: Any, place: str) -> str:  # noqa: ANN401 - two functions of text to text
    """Return what is found for a place, or "" where it is none."""
    try:
        return str(find(place)) if place else ""
    except NotFound:
        return ""
