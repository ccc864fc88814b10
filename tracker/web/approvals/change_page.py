"""The page of a request for a change of the record: what was shown, and what holds now."""

from typing import Any, NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.fund.approvals.change_kinds import ChangeShown, Plain
from tracker.fund.approvals.change_requests import ChangeFacts
from tracker.fund.approvals.request_details import trail_of_request
from tracker.fund.record_changes.kinds import read_change
from tracker.fund.states import RecordChange
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.periods import today
from tracker.web.approvals.change_fields import field_label, field_text
from tracker.web.approvals.correction import change_address
from tracker.web.approvals.decision_forms import (
    ApprovalForm,
    DecisionForm,
    RequestWithdrawalForm,
    ReturnForm,
    form_of,
)


class ChangedValue(NamedTuple):
    """A value that changes: its label, as it was and as it will be, and as it is now."""

    label: str
    before: str
    after: str
    now: str


def change_page(number: int, refused: DecisionForm | None = None) -> ResponseReturnValue:
    """Show a request for a change with the forms of its decisions."""
    session = context.session()
    facts = read_change(session, number)
    page = render_template(
        "approvals/change.html",
        facts=facts,
        item=facts.item,
        refusal=facts.refusal,
        values=changed_values(facts),
        trail=trail_of_request(session, number),
        today=today(),
        mine=is_me(facts.item.prepared_by),
        correct=change_address(facts.item),
        refused=refused,
        approval=form_of(ApprovalForm, refused),
        sending_back=form_of(ReturnForm, refused),
        withdrawal=form_of(RequestWithdrawalForm, refused),
    )
    return page, refused.http_status if refused else 200


def changed_values(facts: ChangeFacts) -> tuple[ChangedValue, ...]:
    """Return the values that a change shows, with those that differ now."""
    shown, item = facts.shown, facts.item
    current = shown.before if facts.now is None else facts.now.before

    def text(name: str, value: Any) -> str:  # noqa: ANN401 - any JSON
        return field_text(RecordChange(item.kind), item.title, name, value)

    return tuple(
        ChangedValue(
            field_label(name),
            text(name, shown.before[name]) if name in shown.before else "",
            text(name, shown.after[name]) if name in shown.after else "",
            text(name, current[name]) if name in current and _moved(name, shown, current) else "",
        )
        for name in dict.fromkeys([*shown.before, *shown.after, *current])
    )


def _moved(name: str, shown: ChangeShown, current: Plain) -> bool:
    """Tell whether a value is another now than it was when it was shown."""
    return bool(current.get(name) != shown.before.get(name))
