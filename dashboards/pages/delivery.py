"""The page of delivery: what became of the money of activities, and what does not move."""

from flask_babel import lazy_gettext as _l

from dashboards import delivery_blocks as blocks
from dashboards.blocks import BlockSpec
from dashboards.charts.chart import ChartSpec, Drawing
from dashboards.money_tiles import allocable, with_activities
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.shared_charts import ALLOCATED_SPENT, BALANCE
from dashboards.tiles import amount
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.delivered import (
    Delivered,
    delivered_by,
    delivered_notes,
    delivered_sentence,
    delivered_shape,
    delivered_table,
)
from tracker.totals.dimensions import Dimension

DELIVERED = Drawing(delivered_table, delivered_sentence, delivered_shape, notes=delivered_notes)
MEASURES = (Measure.ALLOCATED, Measure.SPENT, Measure.ENCUMBERED)
BY_PROGRAMME: ChartSpec[Delivered] = ChartSpec(
    "programmes",
    _l("Budget and money given to activities, by programme: spent, committed and not"),
    lambda source: delivered_by(source, Dimension.PROGRAMME),
    DELIVERED,
    MEASURES,
    (Dimension.PROGRAMME,),
    wide=True,
)
BY_ACTIVITY: ChartSpec[Delivered] = ChartSpec(
    "activities",
    _l("Budget and money given to activities, one by one: spent, committed and not"),
    lambda source: delivered_by(source, Dimension.ACTIVITY),
    DELIVERED,
    MEASURES,
    (Dimension.ACTIVITY,),
    wide=True,
)
DELIVERY = PageSpec(
    "delivery",
    "/dashboards/delivery",
    _l("Delivery"),
    _l("What activities were given, and whether it is used in time"),
    (
        amount(Measure.ALLOCATED),
        with_activities,
        amount(Measure.SPENT, of=Measure.ALLOCATED),
        allocable,
    ),
    (
        BY_PROGRAMME,
        BlockSpec("slow", blocks.slow_activities),
        BlockSpec("adequacy", blocks.adequacy),
        BlockSpec("ends-of-use", blocks.ends_of_use),
        BlockSpec("unpaid", blocks.unpaid),
        BlockSpec("due", blocks.due, blocks.sees_due),
        ALLOCATED_SPENT,
        BALANCE,
        BY_ACTIVITY,
    ),
    shows_more=blocks.sees_due,
)
