"""What programs record: entries and contributions, by the drafts and rules of the forms.

A session sends its CSRF token in the header `X-CSRFToken`; `GET /api/v1/csrf-token` gives it.
"""

from collections.abc import Sequence
from dataclasses import replace

from apiflask import APIBlueprint
from flask import Response, request
from flask_wtf.csrf import generate_csrf
from sqlmodel import Session

from tracker.api.answers import Answer, write
from tracker.api.bodies import read_body
from tracker.api.contribution_bodies import (
    ContributionAnswer,
    ContributionBody,
    ContributionFate,
    readable_terms,
)
from tracker.api.entry_bodies import (
    EntryAnswer,
    EntryBody,
    EntryState,
    in_body,
    in_draft,
    readable_part,
)
from tracker.api.subjects import PREFIX
from tracker.db import transaction
from tracker.errors import Conflict, Fault, InvalidDraft, NotAllowed, NotFound
from tracker.fund.approvals.draft_recording import RecordedDraft, record_draft
from tracker.fund.code_register import code_on_record, spelled_code
from tracker.fund.contributions.terms import (
    ContributionDraft,
    add_contributions,
    contribution_faults,
    contribution_questions,
    find_contribution,
    known_records,
    read_draft,
)
from tracker.fund.known_donors import read_known_donors
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.preparing import faults_beside
from tracker.fund.states import ScopeKind
from tracker.http import context
from tracker.http.guard import requires, signed_in
from tracker.people.audit import await_writers
from tracker.people.permissions import Permission
from tracker.people.tokens import note_recorded
from tracker.questions import (
    AskedAbout,
    DraftQuestion,
    FaultyAndAskedAbout,
    expect_answered,
    faulty,
    unanswered,
)
from tracker.words import say

OK, CREATED, ACCEPTED = 200, 201, 202
STATUS = {EntryState.POSTED: CREATED, EntryState.WAITS: ACCEPTED, EntryState.KNOWN: OK}

SCOPE_RECORDS = {
    ScopeKind.PROGRAMME: "programmes",
    ScopeKind.ACTIVITY: "activities",
    ScopeKind.TOOL: "tools",
}
"""The records to which a contribution can be tied, by the kinds of their codes."""

blueprint = APIBlueprint("api_recording", __name__, url_prefix=PREFIX, enable_openapi=False)


class TokenAnswer(Answer):
    """The CSRF token of a session."""

    csrf_token: str


@blueprint.get("/csrf-token")
@signed_in
def csrf_token() -> Response:
    """Give the token that a session sends with what it records."""
    if context.user().by_token:
        raise NotAllowed(say("Who bears a token needs no token of a form."))
    answer = write(TokenAnswer, {"csrf_token": generate_csrf()})
    answer.cache_control.no_store = True
    return answer


@blueprint.post("/entries")
@requires(Permission.POST_MONEY)
def record_entry() -> Response:
    """Record an entry: 201 posted, 202 waits, 200 known with the same content."""
    body = _read_entry()
    if body.kind is EntryKind.REVERSAL and not context.may(Permission.REVERSE_ENTRIES):
        raise NotAllowed(say("Your role does not allow this."))
    found = _recorded(body)
    state = EntryState.WAITS if found.request else EntryState.POSTED
    if found.known:
        state = EntryState.KNOWN
    answer = write(
        EntryAnswer,
        {
            **found._asdict(),
            "reference": body.reference,
            "state": state,
            "dry_run": body.dry_run,
            "request": 0 if body.dry_run and not found.known else found.request,
            "warnings": [
                {"field": one.field, "message": one.message} for one in in_body(found.warnings)
            ],
        },
    )
    answer.status_code = OK if body.dry_run else STATUS[state]
    return answer


@blueprint.post("/contributions")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_contribution() -> Response:
    """Add a contribution: 201 added, 200 on record with the same content."""
    body = _read_contribution()
    draft = body.draft()
    with transaction(context.session()) as session:
        draft = _spelled(session, draft)
        await_writers(session)  # of two that send the same, the second is told that it is known
        known = _is_on_record(session, draft)
        if not known:
            _expect_lawful(session, draft, frozenset(body.sure))
            add_contributions(session, [draft], context.user().handle)
        if body.dry_run:
            session.rollback()
    state = ContributionFate.KNOWN if known else ContributionFate.ADDED
    answer = write(
        ContributionAnswer,
        {"reference": draft.reference, "state": state, "dry_run": body.dry_run},
    )
    answer.status_code = OK if known or body.dry_run else CREATED
    return answer


