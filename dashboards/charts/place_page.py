"""Charts of the page of a place: activities and who paid, States, adherence, tools."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.adherence import PARTIES_DEFINITION
from dashboards.charts.chart import ChartSpec, Drawing
from dashboards.formatter import FORMATTER
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.adherence_scope import adherence_dates, adherence_notes
from tracker.totals.chart_data.place_activities import (
    PlaceActivities,
    activities_notes,
    activities_sentence,
    activities_table,
    place_activities,
)
from tracker.totals.chart_data.place_list import (
    PlaceList,
    place_list,
    place_list_sentence,
    place_list_table,
)
from tracker.totals.chart_data.place_tools import (
    PlaceTools,
    place_tools,
    place_tools_notes,
    place_tools_sentence,
    place_tools_table,
)
from tracker.totals.chart_data.state_adherence import (
    AdherenceOfState,
    state_adherence,
    state_sentence,
    state_table,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query

USED = (Measure.ALLOCATED, Measure.SPENT)


def of_state(query: Query) -> bool:
    """Tell whether a query asks for one State or area."""
    return len(query.of(Dimension.COUNTRY)) == 1


def of_region(query: Query) -> bool:
    """Tell whether a query asks for more than one State or area."""
    return not of_state(query)


ACTIVITIES: ChartSpec[PlaceActivities] = ChartSpec(
    "activities",
    _l("What was done, and who paid"),
    place_activities,
    Drawing(
        lambda data: activities_table(data, FORMATTER),
        activities_sentence,
        notes=lambda data: activities_notes(data, FORMATTER),
    ),
    USED,
    (Dimension.COUNTRY,),
    wide=True,
)
PLACES_LIST: ChartSpec[PlaceList] = ChartSpec(
    "places",
    _l("States and areas"),
    place_list,
    Drawing(place_list_table, place_list_sentence),
    USED,
    (Dimension.COUNTRY,),
    wide=True,
)
STATE: ChartSpec[AdherenceOfState] = ChartSpec(
    "adherence",
    _l("Adherence to the Convention and its Protocols"),
    state_adherence,
    Drawing(
        state_table,
        state_sentence,
        notes=lambda data: adherence_notes(data.scope, FORMATTER),
        dates=lambda data: adherence_dates(data.scope, FORMATTER),
    ),
    definition=PARTIES_DEFINITION,
    unit=_l("Dates"),
    needs_money=False,
    fits=of_state,
    wide=True,
)
TOOLS_THERE: ChartSpec[PlaceTools] = ChartSpec(
    "tools",
    _l("Tools disseminated here"),
    place_tools,
    Drawing(place_tools_table, place_tools_sentence, notes=place_tools_notes),
    definition=_l(
        "Copies, downloads and people are three counts that are never added up. An event counts "
        "where it was held, on its day. Numbers of fewer than five people are not shown."
    ),
    unit=_l("Copies, downloads, people"),
    needs_money=False,
    wide=True,
)
