"""Adding a programme, and changing what it is."""

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.programmes import (
    add_programmes,
    change_programme,
    find_programme,
    read_programme,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.own_programmes import expect_change_of
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.versioned_form import sent_form
from tracker.web.programmes.form import (
    ProgrammeChangeForm,
    ProgrammeForm,
    filled_programme_form,
)

blueprint = APIBlueprint(
    "programme_forms", __name__, template_folder="templates", enable_openapi=False
)
PAGES = RecordPages(Subject.PROGRAMME, "programmes/form.html", "programmes.show")


@blueprint.get("/programmes/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return PAGES.page(ProgrammeForm(formdata=None))


@blueprint.post("/programmes/add")
@requires(Permission.CHANGE_ASSISTANCE)
def add_it() -> ResponseReturnValue:
    """Add the programme, or show its faults."""
    form = ProgrammeForm()
    return PAGES.add(form, form.draft, add_programmes)


@blueprint.get("/programmes/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the programme as it is."""
    draft = read_programme(find_programme(context.session(), code))
    expect_change_of([draft.code])
    return PAGES.page(filled_programme_form(draft), code)


@blueprint.post("/programmes/<code>/change")
@requires(Permission.CHANGE_ASSISTANCE)
def change_it(code: str) -> ResponseReturnValue:
    """Change the programme, or show its faults."""
    find_programme(context.session(), code)
    form = sent_form(ProgrammeChangeForm, filled_programme_form)
    return PAGES.change(
        form, form.draft, change_programme, code=code, done=_("The programme was changed.")
    )
