"""The parts of a donor that are kept one by one: its names, spellings and contacts."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session
from werkzeug import Response
from wtforms import BooleanField

from tracker.errors import Fault, NotFound
from tracker.fund.donors.aliases import add_alias, aliases_of, remove_alias
from tracker.fund.donors.contacts import (
    ContactDraft,
    add_contact,
    change_contact,
    contact_faults,
    contacts_of,
    find_contact,
    read_contact,
    remove_contact,
)
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import NameDraft, add_name, names_of, remove_name
from tracker.fund.donors.registry import Spelling
from tracker.fund.states import ContactRole
from tracker.fund.tables.donors import Donor
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.forms.fields import code_field, day_field, ids_of, long_field, text_field
from tracker.web.forms.reading import Reading
from tracker.web.forms.saving import actor, save

blueprint = APIBlueprint("donor_parts", __name__, template_folder="templates", enable_openapi=False)


class NameForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A name from a day on."""

    name = text_field(_l("Name"), 300)
    holds_from = day_field(_l("Holds from"))
    source = text_field(_l("Source"), 200)


class SpellingForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Another spelling."""

    spelling = text_field(_l("Spelling"), 250)
    beside = text_field(_l("Code beside it"), 20)


class ContactForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Whom to write to."""

    role = code_field(_l("Role"), ContactRole)
    name = text_field(_l("Name"), 200)
    email = text_field(_l("E-mail address"), 254)
    telephone = text_field(_l("Telephone"), 60)
    note = long_field(_l("Note"), 2)
    active = BooleanField(_l("In office"), default=True)


class RemovalForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Why something is removed."""

    why = text_field(_l("Why?"), 2000)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a donor that can be removed: how one is spelled out, and what removes it."""

    spell: Callable[[Session, Donor, int], str]
    remove: Callable[..., None]


@blueprint.get("/donors/<code>/names/add")
@requires(Permission.CHANGE_DONORS)
def ask_name(code: str) -> ResponseReturnValue:
    """Show the empty form of a name."""
    return _part_page(NameForm(formdata=None), code, _("Add a name"), [])


@blueprint.post("/donors/<code>/names/add")
@requires(Permission.CHANGE_DONORS)
def add_its_name(code: str) -> ResponseReturnValue:
    """Add a name from a day on."""
    find_donor(context.session(), code)
    form, reading = NameForm(), Reading()
    draft = NameDraft(
        reading.text(form.name), reading.day(form.holds_from), reading.text(form.source)
    )
    faults = reading.faults or save(partial(add_name, code=code, draft=draft, actor=actor()))
    if faults:
        return _part_page(form, code, _("Add a name"), faults)
    flash(_("The name was added."), "done")
    return _back_to(code)


@blueprint.get("/donors/<code>/spellings/add")
@requires(Permission.CHANGE_DONORS)
def ask_spelling(code: str) -> ResponseReturnValue:
    """Show the empty form of a spelling."""
    return _part_page(SpellingForm(formdata=None), code, _("Add a spelling"), [])


@blueprint.post("/donors/<code>/spellings/add")
@requires(Permission.CHANGE_DONORS)
def add_its_spelling(code: str) -> ResponseReturnValue:
    """Add a spelling."""
    find_donor(context.session(), code)
    form, reading = SpellingForm(), Reading()
    spelling = Spelling(reading.text(form.spelling), reading.text(form.beside))
    faults = reading.faults or save(partial(add_alias, code=code, spelling=spelling, actor=actor()))
    if faults:
        return _part_page(form, code, _("Add a spelling"), faults)
    flash(_("The spelling was added."), "done")
    return _back_to(code)


@blueprint.get("/donors/<code>/contacts/add")
@requires(Permission.CHANGE_DONORS)
def ask_contact(code: str) -> ResponseReturnValue:
    """Show the empty form of a contact."""
    return _part_page(ContactForm(formdata=None), code, _("Add a contact"), [])


@blueprint.post("/donors/<code>/contacts/add")
@requires(Permission.CHANGE_DONORS)
def add_its_contact(code: str) -> ResponseReturnValue:
    """Add a contact."""
    find_donor(context.session(), code)
    form = ContactForm()
    draft, faults = _read_contact(form)
    faults = faults or save(partial(add_contact, code=code, draft=draft, actor=actor()))
    if faults:
        return _part_page(form, code, _("Add a contact"), faults)
    flash(_("The contact was added."), "done")
    return _back_to(code)


