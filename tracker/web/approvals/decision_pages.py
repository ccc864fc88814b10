"""Decisions on requests: approve one or several, return with a reason, withdraw."""

from collections.abc import Callable

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.errors import TrackerError
from tracker.fund.approvals.decisions import approve, send_back, withdraw
from tracker.fund.approvals.request_list import items_of
from tracker.fund.states import ApprovalRequestState
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.approvals.decision_forms import (
    ApprovalForm,
    DecisionForm,
    RequestWithdrawalForm,
    ReturnForm,
    SeveralApprovalsForm,
    read_numbers,
)
from tracker.web.approvals.request_page import request_page
from tracker.web.forms import saving
from tracker.web.forms.saving import Refused, actor

blueprint = APIBlueprint(
    "approval_decisions", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.post("/approvals/<int:number>/approve")
@requires(Permission.APPROVE_MONEY)
def approve_it(number: int) -> ResponseReturnValue:
    """Approve and post a request, or show its refusal."""
    message = _(
        "Request %(number)s was approved, and its entries are in the ledger.", number=number
    )
    form = ApprovalForm(asked=_is_asked(number, mine=False))
    return _decided(number, form, approve, message)


@blueprint.post("/approvals/<int:number>/return")
@requires(Permission.APPROVE_MONEY)
def return_it(number: int) -> ResponseReturnValue:
    """Return a request to its preparer with the reason."""
    message = _("Request %(number)s was returned; its money is free again.", number=number)
    form = ReturnForm(asked=_is_asked(number, mine=False))
    return _decided(number, form, send_back, message)


@blueprint.post("/approvals/<int:number>/withdraw")
@requires(Permission.POST_MONEY)
def withdraw_it(number: int) -> ResponseReturnValue:
    """Withdraw an own request."""
    message = _("Request %(number)s was taken back; its money is free again.", number=number)
    form = RequestWithdrawalForm(asked=_is_asked(number, mine=True))
    return _decided(number, form, withdraw, message)


@blueprint.get("/approvals/approve")
@requires(Permission.APPROVE_MONEY)
def ask_several() -> ResponseReturnValue:
    """List the requests to approve, and ask for confirmation."""
    numbers = read_numbers(request.args.getlist("number"))
    return _several_page(SeveralApprovalsForm(formdata=None, numbers=numbers))


@blueprint.post("/approvals/approve")
@requires(Permission.APPROVE_MONEY)
def approve_several() -> ResponseReturnValue:
    """Approve each in a transaction of its own; report the failed ones, which stay as they were."""
    form = SeveralApprovalsForm()
    if not form.validate():
        return _several_page(form)
    refusals = {number: _approve_one(number, form.said) for number in form.numbers.data}
    for number, refusal in refusals.items():
        if refusal:
            message = _("Request %(number)s was not approved: %(why)s.", number=number, why=refusal)
            flash(message, "refused")
    approved = sum(not refusal for refusal in refusals.values())
    flash(
        ngettext("%(num)s request was approved.", "%(num)s requests were approved.", approved),
        "done",
    )
    return redirect(url_for("approvals.show_list"), 303)


def _is_asked(number: int, *, mine: bool) -> bool:
    """Tell whether a request waits, and is the user's own or not."""
    return any(
        item.state is ApprovalRequestState.WAITING and (item.prepared_by == actor()) is mine
        for item in items_of(context.session(), read_numbers([str(number)]))
    )


def _decided(
    number: int, form: DecisionForm, decide: Callable[..., object], message: str
) -> ResponseReturnValue:
    """Carry a decision out, or show its refusal."""
    if form.validate() and form.save(decide, number=number, actor=actor(), reason=form.said):
        flash(message, "done")
        return redirect(url_for("approvals.show", number=number), 303)
    return request_page(number, form)


def _approve_one(number: int, remark: str) -> str:
    """Approve one of several; return its refusal."""
    try:
        outcome = saving.save(approve, number=number, actor=actor(), reason=remark)
    except TrackerError as refusal:
        return str(refusal)
    faults = outcome.faults if isinstance(outcome, Refused) else ()
    return "; ".join(fault.message for fault in faults)


def _several_page(form: SeveralApprovalsForm) -> ResponseReturnValue:
    """Show the chosen requests that still wait."""
    chosen = [
        item
        for item in items_of(context.session(), form.numbers.data)
        if item.state is ApprovalRequestState.WAITING and item.prepared_by != actor()
    ]
    page = render_template(
        "approvals/several_form.html",
        chosen=chosen,
        entries=sum(item.orders for item in chosen),
        usd_minor=sum(item.usd_minor for item in chosen),
        form=form,
        today=utc_now().date(),
    )
    return page, form.http_status
