"""The draft of a returned change, with which its form is filled again."""

from typing import Any

from tracker.fund.approvals.change_kinds import RecordChangeKind
from tracker.fund.approvals.change_requests import payload_to_correct
from tracker.http import context
from tracker.web.entries.refill import returned_request
from tracker.web.forms.saving import actor


def returned_payload(kind: RecordChangeKind[Any]) -> Any:  # noqa: ANN401 - of any kind
    """Return the payload of the request in the address, if it is one of that kind."""
    number = returned_request()
    return payload_to_correct(context.session(), number, actor(), kind) if number else None


def returned_draft(kind: RecordChangeKind[Any], code: str) -> Any:  # noqa: ANN401 - of any kind
    """Return the one draft of the request in the address, if it changes that record."""
    payload = returned_payload(kind)
    drafts = [] if payload is None else list(payload.drafts)
    if len(drafts) != 1:
        return None
    key = getattr(drafts[0], "code", "") or getattr(drafts[0], "reference", "")
    return drafts[0] if key == code else None
