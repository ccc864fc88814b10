"""What is said of a file, and the rules for it: one for forms, programs and whoever adds one."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from tracker.assistance.recorded_activities import read_draft
from tracker.assistance.tables.activities import Activity
from tracker.documents.owners import FileOwner
from tracker.errors import Fault
from tracker.reference.languages import languages
from tracker.words import say

LONGEST_TITLE = 500
LONGEST_VERSION = 40
OF_ACTIVITIES = ("indicator",)
OF_TOOLS = ("version", "language")


@dataclass(frozen=True, slots=True)
class FileDraft:
    """What is said of a file: its title, whether all may see it, and which part it belongs to.

    `indicator` is that of an activity of which it is the evidence; `version` and `language` (ISO
    639-1) are those of a tool; `replaces` is the number of the file in whose place it stands.
    """

    title: str
    is_public: bool = False
    indicator: str = ""
    version: str = ""
    language: str = ""
    replaces: int | None = None


def file_faults(session: Session, owner: FileOwner, draft: FileDraft) -> list[Fault]:
    """Return the faults of what is said of a file of a record."""
    return [*_title_faults(draft), *_part_faults(session, owner, draft)]


def _title_faults(draft: FileDraft) -> Iterator[Fault]:
    """Yield what is wrong with the title and the version."""
    if not draft.title.strip():
        yield Fault("title", say("a document has a title"))
    for name, most in (("title", LONGEST_TITLE), ("version", LONGEST_VERSION)):
        if len(getattr(draft, name)) > most:
            yield Fault(name, say("the text has at most %(number)s characters", number=most))


def _part_faults(session: Session, owner: FileOwner, draft: FileDraft) -> Iterator[Fault]:
    """Yield what is wrong with the part of the record to which the file belongs."""
    kinds = {"activities": OF_ACTIVITIES, "tools": OF_TOOLS}
    for name in (*OF_ACTIVITIES, *OF_TOOLS):
        if getattr(draft, name) and name not in kinds.get(owner.kind, ()):
            yield Fault(name, say("files of this kind of record have none"))
            return
    if draft.indicator and draft.indicator not in indicators_of(session, owner):
        yield Fault("indicator", say("the activity has no indicator of this name"))
    if draft.language and draft.language not in languages():
        no_language = say("'%(code)s' is no language of ISO 639-1, such as en", code=draft.language)
        yield Fault("language", no_language)


def indicators_of(session: Session, owner: FileOwner) -> list[str]:
    """Return the indicators of an activity, in its order; of other records, none."""
    if not isinstance(owner.row, Activity):
        return []
    results = read_draft(session, owner.row).results
    return list(dict.fromkeys(one.indicator for one in results))
