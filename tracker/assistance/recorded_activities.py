"""Activities on record with all their parts: one, or thousands at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker.assistance.activity_drafts import ActivityDocumentDraft, ActivityDraft, ToolShare
from tracker.assistance.activity_parts import TABLES, as_part, standing
from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount, ResultDraft
from tracker.assistance.shares import Share
from tracker.assistance.states import ToolUse
from tracker.assistance.tables.activities import Activity, ActivityParticipants, Programme
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.assistance.texts import read_texts
from tracker.errors import NotFound
from tracker.words import say

BATCH = 2_000
Parts = dict[int, list[Any]]
OWN_COLUMNS = (
    "code", "title", "description", "type", "status", "planned_start", "planned_end",
    "actual_start", "actual_end", "budget_minor", "venue", "evaluation",
    "publication",
)  # fmt: skip
"""The columns of an activity's own table by the fields of its draft."""
EARLIER: tuple[tuple[str, Any, str], ...] = (
    ("before_activity", Activity, "before_activity_id"),
    ("before_programme", Programme, "before_programme_id"),
)
"""Where people were counted before: the field of a count, the table, its column in the row."""


def activities_on_file(session: Session, codes: Iterable[str]) -> dict[str, ActivityDraft]:
    """Return those of the activities that are on record as drafts, by their codes."""
    found: dict[str, ActivityDraft] = {}
    wanted = sorted(set(codes))
    for start in range(0, len(wanted), BATCH):
        statement = select(Activity).where(col(Activity.code).in_(wanted[start : start + BATCH]))
        drafts = _read_drafts(session, list(session.exec(statement)))
        found |= {draft.code: draft for draft in drafts}
    return found


def read_draft(session: Session, row: Activity) -> ActivityDraft:
    """Return the draft of a recorded activity, for a form, a page or a comparison."""
    return _read_drafts(session, [row])[0]


def find_activity(session: Session, code: str) -> Activity:
    """Return the activity with that code; raises NotFound."""
    found = session.exec(select(Activity).where(Activity.code == code)).first()
    if found is None:
        raise NotFound(say("no activity has the code %(code)s", code=code))
    return found


def _read_drafts(session: Session, rows: Sequence[Activity]) -> list[ActivityDraft]:
    """Return the drafts of recorded activities, their lists in the order of their codes."""
    if any(row.id is None for row in rows):
        raise ValueError("the activity is not written yet")
    numbers = {row.programme_id for row in rows}
    named = select(Programme.id, Programme.code).where(col(Programme.id).in_(numbers))
    programmes = dict(session.exec(named).all())
    parts = _Parts(session, [row.id or 0 for row in rows])
    return [parts.draft(row, programmes[row.programme_id]) for row in rows]


class _Parts:
    """The parts of some activities, by their numbers."""

    def __init__(self, session: Session, numbers: list[int]) -> None:
        self._session = session
        self._numbers = numbers
        self._rows = {field: self._of(spec.table) for field, spec in TABLES.items()}
        self._counts = self._participant_counts()
        self._tools = self._tool_shares()
        self._requests = self._request_codes()

    def draft(self, row: Activity, programme: str) -> ActivityDraft:
        """Return the draft of an activity."""
        number, rows = row.id or 0, self._rows
        return ActivityDraft(
            programme=programme,
            **{name: getattr(row, name) for name in OWN_COLUMNS},
            **read_texts(row),
            instruments=_sorted(
                Share(part.instrument.value, part.share_bp) for part in rows["instruments"][number]
            ),
            beneficiaries=_sorted(
                Share(part.place, part.share_bp) for part in rows["beneficiaries"][number]
            ),
            tools=_sorted(self._tools[number]),
            participants=tuple(self._counts[number]),
            results=tuple(
                as_part(ResultDraft, part)
                for part in sorted(rows["results"][number], key=lambda part: part.id)
            ),
            partners=_sorted(part.name for part in rows["partners"][number]),
            articles=_sorted((part.instrument, part.article) for part in rows["articles"][number]),
            paragraphs=_sorted(part.paragraph for part in rows["paragraphs"][number]),
            themes=_sorted(part.theme for part in rows["themes"][number]),
            requests=_sorted(self._requests[number]),
            documents=tuple(
                as_part(ActivityDocumentDraft, part)
                for part in sorted(rows["documents"][number], key=lambda part: part.id)
            ),
        )

    def _of(self, table: type[SQLModel]) -> Parts:
        """Read all rows of a table that belong to the activities."""
        found: Parts = defaultdict(list)
        key = col(table.activity_id)  # type: ignore[attr-defined]
        statement = select(table).where(key.in_(self._numbers), standing(table))
        for part in self._session.exec(statement):
            found[part.activity_id].append(part)  # type: ignore[attr-defined]
        return found

    def _participant_counts(self) -> Parts:
        """Read the counts of people, in the order in which they were added."""
        rows = self._of(ActivityParticipants)
        earlier = {
            kind: self._codes_of(table, (getattr(part, key) for part in chain(*rows.values())))
            for kind, table, key in EARLIER
        }
        found: Parts = defaultdict(list)
        for number, parts in rows.items():
            for part in sorted(parts, key=lambda part: part.id):
                named = {
                    kind: earlier[kind].get(getattr(part, key), "") for kind, _, key in EARLIER
                }
                found[number].append(count_of(part, **named))
        return found

    def _codes_of(self, table: Any, ids: Iterable[int | None]) -> dict[int, str]:  # noqa: ANN401 - a coded table
        """Return the codes of some of a table's rows by their numbers."""
        named = {number for number in ids if number is not None}
        if not named:
            return {}
        rows = self._session.exec(select(table.id, table.code).where(col(table.id).in_(named)))
        return dict(rows.all())

    def _tool_shares(self) -> Parts:
        """Read what the activities did with which tools."""
        found: Parts = defaultdict(list)
        rows = self._session.exec(
            select(ActivityTool.activity_id, Tool.code, ActivityTool.use, ActivityTool.share_bp)
            .join(Tool, col(Tool.id) == ActivityTool.tool_id)
            .where(col(ActivityTool.activity_id).in_(self._numbers))
        )
        for number, code, use, share in rows:
            found[number].append(ToolShare(code, ToolUse(use), share))
        return found

    def _request_codes(self) -> Parts:
        """Read the assistance requests that the activities answer."""
        found: Parts = defaultdict(list)
        rows = self._session.exec(
            select(ActivityAssistanceRequest.activity_id, AssistanceRequest.code)
            .join(
                AssistanceRequest, col(AssistanceRequest.id) == ActivityAssistanceRequest.request_id
            )
            .where(col(ActivityAssistanceRequest.activity_id).in_(self._numbers))
        )
        for number, code in rows:
            found[number].append(code)
        return found


def count_of(row: Any, before_activity: str = "", before_programme: str = "") -> ParticipantCount:  # noqa: ANN401 - a row of counts
    """Return a row as a count of people; the codes are of where they were counted before."""
    numbers = {name: getattr(row, name) or 0 for name in (*COUNTS, *BEFORE)}
    count = ParticipantCount(
        row.function,
        row.place,
        counted_before=row.counted_before,
        counted_on=row.counted_on,
        before_activity=before_activity,
        before_programme=before_programme,
        **numbers,
    )
    return count.spelled_out()


def _sorted(items: Iterable[Any]) -> tuple[Any, ...]:
    """Return items in the order of a draft's lists, which sheets keep too."""
    return tuple(sorted(items))
