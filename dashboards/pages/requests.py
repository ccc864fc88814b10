"""The page of requests: what States ask for by region and article, and what became of it."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from dashboards.pages.page_spec import PageSpec
from dashboards.request_tiles import requests_by_outcome, requests_in_all, sees_all_requests
from tracker.assistance.request_assistance import RequestOutcome
from tracker.totals.chart_data.requested import (
    RequestedData,
    requested,
    requested_notes,
    requested_sentence,
    requested_shape,
    requested_table,
)
from tracker.totals.request_figures import OF_REQUESTS, RequestBy

DEFINITION: Lazy = _l(
    "A request is assisted by an activity that has begun and is linked to it, or that names the "
    "State as a beneficiary, helps to implement an article of the request, and went on when it "
    "was received or later."
)
BARS = Drawing(requested_table, requested_sentence, requested_shape, notes=requested_notes)
UNIT: Lazy = _l("Requests of States")


def requests_by(
    name: str, title: Lazy, by: RequestBy, outcome: RequestOutcome | None = None
) -> ChartSpec[RequestedData]:
    """Return a chart of requests by a breakdown, perhaps of those of one outcome."""
    read = requested(by, outcome)
    return ChartSpec(name, title, read, BARS, definition=DEFINITION, unit=UNIT, wide=True)


REQUESTS = PageSpec(
    "requests",
    "/requests",
    _l("Requests of States"),
    _l("What States ask for, and whether they were assisted"),
    (
        requests_in_all,
        requests_by_outcome(RequestOutcome.ASSISTED),
        requests_by_outcome(RequestOutcome.WITHOUT),
        requests_by_outcome(RequestOutcome.DECLINED),
    ),
    (
        requests_by("region", _l("Requests by region of the State"), RequestBy.REGION),
        requests_by("article", _l("Requests by article"), RequestBy.ARTICLE),
        requests_by(
            "without",
            _l("Needs without assistance so far, by State"),
            RequestBy.COUNTRY,
            RequestOutcome.WITHOUT,
        ),
        requests_by(
            "without-article",
            _l("Needs without assistance so far, by article"),
            RequestBy.ARTICLE,
            RequestOutcome.WITHOUT,
        ),
        requests_by(
            "assisted",
            _l("Assisted requests, by State of assistance"),
            RequestBy.COUNTRY,
            RequestOutcome.ASSISTED,
        ),
        requests_by("status", _l("Requests by status"), RequestBy.STATUS),
    ),
    shows_more=sees_all_requests,
    needs_money=False,
    chosen_by=OF_REQUESTS,
)
