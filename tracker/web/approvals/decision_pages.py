"""Decisions on requests: approve one or several, return with a reason, withdraw."""

from collections.abc import Callable, Sequence
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.errors import Fault, TrackerError
from tracker.fund.approvals.change_requests import is_change
from tracker.fund.approvals.request_details import lines_of
from tracker.fund.approvals.request_list import items_of
from tracker.fund.approvals.request_posting import propose_in_order
from tracker.fund.record_changes.kinds import approve, send_back, withdraw
from tracker.fund.states import ApprovalRequestState
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.web.approvals.decision_forms import (
    ApprovalForm,
    DecisionForm,
    RequestWithdrawalForm,
    ReturnForm,
    SeveralApprovalsForm,
    ShownRequest,
    read_numbers,
)
from tracker.web.approvals.request_page import request_page
from tracker.web.forms import saving
from tracker.web.forms.saving import Refused, Saved, actor

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
    if is_change(context.session(), number):
        message = _("Request %(number)s was approved, and the change was made.", number=number)
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
@requires(Permission.SEE_TERMS)
def withdraw_it(number: int) -> ResponseReturnValue:
    """Withdraw an own request."""
    message = _("Request %(number)s was taken back; its money is free again.", number=number)
    form = RequestWithdrawalForm(asked=_is_asked(number, mine=True))
    return _decided(number, form, withdraw, message)


@blueprint.get("/approvals/approve")
@requires(Permission.APPROVE_MONEY)
def ask_several() -> ResponseReturnValue:
    """List the requests to approve with their lines, and ask for confirmation."""
    numbers = read_numbers(request.args.getlist("number"))
    return _several_page(SeveralApprovalsForm(formdata=None), numbers)


@blueprint.post("/approvals/approve")
@requires(Permission.APPROVE_MONEY)
def approve_several() -> ResponseReturnValue:
    """Approve each in a transaction of its own, in the order shown; report the failed ones.

    Those stay as they were; those whose lines have changed are shown again, with the new lines.
    """
    form = SeveralApprovalsForm()
    if not form.validate():
        return _several_page(form, [one.number for one in form.requests.data])
    outcomes = {one.number: _approve_one(one, form.said) for one in form.requests.data}
    for number, faults in outcomes.items():
        if faults:
            why = "; ".join(fault.message for fault in faults)
            message = _("Request %(number)s was not approved: %(why)s.", number=number, why=why)
            flash(message, "refused")
    approved = sum(not faults for faults in outcomes.values())
    flash(
        ngettext("%(num)s request was approved.", "%(num)s requests were approved.", approved),
        "done",
    )
    changed = [
        number
        for number, faults in outcomes.items()
        if any(fault.field == "shown" for fault in faults)
    ]
    if changed:
        return redirect(url_for("approval_decisions.ask_several", number=changed), 303)
    return redirect(url_for("approvals.show_list"), 303)


def _is_asked(number: int, *, mine: bool) -> bool:
    """Tell whether a request waits, and is the user's own or not."""
    return any(
        item.state is ApprovalRequestState.WAITING and is_me(item.prepared_by) is mine
        for item in items_of(context.session(), read_numbers([str(number)]))
    )


def _decided(
    number: int, form: DecisionForm, decide: Callable[..., object], message: str
) -> ResponseReturnValue:
    """Carry a decision out, or show its refusal."""
    decision = partial(decide, **form.bound_to)
    if form.validate() and form.save(decision, number=number, actor=actor(), reason=form.said):
        flash(message, "done")
        return redirect(url_for("approvals.show", number=number), 303)
    return request_page(number, form)


def _approve_one(one: ShownRequest, remark: str) -> tuple[Fault, ...]:
    """Approve one of several as it was shown; return the faults of its refusal."""
    try:
        outcome = saving.save(
            approve, number=one.number, actor=actor(), reason=remark, shown=one.digest
        )
    except TrackerError as refusal:
        return (Fault("", str(refusal)),)
    return outcome.faults if isinstance(outcome, Refused) else ()


def _several_page(form: SeveralApprovalsForm, numbers: Sequence[int]) -> ResponseReturnValue:
    """Show the chosen requests that still wait, with the lines of each in their order."""
    session = context.session()
    chosen = [
        item
        for item in items_of(session, tuple(numbers))
        if item.state is ApprovalRequestState.WAITING
        and not is_me(item.prepared_by)
        and not item.is_change
    ]
    tried = saving.rehearse(propose_in_order, [item.number for item in chosen], actor())
    proposals = {one.number: one for one in tried.value} if isinstance(tried, Saved) else {}
    lawful = [item for item in chosen if item.number in proposals]
    if not lawful:
        del form.reason  # the page has no field, so no fault leads there
    page = render_template(
        "approvals/several_form.html",
        chosen=lawful,
        proposals=proposals,
        lines={number: lines_of(session, one.entries) for number, one in proposals.items()},
        entries=sum(item.orders for item in lawful),
        usd_minor=sum(item.usd_minor for item in lawful),
        form=form,
        today=today(),
    )
    return page, form.http_status
