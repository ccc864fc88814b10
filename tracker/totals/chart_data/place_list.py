"""The States and areas of a choice: their groups, and what was allocated and spent in each."""

from dataclasses import dataclass
from typing import NamedTuple

from tracker.folding import fold
from tracker.fund.ledger.measures import Measure
from tracker.reference.regions import COUNTRY_GROUPS
from tracker.reference.states import states
from tracker.totals.chart_data.adherence_scope import chosen_states
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.words import say

MEASURES = (Measure.ALLOCATED, Measure.SPENT)


class AssistedPlace(NamedTuple):
    """A State or area with its groups (LDC, LLDC, SIDS) and its money in US cents.

    The code "" is money for a region or the world as a whole.
    """

    code: str
    label: str
    groups: tuple[str, ...]
    allocated: int
    spent: int


@dataclass(frozen=True, slots=True)
class PlaceList:
    """States and areas by name, and last what is for no single one."""

    rows: tuple[AssistedPlace, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no place."""
        return not self.rows


def place_list(source: PageSource) -> PlaceList:
    """Return the States of the regions that were chosen, else those with money."""
    reader = source.reader
    allocated, spent = (reader.amounts(measure, Dimension.COUNTRY) for measure in MEASURES)
    chosen = chosen_states(source.query) or frozenset()
    rows = [
        AssistedPlace(
            code,
            _label(source, code),
            _groups(code),
            allocated.get(code, 0),
            spent.get(code, 0),
        )
        for code in chosen | allocated.keys() | spent.keys()
    ]
    rows.sort(key=lambda row: (not row.code, fold(row.label)))
    return PlaceList(tuple(rows))


def place_list_table(data: PlaceList) -> ChartTable:
    """Return a row for each State or area, whose page it leads to."""
    columns = (
        ChartColumn(dimension_name(Dimension.COUNTRY), Dimension.COUNTRY.value),
        ChartColumn(say("LDC, LLDC, SIDS"), "groups", ChartColumnKind.TEXT),
        *(amount(measure_name(one), one.value, Opening(one)) for one in MEASURES),
    )
    rows = tuple(
        (
            Member(Dimension.COUNTRY, row.code, row.label),
            " · ".join(code.upper() for code in row.groups),
            row.allocated,
            row.spent,
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))


def place_list_sentence(data: PlaceList, formatter: Formatter) -> str:
    """Count the States and areas, and those with money."""
    named = [row for row in data.rows if row.code]
    return say(
        "States and areas: %(all)s; money was allocated for %(number)s of them.",
        all=formatter.whole(len(named)),
        number=formatter.whole(sum(row.allocated > 0 for row in named)),
    )


def _label(source: PageSource, code: str) -> str:
    """Return the name of a State or area."""
    if not code:
        return say("for a region or the world as a whole")
    return source.reader.label(Dimension.COUNTRY, code)


def _groups(code: str) -> tuple[str, ...]:
    """Return the groups of M49 that a State is in."""
    state = states().get(code)
    return () if state is None else tuple(one for one in COUNTRY_GROUPS if getattr(state, one))
