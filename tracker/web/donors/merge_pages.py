"""Merging donors: likely duplicates, the merge, its undoing, and the decision against it."""

from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import Fault
from tracker.fund.donors.donor_duplicates import find_distinction, likely_duplicates, tell_apart
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import find_merge
from tracker.fund.record_changes.donor_merges import merge_or_hand_in, undo_or_hand_in
from tracker.fund.record_changes.donor_moves import merge_move, undoing_move
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.users import donor_users
from tracker.web.donors.merge_form import WITHOUT_DONOR, MergeForm, MergeUndoingForm
from tracker.web.forms.reason import ReasonForm
from tracker.web.forms.refusals import errors_at, put_faults
from tracker.web.forms.saving import actor
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "donor_merges", __name__, template_folder="templates", enable_openapi=False
)
MOST_SHOWN = 100


@blueprint.get("/donors/doubles")
@requires(Permission.DECIDE_DONORS)
def show_doubles() -> ResponseReturnValue:
    """Show the pairs of donors that are likely duplicates."""
    doubles = likely_duplicates(context.session())
    return render_template("donors/doubles.html", doubles=doubles[:MOST_SHOWN], total=len(doubles))


@blueprint.get("/donors/<code>/merge")
@requires(Permission.DECIDE_DONORS)
def ask(code: str) -> ResponseReturnValue:
    """Ask which donor it is, then show what a merge would move, with its confirmation."""
    into = request.args.get("into", "").strip()
    form = _merge_form(code, formdata=None, into=into)
    if into:
        unknown = [] if form.into_code else [Fault("into", str(WITHOUT_DONOR))]
        put_faults(form, [*unknown, *form.rule_faults()])
    return _merge_page(form)


@blueprint.post("/donors/<code>/merge")
@requires(Permission.DECIDE_DONORS)
def merge(code: str) -> ResponseReturnValue:
    """Merge the donors, or show the refusal."""
    form = _merge_form(code)
    if form.validate() and (
        saved := form.save(
            merge_or_hand_in,
            code=code,
            into_code=form.into.data,
            actor=actor(),
            why=form.why.data,
            shown=form.shown.data or "",
            users_follow=form.follow,
        )
    ):
        if saved.value:
            return go_to_request(saved.value)
        flash(_("%(name)s is %(other)s from now on.", name=code, other=form.into.data), "done")
        return redirect(url_for("donors.show_registry", code=form.into.data), 303)
    return _merge_page(form)


@blueprint.get("/donors/merges/<int:number>/undo")
@requires(Permission.DECIDE_DONORS)
def ask_undo(number: int) -> ResponseReturnValue:
    """Show what the undoing would move back, with its confirmation."""
    kept, _merged, _into = find_merge(context.session(), number)
    return _undo_page(MergeUndoingForm(undone=kept.undone_at is not None, formdata=None), number)


@blueprint.post("/donors/merges/<int:number>/undo")
@requires(Permission.DECIDE_DONORS)
def undo(number: int) -> ResponseReturnValue:
    """Undo the merge, or show the refusal."""
    kept, merged, _into = find_merge(context.session(), number)
    form, code = MergeUndoingForm(undone=kept.undone_at is not None), merged.code
    if form.validate() and (
        saved := form.save(
            undo_or_hand_in,
            number=number,
            actor=actor(),
            why=form.reason,
            shown=form.shown.data or "",
        )
    ):
        if saved.value:
            return go_to_request(saved.value)
        flash(_("The merge was undone."), "done")
        return redirect(url_for("donors.show_registry", code=code), 303)
    return _undo_page(form, number)


@blueprint.get("/donors/<code>/apart/<other>")
@requires(Permission.DECIDE_DONORS)
def ask_apart(code: str, other: str) -> ResponseReturnValue:
    """Ask why the two are not the same."""
    return _apart_page(ReasonForm(formdata=None), code, other)


@blueprint.post("/donors/<code>/apart/<other>")
@requires(Permission.DECIDE_DONORS)
def apart(code: str, other: str) -> ResponseReturnValue:
    """Record that the two are not the same."""
    form = ReasonForm()
    for one in (code, other):
        find_donor(context.session(), one)
    if form.validate() and form.save(
        tell_apart, code=code, other_code=other, actor=actor(), why=form.why.data
    ):
        flash(_("%(name)s and %(other)s are not the same.", name=code, other=other), "done")
        return redirect(url_for("donor_merges.show_doubles"), 303)
    return _apart_page(form, code, other)


def _merge_form(code: str, **keywords: Any) -> MergeForm:  # noqa: ANN401 - wtforms' own
    """Return the form of a donor's merge; the users of one that has some need an answer."""
    session = context.session()
    found = find_donor(session, code)
    with_accounts = bool(donor_users(session, found.code))
    return MergeForm(found, with_accounts=with_accounts, **keywords)


def _merge_page(form: MergeForm) -> ResponseReturnValue:
    """Ask for the other donor, or show what would move once it is named."""
    session, found = context.session(), form.donor
    if form.into_code is None or errors_at(form, "into"):
        form.ask_for_donor()
        return render_template("donors/merge_form.html", form=form, found=found), form.http_status
    other = find_donor(session, form.into_code)
    page = render_template(
        "donors/merge_preview.html",
        form=form,
        found=found,
        other=other,
        move=merge_move(session, found, other),
        most=MOST_SHOWN,
        apart=find_distinction(session, found, other),
    )
    return page, form.http_status


def _undo_page(form: MergeUndoingForm, number: int) -> ResponseReturnValue:
    """Show the form of an undoing, with its moves."""
    session = context.session()
    kept, merged, into = find_merge(session, number)
    page = render_template(
        "donors/merge_undo_form.html",
        form=form,
        merge=kept,
        merged=merged,
        into=into,
        move=undoing_move(session, number),
        most=MOST_SHOWN,
    )
    return page, form.http_status


def _apart_page(form: ReasonForm, code: str, other: str) -> ResponseReturnValue:
    """Show the form of the decision that two donors differ."""
    session = context.session()
    page = render_template(
        "donors/apart_form.html",
        form=form,
        one=find_donor(session, code),
        other=find_donor(session, other),
    )
    return page, form.http_status
