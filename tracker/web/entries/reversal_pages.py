"""The reversal of an entry."""

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.contributions.contribution_list import read_contribution
from tracker.fund.ledger.contribution_entries import entry_of_contribution
from tracker.fund.ledger.entries import EntryKind
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.entries.refill import returned_instruction, returned_request
from tracker.web.entries.reversal_form import ReversalForm
from tracker.web.entries.submission import flash_outcome
from tracker.web.forms.saving import actor

blueprint = APIBlueprint("reversals", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def ask(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the reason, with the entry to be reversed."""
    values = {"effective_on": proposed_day()}
    returned = returned_instruction(EntryKind.REVERSAL)
    if returned is not None:
        values |= ReversalForm.values_of(returned)
    return _page(_form(reference, number, formdata=None, data=values), reference)


@blueprint.post("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def reverse(reference: str, number: int) -> ResponseReturnValue:
    """Submit the mirror image of the entry, or show its refusal."""
    form = _form(reference, number)
    if not form.validate():
        return _page(form, reference)
    draft = form.draft()
    saved = form.save(
        submit_drafts, [draft], actor=actor(), note=draft.note, replaces=returned_request()
    )
    if saved is None:
        return _page(form, reference)
    flash_outcome(saved.value, draft.kind, draft.reference)
    return redirect(url_for("contributions.show", reference=draft.contribution), 303)


def _form(reference: str, number: int, **keywords: Any) -> ReversalForm:  # noqa: ANN401 - wtforms' own
    """Return the form; raises NotFound for an entry of another contribution."""
    item = read_contribution(context.session(), reference).item
    entry = entry_of_contribution(context.session(), item.id, number)
    return ReversalForm(item.reference, entry, **keywords)


def _page(form: ReversalForm, reference: str) -> ResponseReturnValue:
    """Show the form beside the entry."""
    page = render_template(
        "entries/reversal_form.html",
        form=form,
        item=read_contribution(context.session(), reference).item,
        entry=form.entry,
    )
    return page, form.http_status
