"""The overview: what was given and what came of it."""

from flask_babel import lazy_gettext as _l

from dashboards.money_tiles import (
    THROUGH_PERIOD,
    allocable,
    given,
    over_time,
    split_by_activity,
    tied,
)
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.shared_charts import BALANCE, BY_DONOR, LEFT, OVER_TIME, USE
from dashboards.tiles import amount
from tracker.fund.ledger.measures import Measure

OVERVIEW = PageSpec(
    "overview",
    "/",
    _l("Voluntary contributions and what came of them"),
    _l("What was pledged, received, allocated and spent"),
    (
        given(Measure.PLEDGED),
        over_time(given(Measure.RECEIVED, of=Measure.PLEDGED)),
        tied,
        split_by_activity(Measure.ALLOCATED),
        over_time(amount(Measure.SPENT)),
        *THROUGH_PERIOD,
        allocable,
    ),
    (LEFT, BALANCE, OVER_TIME, BY_DONOR.over_all(), USE),
    has_finder=True,
)  # fmt: skip
