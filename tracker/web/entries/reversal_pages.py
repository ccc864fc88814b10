"""The reversal of an entry."""

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.fund.contributions.contribution_list import read_contribution
from tracker.fund.ledger.contribution_entries import entry_of_contribution
from tracker.fund.ledger.entries import EntryKind
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.entries.refill import returned_instruction, returned_request
from tracker.web.entries.reversal_form import ReversalForm
from tracker.web.entries.submission import flash_outcome, submit_entry
from tracker.web.forms.saving import actor

blueprint = APIBlueprint("reversals", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def ask(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the reason, with the entry to be reversed."""
    values = {"effective_on": utc_now().date()}
    returned = returned_instruction(EntryKind.REVERSAL)
    if returned is not None:
        values |= ReversalForm.values_of(returned)
    return _page(ReversalForm(formdata=None, data=values), reference, number)


@blueprint.post("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def reverse(reference: str, number: int) -> ResponseReturnValue:
    """Submit the mirror image of the entry, or show its refusal."""
    item = read_contribution(context.session(), reference).item
    entry_of_contribution(
        context.session(), item.id, number
    )  # NotFound for an entry of another contribution
    form = ReversalForm()
    if not form.validate():
        return _page(form, reference, number)
    instruction, why = form.instruction(item, number), form.why.data
    saved = form.save(
        submit_entry, instruction, actor=actor(), note=why, replaces=returned_request()
    )
    if saved is None:
        return _page(form, reference, number)
    flash_outcome(saved.value, EntryKind.REVERSAL, instruction.heading.reference)
    return redirect(url_for("contributions.show", reference=item.reference), 303)


def _page(form: ReversalForm, reference: str, number: int) -> ResponseReturnValue:
    """Show the form beside the entry."""
    session = context.session()
    item = read_contribution(session, reference).item
    page = render_template(
        "entries/reversal_form.html",
        form=form,
        item=item,
        entry=entry_of_contribution(session, item.id, number),
    )
    return page, form.http_status