def _read_entry() -> EntryBody:
    """Read the body; raises InvalidDraft with what cannot be read, and what else is wrong."""
    try:
        return read_body(EntryBody)
    except InvalidDraft as refusal:
        told = {fault.part for fault in refusal.faults}
        found = readable_part(request.get_data(), told)
        if found is None:
            raise
        faults = in_body(faults_beside(open_trial_desk(context.session()), found, in_draft(told)))
        raise InvalidDraft(
            [*refusal.faults, *(fault for fault in faults if fault.field not in told)]
        ) from refusal


def _read_contribution() -> ContributionBody:
    """Read the body; raises InvalidDraft with what cannot be read, and what else is wrong."""
    try:
        return read_body(ContributionBody)
    except InvalidDraft as refusal:
        told = {fault.part for fault in refusal.faults}
        found = readable_terms(request.get_data(), told)
        if found is None:
            raise
        faults = in_body(contribution_faults(found, known_records(context.session())))
        if "amount_minor" in told:
            told.add("instalments")  # they add up to the amount
        raise InvalidDraft(
            [*refusal.faults, *(fault for fault in faults if fault.part not in told)]
        ) from refusal


def _recorded(body: EntryBody) -> RecordedDraft:
    """Record the entry of a body, or only try it; faults name the fields of the body."""
    try:
        with transaction(context.session()) as session:
            who = context.user()
            found = record_draft(session, body.draft(), who.handle)
            if who.by_token and not found.known:
                note_recorded(session, who.handle, body.reference)
            if body.dry_run:
                session.rollback()
    except InvalidDraft as refusal:
        asked = refusal.questions if isinstance(refusal, FaultyAndAskedAbout) else ()
        raise faulty(in_body(refusal.faults), _asked_in_body(asked)) from refusal
    except AskedAbout as refusal:
        raise AskedAbout(_asked_in_body(refusal.questions)) from refusal
    return found


def _asked_in_body(questions: Sequence[DraftQuestion]) -> list[DraftQuestion]:
    """Return questions by the fields of the body."""
    fields = in_body([Fault(one.field, one.message) for one in questions])
    asked = zip(questions, fields, strict=True)
    return [DraftQuestion(one.code, fault.field, one.message) for one, fault in asked]


def _spelled(session: Session, draft: ContributionDraft) -> ContributionDraft:
    """Return a draft with its codes as they are on record, a new one in its normal form."""
    return replace(
        draft,
        reference=spelled_code(session, "contributions", draft.reference),
        donor=_donor(session, draft.donor),
        scope=tuple(sorted({_spelled_scope(session, *named) for named in draft.scope})),
    )


def _donor(session: Session, text: str) -> str:
    """Return the code of the donor that a code or a name on record names; else what was written."""
    if code_on_record(session, "donors", text) is None:
        named = read_known_donors(session).find_on_record(text)
        if named is not None:
            return named
    return spelled_code(session, "donors", text)


def _spelled_scope(session: Session, kind: ScopeKind, code: str) -> tuple[ScopeKind, str]:
    """Return what a contribution is tied to with its code as it is on record."""
    records = SCOPE_RECORDS.get(kind)
    return kind, spelled_code(session, records, code) if records else code


def _is_on_record(session: Session, draft: ContributionDraft) -> bool:
    """Tell whether a contribution is on record with the same content; raises Conflict."""
    try:
        row = find_contribution(session, draft.reference)
    except NotFound:
        return False
    if read_draft(session, row) != draft:
        raise Conflict(
            say("%(reference)s is on record with other terms", reference=draft.reference),
            "reference",
        )
    return True


def _with_nearest(session: Session, draft: ContributionDraft, fault: Fault) -> Fault:
    """Return a fault, that of an unknown donor with the nearest ones."""
    if fault.field != "donor" or not draft.donor.strip():
        return fault
    return Fault(fault.field, read_known_donors(session).refusal(draft.donor))


def _expect_lawful(session: Session, draft: ContributionDraft, sure: frozenset[str]) -> None:
    """Refuse a draft with faults or open questions."""
    faults = contribution_faults(draft, known_records(session))
    questions = [
        DraftQuestion(one.code, f"{one.field}_minor" if one.field == "amount" else one.field,
                      one.message)
        for one in contribution_questions(draft)
    ]  # fmt: skip
    if faults:
        near = [_with_nearest(session, draft, one) for one in faults]
        raise faulty(in_body(near), unanswered(questions, sure))
    expect_answered(questions, sure)
