"""The pages of the ledger: all entries, and one with its lines."""

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import activity_titles
from tracker.fund.contributions.contribution_titles import contribution_titles
from tracker.fund.donors.donor_choices import giver_names
from tracker.fund.ledger.contribution_entries import NEWEST_FIRST, EntryItem
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.ledger_list import (
    CLOSED,
    OPEN,
    YES,
    list_entries,
    read_ledger_entry,
)
from tracker.http import context
from tracker.http.actor_names import who
from tracker.http.asked_days import reads_days
from tracker.http.guard import requires
from tracker.http.labels import donor, label
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter, read_list_query
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.people.permissions import Permission
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page, options_of
from tracker.web.lists.record_filters import record_filter

blueprint = APIBlueprint("ledger", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/ledger")
@requires(Permission.SEE_TERMS)
@reads_days("from", "to")
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the entries, the newest first."""
    return render_template("entries/list.html", page=make_list_page(list_entries, _plan()))


@blueprint.get("/ledger/<int:number>")
@requires(Permission.SEE_TERMS)
def show(number: int) -> ResponseReturnValue:
    """Show one entry."""
    facts = read_ledger_entry(context.session(), number)
    return render_template(
        "entries/page.html",
        facts=facts,
        item=facts.item,
        owner=facts.item.contribution or facts.item.lines[0].contribution,
    )


def _plan() -> Plan:
    """Return the plan of the list; amounts are summed where all entries are of one kind."""
    kinds = read_list_query(("kind",), (), "").codes("kind")
    amount = "amount" if len(kinds) == 1 else None
    return Plan(
        caption=_("Entries of the ledger"),
        columns=(
            TableColumn(_("Number"), sort="number"),
            TableColumn(_("Reference"), sort="reference"),
            TableColumn(_("Kind"), sort="kind"),
            TableColumn(_("Effective"), ColumnKind.DAY, sort="effective_on"),
            TableColumn(_("Recorded"), ColumnKind.DAY, sort="recorded_at"),
            TableColumn(_("Contribution")),
            TableColumn(_("Activity")),
            TableColumn(_("Amount"), ColumnKind.USD, "USD", sort="amount"),
            TableColumn(_("Recorded by")),
            TableColumn(_("Approved by")),
            TableColumn(_("Remarks")),
        ),
        row=_row,
        filters=_filters(),
        default_order=NEWEST_FIRST,
        empty=_("Nothing has been recorded yet."),
        sums=(None,) * 7 + (amount,) + (None,) * 3 if amount else None,
        sums_of=_sums_of,
    )


def _filters() -> tuple[ListFilter, ...]:
    """Return the filters of the list."""
    session = context.session()
    donors = chosen_options(
        FilterOption(code, donor(code, name)) for code, name in giver_names(session).items()
    )
    text, day = FilterSort.TEXT, FilterSort.DAY
    return (
        ListFilter("kind", _("Kind"), options_of(EntryKind)),
        ListFilter("donor", _("Donor"), donors),
        record_filter("contribution", _("Contribution"), contribution_titles, typed=True),
        record_filter(
            "activity", _("Activity"), activity_titles, kind=TitledKind.ACTIVITY, typed=True
        ),
        ListFilter("from", _("From"), sort=day),
        ListFilter("to", _("To"), sort=day),
        ListFilter(
            "period",
            _("Period"),
            (FilterOption(CLOSED, _("Period closed")), FilterOption(OPEN, _("Period open"))),
        ),
        ListFilter("corrections", _("Corrections"), (FilterOption(YES, _("Corrections only")),)),
        ListFilter("prepared_by", _("Recorded by"), sort=text),
        ListFilter("approved_by", _("Approved by"), sort=text),
    )


def _sums_of(rows: int) -> str:
    """Say what the sums of the list are sums of."""
    return str(
        ngettext(
            "Amount of this entry", "Amounts of these %(num)s entries of one kind, together", rows
        )
    )


def _row(item: EntryItem) -> tuple[object, ...]:
    """Return the row of one entry."""
    terms = item.terms
    return (
        TableLink(str(item.id), url_for("ledger.show", number=item.id)),
        item.reference,
        label(item.kind),
        item.effective_on,
        item.recorded_at.date(),
        TableLink(item.contribution, url_for("contributions.show", reference=item.contribution))
        if item.contribution
        else _("by the rule"),
        TableLink(item.activity, url_for("activities.show", code=item.activity))
        if item.activity
        else None,
        item.usd_minor,
        who(terms.recorded_by) if terms else "",
        (who(terms.approved_by) if terms else "") or None,
        _remarks(item),
    )


def _remarks(item: EntryItem) -> str:
    """Return remarks on an entry: correction, reversal."""
    told = []
    if item.terms and item.terms.correction:
        told.append(_("correction"))
    if item.reverses:
        told.append(_("of %(entry)s", entry=item.reverses))
    if item.reversed_by:
        told.append(_("reversed by %(entry)s", entry=item.reversed_by))
    return ", ".join(told)
