"""The members of each dimension, and the tables that lead to them from the columns of a fact.

A fact names a contribution, an activity, a year, its attribution, an instrument, a place and a
tool. Every dimension has its codes in a tuple, the first of them "" for "not specified"; tables
hold positions in it. Codes keep their positions when members join later.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.assistance.cost_shares import CostShares, Weight, collect_shares, weights_of
from tracker.assistance.states import PublicationState
from tracker.errors import NotFound
from tracker.fund.states import ContributionKind, ContributionSource
from tracker.reference.codes import ContributorType, Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.reference.regions import groups_of, line_of, region_of, subregion_of
from tracker.reference.sessions import BodySession, in_order, sessions_on_file
from tracker.reference.states import states
from tracker.totals.dimensions import BY_RULE, NAMED, Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.money_terms import MoneyTerms, money_terms
from tracker.totals.translated_titles import TranslatedTitles

Small = npt.NDArray[np.int32]
PLACE = "place"
"""The finest column of beneficiaries, from which regions and countries are found."""
PARAGRAPHS = "paragraphs"
"""The column of the paragraphs that an activity answers, all of them as one text: "4 5"."""

YEARS = tuple(str(year) if year else "" for year in range(1 << 12))
"""The codes of years, each at its own number."""


class Codes:
    """The codes of a dimension in the order of their first use; position 0 is ""."""

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


class Lead(NamedTuple):
    """The way to a column of codes: the column of the facts, and the table."""

    source: str
    table: Small | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole weights with the positions of their codes; `first` and `number` are by activity."""

    weight: npt.NDArray[np.int64]
    instrument: Small
    place: Small
    tool: Small
    first: Small
    number: Small


@dataclass(frozen=True, slots=True)
class Members:
    """The members of all dimensions at one moment.

    `codes` and `leads` are by the name of a dimension or PLACE; tables of contributions and
    activities are indexed by their numbers, those of places by the place's position.
    `regions` are those that hold each place, by its position; `sessions` are all on record;
    `unpublished` are the activities that the public is not shown. `translated` are all titles in
    each language.
    """

    codes: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, Lead]
    weights: Weights
    shares: Mapping[int, CostShares]
    titles: Mapping[Dimension, Mapping[str, str]]
    regions: tuple[frozenset[str], ...]
    terms: MoneyTerms
    sessions: tuple[BodySession, ...] = ()
    unpublished: frozenset[str] = frozenset()
    translated: TranslatedTitles = field(default_factory=lambda: TranslatedTitles({}))

    @property
    def contributions(self) -> int:
        """The highest number of a contribution, plus one."""
        return _length(self.leads[Dimension.DONOR])

    @property
    def activities(self) -> int:
        """The highest number of an activity, plus one."""
        return len(self.weights.first)

    def digest(self) -> str:
        """Return a digest of all positions and weights; equal for equal breakdowns."""
        found = hashlib.sha256(repr(sorted(self.codes.items())).encode())
        for name, lead in sorted(self.leads.items()):
            found.update(f"{name} {lead.source}".encode())
            found.update(b"" if lead.table is None else np.ascontiguousarray(lead.table).data)
        weights = self.weights
        for column in (weights.weight, weights.instrument, weights.place, weights.tool):
            found.update(np.ascontiguousarray(column).data)
        for column in (weights.first, weights.number):
            found.update(np.ascontiguousarray(column).data)
        return found.hexdigest()

    def chosen(self, name: str, codes: frozenset[str]) -> npt.NDArray[np.bool_]:
        """Tell of each code of a column whether it is chosen.

        A place is chosen also by its regions, an activity by any of its paragraphs.
        """
        if name == PLACE:
            return np.array([not codes.isdisjoint(line) for line in self.regions], np.bool_)
        if name == PARAGRAPHS:
            answered = self.codes[PARAGRAPHS]
            return np.array([not codes.isdisjoint(text.split()) for text in answered], np.bool_)
        return np.array([code in codes for code in self.codes[name]], np.bool_)

    def resplit_since(self, before: "Members") -> frozenset[int]:
        """Return the activities of `before` whose shares have changed."""
        known = self.shares.keys() | before.shares.keys()
        return frozenset(
            activity
            for activity in known
            if activity < before.activities
            and self.shares.get(activity) != before.shares.get(activity)
        )

    def extends(self, before: "Members") -> bool:
        """Tell whether everything known before still leads to the same members."""
        return all(
            before.leads[name].table is None
            or np.array_equal(
                _table(lead)[: _length(before.leads[name])], _table(before.leads[name])
            )
            for name, lead in self.leads.items()
        )


