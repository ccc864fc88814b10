"""The pages of changes: the history of one record, and the trail of all records."""

from functools import partial

from apiflask import APIBlueprint
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.unpublished import withheld_codes
from tracker.errors import NotAllowed
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import requires, signed_in
from tracker.http.list_queries import FilterSort, ListFilter
from tracker.people.history import list_history
from tracker.people.permissions import Permission, history_seen
from tracker.people.subjects import Subject
from tracker.web.history.records import KINDS, find_owner
from tracker.web.history.shown_changes import HistoryReader
from tracker.web.history.trail_table import HEADINGS, day_filters, trail_plan, trail_rows
from tracker.web.lists.list_page import Plan, make_list_page
from tracker.words import say

blueprint = APIBlueprint("history", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/activities/<code>/history", defaults={"kind": "activities"})
@blueprint.get("/dissemination/<code>/history", defaults={"kind": "dissemination"})
@blueprint.get("/donors/<code>/history", defaults={"kind": "donors"})
@blueprint.get("/programmes/<code>/history", defaults={"kind": "programmes"})
@blueprint.get("/requests/<code>/history", defaults={"kind": "requests"})
@blueprint.get("/sessions/<code>/history", defaults={"kind": "sessions"})
@blueprint.get("/tools/<code>/history", defaults={"kind": "tools"})
@requires(Permission.SEE_HISTORY)
@reads_days("from", "to")
def show(kind: str, code: str) -> ResponseReturnValue:
    """Show the changes of a record."""
    return _history_page(kind, code)


@blueprint.get("/contributions/<reference>/history")
@signed_in
@reads_days("from", "to")
def show_of_contribution(reference: str) -> ResponseReturnValue:
    """Show the changes of a contribution: to its donor without people and reasons."""
    return _history_page("contributions", reference)


@blueprint.get("/trail")
@requires(Permission.SEE_TRAIL)
@reads_days("from", "to")
def show_trail() -> ResponseReturnValue:
    """Show all changes: who, when and which fields; values of users alone."""
    fetch = partial(list_history, subjects=tuple(Subject))
    return render_template("history/trail.html", page=make_list_page(fetch, trail_plan()))


@blueprint.get("/trail.csv")
@requires(Permission.SEE_TRAIL)
@reads_days("from", "to")
def download_trail() -> ResponseReturnValue:
    """Give the changes of the same filters as a file."""
    return csv_answer(HEADINGS, trail_rows(), "trail.csv")


def _history_page(kind: str, code: str) -> ResponseReturnValue:
    """Show the changes of a record of a kind, the newest first."""
    session, user = context.session(), context.user()
    owner = find_owner(kind, code)
    seen = history_seen(user, owner.donor)
    if not seen.changes:
        raise NotAllowed(say("Your role does not allow this."))
    withheld = withheld_codes(session, unpublished=context.sees_unpublished())
    reader = HistoryReader(seen, withheld, owner.currency)
    fetch = partial(
        list_history,
        subjects=(KINDS[kind].subject, *KINDS[kind].also),
        reference=owner.code,
        reasons=seen.people,
    )
    return render_template(
        "history/record.html",
        page=make_list_page(fetch, _plan(reader)),
        code=owner.code,
        address=KINDS[kind].address(owner.code),
        people=seen.people,
    )


def _plan(reader: HistoryReader) -> Plan:
    """Return the plan of a record's changes."""
    by_person = (ListFilter("who", _("By"), sort=FilterSort.TEXT),) if reader.seen.people else ()
    return Plan(
        caption=_("Changes"),
        columns=(),
        draws_rows=True,
        row=lambda item: (reader.shown(item),),
        filters=(*by_person, *day_filters()),
        default_order="",
        empty=_("No change is on record."),
    )
