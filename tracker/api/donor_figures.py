"""The figures of a donor's page as answers: amounts by currency, promises, activities."""

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer
from tracker.http import context
from tracker.http.csv_answers import csv_answer
from tracker.http.language import locale_code
from tracker.http.totals_requests import dated, reading
from tracker.people.permissions import ANYONE
from tracker.periods import today
from tracker.totals.chart_data.donor_activities import (
    ActivityOutcome,
    DonorActivity,
    paid_activities_of,
)
from tracker.totals.chart_data.originals import (
    CurrencyAmounts,
    originals,
    originals_of_this_year,
    this_year,
)
from tracker.totals.chart_data.regularity import YearOfGiving, regularity
from tracker.totals.chart_data.support_rates import support_rates
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

NOTHING_DONE = (None,) * len(ActivityOutcome._fields)


class AmountsInCurrency(Answer):
    """Amounts of the contributions in one currency; those of two currencies are never added.

    `_usd_minor` are US cents, the others minor units of the currency.
    """

    currency: str = Field(description="ISO 4217.")
    pledged_minor: int
    received_minor: int
    refunded_minor: int
    still_owed_minor: int | None = Field(description="Null for the amounts of one year.")
    pledged_usd_minor: int
    received_usd_minor: int
    refunded_usd_minor: int
    still_owed_usd_minor: int | None


class PledgeYear(Answer):
    """What was received in a year, and what came of the pledges that were made in it."""

    year: str
    received_minor: int = Field(description="US cents.")
    pledges_minor: int | None = Field(
        description="Pledges made in the year, US cents; null where none at all is on record."
    )
    received_of_pledges_minor: int | None = Field(description="Received of them by now, US cents.")
    still_owed_minor: int | None = Field(description="Still owed of them, US cents.")
    kept_basis_points: int | None


class DonorFigures(Answer):
    """The figures of a donor as at today."""

    currencies: list[AmountsInCurrency]
    year: str = Field(description="The year of `currencies_of_year`.")
    currencies_of_year: list[AmountsInCurrency]
    support_cost_minor: int = Field(description="US cents.")
    support_rates_basis_points: list[int] = Field(
        description="The rates of support cost of the contributions that spent something."
    )
    years_given: int = Field(
        description="In how many of the last ten whole years on record money came."
    )
    kept_basis_points: int | None = Field(
        description="Received of what was received, is still owed and was written off."
    )
    years: list[PledgeYear]


class ActivityOfDonor(Answer):
    """An activity with what the donor's money paid of it; all else is of the whole activity.

    People and the other counts are never multiplied by the share of money, and do not add up over
    donors; they are null where they are not shown.
    """

    code: str = Field(description="Empty or - for what is no published activity.")
    title: str
    allocated_minor: int = Field(description="Of the donor, US cents.")
    spent_minor: int = Field(description="Of the donor, US cents.")
    whole_allocated_minor: int = Field(description="Of all donors, US cents.")
    whole_spent_minor: int = Field(description="Of all donors, US cents.")
    share_basis_points: int | None = Field(description="Of what was spent.")
    people: int | None
    states: int | None
    tools: int | None
    results: int | None
    targets_reached: int | None


def read_figures(code: str) -> DonorFigures | None:
    """Read the figures of a donor; None where its money counts as another's."""
    with reading() as snapshot:
        if code not in snapshot.codes(Dimension.DONOR):
            return None
        source = _source(snapshot, code)
        whole, rates = regularity(source), support_rates(source)
        return DonorFigures(
            currencies=[_amounts(row) for row in originals(source).rows],
            year=this_year(source),
            currencies_of_year=[_amounts(row) for row in originals_of_this_year(source).rows],
            support_cost_minor=sum(row.support_cost for row in rates.rows),
            support_rates_basis_points=sorted({row.rate_bp for row in rates.rows}),
            years_given=whole.given,
            kept_basis_points=whole.promise.kept_bp,
            years=[_pledge_year(one) for one in whole.years],
        )


def _pledge_year(one: YearOfGiving) -> PledgeYear:
    """Return a year of giving as an answer."""
    made = one.promise
    return PledgeYear(
        year=one.year,
        received_minor=one.received,
        pledges_minor=made and made.pledged,
        received_of_pledges_minor=made and made.received,
        still_owed_minor=made and made.owed,
        kept_basis_points=made and made.kept_bp,
    )


def read_activities(code: str) -> list[ActivityOfDonor]:
    """Read the activities that a donor's money paid for, the most spent first."""
    with reading() as snapshot:
        if code not in snapshot.codes(Dimension.DONOR):
            return []
        return [_activity(row) for row in paid_activities_of(_source(snapshot, code)).rows]


def activities_file(code: str, rows: list[ActivityOfDonor]) -> Response:
    """Answer with the activities as CSV."""
    names = list(ActivityOfDonor.model_fields)
    cells = ([getattr(row, name) for name in names] for row in rows)
    query = Query(today())
    file = f"activities-of-{code}-{query.counted_to()}.csv"
    return dated(csv_answer(names, cells, file), query)


def _source(snapshot: Snapshot, code: str) -> PageSource:
    """Return what is open to all of a donor."""
    query = Query(today()).having(Dimension.DONOR, code)
    reader = TotalsReader(scope_of(snapshot, query, locale_code()))
    return PageSource(reader, context.session(), query, ANYONE)


def _amounts(row: CurrencyAmounts) -> AmountsInCurrency:
    """Return the amounts of one currency."""
    names = ("pledged", "received", "refunded", "still_owed")
    own = {f"{name}_minor": minor for name, minor in zip(names, row.own, strict=True)}
    usd = {f"{name}_usd_minor": minor for name, minor in zip(names, row.usd, strict=True)}
    return AmountsInCurrency.model_validate({"currency": row.currency, **own, **usd})


def _activity(row: DonorActivity) -> ActivityOfDonor:
    """Return an activity of the answer."""
    share = row.share
    people, states, tools, results, reached = row.outcome or NOTHING_DONE
    return ActivityOfDonor(
        code=share.code,
        title=share.label,
        allocated_minor=share.allocated,
        spent_minor=share.spent,
        whole_allocated_minor=share.whole_allocated,
        whole_spent_minor=share.whole_spent,
        share_basis_points=share.share_bp,
        people=people,
        states=states,
        tools=tools,
        results=results,
        targets_reached=reached,
    )