def build_members(rows: MemberRows, before: Members | None = None) -> Members:
    """Arrange the rows of all members; codes known `before` keep their positions."""
    seeds = {} if before is None else before.codes
    given, of_activity = _of_contributions(rows, seeds), _of_activities(rows, seeds)
    shares = collect_shares(rows.instruments, rows.beneficiaries, rows.tools)
    top = max((row[0] for row in rows.activities), default=0)
    builder = _WeightBuilder(seeds)
    weights = builder.build(shares, top + 1)
    places = _of_places(builder.places.all(), seeds)
    titles = {
        Dimension.DONOR: {row[1]: row[2] for row in rows.donors},
        Dimension.PROGRAMME: {row[1]: row[2] for row in rows.programmes},
        Dimension.ACTIVITY: {row[1]: row[2] for row in rows.activities},
        Dimension.TOOL: {row[0]: row[1] for row in rows.tool_titles},
    }
    return Members(
        codes={
            **{name: codes for name, (codes, _) in given.items()},
            **{name: codes for name, (codes, _) in of_activity.items()},
            Dimension.YEAR: YEARS,
            Dimension.ATTRIBUTION: (NAMED, BY_RULE),
            Dimension.PROTOCOL: builder.instruments.all(),
            Dimension.TOOL: builder.tools.all(),
            Dimension.PARAGRAPH: ("", *map(str, paragraphs())),
            PLACE: builder.places.all(),
            **{name: codes for name, (codes, _) in places.items()},
        },
        leads={
            **{name: Lead("contribution", _indexed(of)) for name, (_, of) in given.items()},
            **{name: Lead("activity", _indexed(of)) for name, (_, of) in of_activity.items()},
            **{name: Lead(PLACE, table) for name, (_, table) in places.items()},
            Dimension.YEAR: Lead("year"),
            Dimension.ATTRIBUTION: Lead("attributed"),
            Dimension.PROTOCOL: Lead("instrument"),
            Dimension.TOOL: Lead("tool"),
            PLACE: Lead(PLACE),
        },
        weights=weights,
        shares=shares,
        titles=titles,
        translated=TranslatedTitles(titles, rows.texts),
        regions=tuple(frozenset(_line(place)) for place in builder.places.all()),
        sessions=in_order([*sessions_on_file(), *(BodySession(*row) for row in rows.sessions)]),
        terms=money_terms(rows.contributions, rows.scopes),
        unpublished=frozenset(
            row[1] for row in rows.activities if row[4] != PublicationState.PUBLISHED
        ),
    )


CodesAndPositions = tuple[tuple[str, ...], list[tuple[int, int]]]
"""The codes of a dimension, and each number of a record with the position of its code."""


def _of_contributions(
    rows: MemberRows, seeds: Mapping[str, tuple[str, ...]]
) -> dict[str, CodesAndPositions]:
    """Return the codes that contributions have, by dimension."""
    donors, types = _donors(rows.donors, seeds)
    plain = {
        Dimension.CONTRIBUTION: (Codes(seeds.get(Dimension.CONTRIBUTION, ())), 3),
        Dimension.EARMARKING: (Codes(Earmarking), 2),
        Dimension.KIND: (Codes(ContributionKind), 8),
        Dimension.SOURCE: (Codes(ContributionSource), 9),
        Dimension.CURRENCY: (Codes(seeds.get(Dimension.CURRENCY, ())), 10),
    }
    found: dict[str, CodesAndPositions] = {
        Dimension.DONOR: (
            donors.codes.all(),
            [(row[0], donors.of[row[1]]) for row in rows.contributions],
        ),
        Dimension.DONOR_TYPE: (
            types.codes.all(),
            [(row[0], types.of[row[1]]) for row in rows.contributions],
        ),
    }
    for name, (codes, column) in plain.items():
        positions = [(row[0], codes.position(row[column])) for row in rows.contributions]
        found[name] = (codes.all(), positions)
    return found


def _of_activities(
    rows: MemberRows, seeds: Mapping[str, tuple[str, ...]]
) -> dict[str, CodesAndPositions]:
    """Return the codes that activities have, by dimension."""
    programmes, activities, answered = (
        Codes(seeds.get(name, ())) for name in (Dimension.PROGRAMME, Dimension.ACTIVITY, PARAGRAPHS)
    )
    of_programme = {row[0]: programmes.position(row[1]) for row in rows.programmes}
    texts = _paragraph_texts(rows.paragraphs)
    positions = {
        Dimension.PROGRAMME: [(row[0], of_programme[row[3]]) for row in rows.activities],
        Dimension.ACTIVITY: [(row[0], activities.position(row[1])) for row in rows.activities],
        PARAGRAPHS: [(row[0], answered.position(texts.get(row[0], ""))) for row in rows.activities],
    }
    return {
        Dimension.PROGRAMME: (programmes.all(), positions[Dimension.PROGRAMME]),
        Dimension.ACTIVITY: (activities.all(), positions[Dimension.ACTIVITY]),
        PARAGRAPHS: (answered.all(), positions[PARAGRAPHS]),
    }


