"""The page of one approval request, also with the refusal of a decision."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.fund.approvals.change_requests import is_change
from tracker.fund.approvals.request_details import read_request
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.http.list_queries import read_list_query
from tracker.listing import ListQuery
from tracker.periods import today
from tracker.web.approvals.change_page import change_page
from tracker.web.approvals.correction import address_to_correct
from tracker.web.approvals.decision_forms import (
    ApprovalForm,
    DecisionForm,
    RequestWithdrawalForm,
    ReturnForm,
    form_of,
)

ROWS = 50


def request_page(number: int, refused: DecisionForm | None = None) -> ResponseReturnValue:
    """Show a request with the forms of its decisions, one of which may have been refused."""
    if is_change(context.session(), number):
        return change_page(number, refused)
    asked = read_list_query((), (), "")
    facts = read_request(context.session(), number, ListQuery(page=asked.page, size=ROWS))
    page = render_template(
        "approvals/page.html",
        facts=facts,
        item=facts.item,
        refusal=facts.rehearsal.refusal if facts.rehearsal else "",
        trail=facts.trail,
        today=today(),
        mine=is_me(facts.item.prepared_by),
        correct=address_to_correct(facts),
        refused=refused,
        approval=form_of(ApprovalForm, refused),
        sending_back=form_of(ReturnForm, refused),
        withdrawal=form_of(RequestWithdrawalForm, refused),
    )
    return page, refused.http_status if refused else 200
