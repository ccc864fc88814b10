"""The list of activities that a donor paid for, with its share of each."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.donor_activities import (
    DonorActivities,
    paid_activities_of,
    paid_notes,
    paid_sentence,
    paid_table,
)
from tracker.totals.dimensions import Dimension

DONOR_ACTIVITIES: ChartSpec[DonorActivities] = ChartSpec(
    "activities",
    _l("What it was spent on, activity by activity, and the share that was paid"),
    paid_activities_of,
    Drawing(paid_table, paid_sentence, notes=paid_notes),
    (Measure.ALLOCATED, Measure.SPENT),
    (Dimension.ACTIVITY,),
    wide=True,
)
