"""The pages of programmes: the list, one of them, and the form."""

from dataclasses import asdict
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from tracker.assistance.activity_list import list_activities
from tracker.assistance.programme_list import ProgrammeItem, list_programmes
from tracker.assistance.programmes import (
    ProgrammeDraft,
    add_programmes,
    change_programme,
    find_programme,
    programme_faults,
    read_programme,
)
from tracker.assistance.states import ProgrammeKind
from tracker.errors import Fault
from tracker.fund.balances.programme_money import money_of_programme
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.http.labels import label, place
from tracker.http.list_queries import ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.listing import FilterChoice, ListQuery
from tracker.people.permissions import Permission
from tracker.reference.regions import places
from tracker.web.forms.codes import find_code
from tracker.web.forms.fields import (
    code_field,
    day_field,
    ids_of,
    long_field,
    picked_field,
    text_field,
)
from tracker.web.forms.reading import Reading, save
from tracker.web.forms.saving import actor
from tracker.web.lists.list_page import Plan, make_list_page, options_of

blueprint = APIBlueprint("programmes", __name__, template_folder="templates", enable_openapi=False)
MOST_SHOWN = 250


class ProgrammeForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What a programme is."""

    code = text_field(_l("Code"), 60)
    title = text_field(_l("Title"), 500)
    kind = code_field(_l("Kind"), ProgrammeKind)
    place = picked_field(_l("State or region"), "places")
    starts_on = day_field(_l("Starts on"))
    ends_on = day_field(_l("Ends on"))
    description = long_field(_l("Description"))
    why = text_field(_l("Why is this changed?"), 2000)


@blueprint.get("/programmes")
@public
def show_list() -> ResponseReturnValue:
    """Show the list."""
    return render_template("programmes/list.html", page=make_list_page(list_programmes, _plan()))


@blueprint.get("/programmes/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one programme with its activities."""
    session = context.session()
    row = find_programme(session, code)
    asked = ListQuery(chosen=(FilterChoice("programme", code),), order="code", size=MOST_SHOWN)
    return render_template(
        "programmes/page.html",
        programme=read_programme(row),
        activities=list_activities(session, asked),
        money=money_of_programme(session, row.id or 0),
    )


@blueprint.get("/programmes/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(ProgrammeForm(formdata=None), [])


@blueprint.post("/programmes/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the programme, or show what is wrong with it."""
    form = ProgrammeForm()
    draft, faults = _read(form)
    faults = faults or save(partial(add_programmes, drafts=[draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("%(name)s was added.", name=draft.code), "done")
    return redirect(url_for("programmes.show", code=draft.code), 303)


@blueprint.get("/programmes/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the programme as it is."""
    draft = read_programme(find_programme(context.session(), code))
    shown = asdict(draft) | {"place": place(draft.place) if draft.place else ""}
    return _page(ProgrammeForm(formdata=None, data=shown), [], code)


@blueprint.post("/programmes/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the programme, or show what is wrong."""
    find_programme(context.session(), code)
    form = ProgrammeForm()
    draft, faults = _read(form)
    why = (form.why.data or "").strip()
    if not why:
        faults.append(Fault("why", _("Say why this is changed.")))
    faults = faults or save(
        partial(change_programme, code=code, draft=draft, actor=actor(), why=why)
    )
    if faults:
        return _page(form, faults, code)
    flash(_("The programme was changed."), "done")
    return redirect(url_for("programmes.show", code=code), 303)


def _plan() -> Plan:
    """Say how the list is shown."""
    return Plan(
        caption=_("Programmes"),
        columns=(
            TableColumn(_("Code"), sort="code"),
            TableColumn(_("Title"), sort="title"),
            TableColumn(_("Kind"), sort="kind"),
            TableColumn(_("State or region")),
            TableColumn(_("Starts on"), ColumnKind.DAY, sort="starts_on"),
            TableColumn(_("Ends on"), ColumnKind.DAY),
            TableColumn(_("Activities"), ColumnKind.WHOLE, sort="activities"),
            TableColumn(_("Budget"), ColumnKind.USD, "USD", sort="budget"),
        ),
        row=_row,
        filters=(ListFilter("kind", _("Kind"), options_of(ProgrammeKind)),),
        default_order="code",
        empty=_("No programme is on file yet."),
    )


def _row(item: ProgrammeItem) -> tuple[object, ...]:
    """Lay one programme out."""
    return (
        TableLink(item.code, url_for("programmes.show", code=item.code)),
        item.title,
        label(item.kind),
        place(item.place) if item.place else None,
        item.starts_on,
        item.ends_on,
        item.activities,
        item.budget_minor,
    )


def _page(form: ProgrammeForm, faults: list[Fault], changed: str = "") -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    page = render_template(
        "programmes/form.html",
        form=form,
        faults=faults,
        ids=ids_of(form),
        changed=changed,
        places={code: place(code) for code in places()},
    )
    return page, 422 if faults else 200


def _read(form: ProgrammeForm) -> tuple[ProgrammeDraft, list[Fault]]:
    """Read the form into a draft, with all faults at once."""
    reading = Reading()
    named = reading.text(form.place)
    draft = ProgrammeDraft(
        code=reading.text(form.code),
        title=reading.text(form.title),
        kind=reading.code(form.kind, ProgrammeKind),
        place=(find_code(named, {code: place(code) for code in places()}) or named)
        if named
        else "",
        description=reading.text(form.description),
        starts_on=reading.day(form.starts_on),
        ends_on=reading.day(form.ends_on),
    )
    return draft, reading.with_faults_of(programme_faults(draft))
