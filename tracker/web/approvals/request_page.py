"""The page of one approval request, also with the refusal of a decision."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.errors import Fault
from tracker.fund.approvals.request_details import read_request
from tracker.http import context
from tracker.http.list_queries import read_list_query
from tracker.listing import ListQuery
from tracker.periods import utc_now
from tracker.web.approvals.correction import address_to_correct
from tracker.web.forms.saving import actor

ROWS = 50


def request_page(number: int, faults: list[Fault]) -> ResponseReturnValue:
    """Show a request; with faults, the refused decision."""
    asked = read_list_query((), (), "")
    facts = read_request(context.session(), number, ListQuery(page=asked.page, size=ROWS))
    page = render_template(
        "approvals/page.html",
        facts=facts,
        item=facts.item,
        faults=faults,
        today=utc_now().date(),
        mine=facts.item.prepared_by == actor(),
        correct=address_to_correct(facts),
        said=request.form,
    )
    return page, 422 if faults else 200
