"""Events of dissemination: drafts, their faults, adding and changing.

A change first puts the event as it was on record, with the moment until which it was known, so
that figures as known at an earlier moment come out again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.assistance.day_rules import past_day_faults
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.tools import FormerDissemination, Tool, ToolDissemination
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, lock_record, moment_of_change, record, record_all
from tracker.people.subjects import Subject
from tracker.reference.codes import ParticipantFunction
from tracker.reference.languages import languages
from tracker.reference.place_names import no_place
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.reference.regions import places
from tracker.versions import content_of, require_version
from tracker.words import say

KEPT = ("tool_id", "activity_id", "means", "held_on", "place", "language", "audience", "unit",
        "number", "note")  # fmt: skip
"""The columns of an event that its former states have too."""


@dataclass(frozen=True, slots=True)
class DisseminationDraft:
    """An event by which a tool (its code) reached its readers: `number` of one unit.

    `language` is that of what was handed out (ISO 639-1), `audience` who they were, `activity`
    the code of the activity that the event was part of.
    """

    code: str
    tool: str
    means: DisseminationMeans
    unit: DisseminationUnit
    held_on: date
    number: int = 0
    place: str = ""
    language: str = ""
    audience: ParticipantFunction = ParticipantFunction.NOT_SPECIFIED
    activity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownDisseminationCodes:
    """The codes on record that an event may name."""

    tools: Collection[str]
    activities: Collection[str]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of tools and activities by code."""

    tools: Mapping[str, int]
    activities: Mapping[str, int]

    def columns(self, draft: DisseminationDraft) -> dict[str, Any]:
        """Return the columns of an event but its code."""
        own = {name: getattr(draft, name) for name in KEPT if not name.endswith("_id")}
        activity = self.activities[draft.activity] if draft.activity else None
        return {**own, "tool_id": self.tools[draft.tool], "activity_id": activity}

    def codes(self) -> KnownDisseminationCodes:
        """Return the codes alone, as the checks need them."""
        return KnownDisseminationCodes(self.tools.keys(), self.activities.keys())


def known_dissemination_codes(session: Session) -> KnownDisseminationCodes:
    """Read the codes that events may name."""
    return _numbers(session).codes()


def dissemination_faults(draft: DisseminationDraft, known: KnownDisseminationCodes) -> list[Fault]:
    """Return all faults of an event, field by field."""
    faults = []
    if not draft.code.strip():
        faults.append(Fault("code", say("an event of dissemination has a code")))
    if draft.tool not in known.tools:
        faults.append(Fault("tool", say("no tool has the code '%(code)s'", code=draft.tool)))
    if draft.activity and draft.activity not in known.activities:
        message = say("no activity has the code %(code)s", code=draft.activity)
        faults.append(Fault("activity", message))
    if draft.number < 0:
        faults.append(Fault("number", say("a number of copies is not below zero")))
    faults += past_day_faults("held_on", draft.held_on)
    if draft.place and draft.place not in places():
        faults.append(Fault("place", no_place(draft.place)))
    if draft.language and draft.language not in languages():
        message = say("'%(code)s' is no language of ISO 639-1, such as en", code=draft.language)
        faults.append(Fault("language", message))
    return faults


def add_disseminations(
    session: Session,
    drafts: Sequence[DisseminationDraft],
    actor: str,
    known_from: Mapping[str, datetime] | None = None,
) -> None:
    """Add events of dissemination; raises InvalidDraft, or Conflict for a code on record.

    `known_from` has by code the moment at which an event that is taken over was recorded; the
    others are known from now on.
    """
    if not drafts:
        return
    moment, numbers = moment_of_change(session), _numbers(session)
    taken, known = taken_codes(session.exec(select(ToolDissemination.code))), numbers.codes()
    for draft in drafts:
        faults = [*dissemination_faults(draft, known), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the event %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    moments = known_from or {}
    session.add_all(
        ToolDissemination(
            code=draft.code,
            known_from=moments.get(draft.code, moment),
            **numbers.columns(draft),
        )
        for draft in drafts
    )
    session.flush()
    changes = (
        Change("add", Subject.DISSEMINATION, draft.code, new=content_of(draft)) for draft in drafts
    )
    record_all(session, actor, changes)


def change_dissemination(
    session: Session,
    code: str,
    draft: DisseminationDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change an event on record; its code stays.

    `version` is that of the record on which the draft rests. Raises InvalidDraft, NotFound, or
    ChangedMeanwhile for another version.
    """
    lock_record(session)
    before = find_dissemination(session, code)
    require_version(before, version)
    row = session.exec(select(ToolDissemination).where(ToolDissemination.code == code)).one()
    numbers = _numbers(session)
    faults = dissemination_faults(draft, numbers.codes())
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    if before == draft:
        return
    session.add(
        FormerDissemination(
            dissemination_id=row.id or 0,
            known_until=moment_of_change(session),
            **{name: getattr(row, name) for name in KEPT},
        )
    )
    for name, value in numbers.columns(draft).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    old, new = content_of(before), content_of(draft)
    record(session, actor, Change("change", Subject.DISSEMINATION, code, old, new, why))


def find_dissemination(session: Session, code: str) -> DisseminationDraft:
    """Return the event with that code as it is on record; raises NotFound."""
    found = disseminations_on_record(session, [code]).get(code)
    if found is None:
        raise NotFound(say("no event of dissemination has the code '%(code)s'", code=code))
    return found


def tools_disseminated(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Return the codes of the tools of events, by the codes of these."""
    rows = session.exec(
        select(ToolDissemination.code, Tool.code)
        .join(Tool, col(Tool.id) == ToolDissemination.tool_id)
        .where(col(ToolDissemination.code).in_(sorted(set(codes))))
    )
    return dict(rows.all())


def disseminations_on_record(
    session: Session, codes: Collection[str]
) -> dict[str, DisseminationDraft]:
    """Return those of the events that are on record as drafts, by their codes."""
    found = session.exec(
        select(ToolDissemination, Tool.code, Activity.code)
        .join(Tool, col(Tool.id) == ToolDissemination.tool_id)
        .join(Activity, col(Activity.id) == ToolDissemination.activity_id, isouter=True)
        .where(col(ToolDissemination.code).in_(sorted(set(codes))))
    )
    own = [one.name for one in fields(DisseminationDraft) if one.name not in ("tool", "activity")]
    return {
        row.code: DisseminationDraft(
            tool=tool, activity=activity or "", **{name: getattr(row, name) for name in own}
        )
        for row, tool, activity in found
    }


def _numbers(session: Session) -> _Numbers:
    """Read the numbers of tools and activities."""
    return _Numbers(
        dict(session.exec(select(Tool.code, Tool.id)).all()),  # type: ignore[arg-type] # rows on record have numbers
        dict(session.exec(select(Activity.code, Activity.id)).all()),  # type: ignore[arg-type]
    )
