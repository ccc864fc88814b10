"""The forms that record an entry from the page of a contribution."""

from functools import partial
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.approvals.submission import Submission
from tracker.fund.balances.activity_balances import activity_balances
from tracker.fund.balances.free_amounts import free_from
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.contribution_list import ContributionItem, read_contribution
from tracker.fund.contributions.parts import parts_of
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_fields import LOWERS_UNALLOCATED, PAYMENTS, PLEDGES, USES
from tracker.fund.ledger.support_cost import programmable
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import proposed_day, today
from tracker.web.entries.entry_form import ContributionEntryForm, proposed_reference
from tracker.web.entries.kinds import SUMMARIES, TITLES
from tracker.web.entries.payment_form import PaymentForm
from tracker.web.entries.receipt_correction_form import ReceiptCorrectionForm
from tracker.web.entries.refill import (
    REQUEST,
    instalment_values,
    pledge_values,
    returned_instruction,
    returned_request,
)
from tracker.web.entries.release import release_values
from tracker.web.entries.submission import flash_outcome, flash_recorded_before
from tracker.web.entries.transfer_form import TransferForm
from tracker.web.entries.use_form import UseForm
from tracker.web.forms.saving import Saved, actor

blueprint = APIBlueprint("entry_forms", __name__, template_folder="templates", enable_openapi=False)

FORMS: dict[EntryKind, type[ContributionEntryForm]] = {
    **dict.fromkeys(PAYMENTS, PaymentForm),
    **dict.fromkeys(USES, UseForm),
    EntryKind.RECEIPT_CORRECTION: ReceiptCorrectionForm,
    EntryKind.TRANSFER: TransferForm,
}
HELD_BY_ACTIVITIES = USES - {EntryKind.ALLOCATION}
"""The kinds that take money which activities of the contribution hold."""
TEMPLATES: dict[type[ContributionEntryForm], str] = {
    PaymentForm: "entries/payment_form.html",
    ReceiptCorrectionForm: "entries/receipt_correction_form.html",
    TransferForm: "entries/transfer_form.html",
    UseForm: "entries/use_form.html",
}


@blueprint.get("/contributions/<reference>/record/<kind>")
@requires(Permission.POST_MONEY)
def show(reference: str, kind: str) -> ResponseReturnValue:
    """Show the form, empty or with a returned request or an instalment."""
    item = read_contribution(context.session(), reference).item
    if kind == EntryKind.INTEREST:
        again = request.args.get(REQUEST)
        return redirect(url_for("interest.show", contribution=item.reference, request=again))
    posted = _kind(kind)
    form = FORMS[posted](item, posted, formdata=None, data=_first_values(item, posted))
    return _page(form)


@blueprint.post("/contributions/<reference>/record/<kind>")
@requires(Permission.POST_MONEY)
def record(reference: str, kind: str) -> ResponseReturnValue:
    """Record the entry, or show its refusal; or only check whether it can be recorded.

    What the rule splits is shown first: only lines that the page has shown are recorded.
    """
    item = read_contribution(context.session(), reference).item
    posted = _kind(kind)
    form = FORMS[posted](item, posted)
    checking = request.form.get("intent") == "check" or form.shown == ""
    if not form.validate():
        return _page(form) if checking else _refused(form)
    submission = partial(
        submit_drafts, drafts=[form.draft()], actor=actor(), replaces=returned_request()
    )
    if checking or form.shown is not None:
        tried = form.rehearse(submission)
        if tried is None and not checking:
            return _refused(form)
        if tried is None or checking or not form.expect_shown(tried.value.digest):
            return _page(form, tried)
    saved = form.save(submission, shown=form.shown)
    if saved is None:
        return _refused(form)
    flash_outcome(saved.value, posted, form.reference.data)
    for warning in form.prepared.warnings:
        flash(_("Look at this: %(warning)s.", warning=warning.message), "warning")
    return redirect(url_for("contributions.show", reference=item.reference), 303)


def _kind(text: str) -> EntryKind:
    """Return the kind of the address, of those with a form here."""
    for kind in FORMS:
        if kind.value == text:
            return kind
    raise NotFound(_("There is nothing at this address."))


def _first_values(item: ContributionItem, kind: EntryKind) -> dict[str, Any]:
    """Return the values with which the form is shown first."""
    on = proposed_day()
    values = {
        "effective_on": on,
        "reference": proposed_reference(kind, on),
        "activity": request.args.get("activity", ""),
        "currency": item.currency,
    }
    returned = returned_instruction(kind, item.id)
    if returned is not None:
        return values | FORMS[kind].values_of(returned)
    if kind is EntryKind.INSTALMENT_DUE:
        return values | instalment_values(item)
    if kind is EntryKind.PLEDGE:
        return values | pledge_values(item)
    return values | release_values(item, kind)


def _refused(form: ContributionEntryForm) -> ResponseReturnValue:
    """Show the refusal, unless the same form was sent before and has recorded the entry."""
    if not form.is_recorded:
        return _page(form)
    flash_recorded_before(form.reference.data)
    return redirect(url_for("contributions.show", reference=form.item.reference), 303)


def _page(
    form: ContributionEntryForm, rehearsed: Saved[Submission] | None = None
) -> ResponseReturnValue:
    """Show the form beside the balances; `rehearsed` is the outcome of a check."""
    session, item, kind = context.session(), form.item, form.kind
    money = waterfall_of(session, item.id, item.reserve_rate_bp)
    free = free_from(session, item.id, today())
    due = kind is EntryKind.INSTALMENT_DUE
    page = render_template(
        TEMPLATES[type(form)],
        form=form,
        item=item,
        kind=kind,
        title=TITLES[kind],
        about=SUMMARIES[kind],
        rehearsed=rehearsed.value if rehearsed else None,
        money=money,
        free_minor=free,
        programmable_minor=programmable(free, item.reserve_rate_bp),
        is_promise=kind in PLEDGES,
        lowers=kind in LOWERS_UNALLOCATED,
        balances=activity_balances(session, item.id) if kind in HELD_BY_ACTIVITIES else (),
        instalments=parts_of(session, item.id).instalments if due else (),
    )
    return page, form.http_status
