"""Adding a donor to the registry, and changing what it is."""

from dataclasses import asdict
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import BooleanField

from tracker.errors import Fault
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import (
    DonorDraft,
    add_donors,
    change_donor,
    donor_faults,
    read_draft,
)
from tracker.fund.states import DonorStatus
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import place
from tracker.people.permissions import Permission
from tracker.reference.codes import ContributorType
from tracker.reference.states import states
from tracker.web.forms.fields import code_field, ids_of, long_field, picked_field, text_field
from tracker.web.forms.reading import Reading, find_code
from tracker.web.forms.saving import actor, save

blueprint = APIBlueprint("donor_forms", __name__, template_folder="templates", enable_openapi=False)


class DonorForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What a donor is."""

    code = text_field(_l("Code"), 20)
    name = text_field(_l("Name"), 300)
    type = code_field(_l("Type"), ContributorType)
    state = picked_field(_l("State"), "states")
    decided = BooleanField(_l("It is a donor of its own, and none of those on file"))
    note = long_field(_l("Note"))
    why = text_field(_l("Why is this changed?"), 2000)


@blueprint.get("/donors/add")
@requires(Permission.CHANGE_DONORS)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(DonorForm(formdata=None), [])


@blueprint.post("/donors/add")
@requires(Permission.CHANGE_DONORS)
def add_it() -> ResponseReturnValue:
    """Add the donor, or show what is wrong with it."""
    form = DonorForm()
    draft, faults = _read(form, DonorStatus.DECIDED)
    faults = faults or save(partial(add_donors, drafts=[draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("%(name)s was added.", name=draft.code), "done")
    return _back_to(draft.code)


@blueprint.get("/donors/<code>/change")
@requires(Permission.CHANGE_DONORS)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the donor as it is."""
    draft = read_draft(find_donor(context.session(), code))
    shown = asdict(draft) | {"state": place(draft.state) if draft.state else ""}
    return _page(DonorForm(formdata=None, data=shown), [], code)


@blueprint.post("/donors/<code>/change")
@requires(Permission.CHANGE_DONORS)
def change_it(code: str) -> ResponseReturnValue:
    """Change the donor, or show what is wrong."""
    status = find_donor(context.session(), code).status
    form = DonorForm()
    draft, faults = _read(form, DonorStatus.DECIDED if form.decided.data else status)
    why = (form.why.data or "").strip()
    if not why:
        faults.append(Fault("why", _("Say why this is changed.")))
    faults = faults or save(partial(change_donor, code=code, draft=draft, actor=actor(), why=why))
    if faults:
        return _page(form, faults, code)
    flash(_("The donor was changed."), "done")
    return _back_to(code)


def _read(form: DonorForm, status: DonorStatus) -> tuple[DonorDraft, list[Fault]]:
    """Read the form into a draft, with all faults at once."""
    reading = Reading()
    named = reading.text(form.state)
    names = {code: place(code) for code in states()}
    draft = DonorDraft(
        code=reading.text(form.code),
        name=reading.text(form.name),
        type=reading.code(form.type, ContributorType),
        state=(find_code(named, names) or named) if named else "",
        status=status,
        note=reading.text(form.note),
    )
    return draft, reading.with_faults_of(donor_faults(draft))


def _page(form: DonorForm, faults: list[Fault], changed: str = "") -> ResponseReturnValue:
    """Show the form of a donor; with faults, as refused."""
    found = find_donor(context.session(), changed) if changed else None
    page = render_template(
        "donors/form.html",
        form=form,
        faults=faults,
        ids=ids_of(form),
        changed=changed,
        undecided=found is not None and found.status is DonorStatus.UNDECIDED,
        states={code: place(code) for code in states()},
    )
    return page, 422 if faults else 200


def _back_to(code: str) -> Response:
    """Go to the donor's page."""
    return redirect(url_for("donors.show", code=code), 303)
