"""Adding a contribution and changing its terms."""

from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import Fault
from tracker.fund.contributions.term_rules import USUAL_ARTICLES
from tracker.fund.contributions.terms import (
    add_contributions,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.donors.donor_choices import donor_names
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import donor as donor_label
from tracker.people.permissions import Permission
from tracker.reference.currencies import currencies
from tracker.web.contributions.form_fields import LISTED, PARTS, VALUATION, ContributionForm
from tracker.web.contributions.form_reading import (
    filled_contribution_form,
    read_contribution_form,
)
from tracker.web.forms.fields import ids_of
from tracker.web.forms.reading import save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint(
    "contribution_forms", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    form = ContributionForm(
        formdata=None, support_rate="13", currency="USD", financing_instrument="R03E"
    )
    return _page(form, [])


@blueprint.post("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_it() -> ResponseReturnValue:
    """Add the contribution, or show what is wrong with it."""
    form = ContributionForm()
    read = read_contribution_form(form)
    faults = read.faults or save(partial(add_contributions, drafts=[read.draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("%(name)s was added.", name=read.draft.reference), "done")
    return redirect(url_for("contributions.show", reference=read.draft.reference), 303)


@blueprint.get("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change(reference: str) -> ResponseReturnValue:
    """Show the form with the terms as they are."""
    row = find_contribution(context.session(), reference)
    return _page(filled_contribution_form(read_draft(context.session(), row)), [], reference)


@blueprint.post("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change_it(reference: str) -> ResponseReturnValue:
    """Change the terms, or show what is wrong."""
    find_contribution(context.session(), reference)
    form = ContributionForm()
    read = read_contribution_form(form)
    why = (form.why.data or "").strip()
    faults = read.faults or ([] if why else [Fault("why", _("Say why this is changed."))])
    faults = faults or save(
        partial(change_contribution, reference=reference, draft=read.draft, actor=actor(), why=why)
    )
    if faults:
        return _page(form, faults, reference)
    flash(_("The terms were changed."), "done")
    return redirect(url_for("contributions.show", reference=reference), 303)


def _page(form: ContributionForm, faults: list[Fault], changed: str = "") -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    names = donor_names(context.session())
    donors = {code: donor_label(code, name) for code, name in names.items()}
    ids = ids_of(form) | {name: f"field-{name}" for name in PARTS}
    faulty = {fault.field for fault in faults}
    page = render_template(
        "contributions/form.html",
        form=form,
        faults=faults,
        ids=ids | {"scope": form.instrument.id, "support_rate_bp": form.support_rate.id},
        changed=changed,
        donors=donors,
        currencies={code: found.name for code, found in currencies().items()},
        articles=dict.fromkeys(USUAL_ARTICLES, ""),
        listed=[kind.value for kind in LISTED],
        valued=any(name in faulty or form[name].data for name in VALUATION),
    )
    return page, 422 if faults else 200
