"""The parts of a donor, each with a form: names, spellings and contacts."""

from collections.abc import Callable
from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug import Response

from tracker.errors import NotFound
from tracker.fund.donors.aliases import add_alias, aliases_of, remove_alias
from tracker.fund.donors.contacts import (
    add_contact,
    change_contact,
    contacts_of,
    find_contact,
    read_contact,
    remove_contact,
)
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import add_name, names_of, remove_name
from tracker.fund.tables.donors import Donor
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.donors.part_forms import (
    ContactChangeForm,
    ContactForm,
    NameForm,
    SpellingForm,
    filled_contact_form,
)
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import ReasonForm
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form

blueprint = APIBlueprint("donor_parts", __name__, template_folder="templates", enable_openapi=False)


@dataclass(frozen=True, slots=True)
class RemovablePart:
    """A part of a donor that can be removed: its text, and the function that removes it."""

    spell: Callable[[Session, Donor, int], str]
    remove: Callable[..., None]


@blueprint.get("/donors/<code>/names/add")
@requires(Permission.CHANGE_DONORS)
def ask_name(code: str) -> ResponseReturnValue:
    """Show the empty form of a name."""
    return _part_page(NameForm(formdata=None), code, _("Add a name"))


@blueprint.post("/donors/<code>/names/add")
@requires(Permission.CHANGE_DONORS)
def add_its_name(code: str) -> ResponseReturnValue:
    """Add a name from a day on."""
    find_donor(context.session(), code)
    form = NameForm()
    if form.validate() and form.save(add_name, code=code, draft=form.draft(), actor=actor()):
        flash(_("The name was added."), "done")
        return _back_to(code)
    return _part_page(form, code, _("Add a name"))


@blueprint.get("/donors/<code>/spellings/add")
@requires(Permission.CHANGE_DONORS)
def ask_spelling(code: str) -> ResponseReturnValue:
    """Show the empty form of a spelling."""
    return _part_page(SpellingForm(formdata=None), code, _("Add a spelling"))


@blueprint.post("/donors/<code>/spellings/add")
@requires(Permission.CHANGE_DONORS)
def add_its_spelling(code: str) -> ResponseReturnValue:
    """Add a spelling."""
    find_donor(context.session(), code)
    form = SpellingForm()
    if form.validate() and form.save(add_alias, code=code, spelling=form.draft(), actor=actor()):
        flash(_("The spelling was added."), "done")
        return _back_to(code)
    return _part_page(form, code, _("Add a spelling"))


@blueprint.get("/donors/<code>/contacts/add")
@requires(Permission.CHANGE_DONORS)
def ask_contact(code: str) -> ResponseReturnValue:
    """Show the empty form of a contact."""
    return _part_page(ContactForm(formdata=None), code, _("Add a contact"))


@blueprint.post("/donors/<code>/contacts/add")
@requires(Permission.CHANGE_DONORS)
def add_its_contact(code: str) -> ResponseReturnValue:
    """Add a contact."""
    find_donor(context.session(), code)
    form = ContactForm()
    if form.validate() and form.save(add_contact, code=code, draft=form.draft(), actor=actor()):
        flash(_("The contact was added."), "done")
        return _back_to(code)
    return _part_page(form, code, _("Add a contact"))


@blueprint.get("/donors/<code>/contacts/<int:number>/change")
@requires(Permission.CHANGE_DONORS)
def ask_contact_change(code: str, number: int) -> ResponseReturnValue:
    """Show the form with the contact as it is."""
    form = filled_contact_form(read_contact(find_contact(context.session(), code, number)))
    return _part_page(form, code, _("Change the contact"))


@blueprint.post("/donors/<code>/contacts/<int:number>/change")
@requires(Permission.CHANGE_DONORS)
def change_its_contact(code: str, number: int) -> ResponseReturnValue:
    """Change a contact."""
    find_contact(context.session(), code, number)
    form = sent_form(ContactChangeForm, filled_contact_form)
    valid = form.validate()
    if form.changes_nothing(form.draft, valid=valid):
        flash(_("Nothing was changed: the record says all of this already."), "done")
        return _back_to(code)
    if valid and form.save_change(
        change_contact, form.draft(), code=code, number=number, actor=actor()
    ):
        flash(_("The contact was changed."), "done")
        return _back_to(code)
    return _part_page(form, code, _("Change the contact"))


@blueprint.get("/donors/<code>/<part>/<int:number>/remove")
@requires(Permission.CHANGE_DONORS)
def ask_removal(code: str, part: str, number: int) -> ResponseReturnValue:
    """Ask why a name, spelling or contact is removed."""
    return _removal_page(ReasonForm(formdata=None), code, part, number)


@blueprint.post("/donors/<code>/<part>/<int:number>/remove")
@requires(Permission.CHANGE_DONORS)
def remove(code: str, part: str, number: int) -> ResponseReturnValue:
    """Remove a name, spelling or contact."""
    form, kind = ReasonForm(), _part(part)
    if form.validate() and form.save(
        kind.remove, code=code, number=number, actor=actor(), why=form.why.data
    ):
        flash(_("It was removed."), "done")
        return _back_to(code)
    return _removal_page(form, code, part, number)


def _part_page(form: RecordForm, code: str, title: str) -> ResponseReturnValue:
    """Show the form of a name, spelling or contact, or both edits of a contact."""
    if isinstance(form, ContactChangeForm) and form.conflict:
        edited = EditedRecord(Subject.DONOR, code, url_for("donors.show_registry", code=code))
        return edit_conflict_page(form, form.conflict, edited), form.http_status
    page = render_template(
        "donors/part_form.html",
        form=form,
        found=find_donor(context.session(), code),
        title=title,
    )
    return page, form.http_status


def _removal_page(form: ReasonForm, code: str, part: str, number: int) -> ResponseReturnValue:
    """Show the part to remove, and ask why."""
    session = context.session()
    found = find_donor(session, code)
    page = render_template(
        "donors/removal_form.html",
        form=form,
        found=found,
        what=_part(part).spell(session, found, number),
    )
    return page, form.http_status


def _part(name: str) -> RemovablePart:
    """Return the part of the address."""
    found = PARTS.get(name)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _the_one(rows: dict[int, str], number: int) -> str:
    """Return the text of a part; raises NotFound."""
    if number not in rows:
        raise NotFound(_("There is nothing at this address."))
    return rows[number]


PARTS = {
    "names": RemovablePart(
        lambda session, donor, number: _the_one(
            {one.id: one.name for one in names_of(session, donor)}, number
        ),
        remove_name,
    ),
    "spellings": RemovablePart(
        lambda session, donor, number: _the_one(
            {one.id: one.spelling for one in aliases_of(session, donor)}, number
        ),
        remove_alias,
    ),
    "contacts": RemovablePart(
        lambda session, donor, number: _the_one(
            {one.id: one.draft.name for one in contacts_of(session, donor)}, number
        ),
        remove_contact,
    ),
}
"""The removable parts of a donor, by their place in the address."""


def _back_to(code: str) -> Response:
    """Redirect to the donor's page."""
    return redirect(url_for("donors.show_registry", code=code), 303)
