"""The pages of approvals: what waits and what was decided, and all about one request."""

from apiflask import APIBlueprint
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.errors import Fault
from tracker.fund.approvals.reads import (
    OLDEST_FIRST,
    RequestItem,
    list_requests,
    preparers,
    returned_to,
)
from tracker.fund.approvals.request_reads import RequestFacts, read_request
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.states import RequestState
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.list_requests import Filter, Option, read_list_request
from tracker.http.tables import Column, ColumnKind
from tracker.listing import Choice, ListRequest, Slice
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.list_pages import Plan, make_list_page, options_of
from tracker.web.saving import actor

blueprint = APIBlueprint("approvals", __name__, template_folder="templates", enable_openapi=False)
ROWS = 50
DECIDED = (RequestState.RETURNED, RequestState.WITHDRAWN)


@blueprint.get("/approvals")
@requires(Permission.SEE_TERMS)
def show_list() -> ResponseReturnValue:
    """Show what waits, the oldest first, or what the filters ask for."""
    session = context.session()
    return render_template(
        "approvals.html",
        page=make_list_page(_fetch, _plan(preparers(session))),
        today=utc_now().date(),
        me=actor(),
        returned=returned_to(session, actor()) if context.may(Permission.POST_MONEY) else (),
        correct=correct_address,
    )


@blueprint.get("/approvals/<int:number>")
@requires(Permission.SEE_TERMS)
def show(number: int) -> ResponseReturnValue:
    """Show one request."""
    return request_page(number, [])


def request_page(number: int, faults: list[Fault]) -> ResponseReturnValue:
    """Show a request; with faults, as a decision about it was refused."""
    asked = read_list_request((), (), "")
    facts = read_request(context.session(), number, ListRequest(page=asked.page, size=ROWS))
    page = render_template(
        "approval.html",
        facts=facts,
        item=facts.item,
        faults=faults,
        today=utc_now().date(),
        mine=facts.item.prepared_by == actor(),
        correct=_correct(facts),
        said=request.form,
    )
    return page, 422 if faults else 200


def _correct(facts: RequestFacts) -> str:
    """Return where the request can be corrected, if the reader prepared it and it came back."""
    item = facts.item
    mine = item.prepared_by == actor() and context.may(Permission.POST_MONEY)
    if not mine or item.state not in DECIDED or item.replaced_by or facts.orders.total != 1:
        return ""
    if item.kind is EntryKind.REVERSAL:
        order = facts.orders.rows[0] if facts.orders.rows else None
        if order is None or order.reverses_id is None or not facts.form_contribution:
            return ""
        return url_for(
            "money.ask_reversal",
            reference=facts.form_contribution,
            number=order.reverses_id,
            request=item.number,
        )
    return correct_address(item, facts.form_contribution)


def correct_address(item: RequestItem, contribution: str = "") -> str:
    """Return the address of the form that holds what was handed in; empty where there is none."""
    if item.kind is EntryKind.INTEREST and item.orders == 1:
        return url_for("interest.show", request=item.number)
    reference = contribution or item.contribution
    if not reference or item.orders != 1 or item.kind is EntryKind.REVERSAL:
        return ""
    return url_for("money.show", reference=reference, kind=item.kind.value, request=item.number)


def _fetch(session: Session, asked: ListRequest) -> Slice[RequestItem]:
    """Fetch what waits unless the address names states, or asks for all of them."""
    if "state" in request.args:
        return list_requests(session, asked)
    waits = Choice("state", RequestState.WAITING.value)
    narrowed = ListRequest(asked.words, (*asked.chosen, waits), asked.order, asked.page, asked.size)
    return list_requests(session, narrowed)


def _plan(people: tuple[str, ...]) -> Plan:
    """Say how the list is shown."""
    return Plan(
        caption=_("Requests"),
        columns=(
            Column(_("Number"), ColumnKind.WHOLE),
            Column(_("Entry"), sort="title"),
            Column(_("Kind")),
            Column(_("Amount"), ColumnKind.USD, "USD", sort="amount"),
            Column(_("Contribution"), sort="contribution"),
            Column(_("Activity"), sort="activity"),
            Column(_("Prepared by"), sort="prepared_by"),
            Column(_("Prepared"), ColumnKind.DAY, sort="prepared_at"),
            Column(_("Days"), ColumnKind.WHOLE),
            Column(_("State"), sort="state"),
        ),
        row=lambda item: (item,),
        filters=(
            Filter("state", _("State"), options_of(RequestState)),
            Filter("kind", _("Kind"), options_of(EntryKind)),
            Filter("preparer", _("Prepared by"), tuple(Option(each, each) for each in people)),
        ),
        default_order=OLDEST_FIRST,
        empty=_("Nothing has been handed in for approval yet."),
    )
