"""The registry of donors and the page of one of them."""

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.fund.donors.contacts import contacts_of
from tracker.fund.donors.donor_list import DonorItem, list_donors
from tracker.fund.donors.finding import find_donor, successor_code
from tracker.fund.donors.profile import read_profile
from tracker.fund.donors.registry import undecided
from tracker.fund.states import DonorStatus
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.http.labels import donor, label
from tracker.http.list_queries import ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.record_addresses import donor_page
from tracker.http.saved_addresses import savable_list
from tracker.people.permissions import Permission, may_see_terms
from tracker.reference.codes import ContributorType
from tracker.web.lists.list_page import Plan, make_list_page, options_of
from tracker.web.lists.state_options import state_options

blueprint = APIBlueprint("donors", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/donors")
@requires(Permission.DECIDE_DONORS)
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the registry, and its undecided donors."""
    return render_template(
        "donors/list.html",
        page=make_list_page(list_donors, _plan()),
        undecided=undecided(context.session()),
    )


@blueprint.get("/donors/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Lead to the one page of a donor; a merged donor's is that of the donor it was merged into."""
    donor_code = successor_code(context.session(), code)
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{donor_page(donor_code)}?{query}" if query else donor_page(donor_code))


@blueprint.get("/donors/<code>/registry")
@public
def show_registry(code: str) -> ResponseReturnValue:
    """Show what the registry knows of one donor; contacts to those who may see them."""
    session = context.session()
    profile = read_profile(session, code)
    inside = may_see_terms(context.user(), code)
    return render_template(
        "donors/page.html",
        donor=profile,
        page_of_donor=donor_page((profile.merged_into or profile).code),
        contacts=contacts_of(session, find_donor(session, code)) if inside else None,
        staff=context.may(Permission.SEE_TERMS),
    )


def _plan() -> Plan:
    """Return the plan of the list."""
    statuses = tuple(
        option for option in options_of(DonorStatus) if option.code != DonorStatus.MERGED.value
    )
    return Plan(
        caption=_("Donors"),
        columns=(
            TableColumn(_("Name"), sort="name"),
            TableColumn(_("Code"), sort="code"),
            TableColumn(_("Type"), sort="type"),
            TableColumn(_("Status")),
            TableColumn(_("Contributions"), ColumnKind.WHOLE, sort="contributions"),
            TableColumn(_("Pledged"), ColumnKind.USD, "USD", sort="pledged"),
            TableColumn(_("Received"), ColumnKind.USD, "USD", sort="received"),
            TableColumn(_("Not allocated"), ColumnKind.USD, "USD", sort="available"),
        ),
        row=_row,
        filters=(
            ListFilter("type", _("Type"), options_of(ContributorType)),
            ListFilter("status", _("Status"), statuses),
            ListFilter("country", _("State"), state_options()),
        ),
        default_order="name",
        empty=_("No donor is on file yet."),
        sums=(None, None, None, None, None, "pledged", "received", "available"),
        sums_of=_sums_of,
    )


def _sums_of(rows: int) -> str:
    """Say what the sums of the list are sums of."""
    return str(
        ngettext(
            "Contributions of this donor", "Contributions of these %(num)s donors, together", rows
        )
    )


def _row(item: DonorItem) -> tuple[object, ...]:
    """Return the row of one donor."""
    return (
        TableLink(donor(item.code, item.name), url_for("donors.show_registry", code=item.code)),
        item.code,
        label(item.type),
        label(item.status),
        item.contributions,
        item.pledged_minor,
        item.received_minor,
        item.available_minor,
    )
