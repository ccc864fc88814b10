"""The map of the world: a measure by country."""

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from dashboards.figures.maps import Place, world
from dashboards.figures.parts import Figure
from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.places import (
    PlaceTotals,
    place_totals,
    places_sentence,
    places_shape,
    places_table,
)
from tracker.totals.chart_data.titles import places_finding
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.opening import Opening
from tracker.words import say


def world_map(name: str, title: Lazy, measure: Measure) -> ChartSpec[PlaceTotals]:
    """Return the map of a measure."""
    return ChartSpec(
        name,
        title,
        lambda source: place_totals(source.reader, measure),
        PLACES,
        (measure,),
        (Dimension.COUNTRY,),
    )


def places_figure(data: PlaceTotals, addresses: Addresses, formatter: Formatter) -> Figure | None:
    """Shade the countries; None where no country has money."""
    places = [
        Place(
            row.code,
            row.label,
            row.minor,
            addresses.rows(Opening(data.measure).at(Dimension.COUNTRY, row.code)),
        )
        for row in data.countries
    ]
    return world(places, formatter) if places else None


def map_disclaimer() -> str:
    """Return the disclaimer of the United Nations for maps."""
    return say(
        "The boundaries and names shown and the designations used on this map do not "
        "imply official endorsement or acceptance by the United Nations."
    )


PLACES = Drawing(
    places_table,
    places_sentence,
    places_shape,
    places_finding,
    figure=places_figure,
    notes=lambda _data: (map_disclaimer(),),
)
