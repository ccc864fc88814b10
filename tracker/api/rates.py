"""Exchange rates on record."""

from datetime import date
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, AnswerPage, PageAnswer, page_of, write
from tracker.api.parameters import Code, ListParameters, PastDay, list_query, order_by, takes
from tracker.api.subjects import make_blueprint
from tracker.fund.rates.rate_list import FILTERS, ORDERS, list_rates
from tracker.fund.rates.rate_rules import RateDirection, RateOnFile, is_stale
from tracker.http import context
from tracker.http.guard import public

blueprint = make_blueprint("Rates", "Exchange rates, and which one holds on a day.")


class Rate(Answer):
    """An exchange rate."""

    currency: str = Field(description="ISO 4217.")
    effective_on: date = Field(description="The day from which it holds.")
    rate: str = Field(description="Local units per 1 US dollar, in the digits of its source.")
    direction: RateDirection
    source: str
    stale: bool | None = Field(
        description="It is more than 31 days old on the day asked about; null without a day."
    )


class RatePage(PageAnswer[Rate]):
    """A page of exchange rates."""


class RateParameters(ListParameters):
    """Filters and order of the list of rates."""

    currency: tuple[Code, ...] = Field((), description="ISO 4217.")
    as_at: PastDay | None = Field(
        None, description="Only the rate of each currency that holds on this day."
    )
    sort: Annotated[str, order_by(ORDERS)] = "-effective_on"


@blueprint.get("/rates")
@public
@blueprint.output(RatePage)
@takes(RateParameters)
def list_all(parameters: RateParameters) -> Response:
    """List exchange rates.

    The newest one on or before a day holds on it. Words are searched for in currency and source.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    found = page_of(list_rates(context.session(), asked, parameters.as_at))
    items = [_rate(one, parameters.as_at) for one in found.items]
    return write(RatePage, AnswerPage(items, found.next, found.total))


def _rate(one: RateOnFile, as_at: date | None) -> Rate:
    """Return the answer about one rate."""
    return Rate(
        currency=one.currency,
        effective_on=one.effective_on,
        rate=format(one.rate, "f"),
        direction=RateDirection.LOCAL_PER_USD,
        source=one.source,
        stale=None if as_at is None else is_stale(one.effective_on, as_at),
    )
