"""Charts of adherence: parties over time, by State, by region, of a period, beside assistance."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing
from dashboards.charts.places import map_disclaimer
from dashboards.figures.maps import ShadedPlace, shaded
from dashboards.figures.parts import Figure
from dashboards.formatter import FORMATTER
from dashboards.question import Addresses
from tracker.reference.organisations import giver_name
from tracker.reference.states import states
from tracker.totals.chart_data.adherence_scope import (
    adherence_dates,
    adherence_notes,
    instrument_name,
)
from tracker.totals.chart_data.assisted_parties import (
    NeverAssisted,
    NotYetParties,
    never_assisted,
    never_sentence,
    never_table,
    not_yet_parties,
    not_yet_sentence,
    not_yet_table,
)
from tracker.totals.chart_data.parties import (
    PartiesByRegion,
    PartiesByState,
    PartiesOverTime,
    PeriodOfParties,
    by_region_sentence,
    by_region_shape,
    by_region_table,
    by_state_sentence,
    by_state_shape,
    by_state_table,
    over_time_finding,
    over_time_sentence,
    over_time_shape,
    over_time_table,
    parties_by_region,
    parties_by_state,
    parties_over_time,
    period_of_parties,
    period_sentence,
    period_shape,
    period_table,
)
from tracker.totals.chart_data.party_lists import (
    LateDeposits,
    NewParties,
    known_late,
    late_sentence,
    late_table,
    new_parties,
    new_parties_sentence,
    new_parties_table,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.words import say

Adherence = (
    PartiesOverTime
    | PartiesByState
    | PartiesByRegion
    | PeriodOfParties
    | NewParties
    | LateDeposits
    | NotYetParties
    | NeverAssisted
)
LEAST_WIDTH = 520
UNIT = _l("Parties, the European Union included")
STATES = _l("States")
PARTIES_DEFINITION = _l(
    "A State, or the European Union, is a party from the day on which it deposited its "
    "ratification, accession, acceptance or approval. Source: Multilateral Treaties Deposited with "
    "the Secretary-General, chapter XVIII, 12 to 12-c."
)
ASSISTED_DEFINITION = _l(
    "A State is assisted where an activity that has begun names it as a beneficiary; one inside a "
    "region that an activity is for is not named. Never assisted counts developing countries and "
    "economies in transition alone, for whom the account is."
)


def _map(data: PartiesByState, addresses: Addresses, formatter: Formatter) -> Figure | None:
    """Shade the States by the number of instruments to which they are a party."""
    bound = [one for one in data.states if one.bound_by and one.party in states()]
    if not bound:
        return None
    places = [
        ShadedPlace(
            one.party,
            len(one.bound_by) - 1,
            "{}: {}".format(
                giver_name(one.party, data.scope.locale),
                "; ".join(instrument_name(code, data.scope.locale) for code in one.bound_by),
            ),
            addresses.of(Dimension.COUNTRY, one.party),
        )
        for one in bound
    ]
    most = len(data.scope.instruments)
    labels = [say("party to %(number)s", number=number) for number in range(1, most + 1)]
    del formatter
    return shaded(places, labels)


def _notes(data: Adherence) -> tuple[str, ...]:
    """Return how far the record reaches."""
    return adherence_notes(data.scope, FORMATTER)


def _dates(data: Adherence) -> str:
    """Return the two dates of the figures."""
    return adherence_dates(data.scope, FORMATTER)


OVER_TIME = ChartSpec(
    "parties",
    _l("Parties to each instrument over time"),
    parties_over_time,
    Drawing(
        over_time_table,
        over_time_sentence,
        over_time_shape,
        over_time_finding,
        notes=_notes,
        dates=_dates,
    ),
    definition=PARTIES_DEFINITION,
    unit=UNIT,
    needs_money=False,
)
BY_STATE = ChartSpec(
    "states",
    _l("States and the instruments to which they are a party"),
    parties_by_state,
    Drawing(
        by_state_table,
        by_state_sentence,
        by_state_shape,
        figure=_map,
        notes=lambda data: (*_notes(data), map_disclaimer()),
        dates=_dates,
    ),
    definition=PARTIES_DEFINITION,
    unit=STATES,
    needs_money=False,
)
STATES_LIST = ChartSpec(
    "states",
    _l("States and the instruments to which they are a party"),
    parties_by_state,
    Drawing(by_state_table, by_state_sentence, notes=_notes, dates=_dates),
    definition=PARTIES_DEFINITION,
    unit=STATES,
    needs_money=False,
)
BY_REGION = ChartSpec(
    "parties-by-region",
    _l("Parties by region and instrument"),
    parties_by_region,
    Drawing(
        by_region_table,
        by_region_sentence,
        by_region_shape,
        notes=_notes,
        dates=_dates,
    ),
    definition=PARTIES_DEFINITION,
    unit=UNIT,
    needs_money=False,
)
PERIOD = ChartSpec(
    "period",
    _l("Parties before a period, and those that joined in it"),
    period_of_parties,
    Drawing(
        period_table,
        period_sentence,
        period_shape,
        notes=_notes,
        dates=_dates,
    ),
    definition=PARTIES_DEFINITION,
    unit=UNIT,
    needs_money=False,
)
NEW_PARTIES = ChartSpec(
    "new-parties",
    _l("New parties in the period"),
    new_parties,
    Drawing(new_parties_table, new_parties_sentence, notes=_notes, dates=_dates),
    definition=PARTIES_DEFINITION,
    unit=UNIT,
    needs_money=False,
)
KNOWN_LATE = ChartSpec(
    "late-deposits",
    _l("Deposits that became known later than their date"),
    known_late,
    Drawing(late_table, late_sentence, notes=_notes, dates=_dates),
    definition=PARTIES_DEFINITION,
    unit=UNIT,
    needs_money=False,
)
NOT_YET = ChartSpec(
    "assisted-not-party",
    _l("Assisted and not yet party"),
    not_yet_parties,
    Drawing(not_yet_table, not_yet_sentence, notes=_notes, dates=_dates),
    definition=ASSISTED_DEFINITION,
    unit=STATES,
    needs_money=False,
)
NEVER = ChartSpec(
    "party-never-assisted",
    _l("Party and never assisted"),
    never_assisted,
    Drawing(never_table, never_sentence, notes=_notes, dates=_dates),
    definition=ASSISTED_DEFINITION,
    unit=STATES,
    needs_money=False,
)
