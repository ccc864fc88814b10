"""The pages of exchange rates: all of them, those of one currency, and one added by hand."""

from decimal import Decimal
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms import BooleanField

from tracker.errors import Fault, InvalidInput, NotFound
from tracker.fund.rates.operational_rates import add_rates, rate_before
from tracker.fund.rates.rate_list import currencies_with_rates, list_rates
from tracker.fund.rates.rate_rules import RateDraft, RateOnFile, far_warning, rate_faults
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.listing import FilterChoice, ListQuery, Slice
from tracker.money import USD
from tracker.people.permissions import Permission
from tracker.reference.currencies import currencies
from tracker.web.forms.codes import find_code
from tracker.web.forms.fields import amount_field, day_field, ids_of, picked_field, text_field
from tracker.web.forms.numbers import plain_number
from tracker.web.forms.reading import Reading, save
from tracker.web.forms.saving import actor
from tracker.web.lists.list_page import Plan, make_list_page

blueprint = APIBlueprint("rates", __name__, template_folder="templates", enable_openapi=False)


class RateForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A rate as it was given out."""

    currency = picked_field(_l("Currency"), "currencies")
    effective_on = day_field(_l("Holds from"))
    rate = amount_field(_l("Local units per 1 US dollar"))
    source = text_field(_l("Source"), 200)
    confirmed = BooleanField(_l("It is right as it stands"))


@blueprint.get("/rates")
@public
def show_list() -> ResponseReturnValue:
    """Show the rates, newest first."""
    known = currencies_with_rates(context.session())
    options = tuple(FilterOption(code, f"{code} {currencies()[code].name}") for code in known)
    plan = _plan((ListFilter("currency", _("Currency"), options),))
    return render_template("rates/list.html", page=make_list_page(list_rates, plan))


@blueprint.get("/rates/<currency>")
@public
def show(currency: str) -> ResponseReturnValue:
    """Show the rates of one currency, newest first."""
    known = currencies().get(currency)
    if known is None or currency == USD:
        raise NotFound(_("There is nothing at this address."))

    def of_currency(session: Session, request: ListQuery) -> Slice[RateOnFile]:
        chosen = (FilterChoice("currency", currency),)
        return list_rates(session, ListQuery("", chosen, request.order, request.page))

    page = make_list_page(of_currency, _plan(()))
    return render_template("rates/history.html", page=page, currency=known)


@blueprint.get("/rates/add")
@requires(Permission.POST_MONEY)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(RateForm(formdata=None), [])


@blueprint.post("/rates/add")
@requires(Permission.POST_MONEY)
def add_it() -> ResponseReturnValue:
    """Add the rate, or show what is wrong with it; one that looks wrong has to be confirmed."""
    form = RateForm()
    draft, faults = _read(form)
    faults = faults or _doubts(form, draft)
    faults = faults or save(partial(add_rates, drafts=[draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("The rate is on record; it never changes."), "done")
    return redirect(url_for("rates.show", currency=draft.currency), 303)


def _plan(filters: tuple[ListFilter, ...]) -> Plan:
    """Say how a list of rates is shown."""
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
    """Lay one rate out."""
    return (
        TableLink(item.currency, url_for("rates.show", currency=item.currency)),
        item.effective_on,
        item.rate,
        item.source,
    )


def _read(form: RateForm) -> tuple[RateDraft, list[Fault]]:
    """Read the form into a draft, with all faults at once."""
    reading = Reading()
    named = reading.text(form.currency)
    draft = RateDraft(
        currency=find_code(named, _names()) or named,
        effective_on=reading.needed_day(form.effective_on),
        rate=_rate(form, reading),
        source=reading.text(form.source),
    )
    return draft, reading.with_faults_of(rate_faults(draft))


def _rate(form: RateForm, reading: Reading) -> Decimal:
    """Read the rate with all its digits; what cannot be read counts as 1."""
    text = reading.text(form.rate)
    try:
        return Decimal(plain_number(text)) if text else Decimal(0)
    except InvalidInput as error:
        reading.faults.append(Fault("rate", str(error)))
        return Decimal(1)


def _doubts(form: RateForm, draft: RateDraft) -> list[Fault]:
    """Return why the rate looks wrong, unless somebody has said that it is right."""
    before = rate_before(context.session(), draft.currency, draft.effective_on)
    warning = far_warning(draft, before)
    if not warning or form.confirmed.data:
        return []
    ask = _("If it is right, say so below and add it again.")
    return [Fault("rate", f"{warning}. {ask}")]


def _names() -> dict[str, str]:
    """Return the currencies that can have a rate."""
    return {code: known.name for code, known in currencies().items() if code != USD}


def _page(form: RateForm, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    page = render_template(
        "rates/form.html", form=form, faults=faults, ids=ids_of(form), currencies=_names()
    )
    return page, 422 if faults else 200
