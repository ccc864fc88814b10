"""Periods: the closed months and years, and the balances of a year for those who may see them."""

from datetime import date, datetime
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, AnswerPage, PageAnswer, cut, write
from tracker.api.parameters import LAST_PAGE, MOST_PER_PAGE, OneOf, Parameters, takes
from tracker.api.subjects import make_blueprint
from tracker.fund.closing.period_calendar import closed_periods
from tracker.fund.closing.year_balances import YearBalance, year_balances
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.states import PeriodKind
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.people.permissions import Permission

CENTS = "US cents"
REFUSALS = {401: "It is not known who asks.", 403: "The role does not allow it."}

blueprint = make_blueprint("Periods", "Months and years that are closed, and a year's balances.")


class ClosedPeriod(Answer):
    """A month or a year that is closed to all entries but corrections."""

    kind: PeriodKind
    first_on: date
    last_on: date
    closed_at: datetime


class ClosedPage(PageAnswer[ClosedPeriod]):
    """A page of closed periods."""

    closed_until: date | None = Field(description="The last day that is closed; null for none.")


class Balance(Answer):
    """A contribution's year in US cents; income is above zero, outgoings below.

    opening + earlier + received + interest + transferred + bank_charges + written_off + refunded
    + spent + support_cost = closing; closing + since = now.
    """

    contribution: str
    donor: str
    opening_minor: int
    earlier_minor: int = Field(
        description="Corrections of earlier years, made after the year before was closed."
    )
    received_minor: int
    interest_minor: int
    transferred_minor: int
    bank_charges_minor: int
    written_off_minor: int
    refunded_minor: int
    spent_minor: int
    support_cost_minor: int
    closing_minor: int = Field(
        description="As saved at the closing; as known now while the year is open."
    )
    since_minor: int = Field(description="Corrections since the year was closed.")
    now_minor: int = Field(description="The balance at the year's end as known today.")


class BalancePage(PageAnswer[Balance]):
    """A page of balances."""


class YearAnswer(Answer):
    """The balances of a year."""

    year: int
    closed: bool
    opens_with_kept: bool = Field(description="The year before was closed; its balances open this.")
    total: Balance = Field(description="Of all contributions, whatever the page.")
    balances: BalancePage


class PeriodParameters(Parameters):
    """The kind and page of closed periods."""

    kind: Annotated[str, OneOf(("", *PeriodKind))] = Field(
        "", description="Months or years alone; both without it."
    )
    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, counted from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="The number of items on a page.")


class BalanceParameters(Parameters):
    """The page of a year's balances."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, counted from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="The number of items on a page.")


@blueprint.get("/periods")
@public
@blueprint.output(ClosedPage)
@takes(PeriodParameters)
def list_all(parameters: PeriodParameters) -> Response:
    """List the closed months and years, the oldest first.

    Figures of these periods change by corrections alone, each recorded later with its reason.
    """
    periods = closed_periods(context.session())
    wanted = [one for one in periods if parameters.kind in ("", one.kind.value)]
    page: AnswerPage[object] = cut(wanted, parameters.page, parameters.per_page)
    answer = ClosedPage(
        items=[ClosedPeriod.model_validate(one) for one in page.items],
        next=page.next,
        total=page.total,
        closed_until=max((one.last_on for one in periods), default=None),
    )
    return write(ClosedPage, answer)


@blueprint.get("/periods/<int:year>")
@requires(Permission.SEE_TERMS)
@blueprint.output(YearAnswer)
@blueprint.doc(responses=REFUSALS)
@takes(BalanceParameters)
def show(year: int, parameters: BalanceParameters) -> Response:
    """Show the opening and closing balances of a year, contribution by contribution."""
    found = year_balances(context.session(), year)
    page = cut([_balance(row) for row in found.rows], parameters.page, parameters.per_page)
    answer = YearAnswer(
        year=found.year,
        closed=found.closed,
        opens_with_kept=found.opens_with_kept,
        total=_balance(found.total),
        balances=BalancePage(items=list(page.items), next=page.next, total=page.total),
    )
    return write(YearAnswer, answer)


def _balance(row: YearBalance) -> Balance:
    """Return the answer about the year of one contribution."""
    moved = row.moved
    return Balance(
        contribution=row.contribution,
        donor=row.donor,
        opening_minor=row.opening_minor,
        earlier_minor=row.earlier_minor,
        received_minor=moved[AccountKind.DONOR],
        interest_minor=moved[AccountKind.INTEREST],
        transferred_minor=moved[AccountKind.TRANSFERRED],
        bank_charges_minor=moved[AccountKind.BANK_CHARGED],
        written_off_minor=moved[AccountKind.WRITTEN_OFF],
        refunded_minor=moved[AccountKind.REFUNDED],
        spent_minor=moved[AccountKind.SPENT],
        support_cost_minor=moved[AccountKind.SUPPORT_CHARGED],
        closing_minor=row.closing_minor,
        since_minor=row.since_minor,
        now_minor=row.now_minor,
    )
