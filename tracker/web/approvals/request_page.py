"""The page of one approval request, also with the refusal of a decision."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.fund.approvals.request_details import read_request
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.http.list_queries import read_list_query
from tracker.listing import ListQuery
from tracker.periods import utc_now
from tracker.web.approvals.correction import address_to_correct
from tracker.web.approvals.decision_forms import (
    ApprovalForm,
    DecisionForm,
    RequestWithdrawalForm,
    ReturnForm,
)

ROWS = 50


def request_page(number: int, refused: DecisionForm | None = None) -> ResponseReturnValue:
    """Show a request with the forms of its decisions, one of which may have been refused."""
    asked = read_list_query((), (), "")
    facts = read_request(context.session(), number, ListQuery(page=asked.page, size=ROWS))
    page = render_template(
        "approvals/page.html",
        facts=facts,
        item=facts.item,
        today=utc_now().date(),
        mine=is_me(facts.item.prepared_by),
        correct=address_to_correct(facts),
        refused=refused,
        approval=_form_of(ApprovalForm, refused),
        sending_back=_form_of(ReturnForm, refused),
        withdrawal=_form_of(RequestWithdrawalForm, refused),
    )
    return page, refused.http_status if refused else 200


def _form_of(kind: type[DecisionForm], refused: DecisionForm | None) -> DecisionForm:
    """Return the form of a kind of decision: the refused one, or an empty one."""
    return refused if isinstance(refused, kind) else kind(formdata=None)