def _paragraph_texts(rows: Iterable[Sequence[Any]]) -> dict[int, str]:
    """Return the paragraphs of each activity in their order as one text, such as "4 5"."""
    found: dict[int, set[int]] = {}
    for activity, number in rows:
        found.setdefault(activity, set()).add(number)
    return {activity: " ".join(map(str, sorted(own))) for activity, own in found.items()}


class _Positions(NamedTuple):
    """Codes, and the position of each donor's among them."""

    codes: Codes
    of: dict[int, int]


def _donors(
    rows: Sequence[Any], seeds: Mapping[str, tuple[str, ...]]
) -> tuple[_Positions, _Positions]:
    """Give each donor its code and its type; a merged donor counts as its successor."""
    by_id = {row[0]: row for row in rows}
    donors = _Positions(Codes(seeds.get(Dimension.DONOR, ())), {})
    types = _Positions(Codes(ContributorType), {})
    for number, own in by_id.items():
        row = own
        while row[4] is not None:
            row = by_id[row[4]]
        donors.of[number] = donors.codes.position(row[1])
        types.of[number] = types.codes.position(row[3])
    return donors, types


class _WeightBuilder:
    """Arranges the weights of activities; those with the same shares have the same weights."""

    def __init__(self, seeds: Mapping[str, tuple[str, ...]]) -> None:
        self.instruments = Codes(Instrument)
        self.places = Codes(seeds.get(PLACE, ()))
        self.tools = Codes(seeds.get(Dimension.TOOL, ()))
        self._known: dict[CostShares, tuple[int, int]] = {}
        self._rows: list[tuple[int, int, int, int]] = []
        self._position(CostShares())

    def build(self, shares: Mapping[int, CostShares], activities: int) -> Weights:
        """Return the weights of so many activities by number; place 0 is money without any."""
        first, number = np.zeros(activities, np.int32), np.ones(activities, np.int32)
        for activity, own in shares.items():
            first[activity], number[activity] = self._position(own)
        instrument, place, tool, weight = np.array(self._rows, dtype=np.int64).T
        return Weights(
            weight,
            instrument.astype(np.int32),
            place.astype(np.int32),
            tool.astype(np.int32),
            first,
            number,
        )

    def _position(self, shares: CostShares) -> tuple[int, int]:
        """Return the first position and the number of the weights of these shares."""
        if shares not in self._known:
            own = weights_of(shares)
            self._known[shares] = (len(self._rows), len(own))
            self._rows.extend(self._positions(weight) for weight in own)
        return self._known[shares]

    def _positions(self, one: Weight) -> tuple[int, int, int, int]:
        """Return the positions of a weight's codes, and the weight."""
        return (
            self.instruments.position(one.instrument),
            self.places.position(one.place),
            self.tools.position(one.tool),
            one.weight,
        )


def _of_places(
    places: tuple[str, ...], seeds: Mapping[str, tuple[str, ...]]
) -> dict[Dimension, tuple[tuple[str, ...], Small]]:
    """Return the codes that places lead to, and the table from a place to each."""
    known = states()
    found = {
        Dimension.REGION: [_safe(region_of, place) for place in places],
        Dimension.SUBREGION: [_safe(subregion_of, place) for place in places],
        Dimension.REGIONAL_GROUP: [
            known[place].regional_group if place in known else "" for place in places
        ],
        Dimension.COUNTRY: [place if place in known else "" for place in places],
    }
    tables = {}
    for dimension, values in found.items():
        codes = Codes(seeds.get(dimension, ()))
        positions = np.array([codes.position(value) for value in values], np.int32)
        tables[dimension] = (codes.all(), positions)
    return tables


def _indexed(pairs: list[tuple[int, int]]) -> Small:
    """Arrange positions by number; unused numbers hold 0."""
    flat = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    values = np.zeros(int(flat[:, 0].max(initial=0)) + 1, dtype=np.int32)
    values[flat[:, 0]] = flat[:, 1]
    return values


def _table(lead: Lead) -> Small:
    """Return the table of a lead, empty where there is none."""
    return np.empty(0, np.int32) if lead.table is None else lead.table


def _length(lead: Lead) -> int:
    """Return how many entries the table of a lead has."""
    return len(_table(lead))


def _line(place: str) -> tuple[str, ...]:
    """Return the regions and groups that hold a place, below the world; of the world, itself."""
    try:
        return (*(line_of(place)[1:] or line_of(place)), *groups_of(place))
    except NotFound:
        return ()


def _safe(find: Any, place: str) -> str:  # noqa: ANN401 - two functions of text to text
    """Return the region found for a place, or "" where it has none."""
    try:
        return str(find(place)) if place else ""
    except NotFound:
        return ""
