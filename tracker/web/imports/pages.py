"""The pages of imports: the list of them, the upload of a sheet, and the empty templates."""

from functools import partial

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.exchange.import_jobs.import_list import ImportItem, list_imports
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.store import (
    LARGEST_FILE,
    MEGABYTE,
)
from tracker.exchange.list_sheets import LIST_SHEETS
from tracker.exchange.record_sheets import SHEETS
from tracker.http import context
from tracker.http.actor_names import who
from tracker.http.formats import moment
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import Permission
from tracker.web.imports.keeping import keep_import
from tracker.web.imports.kinds import kind_choices, kind_label, my_kind, reader
from tracker.web.imports.upload_form import UploadForm
from tracker.web.lists.list_page import Plan, make_list_page, options_of

blueprint = APIBlueprint("imports", __name__, template_folder="templates", enable_openapi=False)


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
    return _page(UploadForm(formdata=None))


@blueprint.post("/imports/new")
@requires(Permission.IMPORT_SHEETS)
def upload() -> ResponseReturnValue:
    """Store the file and have it checked, or show its faults."""
    form = UploadForm()
    my_kind(form.kind.data or "")  # a kind that the user may not import is not found
    context.jobs().settle_lost()
    if form.validate() and (kept := form.save(keep_import, form.draft())):
        context.jobs().start_waiting()
        return redirect(url_for("import_preview.show", number=kept.value), 303)
    return _page(form)


def _page(form: UploadForm) -> ResponseReturnValue:
    """Show the form, and the empty sheets."""
    page = render_template(
        "imports/form.html",
        form=form,
        kinds=kind_choices(),
        most=LARGEST_FILE // MEGABYTE,
        on_record={*SHEETS, *LIST_SHEETS},
    )
    return page, form.http_status


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
            ListFilter("kind", _("Kind"), tuple(FilterOption(*pair) for pair in kind_choices())),
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
        who(item.by),
        label(state),
        item.read,
        item.added,
        item.changed,
        item.unchanged,
        item.rejected,
    )
