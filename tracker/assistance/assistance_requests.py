"""Assistance requests of States: drafts, their faults, adding and changing.

A change first puts the request as it was on record, with the moment until which it was known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.assistance.day_rules import past_day_faults
from tracker.assistance.request_moves import status_faults
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.assistance.tables.requests import AssistanceRequest, FormerAssistanceRequest
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, lock_record, moment_of_change, record, record_all
from tracker.people.subjects import Subject
from tracker.reference.articles import articles
from tracker.reference.instruments import Instrument
from tracker.reference.place_names import no_state
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.reference.states import states
from tracker.versions import require_version
from tracker.words import say

CLUSTERS = range(1, 5)
"""The numbers of the clusters of articles by which country reviews go."""
SEPARATORS = re.compile(r"[;,\s]+")
KEPT = ("state", "source", "status", "priority", "instrument", "articles", "received_on",
        "review_cluster", "estimated_cost_minor", "consent_to_publish")  # fmt: skip
"""The columns of a request that its former states have too."""


@dataclass(frozen=True, slots=True)
class AssistanceRequestDraft:
    """An assistance request before it is written; `state` is ISO 3166 alpha-3.

    `review_cluster` is that of the country review which found the need, `cost_basis` the origin
    of the estimated cost, which is in US cents.
    """

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
    review_cluster: int | None = None
    estimated_cost_minor: int | None = None
    cost_basis: str = ""
    consent_to_publish: bool = False


def assistance_request_faults(draft: AssistanceRequestDraft) -> list[Fault]:
    """Return all faults of a draft, field by field."""
    faults = []
    if not draft.code.strip():
        faults.append(Fault("code", say("a request has a code")))
    if draft.state not in states():
        faults.append(Fault("state", no_state(draft.state)))
    if draft.status is RequestStatus.DECLINED and not draft.decision.strip():
        faults.append(Fault("decision", say("a request is declined with a reason")))
    faults += past_day_faults("received_on", draft.received_on)
    return [*faults, *_article_faults(draft), *_review_faults(draft), *_cost_faults(draft)]


def articles_of(instrument: Instrument, text: str) -> tuple[tuple[Instrument, str], ...]:
    """Return the articles of an instrument that a request names, such as "16, 18", in their order.

    What is no article of it, as on requests from before that was refused, is left out.
    """
    named = {(instrument, word) for word in SEPARATORS.split(text)}
    return tuple(key for key in articles() if key in named)


def _article_faults(draft: AssistanceRequestDraft) -> list[Fault]:
    """Return what of the articles is no article of the instrument: it would count nowhere."""
    return [
        Fault(
            "articles",
            say(
                "'%(text)s' is no article of %(instrument)s; write numbers, like 16, 18",
                text=word,
                instrument=draft.instrument,
            ),
        )
        for word in dict.fromkeys(filter(None, SEPARATORS.split(draft.articles)))
        if (draft.instrument, word) not in articles()
    ]


def _review_faults(draft: AssistanceRequestDraft) -> list[Fault]:
    """Return what is wrong with the cluster of a country review."""
    if draft.review_cluster is None:
        return []
    if draft.source is not RequestSource.COUNTRY_REVIEW:
        return [Fault("review_cluster", say("only a country review has a cluster of articles"))]
    if draft.review_cluster not in CLUSTERS:
        return [Fault("review_cluster", say("the clusters of reviews are 1 to 4"))]
    return []


def _cost_faults(draft: AssistanceRequestDraft) -> list[Fault]:
    """Return what is wrong with the estimated cost."""
    if draft.estimated_cost_minor is None:
        return []
    if draft.estimated_cost_minor < 0:
        return [Fault("estimated_cost", say("a cost is not below zero"))]
    if not draft.cost_basis.strip():
        return [Fault("cost_basis", say("say who estimated the cost, and when"))]
    return []


def add_assistance_requests(
    session: Session,
    drafts: Sequence[AssistanceRequestDraft],
    actor: str,
    known_from: Mapping[str, datetime] | None = None,
) -> dict[str, int]:
    """Add assistance requests; return their numbers by code. Raises InvalidDraft or Conflict.

    `known_from` has by code the moment at which one that is taken over was recorded; the others
    are known from now on.
    """
    if not drafts:
        return {}
    moment, moments = moment_of_change(session), known_from or {}
    taken = taken_codes(session.exec(select(AssistanceRequest.code)))
    for draft in drafts:
        faults = [*assistance_request_faults(draft), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the request %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    rows = [
        AssistanceRequest(**asdict(draft), known_from=moments.get(draft.code, moment))
        for draft in drafts
    ]
    session.add_all(rows)
    session.flush()
    changes = (
        Change("add", Subject.ASSISTANCE_REQUEST, draft.code, new=facts_of(draft))
        for draft in drafts
    )
    record_all(session, actor, changes)
    return {row.code: row.id for row in rows if row.id is not None}


def change_assistance_request(
    session: Session,
    code: str,
    draft: AssistanceRequestDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change an assistance request on record; its code stays, its status moves as is lawful.

    `version` is that of the record on which the draft rests. Raises InvalidDraft, NotFound, or
    ChangedMeanwhile for another version.
    """
    lock_record(session)
    row = find_assistance_request(session, code)
    before = draft_of(row)
    require_version(before, version)
    faults = [*assistance_request_faults(draft), *status_faults(before.status, draft.status)]
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    _keep_former(session, row, draft)
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    session.add(row)
    old, new = facts_of(before), facts_of(draft)
    record(session, actor, Change("change", Subject.ASSISTANCE_REQUEST, code, old, new, why))


def find_assistance_request(session: Session, code: str) -> AssistanceRequest:
    """Return the request with that code; raises NotFound."""
    found = session.exec(
        select(AssistanceRequest).where(col(AssistanceRequest.code) == code)
    ).one_or_none()
    if found is None:
        raise NotFound(say("no request has the code '%(code)s'", code=code))
    return found


def _keep_former(session: Session, row: AssistanceRequest, after: AssistanceRequestDraft) -> None:
    """Put a request that a change ends on record, unless what is counted of it stays the same."""
    before = {name: getattr(row, name) for name in KEPT}
    if before == {name: getattr(after, name) for name in KEPT}:
        return
    session.add(
        FormerAssistanceRequest(
            request_id=row.id or 0, known_until=moment_of_change(session), **before
        )
    )


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
        if value not in (None, "", False)
    }
