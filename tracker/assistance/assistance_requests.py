"""Assistance requests of States: drafts, their faults, adding."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, lock_record, record, record_all
from tracker.people.subjects import Subject
from tracker.reference.instruments import Instrument
from tracker.reference.place_names import no_state
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.reference.states import states
from tracker.words import say


@dataclass(frozen=True, slots=True)
class AssistanceRequestDraft:
    """An assistance request before it is written; `state` is ISO 3166 alpha-3."""

    code: str
    state: str
    source: RequestSource
    status: RequestStatus
    priority: Priority
    instrument: Instrument
    received_on: date
    articles: str = ""
    summary: str = ""
    decision: str = ""


def assistance_request_faults(draft: AssistanceRequestDraft) -> list[Fault]:
    """Return all faults of a draft, field by field."""
    faults = []
    if not draft.code.strip():
        faults.append(Fault("code", say("a request has a code")))
    if draft.state not in states():
        faults.append(Fault("state", no_state(draft.state)))
    if draft.status is RequestStatus.DECLINED and not draft.decision.strip():
        faults.append(Fault("decision", say("a request is declined with a reason")))
    return faults


def add_assistance_requests(
    session: Session, drafts: Sequence[AssistanceRequestDraft], actor: str
) -> dict[str, int]:
    """Add assistance requests; return their numbers by code. Raises InvalidDraft or Conflict."""
    if drafts:
        lock_record(session)
    taken = taken_codes(session.exec(select(AssistanceRequest.code)))
    for draft in drafts:
        faults = [*assistance_request_faults(draft), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the request %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    rows = [AssistanceRequest(**asdict(draft)) for draft in drafts]
    session.add_all(rows)
    session.flush()
    changes = (
        Change("add", Subject.ASSISTANCE_REQUEST, draft.code, new=facts_of(draft))
        for draft in drafts
    )
    record_all(session, actor, changes)
    return {row.code: row.id for row in rows if row.id is not None}


def change_assistance_request(
    session: Session, code: str, draft: AssistanceRequestDraft, actor: str, why: str
) -> None:
    """Change an assistance request on record. Raises InvalidDraft or NotFound."""
    faults = assistance_request_faults(draft)
    if faults:
        raise InvalidDraft(faults)
    row = session.exec(
        select(AssistanceRequest).where(col(AssistanceRequest.code) == code)
    ).one_or_none()
    if row is None:
        raise NotFound(say("no request has the code '%(code)s'", code=code))
    old = facts_of(draft_of(row))
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    session.add(row)
    change = Change("change", Subject.ASSISTANCE_REQUEST, code, old, facts_of(draft), why)
    record(session, actor, change)


def draft_of(row: AssistanceRequest) -> AssistanceRequestDraft:
    """Return an assistance request on record as a draft."""
    return AssistanceRequestDraft(
        **{field.name: getattr(row, field.name) for field in fields(AssistanceRequestDraft)}
    )


def facts_of(draft: AssistanceRequestDraft) -> dict[str, Any]:
    """Return a draft for the trail, without its empty fields."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(draft).items()
        if value not in (None, "")
    }
