"""The pages of exchange rates: all of them, those of one currency, and one added by hand."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.errors import NotFound
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_list import currencies_with_rates, list_rates
from tracker.fund.rates.rate_rules import RateOnFile
from tracker.fund.rates.superseded_rates import former_rates_of
from tracker.http import context, formats
from tracker.http.guard import public, requires
from tracker.http.labels import currency_name
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.listing import FilterChoice, ListQuery, Slice
from tracker.money import USD
from tracker.people.permissions import Permission
from tracker.reference.currencies import currencies
from tracker.reference.record_codes import normal_code
from tracker.web.forms.saving import actor
from tracker.web.lists.list_page import Plan, make_list_page
from tracker.web.rates.form import RateForm

blueprint = APIBlueprint("rates", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/rates")
@public
def show_list() -> ResponseReturnValue:
    """Show the rates, newest first."""
    known = currencies_with_rates(context.session())
    options = tuple(FilterOption(code, f"{code} {currency_name(code)}") for code in known)
    plan = _plan((ListFilter("currency", _("Currency"), options),))
    return render_template("rates/list.html", page=make_list_page(list_rates, plan))


@blueprint.get("/rates/<currency>")
@public
def show(currency: str) -> ResponseReturnValue:
    """Show the rates of one currency, newest first."""
    currency = normal_code(currency).upper()
    known = currencies().get(currency)
    if known is None or currency == USD:
        raise NotFound(_("There is nothing at this address."))

    def of_currency(session: Session, request: ListQuery) -> Slice[RateOnFile]:
        chosen = (FilterChoice("currency", currency),)
        return list_rates(session, ListQuery("", chosen, request.order, request.page))

    page = make_list_page(of_currency, _plan(()))
    former = (
        former_rates_of(context.session(), currency) if context.may(Permission.SEE_TERMS) else ()
    )
    return render_template("rates/history.html", page=page, currency=known, former=former)


@blueprint.get("/rates/add")
@requires(Permission.POST_MONEY)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(RateForm(formdata=None))


@blueprint.post("/rates/add")
@requires(Permission.POST_MONEY)
def add_it() -> ResponseReturnValue:
    """Add the rate, or show its faults."""
    form = RateForm()
    if form.validate() and form.save(
        add_rates, drafts=[form.draft()], actor=actor(), sure=form.sure
    ):
        flash(_("The rate is on record; it never changes."), "done")
        return redirect(url_for("rates.show", currency=form.currency.data), 303)
    return _page(form)


def _plan(filters: tuple[ListFilter, ...]) -> Plan:
    """Return the plan of a list of rates."""
    return Plan(
        caption=_("Exchange rates"),
        columns=(
            TableColumn(_("Currency"), sort="currency"),
            TableColumn(_("Holds from"), ColumnKind.DAY, sort="effective_on"),
            TableColumn(_("Local units per 1 US dollar"), ColumnKind.RATE),
            TableColumn(_("Source")),
        ),
        row=_row,
        filters=filters,
        default_order="-effective_on",
        empty=_("No exchange rate is on record yet."),
    )


def _row(item: RateOnFile) -> tuple[object, ...]:
    """Return the row of one rate."""
    day = item.effective_on.isoformat()
    address = url_for("one_rate.show", currency=item.currency, day=day)
    return (
        TableLink(item.currency, url_for("rates.show", currency=item.currency)),
        TableLink(formats.day(item.effective_on, "medium"), address)
        if context.may(Permission.SEE_TERMS)
        else item.effective_on,
        item.rate,
        item.source,
    )


def _page(form: RateForm) -> ResponseReturnValue:
    """Show the form."""
    return render_template("rates/form.html", form=form), form.http_status
