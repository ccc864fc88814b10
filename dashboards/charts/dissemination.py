"""Charts of dissemination: one unit by a breakdown, all units as a list, a map of people."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from dashboards.charts.places import map_disclaimer
from dashboards.figures.maps import CountedPlace, counted
from dashboards.figures.parts import Figure
from dashboards.question import Addresses
from tracker.assistance.dissemination_counts import DisseminationBy
from tracker.assistance.states import DisseminationUnit
from tracker.totals.chart_data.disseminated import (
    EVENTS,
    DisseminationData,
    disseminated,
    disseminated_finding,
    disseminated_notes,
    disseminated_sentence,
    disseminated_shape,
    disseminated_table,
)
from tracker.totals.chart_data.disseminated_places import (
    by_place_notes,
    by_place_sentence,
    by_place_table,
    tools_by_place,
)
from tracker.totals.formatter import Formatter

DEFINITION: Lazy = _l(
    "An event counts on its day, in the place where it was or to which copies went, in its one "
    "unit: copies handed out, downloads and views, or people who were present. The three are "
    "never added to each other."
)
UNITS: Lazy = _l("Copies, downloads and people, which have no sum")
UNIT_NAMES: dict[DisseminationUnit, Lazy] = {
    DisseminationUnit.COPIES: _l("Copies"),
    DisseminationUnit.DOWNLOADS: _l("Downloads"),
    DisseminationUnit.PEOPLE: _l("People"),
}


def one_unit(
    name: str, title: Lazy, by: DisseminationBy, unit: DisseminationUnit
) -> ChartSpec[DisseminationData]:
    """Return a chart of one unit by a breakdown."""
    read = disseminated(by, unit)
    return ChartSpec(name, title, read, BARS, definition=DEFINITION, unit=UNIT_NAMES[unit])


def all_units(name: str, title: Lazy, by: DisseminationBy) -> ChartSpec[DisseminationData]:
    """Return a list of all units by a breakdown, with the period before beside each."""
    return ChartSpec(
        name, title, disseminated(by), LIST, definition=DEFINITION, unit=UNITS, wide=True
    )


def _map(data: DisseminationData, addresses: Addresses, formatter: Formatter) -> Figure | None:
    """Shade the States by the unit of the data; None where no State has any."""
    unit = data.unit or DisseminationUnit.PEOPLE
    opens = EVENTS.at(DisseminationBy.UNIT, unit)
    places = [
        CountedPlace(
            row.member.code, row.member.label, number, addresses.rows(row.member.within(opens))
        )
        for row in data.rows
        if row.member.code and (number := row.now.of(unit))
    ]
    return counted(places, formatter) if places else None


BARS: Drawing[DisseminationData] = Drawing(
    disseminated_table,
    disseminated_sentence,
    disseminated_shape,
    disseminated_finding,
    notes=disseminated_notes,
)
LIST: Drawing[DisseminationData] = Drawing(
    disseminated_table, disseminated_sentence, notes=disseminated_notes
)
PEOPLE_MAP = ChartSpec(
    "people-map",
    _l("People whom tools reached, by State or area"),
    disseminated(DisseminationBy.COUNTRY, DisseminationUnit.PEOPLE),
    Drawing(
        disseminated_table,
        disseminated_sentence,
        disseminated_shape,
        disseminated_finding,
        figure=_map,
        notes=lambda data: (*disseminated_notes(data), map_disclaimer()),
    ),
    definition=DEFINITION,
    unit=UNIT_NAMES[DisseminationUnit.PEOPLE],
)
WHERE = ChartSpec(
    "where",
    _l("What was disseminated where"),
    tools_by_place,
    Drawing(by_place_table, by_place_sentence, notes=by_place_notes),
    definition=DEFINITION,
    unit=UNITS,
    wide=True,
)
