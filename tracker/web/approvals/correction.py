"""Addresses of the forms that correct a returned or withdrawn request."""

from collections.abc import Callable, Mapping

from flask import url_for

from tracker.fund.approvals.request_details import ApprovalRequestFacts
from tracker.fund.approvals.request_list import ApprovalRequestItem
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.states import ApprovalRequestState, RecordChange
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.people.permissions import Permission

DECIDED = (ApprovalRequestState.RETURNED, ApprovalRequestState.WITHDRAWN)


def address_to_correct(facts: ApprovalRequestFacts) -> str:
    """Return the address at which the reader can correct an own request, if it is returned."""
    item = facts.item
    mine = is_me(item.prepared_by) and context.may(Permission.POST_MONEY)
    if not mine or item.state not in DECIDED or item.replaced_by or facts.instructions.total != 1:
        return ""
    if item.kind is EntryKind.REVERSAL:
        instruction = facts.instructions.rows[0] if facts.instructions.rows else None
        if instruction is None or instruction.reverses_id is None or not facts.form_contribution:
            return ""
        return url_for(
            "reversals.ask",
            reference=facts.form_contribution,
            number=instruction.reverses_id,
            request=item.number,
        )
    return correct_address(item, facts.form_contribution)


def change_address(item: ApprovalRequestItem) -> str:
    """Return the address at which the change of a returned request is handed in again.

    Empty while it waits, once it was replaced, or for a reader who did not prepare it.
    """
    if item.state not in DECIDED or item.replaced_by or not is_me(item.prepared_by):
        return ""
    make = CHANGE_FORMS.get(item.kind) if isinstance(item.kind, RecordChange) else None
    return make(item) if make else ""


def _months_form(item: ApprovalRequestItem) -> str:
    """Return the form of a closing of months."""
    through = item.title.rpartition(" / ")[2]
    return url_for("periods.ask_months", through=through, request=item.number)


def _year_form(item: ApprovalRequestItem) -> str:
    """Return the form of a closing of a year."""
    return url_for("periods.ask_year", year=int(item.title), request=item.number)


def _donor_form(item: ApprovalRequestItem) -> str:
    """Return the form of another donor."""
    return url_for("contribution_donors.ask", reference=item.contribution, request=item.number)


def _contribution_form(item: ApprovalRequestItem) -> str:
    """Return the form of a contribution; none for several of a sheet."""
    if not item.contribution:
        return ""
    return url_for("contribution_forms.change", reference=item.contribution, request=item.number)


def _activity_form(item: ApprovalRequestItem) -> str:
    """Return the form of an activity; none for several of a sheet."""
    if not item.activity:
        return ""
    return url_for("activity_forms.change", code=item.activity, request=item.number)


def _donor_type_form(item: ApprovalRequestItem) -> str:
    """Return the form of a donor; none for several of a sheet."""
    if "(" in item.title:
        return ""
    return url_for("donor_forms.change", code=item.title, request=item.number)


def _rate_form(item: ApprovalRequestItem) -> str:
    """Return the form of a rate's successor."""
    currency, _space, day = item.title.partition(" ")
    return url_for("one_rate.ask", currency=currency, day=day, request=item.number)


CHANGE_FORMS: Mapping[RecordChange, Callable[[ApprovalRequestItem], str]] = {
    RecordChange.CLOSE_MONTHS: _months_form,
    RecordChange.CLOSE_YEAR: _year_form,
    RecordChange.CHANGE_DONOR: _donor_form,
    RecordChange.CHANGE_CONTRIBUTION: _contribution_form,
    RecordChange.CHANGE_ACTIVITY: _activity_form,
    RecordChange.CHANGE_DONOR_TYPE: _donor_type_form,
    RecordChange.SUPERSEDE_RATE: _rate_form,
}
"""The forms in which returned changes are handed in again."""


def correct_address(item: ApprovalRequestItem, contribution: str = "") -> str:
    """Return the address of the form with the submitted values; empty where there is none."""
    if isinstance(item.kind, RecordChange):
        return change_address(item)
    if item.kind is EntryKind.INTEREST and item.orders == 1:
        return url_for("interest.show", request=item.number)
    reference = contribution or item.contribution
    if not reference or item.orders != 1 or item.kind is EntryKind.REVERSAL:
        return ""
    return url_for(
        "entry_forms.show", reference=reference, kind=item.kind.value, request=item.number
    )
