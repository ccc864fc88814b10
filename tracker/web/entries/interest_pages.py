"""The page of interest: to one contribution, or by the rule after a preview of the shares."""

from functools import partial
from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.approvals.submission import Submission
from tracker.fund.balances.interest import InterestSplit
from tracker.fund.ledger.entries import EntryKind
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.entries.entry_form import BY_RULE, NAMED, proposed_reference
from tracker.web.entries.interest_form import InterestForm
from tracker.web.entries.kinds import SUMMARIES, TITLES
from tracker.web.entries.refill import returned_instruction, returned_request
from tracker.web.entries.submission import flash_outcome, flash_recorded_before
from tracker.web.forms.saving import Saved, actor

blueprint = APIBlueprint("interest", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/ledger/interest")
@requires(Permission.POST_MONEY)
def show() -> ResponseReturnValue:
    """Show the form, empty or with a returned request."""
    return _page(InterestForm(formdata=None, data=_first_values()))


@blueprint.post("/ledger/interest")
@requires(Permission.POST_MONEY)
def record() -> ResponseReturnValue:
    """Show the shares; record the interest once they were shown, or at once by name."""
    form, checking = InterestForm(), request.form.get("intent") == "check"
    if not form.validate():
        return _page(form) if checking else _refused(form)
    submission = partial(submit_drafts, actor=actor(), replaces=returned_request())
    tried = form.rehearse(submission, [form.draft()])
    if tried is None and not checking:
        return _refused(form)
    if tried is None or checking or not form.expect_shown(tried.value.digest):
        return _page(form, form.split, tried)
    saved = form.save(submission, [form.draft()], shown=form.shown)
    if saved is None:
        return _refused(form)
    flash_outcome(saved.value, EntryKind.INTEREST, form.reference.data)
    return redirect(_after(form), 303)


def _first_values() -> dict[str, Any]:
    """Return the values with which the form is shown first."""
    on, named = proposed_day(), request.args.get("contribution", "")
    values = {
        "effective_on": on,
        "reference": proposed_reference(EntryKind.INTEREST, on),
        "contribution": named,
        "by": NAMED if named else BY_RULE,
    }
    returned = returned_instruction(EntryKind.INTEREST)
    return values if returned is None else values | InterestForm.values_of(returned)


def _refused(form: InterestForm) -> ResponseReturnValue:
    """Show the refusal, unless the same form was sent before and has recorded the interest."""
    if not form.is_recorded:
        return _page(form)
    flash_recorded_before(form.reference.data)
    return redirect(_after(form), 303)


def _after(form: InterestForm) -> str:
    """Return the page after recording: the contribution, or the form for more."""
    if form.split is None:
        return url_for("contributions.show", reference=form.contribution.data)
    return url_for("interest.show")


def _page(
    form: InterestForm,
    split: InterestSplit | None = None,
    rehearsed: Saved[Submission] | None = None,
) -> ResponseReturnValue:
    """Show the form, with the shares where they are known."""
    page = render_template(
        "entries/interest_form.html",
        form=form,
        title=TITLES[EntryKind.INTEREST],
        about=SUMMARIES[EntryKind.INTEREST],
        split=split,
        rehearsed=rehearsed.value if rehearsed else None,
    )
    return page, form.http_status
