"""What becomes of an ask: taken up as allocations, returned, declined, taken back."""

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.asks.answering import decline, give_back, take_up
from tracker.fund.asks.ask_list import AskFacts, read_ask
from tracker.fund.asks.asking import take_back
from tracker.http import context
from tracker.http.guard import requires
from tracker.money import USD, Money
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.asks.ask_page import ask_page, standing_of
from tracker.web.asks.forms import (
    AskDeclineForm,
    AskMoveForm,
    AskReturnForm,
    AskWithdrawalForm,
    TakeUpForm,
    seen_version,
)
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "ask_decisions", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/asks/<int:number>/take-up")
@requires(Permission.POST_MONEY)
def show(number: int) -> ResponseReturnValue:
    """Show the form of the allocations, as they were asked for."""
    facts = read_ask(context.session(), number)
    form = TakeUpForm(number, facts.item.activity, formdata=None, data=_values(facts))
    return _page(form, facts)


@blueprint.post("/asks/<int:number>/take-up")
@requires(Permission.POST_MONEY)
def take_it_up(number: int) -> ResponseReturnValue:
    """Hand the allocations in for approval, or show what they would cost, or their faults."""
    facts = read_ask(context.session(), number)
    form = TakeUpForm(number, facts.item.activity)
    if not form.validate() or form.only_checks:
        return _page(form, facts)
    note = str(form.note.data)
    saved = form.save(take_up, number, seen_version(form), form.drafts(), actor(), note)
    if saved is None:
        return _page(form, facts)
    text = _("The allocations wait for the approval of a second person; their money is reserved.")
    flash(text, "done")
    return redirect(url_for("approvals.show", number=saved.value.request), 303)


@blueprint.post("/asks/<int:number>/return")
@requires(Permission.POST_MONEY)
def return_it(number: int) -> ResponseReturnValue:
    """Return an ask with the reason."""
    form = AskReturnForm(asked=standing_of(number).decides)
    return _decided(number, form, give_back, _("The ask was returned."))


@blueprint.post("/asks/<int:number>/decline")
@requires(Permission.POST_MONEY)
def decline_it(number: int) -> ResponseReturnValue:
    """Decline an ask with the reason."""
    form = AskDeclineForm(asked=standing_of(number).decides)
    return _decided(number, form, decline, _("The ask was declined."))


@blueprint.post("/asks/<int:number>/withdraw")
@requires(Permission.ASK_FOR_MONEY)
def take_it_back(number: int) -> ResponseReturnValue:
    """Take an own ask back."""
    form = AskWithdrawalForm(asked=standing_of(number).takes_back)
    return _decided(number, form, take_back, _("The ask was taken back."))


def _decided(
    number: int, form: AskMoveForm, decide: Callable[..., None], message: str
) -> ResponseReturnValue:
    """Carry a decision out, or show its refusal."""
    if form.validate() and form.save(
        decide, number=number, seen=form.version, actor=actor(), reason=form.said
    ):
        flash(message, "done")
        return redirect(url_for("asks.show", number=number), 303)
    return ask_page(number, form)


def _values(facts: AskFacts) -> dict[str, Any]:
    """Return the values with which the form of the allocations is shown first."""
    lines = [
        {"contribution": line.contribution, "amount": Money(line.minor, USD)}
        for line in facts.lines
    ]
    return {
        "seen": facts.item.version,
        "effective_on": proposed_day(),
        "lines": lines,
        "note": facts.item.purpose,
    }


def _page(form: TakeUpForm, facts: AskFacts) -> ResponseReturnValue:
    """Show the form of the allocations."""
    page = render_template("asks/take_up.html", form=form, item=facts.item)
    return page, form.http_status
