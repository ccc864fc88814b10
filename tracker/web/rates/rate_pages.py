"""One exchange rate: the entries posted at it, those that it superseded, and its successor."""

from datetime import date

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.rates.superseded_rates import (
    entries_at,
    expect_unused,
    find_rate,
    former_rates,
    is_used,
    withdraw_rate,
)
from tracker.fund.record_changes.rate_succession import SUPERSEDE_RATE
from tracker.fund.tables.rates import ExchangeRate
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.reference.record_codes import normal_code
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_payload
from tracker.web.forms.saving import actor
from tracker.web.forms.waiting import go_to_request
from tracker.web.rates.succession_form import RateSuccessionForm, RateWithdrawalForm

blueprint = APIBlueprint("one_rate", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/rates/<currency>/<day>")
@requires(Permission.SEE_TERMS)
def show(currency: str, day: str) -> ResponseReturnValue:
    """Show a rate, the entries posted at it, and the rates that it superseded."""
    rate = _find(currency, day)
    session = context.session()
    return render_template(
        "rates/page.html",
        rate=rate,
        former=former_rates(session, rate.currency, rate.effective_on),
        entries=entries_at(session, rate.currency, rate.effective_on),
        used=is_used(session, rate.currency, rate.effective_on),
    )


@blueprint.get("/rates/<currency>/<day>/supersede")
@requires(Permission.POST_MONEY)
def ask(currency: str, day: str) -> ResponseReturnValue:
    """Show the form of a successor, empty or with a returned request."""
    rate = _find(currency, day)
    again = returned_payload(SUPERSEDE_RATE)
    values = {"rate": again.rate, "source": again.source} if again is not None else {}
    return _page(RateSuccessionForm(rate, formdata=None, data=values), rate)


@blueprint.post("/rates/<currency>/<day>/supersede")
@requires(Permission.POST_MONEY)
def supersede(currency: str, day: str) -> ResponseReturnValue:
    """Hand the successor in, or show its faults."""
    rate = _find(currency, day)
    form = RateSuccessionForm(rate)
    if form.validate() and (
        saved := form.save(
            hand_in,
            SUPERSEDE_RATE,
            form.succession(),
            actor(),
            form.why.data,
            replaces=returned_request(),
        )
    ):
        return go_to_request(saved.value)
    return _page(form, _find(currency, day))


@blueprint.get("/rates/<currency>/<day>/withdraw")
@requires(Permission.POST_MONEY)
def ask_withdrawal(currency: str, day: str) -> ResponseReturnValue:
    """Ask why a rate that is not used is withdrawn."""
    rate = _find(currency, day)
    expect_unused(context.session(), rate.currency, rate.effective_on)
    return _withdrawal_page(RateWithdrawalForm(formdata=None), rate)


@blueprint.post("/rates/<currency>/<day>/withdraw")
@requires(Permission.POST_MONEY)
def withdraw(currency: str, day: str) -> ResponseReturnValue:
    """Withdraw a rate that is not used, or show its faults."""
    rate = _find(currency, day)
    form = RateWithdrawalForm()
    if form.validate() and form.save(
        withdraw_rate, rate.currency, rate.effective_on, actor(), form.why.data
    ):
        flash(_("The rate was withdrawn."), "done")
        return redirect(url_for("rates.show", currency=currency), 303)
    return _withdrawal_page(form, _find(currency, day))


def _find(currency: str, day: str) -> ExchangeRate:
    """Return the rate at an address, whose currency may be in small letters; raises NotFound."""
    try:
        return find_rate(context.session(), normal_code(currency).upper(), date.fromisoformat(day))
    except ValueError as error:
        raise NotFound(_("There is nothing at this address.")) from error


def _page(form: RateSuccessionForm, rate: ExchangeRate) -> ResponseReturnValue:
    """Show the form of a successor, with the entries that keep the rate."""
    entries = entries_at(context.session(), rate.currency, rate.effective_on)
    page = render_template("rates/succession_form.html", form=form, rate=rate, entries=entries)
    return page, form.http_status


def _withdrawal_page(form: RateWithdrawalForm, rate: ExchangeRate) -> ResponseReturnValue:
    """Show the form of a withdrawal."""
    used = is_used(context.session(), rate.currency, rate.effective_on)
    page = render_template("rates/withdrawal_form.html", form=form, rate=rate, used=used)
    return page, form.http_status
