"""The sections in which an activity is filled in, and how far each has come."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.submission import missing_for_submission
from tracker.errors import Fault

ALWAYS_SAID = frozenset({"type", "status"})
"""The fields that have a value from the beginning, which says nothing of a section's progress."""
DRAFT_FIELDS = {"budget": "budget_minor"}
"""The fields of drafts that faults know by another name."""


class ActivitySection(StrEnum):
    """A section of an activity's form, as it stands in addresses."""

    WHAT = "what"
    WHEN = "when-and-where"
    WHOM = "for-whom"
    LAW = "instruments"
    MONEY = "money"
    PEOPLE = "people"
    RESULTS = "results"
    DOCUMENTS = "documents"
    TOOLS = "tools-and-requests"
    LANGUAGES = "languages"


class SectionStage(StrEnum):
    """How far a section has come."""

    COMPLETE = "complete"  # it holds something, and lacks nothing for submission
    BEGUN = "begun"  # it holds something, and lacks something for submission
    EMPTY = "empty"  # it holds nothing
    FAULTY = "faulty"  # the rules refuse what it holds


FIELDS: dict[ActivitySection, tuple[str, ...]] = {
    ActivitySection.WHAT: ("title", "programme", "type", "status", "description"),
    ActivitySection.WHEN: ("planned_start", "planned_end", "actual_start", "actual_end", "venue"),
    ActivitySection.WHOM: ("beneficiaries",),
    ActivitySection.LAW: ("instruments", "articles", "paragraphs", "themes"),
    ActivitySection.MONEY: ("budget_minor",),
    ActivitySection.PEOPLE: ("participants",),
    ActivitySection.RESULTS: ("results", "evaluation"),
    ActivitySection.DOCUMENTS: ("documents",),
    ActivitySection.TOOLS: ("tools", "requests", "partners"),
    ActivitySection.LANGUAGES: ("written_in", "texts"),
}
"""The fields of a draft in each section. Its code never changes, and its publication has pages of
its own."""


class SectionProgress(NamedTuple):
    """A section, how far it has come, and the fields that it lacks for submission."""

    section: ActivitySection
    progress: SectionStage
    missing: tuple[str, ...]


def progress_of(draft: ActivityDraft, faults: Iterable[Fault]) -> tuple[SectionProgress, ...]:
    """Return how far each section of an activity has come; `faults` are those of the activity."""
    faulty = {_field_of(fault) for fault in faults}
    missing = missing_for_submission(draft)
    return tuple(
        SectionProgress(
            section,
            _progress(draft, fields, faulty=bool(faulty & set(fields)), lacks=missing),
            tuple(name for name in missing if name in fields),
        )
        for section, fields in FIELDS.items()
    )


def of_section(
    section: ActivitySection, draft: ActivityDraft, other: ActivityDraft
) -> ActivityDraft:
    """Return another draft with the section of this one."""
    return replace(other, **{name: getattr(draft, name) for name in FIELDS[section]})


def _progress(
    draft: ActivityDraft, fields: tuple[str, ...], *, faulty: bool, lacks: tuple[str, ...]
) -> SectionStage:
    """Return how far the section of some fields has come."""
    if faulty:
        return SectionStage.FAULTY
    held = (getattr(draft, name) for name in fields if name not in ALWAYS_SAID)
    if all(value in (None, "", ()) for value in held):
        return SectionStage.EMPTY
    return SectionStage.BEGUN if set(lacks) & set(fields) else SectionStage.COMPLETE


def _field_of(fault: Fault) -> str:
    """Return the field of a draft that a fault is about."""
    name = fault.field.partition("-")[0]
    return DRAFT_FIELDS.get(name, name)
