"""The page of the Commission: what was done on each operative paragraph, with which resources."""

from flask_babel import lazy_gettext as _l

from dashboards.blocks import BlockSpec
from dashboards.charts.chart import ChartSpec, Drawing
from dashboards.commission_blocks import activities_tile, paragraph_block
from dashboards.money_tiles import given
from dashboards.pages.page_spec import PageSpec
from dashboards.people_tiles import participations, sees_small_counts
from dashboards.tiles import amount
from tracker.fund.ledger.measures import Measure
from tracker.reference.paragraphs import paragraphs
from tracker.resolution.paragraphs_chart import (
    ParagraphsData,
    paragraphs_data,
    paragraphs_sentence,
    paragraphs_shape,
    paragraphs_table,
)
from tracker.resolution.reported_periods import reported_before, usual_query
from tracker.totals.dimensions import Dimension

PARAGRAPHS: ChartSpec[ParagraphsData] = ChartSpec(
    "paragraphs",
    _l("What was done on each operative paragraph"),
    paragraphs_data,
    Drawing(paragraphs_table, paragraphs_sentence, paragraphs_shape),
    (Measure.ALLOCATED, Measure.SPENT),
    wide=True,
    definition=_l(
        "An activity is under way in a period where it has begun and its days, actual or else "
        "planned, meet those of the period. It counts whole under each paragraph that it answers, "
        "so that paragraphs add up to nothing. Allocated and spent are what totals have of these "
        "activities in the period."
    ),
    unit=_l("Activities under way"),
)
COMMISSION = PageSpec(
    "commission",
    "/dashboards/commission",
    _l("Operative paragraphs of the resolution"),
    _l("What was done on each, and with which resources"),
    (
        activities_tile,
        participations,
        given(Measure.RECEIVED),
        amount(Measure.ALLOCATED),
        amount(Measure.SPENT),
    ),
    (
        PARAGRAPHS,
        *(BlockSpec(f"paragraph-{number}", paragraph_block(number)) for number in paragraphs()),
    ),
    shows_more=sees_small_counts,
    needs_money=False,
    chosen_by=(Dimension.PARAGRAPH,),
    usual=usual_query,
    before=reported_before,
)
