"""The pages of donors: all of them, and one."""

from flask_babel import lazy_gettext as _l

from dashboards import donor_blocks as blocks
from dashboards import donor_terms as terms
from dashboards import tiles
from dashboards.blocks import BlockSpec
from dashboards.charts.by_year import divided
from dashboards.charts.donor_activities import DONOR_ACTIVITIES
from dashboards.charts.flows import money_flow
from dashboards.charts.originals import ORIGINALS, ORIGINALS_THIS_YEAR
from dashboards.charts.people import PEOPLE_BY_REGION
from dashboards.charts.regularity import LARGEST_DONORS, REGULARITY
from dashboards.charts.support_rates import SUPPORT_RATES
from dashboards.donor_statements import statements
from dashboards.giving_tiles import last_whole_year, of_the_largest
from dashboards.money_tiles import (
    THROUGH_PERIOD,
    allocable,
    given,
    over_time,
    split_by_activity,
    tied,
)
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.shared_charts import BALANCE, BY_DONOR, LEFT, OVER_TIME
from dashboards.tiles import amount
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension

DONORS = PageSpec(
    "donors",
    "/dashboards/donors",
    _l("Donors"),
    _l("Who gives, how much and how tightly tied"),
    (
        given(Measure.PLEDGED),
        given(Measure.RECEIVED, of=Measure.PLEDGED),
        tied,
        last_whole_year,
        tiles.donors,
        of_the_largest,
        tiles.unearmarked,
        *THROUGH_PERIOD,
    ),
    (
        LARGEST_DONORS,
        BY_DONOR.over_all(),
        divided(
            "types", _l("Received by type of donor, by year"), Measure.RECEIVED,
            Dimension.DONOR_TYPE,
        ),
        OVER_TIME,
        LEFT,
        BALANCE,
    ),
)  # fmt: skip

DONOR = PageSpec(
    "donor",
    "/dashboards/donors/<code>",
    "",
    _l("What was given and how it was used"),
    (
        given(Measure.PLEDGED),
        over_time(given(Measure.RECEIVED, of=Measure.PLEDGED)),
        tied,
        split_by_activity(Measure.ALLOCATED),
        over_time(amount(Measure.SPENT)),
        amount(Measure.SUPPORT_COST),
        *THROUGH_PERIOD,
        allocable,
    ),
    (
        ORIGINALS,
        ORIGINALS_THIS_YEAR,
        BlockSpec("statements", statements, blocks.sees_own_part, needs_money=False),
        BlockSpec("instalments", terms.instalments, blocks.sees_own_part),
        BlockSpec("reports", terms.reports, blocks.sees_own_part),
        LEFT,
        BALANCE,
        DONOR_ACTIVITIES,
        SUPPORT_RATES,
        OVER_TIME,
        REGULARITY,
        money_flow(
            "use", _l("How the money was used: from programme through instrument to region"),
            Measure.SPENT, (Dimension.PROGRAMME, Dimension.PROTOCOL, Dimension.REGION),
        ),
        divided(
            "attribution", _l("Allocated by name or by the rule, by year"), Measure.ALLOCATED,
            Dimension.ATTRIBUTION,
        ),
        PEOPLE_BY_REGION,
        BlockSpec("documents", terms.documents, blocks.sees_own_part),
        BlockSpec("terms", terms.terms, blocks.sees_own_part),
        BlockSpec("lines", terms.lines, blocks.sees_own_part),
        BlockSpec("registry", blocks.registry),
    ),
    (Dimension.DONOR,),
    "donors",
    shows_more=blocks.sees_own_part,
)  # fmt: skip
