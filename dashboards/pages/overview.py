"""The overview: what was given and what came of it."""

from flask_babel import lazy_gettext as _l

from dashboards.pages.page_spec import PageSpec
from dashboards.pages.shared_charts import BY_DONOR, LEFT, OVER_TIME, USE
from dashboards.tiles import amount
from tracker.fund.ledger.measures import Measure

OVERVIEW = PageSpec(
    "overview",
    "/",
    _l("Voluntary contributions and what came of them"),
    _l("What was pledged, received, allocated and spent"),
    (
        amount(Measure.PLEDGED),
        amount(Measure.RECEIVED, of=Measure.PLEDGED),
        amount(Measure.ALLOCATED, of=Measure.RECEIVED),
        amount(Measure.SPENT, of=Measure.RECEIVED),
        amount(Measure.AVAILABLE, of=Measure.RECEIVED),
    ),
    (OVER_TIME, LEFT, BY_DONOR.over_all(), USE),
)  # fmt: skip
