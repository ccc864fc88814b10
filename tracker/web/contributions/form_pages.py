"""Adding a contribution and changing its terms."""

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.fund.contributions.terms import (
    add_contributions,
    find_contribution,
    read_draft,
)
from tracker.fund.record_changes.contribution_change import (
    CHANGE_CONTRIBUTION,
    CONTRIBUTIONS,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.web.contributions.form import (
    LISTED,
    ContributionChangeForm,
    ContributionForm,
    filled_contribution_form,
    new_contribution_form,
)
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_draft
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.versioned_form import sent_form

blueprint = APIBlueprint(
    "contribution_forms", __name__, template_folder="templates", enable_openapi=False
)
PAGES = RecordPages(
    Subject.CONTRIBUTION,
    "contributions/form.html",
    "contributions.show",
    "reference",
    lambda _reference: {"listed": [kind.value for kind in LISTED]},
)


@blueprint.get("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add() -> ResponseReturnValue:
    """Show the form with what is usual."""
    return PAGES.page(new_contribution_form())


@blueprint.post("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_it() -> ResponseReturnValue:
    """Add the contribution, or show what is wrong with it."""
    form = ContributionForm()
    return PAGES.add(form, form.draft, add_contributions)


@blueprint.get("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change(reference: str) -> ResponseReturnValue:
    """Show the form with the terms as they are."""
    row = find_contribution(context.session(), reference)
    draft = read_draft(context.session(), row)
    again = returned_draft(CHANGE_CONTRIBUTION, reference)
    return PAGES.page(filled_contribution_form(again or draft, filled_from=draft), reference)


@blueprint.post("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change_it(reference: str) -> ResponseReturnValue:
    """Change the terms, or show what is wrong."""
    row = find_contribution(context.session(), reference)
    form = sent_form(ContributionChangeForm, filled_contribution_form)
    form.before = read_draft(context.session(), row)
    return PAGES.change(
        form,
        form.draft,
        CONTRIBUTIONS.change_or_hand_in,
        code=reference,
        done=_("The terms were changed."),
        replaces=returned_request(),
    )
