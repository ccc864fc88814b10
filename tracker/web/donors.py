"""The registry of donors, and the decision who an undecided one is."""

from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session

from tracker.errors import Fault
from tracker.fund.donors.choices import donor_names
from tracker.fund.donors.reads import DonorItem, list_donors
from tracker.fund.donors.registry import decide as decide_donor
from tracker.fund.donors.registry import find_donor, undecided
from tracker.fund.states import DonorStatus
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import donor, label
from tracker.http.list_requests import Filter
from tracker.http.tables import Column, ColumnKind, Link
from tracker.people.permissions import Permission
from tracker.reference.codes import ContributorType
from tracker.web.fields import ids_of, picked_field, text_field
from tracker.web.list_pages import Plan, make_list_page, options_of
from tracker.web.reading import Reading
from tracker.web.saving import actor, save

blueprint = APIBlueprint("donors", __name__, template_folder="templates", enable_openapi=False)


class DecisionForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Who a donor is, and why."""

    into = picked_field(_l("It is"), "donors")
    why = text_field(_l("Why?"), 2000)


@blueprint.get("/donors")
@requires(Permission.DECIDE_DONORS)
def show_list() -> ResponseReturnValue:
    """Show the registry, and those that a person has to decide."""
    return render_template(
        "donors.html",
        page=make_list_page(list_donors, _plan()),
        undecided=undecided(context.session()),
    )


@blueprint.get("/donors/<code>/decide")
@requires(Permission.DECIDE_DONORS)
def ask(code: str) -> ResponseReturnValue:
    """Ask who the donor is."""
    return _page(DecisionForm(formdata=None), code, [])


@blueprint.post("/donors/<code>/decide")
@requires(Permission.DECIDE_DONORS)
def decide(code: str) -> ResponseReturnValue:
    """Keep the decision, or show what is wrong with it."""
    form, reading = DecisionForm(), Reading()
    names = _decided_names(context.session())
    into = reading.named(reading.text(form.into), names, "into", _("decided donors"))
    why = reading.text(form.why)
    if not why:
        reading.faults.append(Fault("why", _("Say why.")))
    write = partial(decide_donor, undecided_code=code, into_code=into, actor=actor(), why=why)
    faults = reading.faults or save(write)
    if faults:
        return _page(form, code, faults)
    flash(_("%(name)s is %(other)s from now on.", name=code, other=names[into]), "done")
    return redirect(url_for("donors.show_list"), 303)


def _page(form: DecisionForm, code: str, faults: list[Fault]) -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    session = context.session()
    page = render_template(
        "donor_decision.html",
        form=form,
        found=find_donor(session, code),
        names=_decided_names(session),
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200


def _decided_names(session: Session) -> dict[str, str]:
    """Return the donors that another can be decided to be."""
    open_ones = {row.code for row in undecided(session)}
    names = donor_names(session)
    return {code: donor(code, name) for code, name in names.items() if code not in open_ones}


def _plan() -> Plan:
    """Say how the list is shown."""
    statuses = tuple(
        option for option in options_of(DonorStatus) if option.code != DonorStatus.MERGED.value
    )
    return Plan(
        caption=_("Donors"),
        columns=(
            Column(_("Name"), sort="name"),
            Column(_("Code"), sort="code"),
            Column(_("Type"), sort="type"),
            Column(_("Status")),
            Column(_("Contributions"), ColumnKind.WHOLE, sort="contributions"),
            Column(_("Pledged"), ColumnKind.USD, "USD", sort="pledged"),
            Column(_("Received"), ColumnKind.USD, "USD", sort="received"),
            Column(_("Not yet allocated"), ColumnKind.USD, "USD", sort="available"),
        ),
        row=_row,
        filters=(
            Filter("type", _("Type"), options_of(ContributorType)),
            Filter("status", _("Status"), statuses),
        ),
        default_order="name",
        empty=_("No donor is on file yet."),
        sums=(None, None, None, None, None, "pledged", "received", "available"),
    )


def _row(item: DonorItem) -> tuple[object, ...]:
    """Lay one donor out."""
    return (
        Link(donor(item.code, item.name), url_for("contributions.show_list", donor=item.code)),
        item.code,
        label(item.type),
        label(item.status),
        item.contributions,
        item.pledged_minor,
        item.received_minor,
        item.available_minor,
    )
