"""The pages of imports: the list of them, the upload of a sheet, and the empty templates."""

from functools import partial

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlmodel import Session
from wtforms import SelectField

from tracker.errors import Fault
from tracker.exchange.import_jobs.import_list import ImportItem, list_imports
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.store import (
    LARGEST_FILE,
    MEGABYTE,
    NewImport,
    add_import,
    ask_for_check,
    number_of,
)
from tracker.exchange.profiles import profiles_of
from tracker.exchange.sheet_files import Upload
from tracker.http import context
from tracker.http.formats import moment
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.http.language import locale_code
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import Permission
from tracker.web.forms.fields import ids_of
from tracker.web.forms.reading import save
from tracker.web.forms.saving import actor
from tracker.web.imports.kinds import kind_label, my_kind, my_kinds, reader
from tracker.web.lists.list_page import Plan, make_list_page, options_of

blueprint = APIBlueprint("imports", __name__, template_folder="templates", enable_openapi=False)


def _kinds() -> list[tuple[str, str]]:
    """Return the kinds to choose from."""
    return [(name, kind_label(name)) for name in my_kinds()]


def _profiles() -> list[tuple[str, str]]:
    """Return our own columns, and the profiles with the kinds that they read."""
    read: dict[str, list[str]] = {}
    for kind in my_kinds():
        for profile in profiles_of(kind):
            read.setdefault(profile, []).append(kind_label(kind))
    named = [
        (profile, _("profile %(name)s: %(kinds)s", name=profile, kinds=", ".join(kinds)))
        for profile, kinds in read.items()
    ]
    return [("", _("our own columns")), *named]


class UploadForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A sheet, of which kind it is, and by which profile it is read."""

    kind = SelectField(_l("What the sheet holds"), choices=_kinds, validate_choice=False)
    file = FileField(_l("File"), render_kw={"accept": ".csv,.xlsx,.xls,.ods,.tsv,.txt"})
    profile = SelectField(_l("How its columns are read"), choices=_profiles, validate_choice=False)


@blueprint.get("/imports")
@requires(Permission.IMPORT_SHEETS)
def show_list() -> ResponseReturnValue:
    """Show the imports that the user may see, newest first."""
    page = make_list_page(partial(list_imports, reader=reader()), _plan())
    return render_template("imports/list.html", page=page)


@blueprint.get("/imports/new")
@requires(Permission.IMPORT_SHEETS)
def ask() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(UploadForm(formdata=None), [])


@blueprint.post("/imports/new")
@requires(Permission.IMPORT_SHEETS)
def upload() -> ResponseReturnValue:
    """Store the file and have it checked, or show its faults."""
    form = UploadForm()
    kept: list[int] = []
    context.jobs().settle_lost()
    faults = save(partial(_keep, new=_read(form), kept=kept))
    if faults:
        return _page(form, faults)
    context.jobs().start_waiting()
    return redirect(url_for("import_preview.show", number=kept[0]), 303)


def _keep(session: Session, new: NewImport, kept: list[int]) -> None:
    """Store the file as an import that waits for its check; its number goes into `kept`."""
    number = number_of(add_import(session, new, actor()))
    ask_for_check(session, context.jobs(), number, by=actor(), locale=new.locale)
    kept.append(number)


def _read(form: UploadForm) -> NewImport:
    """Read the form; a kind that the person may not import is not there."""
    kind = my_kind(form.kind.data or "")
    sent = form.file.data
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    return NewImport(kind.name, Upload(name, content), form.profile.data or "", locale_code())


def _page(form: UploadForm, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    page = render_template(
        "imports/form.html",
        form=form,
        faults=faults,
        ids=ids_of(form),
        kinds=_kinds(),
        most=LARGEST_FILE // MEGABYTE,
    )
    return page, 422 if faults else 200


def _plan() -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Imports"),
        columns=(
            TableColumn(_("File")),
            TableColumn(_("Kind"), sort="kind"),
            TableColumn(_("Uploaded"), sort="at"),
            TableColumn(_("By"), sort="by"),
            TableColumn(_("State")),
            TableColumn(_("Rows read"), ColumnKind.WHOLE),
            TableColumn(_("Added"), ColumnKind.WHOLE),
            TableColumn(_("Changed"), ColumnKind.WHOLE),
            TableColumn(_("Unchanged"), ColumnKind.WHOLE),
            TableColumn(_("Rejected"), ColumnKind.WHOLE),
        ),
        row=_row,
        filters=(
            ListFilter("kind", _("Kind"), tuple(FilterOption(*pair) for pair in _kinds())),
            ListFilter("state", _("State"), options_of(ImportState)),
        ),
        default_order="-at",
        empty=_("No sheet has been imported on these pages yet."),
    )


def _row(item: ImportItem) -> tuple[object, ...]:
    """Return the row of one import; one whose process is gone counts as failed."""
    lost = item.run is not None and context.jobs().is_lost(item.run)
    state = ImportState.FAILED if lost else item.state
    return (
        TableLink(item.file_name, url_for("import_preview.show", number=item.number)),
        kind_label(item.kind),
        moment(item.at),
        item.by,
        label(state),
        item.read,
        item.added,
        item.changed,
        item.unchanged,
        item.rejected,
    )
