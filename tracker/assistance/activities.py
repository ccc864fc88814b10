"""Activities with all their parts: adding, changing and reading them."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker.assistance.activity_drafts import (
    ActivityDocumentDraft,
    ActivityDraft,
    ParticipantCount,
    ResultDraft,
    ToolShare,
    activity_faults,
)
from tracker.assistance.activity_parts import (
    activity_part_rows,
    as_part,
    change_activity_parts,
    known_numbers,
    standing,
)
from tracker.assistance.breakdowns import breakdown_of, keep_former
from tracker.assistance.shares import Share
from tracker.assistance.states import ToolUse
from tracker.assistance.tables.activities import (
    Activity,
    ActivityArticle,
    ActivityBeneficiary,
    ActivityDocument,
    ActivityInstrument,
    ActivityParagraph,
    ActivityParticipants,
    ActivityPartner,
    ActivityResult,
    Programme,
)
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, lock_record, record, record_all
from tracker.people.subjects import Subject
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.versions import content_of, require_version
from tracker.words import say

OWN_COLUMNS = (
    "code", "title", "description", "type", "status", "planned_start", "planned_end",
    "actual_start", "actual_end", "budget_minor", "venue", "evaluation",
)  # fmt: skip


def add_activities(session: Session, drafts: Sequence[ActivityDraft], actor: str) -> dict[str, int]:
    """Add activities with all their parts; return their numbers by code.

    Raises InvalidDraft with the first faulty draft's faults, Conflict for a code on file.
    """
    facts = known_numbers(session)
    taken = taken_codes(session.exec(select(Activity.code)))
    for draft in drafts:
        faults = [*activity_faults(draft, facts.codes()), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the activity %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    rows = [
        Activity(programme_id=facts.programmes[draft.programme], **_columns(draft))
        for draft in drafts
    ]
    session.add_all(rows)
    session.flush()
    numbers = {row.code: row.id for row in rows if row.id is not None}
    for draft in drafts:
        session.add_all(activity_part_rows(numbers[draft.code], draft, facts))
    session.flush()
    record_all(
        session,
        actor,
        (Change("add", Subject.ACTIVITY, draft.code, new=content_of(draft)) for draft in drafts),
    )
    return numbers


def change_activity(
    session: Session,
    code: str,
    draft: ActivityDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change an activity and those of its parts that differ; its code stays.

    `version` is that of the record on which the draft rests. Raises InvalidDraft, or
    ChangedMeanwhile for another version.
    """
    lock_record(session)
    row = find_activity(session, code)
    before = read_draft(session, row)
    require_version(before, version)
    facts = known_numbers(session)
    faults = activity_faults(draft, facts.codes())
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    keep_former(session, _number(row), row.programme_id, breakdown_of(before), breakdown_of(draft))
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.programme_id = facts.programmes[draft.programme]
    session.add(row)
    change_activity_parts(session, _number(row), before, draft, facts)
    old, new = content_of(before), content_of(draft)
    record(session, actor, Change("change", Subject.ACTIVITY, code, old, new, why))


def find_activity(session: Session, code: str) -> Activity:
    """Return the activity with that code; raises NotFound."""
    found = session.exec(select(Activity).where(Activity.code == code)).first()
    if found is None:
        raise NotFound(say("no activity has the code %(code)s", code=code))
    return found


def read_draft(session: Session, row: Activity) -> ActivityDraft:
    """Return the draft of a recorded activity, for a form, a page or a comparison."""
    number = _number(row)

    def of(part: type[SQLModel], *order: str) -> list[Any]:
        statement = select(part).where(col(part.activity_id) == number, standing(part))  # type: ignore[attr-defined]
        return list(session.exec(statement.order_by(*(col(getattr(part, o)) for o in order))))

    tools = session.exec(
        select(Tool.code, ActivityTool.use, ActivityTool.share_bp)
        .join(Tool, col(Tool.id) == ActivityTool.tool_id)
        .where(ActivityTool.activity_id == number)
        .order_by(col(Tool.code), col(ActivityTool.use))
    )
    requests = session.exec(
        select(AssistanceRequest.code)
        .join(
            ActivityAssistanceRequest,
            col(ActivityAssistanceRequest.request_id) == AssistanceRequest.id,
        )
        .where(ActivityAssistanceRequest.activity_id == number)
        .order_by(col(AssistanceRequest.code))
    )
    return ActivityDraft(
        programme=session.exec(
            select(Programme.code).where(Programme.id == row.programme_id)
        ).one(),
        **{name: getattr(row, name) for name in OWN_COLUMNS},
        instruments=tuple(
            Share(part.instrument.value, part.share_bp)
            for part in of(ActivityInstrument, "instrument")
        ),
        beneficiaries=tuple(
            Share(part.place, part.share_bp) for part in of(ActivityBeneficiary, "place")
        ),
        tools=tuple(ToolShare(code, ToolUse(use), share) for code, use, share in tools),
        participants=tuple(
            ParticipantCount(*(getattr(part, name) for name in ParticipantCount._fields))
            for part in of(ActivityParticipants, "id")
        ),
        results=tuple(as_part(ResultDraft, part) for part in of(ActivityResult, "id")),
        partners=tuple(part.name for part in of(ActivityPartner, "name")),
        articles=tuple(
            (part.instrument, part.article) for part in of(ActivityArticle, "instrument", "article")
        ),
        paragraphs=tuple(part.paragraph for part in of(ActivityParagraph, "paragraph")),
        requests=tuple(requests),
        documents=tuple(
            as_part(ActivityDocumentDraft, part) for part in of(ActivityDocument, "id")
        ),
    )


def _number(row: Activity) -> int:
    """Return the number of a recorded activity."""
    if row.id is None:
        raise ValueError("the activity is not written yet")
    return row.id


def _columns(draft: ActivityDraft) -> dict[str, Any]:
    """Return the draft's values of the table's own columns."""
    return {name: getattr(draft, name) for name in OWN_COLUMNS}
