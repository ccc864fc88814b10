"""Requests whose subject is a change of the record: handed in, shown, and applied by approval."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidInput, ShownChanged, TrackerError
from tracker.fund.approvals.change_kinds import (
    ChangeDecision,
    ChangeKinds,
    ChangeShown,
    OpenItem,
    Payload,
    RecordChangeKind,
    TwoPersons,
)
from tracker.fund.approvals.request_list import ApprovalRequestItem, items_of
from tracker.fund.approvals.submission import (
    GIVEN_BACK,
    NOBODY_YET,
    TITLE_LENGTH,
    is_replaced,
    replaced_request,
)
from tracker.fund.states import RECORD_CHANGES, ApprovalRequestState, OpenKind, RecordChange
from tracker.fund.tables.approvals import LARGEST_NUMBER, ApprovalRequest, ApprovalRequestKind
from tracker.people.actors import handle_of, is_same
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.words import say


class ChangeFacts(NamedTuple):
    """A change of the record with what was shown at hand-in, and, while it waits, as it is now.

    `refusal` says why it cannot be approved now; `digest` is what an approval is bound to.
    """

    item: ApprovalRequestItem
    shown: ChangeShown
    now: ChangeShown | None
    refusal: str
    digest: str


def hand_in(
    session: Session,
    kind: RecordChangeKind[Payload],
    payload: Payload,
    actor: str,
    why: str,
    *,
    replaces: int | None = None,
    by: str = "",
) -> int:
    """Save a change as a request for a second person, inside transaction(); return its number.

    The `actor` has prepared it; `by` hands it in, where that is another. It is applied to be
    tried, and rolled back. Raises InvalidInput without a reason where the kind
    takes one, Conflict while the same change waits, and the refusals of the rules, as if it were
    approved now.
    """
    lock_record(session)
    why = why.strip()
    if kind.needs_reason and not why:
        raise InvalidInput(say("say why"), "why")
    kind.check(session, payload, why)
    shown = kind.show(session, payload)
    _try(session, kind, payload, TwoPersons(actor, NOBODY_YET, why))
    title = shown.title[:TITLE_LENGTH]
    _expect_alone(session, kind, payload)
    old = replaced_request(session, replaces, actor, kind.name) if replaces else None
    request = ApprovalRequest(
        state=ApprovalRequestState.WAITING,
        title=title,
        kind=kind.name.value,
        usd_minor=0,
        orders=[],
        change={"payload": kind.adapter.dump_python(payload, mode="json"), **shown.as_json()},
        digest=shown.digest,
        contribution_id=shown.contribution_id,
        activity_id=shown.activity_id,
        prepared_by=actor,
        prepared_at=utc_now(),
        note=why,
        replaces_id=old.id if old else None,
    )
    session.add(request)
    session.flush()
    number = request.id or 0
    session.add(ApprovalRequestKind(request_id=number, kind=kind.name.value))
    session.flush()
    facts = {"title": title, "kind": kind.name.value, "digest": shown.digest}
    change = Change("prepare", Subject.APPROVAL_REQUEST, str(number), new=facts, why=why)
    record(session, by or actor, change)
    return number


def apply_change(
    session: Session, request: ApprovalRequest, kinds: ChangeKinds, actor: str, shown: str
) -> None:
    """Apply the change of a waiting request, if all is as both persons were shown it.

    Raises ShownChanged when it is not, and the refusals of the kind's rules.
    """
    kind, payload = _read(request, kinds)
    kind.check(session, payload, request.note)
    now = kind.show(session, payload)
    if now.digest != request.digest:
        raise ShownChanged(
            say(
                "what the request rests on has changed since it was handed in; "
                "it has to be handed in again"
            ),
            "shown",
        )
    if shown != request.digest:
        raise ShownChanged(
            say("the change was not shown as it was handed in; look at it again"), "shown"
        )
    kind.apply(
        session, payload, TwoPersons(handle_of(session, request.prepared_by), actor, request.note)
    )


def note_decision(session: Session, request: ApprovalRequest, kinds: ChangeKinds) -> None:
    """Let the kind of a request's change note what was decided about it; entries have none."""
    if request.change is not None:
        actor = request.decided_by or request.prepared_by
        decision = ChangeDecision(request.id or 0, request.state, actor, request.reason)
        kinds[RecordChange(request.kind)].note(session, decision)


