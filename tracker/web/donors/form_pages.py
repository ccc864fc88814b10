"""Adding a donor to the registry, and changing what it is."""

from collections.abc import Mapping
from functools import partial

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import add_donors, read_draft
from tracker.fund.record_changes.donor_change import CHANGE_DONOR_TYPE, DONORS
from tracker.fund.states import DonorStatus
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.donors.form import DonorChangeForm, DonorForm, filled_donor_form
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_draft
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.versioned_form import sent_form

blueprint = APIBlueprint("donor_forms", __name__, template_folder="templates", enable_openapi=False)


def undecided(code: str) -> Mapping[str, bool]:
    """Tell whether the changed donor is one that has to be decided about."""
    found = find_donor(context.session(), code) if code else None
    return {"undecided": found is not None and found.status is DonorStatus.UNDECIDED}


PAGES = RecordPages(Subject.DONOR, "donors/form.html", "donors.show_registry", values=undecided)


@blueprint.get("/donors/add")
@requires(Permission.CHANGE_DONORS)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return PAGES.page(DonorForm(formdata=None))


@blueprint.post("/donors/add")
@requires(Permission.CHANGE_DONORS)
def add_it() -> ResponseReturnValue:
    """Add the donor, or show its faults."""
    form = DonorForm()
    return PAGES.add(form, form.draft, add_donors)


@blueprint.get("/donors/<code>/change")
@requires(Permission.CHANGE_DONORS)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the donor as it is."""
    draft = read_draft(find_donor(context.session(), code))
    again = returned_draft(CHANGE_DONOR_TYPE, code)
    return PAGES.page(filled_donor_form(again or draft, filled_from=draft), code)


@blueprint.post("/donors/<code>/change")
@requires(Permission.CHANGE_DONORS)
def change_it(code: str) -> ResponseReturnValue:
    """Change the donor, or show its faults."""
    status = find_donor(context.session(), code).status
    form = sent_form(DonorChangeForm, filled_donor_form)
    return PAGES.change(
        form,
        partial(form.draft, status),
        DONORS.change_or_hand_in,
        code=code,
        done=_("The donor was changed."),
        replaces=returned_request(),
    )
