"""The forms by which an allocation is asked for, and asked for again."""

from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.recorded_activities import find_activity
from tracker.fund.asks.ask_list import asked_of, read_ask
from tracker.fund.asks.asking import ask, ask_again
from tracker.fund.preparation.money_for_activity import money_for_activity
from tracker.http import context
from tracker.http.guard import requires
from tracker.money import USD, Money
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.asks.forms import AskForm, seen_version
from tracker.web.forms.saving import actor

blueprint = APIBlueprint("ask_forms", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/activities/<code>/money/ask")
@requires(Permission.ASK_FOR_MONEY)
def show(code: str) -> ResponseReturnValue:
    """Show the form, with the contribution that the address names."""
    named = request.args.getlist("contribution")
    lines = [{"contribution": one} for one in named[:10]]
    return _page(AskForm(code, formdata=None, lines=lines))


@blueprint.post("/activities/<code>/money/ask")
@requires(Permission.ASK_FOR_MONEY)
def ask_for(code: str) -> ResponseReturnValue:
    """Ask for an allocation, or show what it would cost, or its faults."""
    form = AskForm(code)
    if not form.validate() or form.only_checks:
        return _page(form)
    saved = form.save(ask, form.draft(), actor())
    if saved is None:
        return _page(form)
    number = saved.value
    flash(_("Ask %(number)s waits for a finance officer.", number=number), "done")
    return redirect(url_for("asks.show", number=number), 303)


@blueprint.get("/asks/<int:number>/again")
@requires(Permission.ASK_FOR_MONEY)
def show_again(number: int) -> ResponseReturnValue:
    """Show the form of a returned ask, as it was asked."""
    facts = read_ask(context.session(), number)
    form = AskForm(facts.item.activity, formdata=None, data=_values(number))
    return _page(form, number)


@blueprint.post("/asks/<int:number>/again")
@requires(Permission.ASK_FOR_MONEY)
def ask_it_again(number: int) -> ResponseReturnValue:
    """Ask again for what was returned, or show what it would cost, or its faults."""
    form = AskForm(read_ask(context.session(), number).item.activity)
    if not form.validate() or form.only_checks:
        return _page(form, number)
    saved = form.save(ask_again, number, seen_version(form), form.draft(), actor())
    if saved is None:
        return _page(form, number)
    flash(_("Ask %(number)s waits for a finance officer.", number=number), "done")
    return redirect(url_for("asks.show", number=number), 303)


def _values(number: int) -> dict[str, Any]:
    """Return the values of an ask on record."""
    facts = read_ask(context.session(), number)
    lines = [
        {"contribution": line.contribution, "amount": Money(line.minor, USD)}
        for line in facts.lines
    ]
    return {"seen": facts.item.version, "lines": lines, "purpose": facts.item.purpose}


def _page(form: AskForm, again: int = 0) -> ResponseReturnValue:
    """Show the form beside the money that the activity can have."""
    session, day = context.session(), proposed_day()
    row = find_activity(session, form.activity)
    money = money_for_activity(session, row.id or 0, day)
    page = render_template(
        "asks/form.html",
        form=form,
        code=row.code,
        title=row.title,
        on=day,
        money=money,
        others=asked_of(session, [one.terms.reference for one in money], besides=again),
        again=again,
    )
    return page, form.http_status