@blueprint.get("/donors/<code>/contacts/<int:number>/change")
@requires(Permission.CHANGE_DONORS)
def ask_contact_change(code: str, number: int) -> ResponseReturnValue:
    """Show the form with the contact as it is."""
    draft = read_contact(find_contact(context.session(), code, number))
    form = ContactForm(formdata=None, data=asdict(draft))
    return _part_page(form, code, _("Change the contact"), [])


@blueprint.post("/donors/<code>/contacts/<int:number>/change")
@requires(Permission.CHANGE_DONORS)
def change_its_contact(code: str, number: int) -> ResponseReturnValue:
    """Change a contact."""
    find_contact(context.session(), code, number)
    form = ContactForm()
    draft, faults = _read_contact(form)
    write = partial(change_contact, code=code, number=number, draft=draft, actor=actor())
    faults = faults or save(write)
    if faults:
        return _part_page(form, code, _("Change the contact"), faults)
    flash(_("The contact was changed."), "done")
    return _back_to(code)


@blueprint.get("/donors/<code>/<part>/<int:number>/remove")
@requires(Permission.CHANGE_DONORS)
def ask_removal(code: str, part: str, number: int) -> ResponseReturnValue:
    """Ask why a name, spelling or contact is removed."""
    return _removal_page(RemovalForm(formdata=None), code, part, number, [])


@blueprint.post("/donors/<code>/<part>/<int:number>/remove")
@requires(Permission.CHANGE_DONORS)
def remove(code: str, part: str, number: int) -> ResponseReturnValue:
    """Remove a name, spelling or contact."""
    form, reading = RemovalForm(), Reading()
    kind = _part(part)
    why = reading.text(form.why)
    if not why:
        reading.faults.append(Fault("why", _("Say why.")))
    write = partial(kind.remove, code=code, number=number, actor=actor(), why=why)
    faults = reading.faults or save(write)
    if faults:
        return _removal_page(form, code, part, number, faults)
    flash(_("It was removed."), "done")
    return _back_to(code)


def _read_contact(form: ContactForm) -> tuple[ContactDraft, list[Fault]]:
    """Read the form into a draft, with all faults at once."""
    reading = Reading()
    draft = ContactDraft(
        role=reading.code(form.role, ContactRole),
        name=reading.text(form.name),
        email=reading.text(form.email),
        telephone=reading.text(form.telephone),
        note=reading.text(form.note),
        active=bool(form.active.data),
    )
    return draft, reading.with_faults_of(contact_faults(draft))


def _part_page(form: FlaskForm, code: str, title: str, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form of a name, spelling or contact; with faults, as refused."""
    page = render_template(
        "donors/part_form.html",
        form=form,
        found=find_donor(context.session(), code),
        title=title,
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200


def _removal_page(
    form: RemovalForm, code: str, part: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form of a removal; with faults, as refused."""
    session = context.session()
    found = find_donor(session, code)
    page = render_template(
        "donors/removal_form.html",
        form=form,
        found=found,
        what=_part(part).spell(session, found, number),
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200


def _part(name: str) -> Part:
    """Return the part that the address names."""
    found = PARTS.get(name)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _the_one(rows: dict[int, str], number: int) -> str:
    """Return how a part is spelled out; raises NotFound."""
    if number not in rows:
        raise NotFound(_("There is nothing at this address."))
    return rows[number]


PARTS = {
    "names": Part(
        lambda session, donor, number: _the_one(
            {one.id: one.name for one in names_of(session, donor)}, number
        ),
        remove_name,
    ),
    "spellings": Part(
        lambda session, donor, number: _the_one(
            {one.id: one.spelling for one in aliases_of(session, donor)}, number
        ),
        remove_alias,
    ),
    "contacts": Part(
        lambda session, donor, number: _the_one(
            {one.id: one.draft.name for one in contacts_of(session, donor)}, number
        ),
        remove_contact,
    ),
}
"""What can be removed of a donor, by its place in the address."""


def _back_to(code: str) -> Response:
    """Go to the donor's page."""
    return redirect(url_for("donors.show", code=code), 303)
