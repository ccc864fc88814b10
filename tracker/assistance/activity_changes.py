"""Changes an activity with all its parts, whatever pays for it.

Forms, sheets and requests change activities by `change_funded_activity` of the fund, which asks
the rules about what pays for them first; nothing else imports this module.
"""

from sqlmodel import Session

from tracker.assistance.activities import columns_of
from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import change_activity_parts, known_numbers
from tracker.assistance.activity_publication import keep_former_publication
from tracker.assistance.breakdowns import breakdown_of, keep_former
from tracker.assistance.former_activities import keep_former_activity
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.result_rules import lowering_faults
from tracker.errors import Fault, InvalidDraft
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.versions import content_of, require_version
from tracker.words import say


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
    before, number = read_draft(session, row), row.id or 0
    require_version(before, version)
    facts = known_numbers(session)
    faults = activity_faults(draft, facts.codes())
    faults += lowering_faults(before.results, draft.results)
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    keep_former(session, number, row.programme_id, breakdown_of(before), breakdown_of(draft))
    keep_former_activity(session, row, before, draft)
    keep_former_publication(session, number, before, draft)
    for name, value in columns_of(draft).items():
        setattr(row, name, value)
    row.programme_id = facts.programmes[draft.programme]
    session.add(row)
    change_activity_parts(session, number, before, draft, facts)
    old, new = content_of(before), content_of(draft)
    record(session, actor, Change("change", Subject.ACTIVITY, code, old, new, why))
