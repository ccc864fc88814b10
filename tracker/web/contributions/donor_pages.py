"""Another donor of a contribution with money, handed in for a second person."""

from apiflask import APIBlueprint
from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.contributions.contribution_list import ContributionItem, read_contribution
from tracker.fund.record_changes.contribution_change import CHANGE_DONOR
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.contributions.donor_form import ChangeOfDonorForm
from tracker.web.entries.refill import returned_request
from tracker.web.entries.returned_drafts import returned_payload
from tracker.web.forms.saving import actor
from tracker.web.forms.waiting import go_to_request

blueprint = APIBlueprint(
    "contribution_donors", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/contributions/<reference>/donor")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def ask(reference: str) -> ResponseReturnValue:
    """Show the form, empty or with a returned request."""
    item = read_contribution(context.session(), reference).item
    again = returned_payload(CHANGE_DONOR)
    values = {"since": proposed_day()}
    if again is not None and again.reference == item.reference:
        values = {"since": again.since, "donor": again.donor}
    return _page(ChangeOfDonorForm(reference, formdata=None, data=values), item)


@blueprint.post("/contributions/<reference>/donor")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change(reference: str) -> ResponseReturnValue:
    """Hand the change in, or show the refusal."""
    item = read_contribution(context.session(), reference).item
    form = ChangeOfDonorForm(reference)
    if form.validate() and (
        saved := form.save(
            hand_in,
            CHANGE_DONOR,
            form.change,
            actor(),
            form.why.data,
            replaces=returned_request(),
        )
    ):
        return go_to_request(saved.value)
    return _page(form, item)


def _page(form: ChangeOfDonorForm, item: ContributionItem) -> ResponseReturnValue:
    """Show the form."""
    page = render_template("contributions/donor_form.html", form=form, item=item)
    return page, form.http_status