def is_change(session: Session, number: int) -> bool:
    """Tell whether a request on record is a change of the record, and no entry."""
    found = session.get(ApprovalRequest, number) if number <= LARGEST_NUMBER else None
    return found is not None and found.kind in RECORD_CHANGES


def read_change(session: Session, number: int, kinds: ChangeKinds) -> ChangeFacts:
    """Return the change of a request, which has one."""
    request = session.get_one(ApprovalRequest, number)
    stored = request.change or {}
    item = items_of(session, (number,))[0]
    shown = _shown(request.title, stored)
    if request.state is not ApprovalRequestState.WAITING:
        return ChangeFacts(item, shown, None, "", request.digest)
    kind, payload = _read(request, kinds)
    now, refusal = None, ""
    try:
        now = kind.show(session, payload)
        kind.check(session, payload, request.note)
    except TrackerError as refused:
        refusal = str(refused)
    if not refusal and now is not None and now.digest != request.digest:
        refusal = say(
            "what the request rests on has changed since it was handed in; "
            "it has to be handed in again"
        )
    return ChangeFacts(item, shown, now, refusal, request.digest)


def payload_to_correct(
    session: Session, number: int, actor: str, kind: RecordChangeKind[Payload]
) -> Payload | None:
    """Return the payload of a returned or withdrawn request that its preparer may hand in again.

    None for a request of another kind or person, or one that was handed in again.
    """
    request = session.get(ApprovalRequest, number)
    if (
        request is None
        or request.kind != kind.name.value
        or request.state not in GIVEN_BACK
        or not is_same(session, request.prepared_by, actor)
        or request.change is None
        or is_replaced(session, number)
    ):
        return None
    return kind.adapter.validate_python(request.change["payload"])


def waiting_changes(
    session: Session, names: Sequence[RecordChange]
) -> tuple[tuple[int, str, Any], ...]:
    """Return number, title and payload of the waiting changes of some kinds, the oldest first."""
    statement = (
        select(ApprovalRequest)
        .where(
            ApprovalRequest.state == ApprovalRequestState.WAITING,
            col(ApprovalRequest.kind).in_([name.value for name in names]),
        )
        .order_by(col(ApprovalRequest.id))
    )
    return tuple(
        (request.id or 0, request.title, (request.change or {}).get("payload"))
        for request in session.exec(statement)
    )


def _try(
    session: Session, kind: RecordChangeKind[Payload], payload: Payload, persons: TwoPersons
) -> None:
    """Apply a change in a savepoint and roll it back; raises what refuses it."""
    session.flush()
    savepoint = session.begin_nested()
    try:
        kind.apply(session, payload, persons)
    finally:
        savepoint.rollback()


def _expect_alone(session: Session, kind: RecordChangeKind[Payload], payload: Payload) -> None:
    """Refuse a change of something of which another change of the kind waits."""
    subjects = set(kind.subjects(payload))
    for number, _title, waiting in waiting_changes(session, [kind.name]):
        if subjects & set(kind.subjects(kind.adapter.validate_python(waiting))):
            raise Conflict(
                say(
                    "request %(number)s for the same waits for approval; have it decided first",
                    number=number,
                ),
                kind.field,
            )


def _read(request: ApprovalRequest, kinds: ChangeKinds) -> tuple[RecordChangeKind[Any], Any]:
    """Return the kind and the payload of a request's change."""
    kind = kinds[RecordChange(request.kind)]
    return kind, kind.adapter.validate_python((request.change or {})["payload"])


def _shown(title: str, stored: dict[str, Any]) -> ChangeShown:
    """Return what was shown from its JSON."""
    return ChangeShown(
        title,
        stored.get("before", {}),
        stored.get("after", {}),
        stored.get("rests_on", {}),
        tuple(OpenItem(OpenKind(what), *one) for what, *one in stored.get("open_items", ())),
    )
