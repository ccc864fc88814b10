"""Decisions on requests: approve one or several, return with a reason, withdraw."""

from collections.abc import Callable
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug import Response

from tracker.errors import Fault, TrackerError
from tracker.fund.approvals.decisions import approve, send_back, withdraw
from tracker.fund.approvals.request_list import items_of
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import LARGEST_NUMBER
from tracker.http import context
from tracker.http.guard import requires
from tracker.listing import SIZES
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.approvals.request_page import request_page
from tracker.web.forms.fields import text_field
from tracker.web.forms.reading import Reading, save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "approval_decisions", __name__, template_folder="templates", enable_openapi=False
)
MOST_AT_ONCE = SIZES[-1]
LONGEST = 2_000


class DecisionForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The remark or the reason of a decision."""

    reason = text_field(_l("Reason"), LONGEST)


@blueprint.post("/approvals/<int:number>/approve")
@requires(Permission.APPROVE_MONEY)
def approve_it(number: int) -> ResponseReturnValue:
    """Approve and post a request, or show its refusal."""
    message = _(
        "Request %(number)s was approved, and its entries are in the ledger.", number=number
    )
    return _decided(number, approve, message)


@blueprint.post("/approvals/<int:number>/return")
@requires(Permission.APPROVE_MONEY)
def return_it(number: int) -> ResponseReturnValue:
    """Return a request to its preparer with the reason."""
    message = _("Request %(number)s was returned; its money is free again.", number=number)
    return _decided(number, send_back, message)


@blueprint.post("/approvals/<int:number>/withdraw")
@requires(Permission.POST_MONEY)
def withdraw_it(number: int) -> ResponseReturnValue:
    """Withdraw an own request."""
    message = _("Request %(number)s was taken back; its money is free again.", number=number)
    return _decided(number, withdraw, message)


@blueprint.get("/approvals/approve")
@requires(Permission.APPROVE_MONEY)
def ask_several() -> ResponseReturnValue:
    """List the requests to approve, and ask for confirmation."""
    return _several_page(_numbers(request.args.getlist("number")), [])


@blueprint.post("/approvals/approve")
@requires(Permission.APPROVE_MONEY)
def approve_several() -> ResponseReturnValue:
    """Approve each in a transaction of its own; report the failed ones, which stay as they were."""
    numbers = _numbers(request.form.getlist("number"))
    said, faults = _read()
    if faults:
        return _several_page(numbers, faults)
    done = 0
    for number in numbers:
        refusal = _approve_one(number, said)
        done += not refusal
        if refusal:
            message = _("Request %(number)s was not approved: %(why)s.", number=number, why=refusal)
            flash(message, "refused")
    flash(
        ngettext("%(num)s request was approved.", "%(num)s requests were approved.", done), "done"
    )
    return redirect(url_for("approvals.show_list"), 303)


def _decided(number: int, decide: Callable[..., object], message: str) -> ResponseReturnValue:
    """Carry a decision out, or show its refusal."""
    said, faults = _read()
    faults = faults or save(partial(decide, number=number, actor=actor(), reason=said))
    if faults:
        return request_page(number, faults)
    flash(message, "done")
    return _to(number)


def _approve_one(number: int, said: str) -> str:
    """Approve one of several; return its refusal."""
    try:
        faults = save(partial(approve, number=number, actor=actor(), reason=said))
    except TrackerError as refusal:
        return str(refusal)
    return "; ".join(fault.message for fault in faults)


def _read() -> tuple[str, list[Fault]]:
    """Read the remark or the reason."""
    reading = Reading()
    return reading.text(DecisionForm().reason), reading.faults


def _numbers(texts: list[str]) -> tuple[int, ...]:
    """Read the numbers of requests, each once; other texts are left out."""
    numbers = {int(text[:12]) for text in texts if text.isascii() and text.isdigit()}
    return tuple(sorted(number for number in numbers if number <= LARGEST_NUMBER))[:MOST_AT_ONCE]


def _several_page(numbers: tuple[int, ...], faults: list[Fault]) -> ResponseReturnValue:
    """Show the chosen requests that still wait."""
    chosen = [
        item
        for item in items_of(context.session(), numbers)
        if item.state is ApprovalRequestState.WAITING and item.prepared_by != actor()
    ]
    page = render_template(
        "approvals/several_form.html",
        chosen=chosen,
        entries=sum(item.orders for item in chosen),
        usd_minor=sum(item.usd_minor for item in chosen),
        form=DecisionForm(),
        faults=faults,
        today=utc_now().date(),
    )
    return page, 422 if faults else 200


def _to(number: int) -> Response:
    """Redirect to the request's page."""
    return redirect(url_for("approvals.show", number=number), 303)
