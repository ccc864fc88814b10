"""Two donors that are one: the likely doubles, the merge and its undoing, and that they are not."""

from functools import partial
from typing import Any, NamedTuple

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from tracker.errors import Fault
from tracker.fund.donors.donor_choices import donor_names
from tracker.fund.donors.donor_duplicates import find_distinction, likely_duplicates, tell_apart
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import (
    find_merge,
    holdings_of,
    merge_donors,
    move_back_of,
    undo_merge,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import donor
from tracker.people.permissions import Permission
from tracker.web.forms.fields import ids_of, picked_field, text_field
from tracker.web.forms.reading import Reading, find_code
from tracker.web.forms.saving import actor, save

blueprint = APIBlueprint(
    "donor_merges", __name__, template_folder="templates", enable_openapi=False
)
MOST_SHOWN = 100
FOLLOW = {"follow": True, "stay": False}
"""What may become of the accounts that speak for a merged donor."""


class MergeForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Which donor it is, what becomes of its accounts, and why."""

    into = picked_field(_l("It is"), "donors")
    accounts = StringField()  # drawn as two radio buttons
    why = text_field(_l("Why?"), 2000)


class ReasonForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Why something is decided."""

    why = text_field(_l("Why?"), 2000)


class ReadMerge(NamedTuple):
    """What the form of a merge brought, and all that is wrong with it."""

    into: str
    why: str
    follow: bool | None
    faults: list[Fault]


@blueprint.get("/donors/doubles")
@requires(Permission.DECIDE_DONORS)
def show_doubles() -> ResponseReturnValue:
    """Show the pairs of donors that are likely one."""
    doubles = likely_duplicates(context.session())
    return render_template("donors/doubles.html", doubles=doubles[:MOST_SHOWN], total=len(doubles))


@blueprint.get("/donors/<code>/merge")
@requires(Permission.DECIDE_DONORS)
def ask(code: str) -> ResponseReturnValue:
    """Ask who the donor is, saying what will happen."""
    return _merge_page(MergeForm(formdata=None, into=request.args.get("into", "")), code, [])


@blueprint.post("/donors/<code>/merge")
@requires(Permission.DECIDE_DONORS)
def merge(code: str) -> ResponseReturnValue:
    """Merge the donors, or show what stands in the way."""
    form = MergeForm()
    read = _read_merge(form, code)
    write = partial(
        merge_donors,
        code=code,
        into_code=read.into,
        actor=actor(),
        why=read.why,
        users_follow=read.follow,
    )
    faults = read.faults or save(write)
    if faults:
        return _merge_page(form, code, faults)
    flash(_("%(name)s is %(other)s from now on.", name=code, other=read.into), "done")
    return redirect(url_for("donors.show", code=read.into), 303)


@blueprint.get("/donors/merges/<int:number>/undo")
@requires(Permission.DECIDE_DONORS)
def ask_undo(number: int) -> ResponseReturnValue:
    """Ask for the reason, saying what will move back."""
    return _undo_page(ReasonForm(formdata=None), number, [])


@blueprint.post("/donors/merges/<int:number>/undo")
@requires(Permission.DECIDE_DONORS)
def undo(number: int) -> ResponseReturnValue:
    """Undo the merge, or show what stands in the way."""
    form = ReasonForm()
    _merge, donor_row, _into = find_merge(context.session(), number)
    code = donor_row.code
    faults = _decided(form, partial(undo_merge, number=number))
    if faults:
        return _undo_page(form, number, faults)
    flash(_("The merge was undone."), "done")
    return redirect(url_for("donors.show", code=code), 303)


@blueprint.get("/donors/<code>/apart/<other>")
@requires(Permission.DECIDE_DONORS)
def ask_apart(code: str, other: str) -> ResponseReturnValue:
    """Ask why the two are not the same."""
    return _apart_page(ReasonForm(formdata=None), code, other, [])


@blueprint.post("/donors/<code>/apart/<other>")
@requires(Permission.DECIDE_DONORS)
def apart(code: str, other: str) -> ResponseReturnValue:
    """Keep that the two are not the same."""
    form = ReasonForm()
    for one in (code, other):
        find_donor(context.session(), one)
    faults = _decided(form, partial(tell_apart, code=code, other_code=other))
    if faults:
        return _apart_page(form, code, other, faults)
    flash(_("%(name)s and %(other)s are not the same.", name=code, other=other), "done")
    return redirect(url_for("donor_merges.show_doubles"), 303)


def _read_merge(form: MergeForm, code: str) -> ReadMerge:
    """Read the form, with all faults at once."""
    session, reading = context.session(), Reading()
    into = reading.named(reading.text(form.into), _others(code), "into", _("donors on file"))
    why = reading.text(form.why)
    if not why:
        reading.faults.append(Fault("why", _("Say why.")))
    follow = FOLLOW.get(reading.text(form.accounts))
    if follow is None and holdings_of(session, find_donor(session, code)).users:
        reading.faults.append(Fault("accounts", _("Say what becomes of the accounts.")))
    return ReadMerge(into, why, follow, reading.faults)


def _decided(form: ReasonForm, write: Any) -> list[Fault]:  # noqa: ANN401 - a partial that lacks who and why
    """Write a decision with its reason; return what stands in the way."""
    reading = Reading()
    why = reading.text(form.why)
    if not why:
        reading.faults.append(Fault("why", _("Say why.")))
    return reading.faults or save(partial(write, actor=actor(), why=why))


def _others(code: str) -> dict[str, str]:
    """Return the donors that another can be merged into."""
    names = donor_names(context.session())
    return {one: donor(one, name) for one, name in names.items() if one != code}


def _merge_page(form: MergeForm, code: str, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    session = context.session()
    found, names = find_donor(session, code), _others(code)
    into = find_code(form.into.data or "", names)
    other = find_donor(session, into) if into else None
    page = render_template(
        "donors/merge_form.html",
        form=form,
        found=found,
        held=holdings_of(session, found),
        other=other,
        other_held=holdings_of(session, other) if other else None,
        apart=find_distinction(session, found, other) if other else None,
        names=names,
        faults=faults,
        ids=ids_of(form) | {"accounts": "accounts"},
    )
    return page, 422 if faults else 200


def _undo_page(form: ReasonForm, number: int, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    session = context.session()
    kept, merged, into = find_merge(session, number)
    page = render_template(
        "donors/merge_undo_form.html",
        form=form,
        merge=kept,
        merged=merged,
        into=into,
        back=move_back_of(session, kept, into),
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200


def _apart_page(
    form: ReasonForm, code: str, other: str, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    session = context.session()
    page = render_template(
        "donors/apart_form.html",
        form=form,
        one=find_donor(session, code),
        other=find_donor(session, other),
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200
