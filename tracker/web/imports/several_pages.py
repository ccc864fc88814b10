"""One change of several records: chosen in their list, previewed and saved as a sheet is."""

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.imports.keeping import keep_import
from tracker.web.imports.kinds import kind_label, my_kind
from tracker.web.imports.several_changes import CHANGES
from tracker.web.imports.several_form import SeveralForm

blueprint = APIBlueprint("several", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/imports/several/<kind>")
@requires(Permission.IMPORT_SHEETS)
def ask(kind: str) -> ResponseReturnValue:
    """Show the form with the records that were ticked."""
    _expect(kind)
    return _page(kind, SeveralForm(formdata=None, codes="\n".join(request.args.getlist("code"))))


@blueprint.post("/imports/several/<kind>")
@requires(Permission.IMPORT_SHEETS)
def check(kind: str) -> ResponseReturnValue:
    """Have the change checked as a sheet, and lead to its preview."""
    _expect(kind)
    form = SeveralForm()
    if form.validate() and (kept := form.save(keep_import, form.draft())):
        context.jobs().start_waiting()
        return redirect(url_for("import_preview.show", number=kept.value), 303)
    return _page(kind, form)


def _expect(kind: str) -> None:
    """Raise NotFound for a kind of which several are not changed at once, or not by this user."""
    if kind not in CHANGES:
        raise NotFound(_("There is nothing at this address."))
    my_kind(kind)


def _page(kind: str, form: SeveralForm) -> ResponseReturnValue:
    """Show the form."""
    page = render_template("imports/several.html", form=form, kind=kind, named=kind_label(kind))
    return page, form.http_status
