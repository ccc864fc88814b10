"""Merging donors: likely duplicates, the merge, its undoing, and the decision against it."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.donors.donor_duplicates import find_distinction, likely_duplicates, tell_apart
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import (
    find_merge,
    holdings_of,
    move_back_of,
)
from tracker.fund.record_changes.donor_merges import merge_or_hand_in, undo_or_hand_in
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.donors.merge_form import MergeForm
from tracker.web.forms.reason import ReasonForm
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
    """Ask which donor it is, with a preview of the merge."""
    into = request.args.get("into", "")
    form = MergeForm(code, with_accounts=_has_accounts(code), formdata=None, into=into)
    return _merge_page(form, code)


@blueprint.post("/donors/<code>/merge")
@requires(Permission.DECIDE_DONORS)
def merge(code: str) -> ResponseReturnValue:
    """Merge the donors, or show the refusal."""
    form = MergeForm(code, with_accounts=_has_accounts(code))
    if form.validate() and (
        saved := form.save(
            merge_or_hand_in,
            code=code,
            into_code=form.into.data,
            actor=actor(),
            why=form.why.data,
            users_follow=form.follow,
        )
    ):
        if saved.value:
            return go_to_request(saved.value)
        flash(_("%(name)s is %(other)s from now on.", name=code, other=form.into.data), "done")
        return redirect(url_for("donors.show", code=form.into.data), 303)
    return _merge_page(form, code)


@blueprint.get("/donors/merges/<int:number>/undo")
@requires(Permission.DECIDE_DONORS)
def ask_undo(number: int) -> ResponseReturnValue:
    """Ask for the reason, with a preview of the undoing."""
    return _undo_page(ReasonForm(formdata=None), number)


@blueprint.post("/donors/merges/<int:number>/undo")
@requires(Permission.DECIDE_DONORS)
def undo(number: int) -> ResponseReturnValue:
    """Undo the merge, or show the refusal."""
    form = ReasonForm()
    _merge, donor_row, _into = find_merge(context.session(), number)
    code = donor_row.code
    if form.validate() and (
        saved := form.save(undo_or_hand_in, number=number, actor=actor(), why=form.why.data)
    ):
        if saved.value:
            return go_to_request(saved.value)
        flash(_("The merge was undone."), "done")
        return redirect(url_for("donors.show", code=code), 303)
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


def _has_accounts(code: str) -> bool:
    """Tell whether a donor has users."""
    session = context.session()
    return bool(holdings_of(session, find_donor(session, code)).users)


def _merge_page(form: MergeForm, code: str) -> ResponseReturnValue:
    """Show the form of a merge, with the moves once the other donor is named."""
    session = context.session()
    found = find_donor(session, code)
    into = form.into.find(form.into.data)
    other = find_donor(session, into) if into else None
    page = render_template(
        "donors/merge_form.html",
        form=form,
        found=found,
        held=holdings_of(session, found),
        other=other,
        other_held=holdings_of(session, other) if other else None,
        apart=find_distinction(session, found, other) if other else None,
    )
    return page, form.http_status


def _undo_page(form: ReasonForm, number: int) -> ResponseReturnValue:
    """Show the form of an undoing, with its moves."""
    session = context.session()
    kept, merged, into = find_merge(session, number)
    page = render_template(
        "donors/merge_undo_form.html",
        form=form,
        merge=kept,
        merged=merged,
        into=into,
        back=move_back_of(session, kept, into),
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
