"""The page of a request for a change of the record: what was shown, and what holds now."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.fund.approvals.change_kinds import ChangeShown
from tracker.fund.approvals.request_details import trail_of_request
from tracker.fund.record_changes.kinds import read_change
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.periods import today
from tracker.web.approvals.correction import change_address
from tracker.web.approvals.decision_forms import (
    ApprovalForm,
    DecisionForm,
    RequestWithdrawalForm,
    ReturnForm,
    form_of,
)

FIELDS: Mapping[str, Any] = {
    "closed_until": _l("Closed up to"),
    "months": _l("Months"),
    "year_closed": _l("Year closed"),
    "accounts": _l("Accounts"),
    "entries": _l("Entries"),
    "donor": _l("Donor"),
    "seen_by": _l("Users who see the terms"),
    "since": _l("Since"),
    "programme": _l("Programme"),
    "type": _l("Type"),
    "instruments": _l("Instruments"),
    "beneficiaries": _l("Beneficiaries"),
    "tools": _l("Tools"),
    "title": _l("Title"),
    "status": _l("Status"),
    "budget_minor": _l("Budget"),
    "earmarking": _l("Earmarking"),
    "scope": _l("Earmarked to"),
    "financing_instrument": _l("Financing instrument"),
    "kind": _l("Kind"),
    "closed_lines": _l("Lines in closed periods"),
    "contributions": _l("Contributions"),
    "rate": _l("Exchange rate"),
    "source": _l("Source"),
    "effective_on": _l("Effective"),
}
"""The labels of what changes; others are shown by their names."""


NOTHING = "\N{EN DASH}"


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
        values=changed_values(facts.shown, facts.now),
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


def changed_values(shown: ChangeShown, now: ChangeShown | None) -> tuple[ChangedValue, ...]:
    """Return the values that differ before and after, and those before that differ now."""
    names = dict.fromkeys([*shown.before, *shown.after])
    current = shown.before if now is None else now.before
    return tuple(
        ChangedValue(
            field_label(name),
            in_words(shown.before.get(name)),
            in_words(shown.after.get(name)),
            in_words(current.get(name)) if current.get(name) != shown.before.get(name) else "",
        )
        for name in names
        if shown.before.get(name) != shown.after.get(name)
        or current.get(name) != shown.before.get(name)
    )


def field_label(name: str) -> str:
    """Return the label of a field, behind the code of its record where a request has several."""
    record, colon, own = name.rpartition(": ")
    return f"{record}{colon}{FIELDS.get(own, own.replace('_', ' '))}"


def in_words(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a plain value as text."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    if isinstance(value, dict):
        return " ".join(in_words(one) for one in value.values() if one is not None)
    return str(value)
