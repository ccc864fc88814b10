"""The pages of activities: the list and one of them."""

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_list import ActivityItem, read_activity
from tracker.assistance.needs import shown_requests
from tracker.assistance.request_matches import MatchedRequest, proposed_requests
from tracker.assistance.tables.activities import Activity
from tracker.assistance.titles import tool_titles
from tracker.fund.asks.ask_list import asks_of_activity
from tracker.fund.balances.held_money import held_by_activity
from tracker.fund.balances.uses import total_of, uses_of_activity
from tracker.fund.ledger.contribution_entries import NEWEST_FIRST, entries_of_activity
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.guard import public
from tracker.http.labels import label, place
from tracker.http.list_queries import read_list_query
from tracker.http.listed_activities import listed_activities
from tracker.http.local_texts import own_texts, with_own_titles
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.http.shown_files import shown_files
from tracker.http.shown_people import people_of_activity
from tracker.http.shown_results import shown_indicators
from tracker.people.permissions import Permission
from tracker.reference.articles import articles
from tracker.reference.codes import ActivityStatus
from tracker.reference.paragraphs import paragraphs
from tracker.reference.themes import proposed_themes
from tracker.web.activities.list_filters import list_filters
from tracker.web.activities.publication_forms import PublicationForm
from tracker.web.activities.publication_panel import publication_panel
from tracker.web.activities.revision_panel import revision_panel
from tracker.web.activities.withdrawn import withdrawn_from
from tracker.web.lists.list_page import Plan, make_list_page

blueprint = APIBlueprint("activities", __name__, template_folder="templates", enable_openapi=False)
PLACES_SHOWN = 3


@blueprint.get("/activities")
@public
@savable_list
@reads_days("from", "to")
def show_list() -> ResponseReturnValue:
    """Show the list."""
    page = make_list_page(with_own_titles(listed_activities, Activity), _plan())
    changes = context.may(Permission.CHANGE_ASSISTANCE)
    of_others = [one.code for one in page.slice.rows if not context.may_change_of(one.programme)]
    return render_template("activities/list.html", page=page, no_ticks=of_others if changes else ())


@blueprint.get("/activities/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one activity."""
    session = context.session()
    facts = read_activity(session, code, unpublished=context.sees_unpublished())
    uses = uses_of_activity(session, facts.id)
    cancelled = facts.draft.status is ActivityStatus.CANCELLED
    return render_template(
        "activities/page.html",
        activity=facts.draft,
        texts=own_texts(facts.draft),
        requests=shown_requests(
            session, facts.draft.requests, unpublished=context.sees_unpublished()
        ),
        programme_title=facts.programme_title,
        files=shown_files("activities", facts.draft.code, facts.draft.programme),
        indicators=shown_indicators(facts.draft.results),
        people=people_of_activity(facts.draft.code, facts.draft.participants),
        uses=uses,
        held=held_by_activity(session, facts.id) if cancelled else (),
        uses_total=total_of([use.amounts for use in uses]),
        entries=entries_of_activity(session, facts.id, read_list_query((), (), NEWEST_FIRST)),
        tools=tool_titles(session) if facts.draft.tools else {},
        articles=articles(),
        paragraphs=paragraphs(),
        proposed_themes=proposed_themes(facts.draft.articles),
        withdrawn=withdrawn_from(facts),
        open_requests=_open_requests(facts.draft),
        panel=publication_panel(facts.draft) if context.sees_unpublished() else None,
        revision=revision_panel(facts.id, facts.draft) if context.sees_unpublished() else None,
        publication_form=PublicationForm(formdata=None),
        asks=asks_of_activity(session, facts.id) if context.may(Permission.SEE_TERMS) else (),
    )


def _open_requests(draft: ActivityDraft) -> tuple[MatchedRequest, ...]:
    """Return the requests that an activity could answer, for who may link them."""
    changes = context.may_change_of(draft.programme)
    return proposed_requests(context.session(), draft) if changes else ()


def _plan() -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Activities"),
        columns=(
            TableColumn(_("Code"), sort="code"),
            TableColumn(_("Title"), sort="title"),
            TableColumn(_("Type"), sort="type"),
            TableColumn(_("Status"), sort="status"),
            TableColumn(_("For")),
            TableColumn(_("Instruments")),
            TableColumn(_("Start"), ColumnKind.DAY, sort="start"),
            TableColumn(_("End"), ColumnKind.DAY, sort="end"),
            TableColumn(_("Budget"), ColumnKind.USD, "USD", sort="budget"),
        ),
        row=_row,
        filters=list_filters(),
        default_order="-start",
        empty=_("No activity is on file yet."),
        sums=(None, None, None, None, None, None, None, None, "budget"),
        sums_of=_sums_of,
    )


def _sums_of(rows: int) -> str:
    """Say what the sums of the list are sums of."""
    return str(
        ngettext("Budget of this activity", "Budget of these %(num)s activities, together", rows)
    )


def _row(item: ActivityItem) -> tuple[object, ...]:
    """Return the row of one activity."""
    return (
        TableLink(item.code, url_for("activities.show", code=item.code)),
        item.title,
        label(item.type),
        label(item.status),
        _places(item),
        ", ".join(share.code for share in item.instruments) or None,
        item.start,
        item.end,
        item.budget_minor,
    )


def _places(item: ActivityItem) -> str | None:
    """Return the places of an activity, the largest shares first, and the number of the others."""
    named = [place(share.code) for share in item.beneficiaries[:PLACES_SHOWN]]
    more = len(item.beneficiaries) - len(named)
    if more:
        named.append(_("%(number)s more", number=more))
    return ", ".join(named) or None
