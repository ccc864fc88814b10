"""Lists of years of giving and of the largest donors, with what came of what was promised."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.regularity import (
    LargestDonors,
    RegularityData,
    kept_note,
    largest_donors,
    largest_finding,
    largest_sentence,
    largest_table,
    regularity,
    regularity_sentence,
    regularity_table,
)

REGULARITY: ChartSpec[RegularityData] = ChartSpec(
    "regularity",
    _l("Is giving regular, and are pledges kept?"),
    regularity,
    Drawing(regularity_table, regularity_sentence, notes=lambda _data: (kept_note(),)),
    (Measure.RECEIVED,),
    wide=True,
)
LARGEST_DONORS: ChartSpec[LargestDonors] = ChartSpec(
    "largest",
    _l("The ten largest donors, and what came of what they promised"),
    largest_donors,
    Drawing(
        largest_table,
        largest_sentence,
        finding=largest_finding,
        notes=lambda _data: (kept_note(),),
    ),
    (Measure.RECEIVED, Measure.PLEDGED),
    wide=True,
)
