"""The parts of activities: their tables, and the rows that a change writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from tracker.assistance.activity_drafts import ActivityDraft, KnownActivityCodes, ToolShare
from tracker.assistance.outcome_drafts import BEFORE, ParticipantCount
from tracker.assistance.shares import Share
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
    ActivityTheme,
    Programme,
)
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.assistance.tables.tools import ActivityTool, Tool
from tracker.part_tables import WITHDRAWN, PartTable, rows_of, write_parts
from tracker.parts import Part
from tracker.reference.instruments import Instrument

OWNER = "activity_id"
AnyPart = TypeVar("AnyPart", bound=Part)


class ActivityNumbers:
    """The numbers of activities by code, read one by one as they are named."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, int] = {}

    def __contains__(self, code: object) -> bool:
        """Tell whether an activity with the code is on record."""
        return self._find(str(code)) is not None

    def __getitem__(self, code: str) -> int:
        """Return the number of an activity on record; raises KeyError."""
        number = self._find(code)
        if number is None:
            raise KeyError(code)
        return number

    def _find(self, code: str) -> int | None:
        """Return the number of an activity, or None."""
        if code not in self._known:
            found = self._session.exec(select(Activity.id).where(Activity.code == code)).first()
            if found is None:
                return None
            self._known[code] = found
        return self._known[code]


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """The numbers of programmes, tools, requests and activities, by code."""

    programmes: dict[str, int]
    tools: dict[str, int]
    requests: dict[str, int]
    activities: ActivityNumbers

    def codes(self) -> KnownActivityCodes:
        """Return the codes alone, as the checks need them."""
        return KnownActivityCodes(
            self.programmes.keys(), self.tools.keys(), self.requests.keys(), self.activities
        )


def known_numbers(session: Session) -> KnownNumbers:
    """Read the numbers that activities refer to."""
    return KnownNumbers(
        programmes=_numbers(session, Programme),
        tools=_numbers(session, Tool),
        requests=_numbers(session, AssistanceRequest),
        activities=ActivityNumbers(session),
    )


def _instrument_columns(share: Share) -> dict[str, Any]:
    """Return the columns of an instrument's share."""
    return {"instrument": Instrument(share.code), "share_bp": share.share_bp}


def _place_columns(share: Share) -> dict[str, Any]:
    """Return the columns of a place's share."""
    return {"place": share.code, "share_bp": share.share_bp}


def _article_columns(article: tuple[Instrument, str]) -> dict[str, Any]:
    """Return the columns of an article."""
    return {"instrument": article[0], "article": article[1]}


TABLES: dict[str, PartTable[Any]] = {
    "instruments": PartTable(ActivityInstrument, OWNER, _instrument_columns, ("instrument",)),
    "beneficiaries": PartTable(ActivityBeneficiary, OWNER, _place_columns, ("place",)),
    "results": PartTable(ActivityResult, OWNER, Part.values, ("indicator", "measured_on")),
    "partners": PartTable(ActivityPartner, OWNER, lambda name: {"name": name}, ("name",)),
    "articles": PartTable(ActivityArticle, OWNER, _article_columns, ("instrument", "article")),
    "paragraphs": PartTable(
        ActivityParagraph, OWNER, lambda number: {"paragraph": number}, ("paragraph",)
    ),
    "themes": PartTable(ActivityTheme, OWNER, lambda theme: {"theme": theme}, ("theme",)),
    "documents": PartTable(ActivityDocument, OWNER, Part.values, ("title", "symbol")),
}
"""The tables of the parts by the field of the draft whose rows name no other record."""


def change_activity_parts(
    session: Session, number: int, before: ActivityDraft, draft: ActivityDraft, known: KnownNumbers
) -> None:
    """Write the parts of an activity that differ; results and documents taken away stay."""
    for field, table in tables_of(known).items():
        write_parts(session, table, number, _once(before, field), _once(draft, field))


def activity_part_rows(number: int, draft: ActivityDraft, known: KnownNumbers) -> list[SQLModel]:
    """Return the rows of the parts of a new activity."""
    return [
        row
        for field, table in tables_of(known).items()
        for row in rows_of(table, number, _once(draft, field))
    ]


def standing(table: Any) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    """Return the condition of the rows that were not withdrawn."""
    return col(table.withdrawn_at).is_(None) if WITHDRAWN in table.model_fields else True


def as_part(make: type[AnyPart], row: Any) -> AnyPart:  # noqa: ANN401 - a row of its table
    """Return a row as the part that it holds."""
    return make(*(getattr(row, name) for name in make.content()), id=row.id)


def _once(draft: ActivityDraft, field: str) -> Sequence[Any]:
    """Return the parts of a field, those without an id of their own once each."""
    parts: Sequence[Any] = getattr(draft, field)
    return parts if any(isinstance(part, Part) for part in parts) else tuple(dict.fromkeys(parts))


def tables_of(known: KnownNumbers) -> dict[str, PartTable[Any]]:
    """Return the tables of all parts; `known` has the numbers of the records that they name."""
    tools: PartTable[ToolShare] = PartTable(
        ActivityTool,
        OWNER,
        lambda item: {
            "tool_id": known.tools[item.tool],
            "use": item.use,
            "share_bp": item.share_bp,
        },
        ("tool_id", "use"),
    )
    requests: PartTable[str] = PartTable(
        ActivityAssistanceRequest,
        OWNER,
        lambda code: {"request_id": known.requests[code]},
        ("request_id",),
    )
    participants: PartTable[ParticipantCount] = PartTable(
        ActivityParticipants,
        OWNER,
        partial(_participant_columns, known),
        ("place", "function", "counted_on"),
    )
    return {**TABLES, "participants": participants, "tools": tools, "requests": requests}


def _participant_columns(known: KnownNumbers, count: ParticipantCount) -> dict[str, Any]:
    """Return the columns of a count of people."""
    values = count.spelled_out()._asdict()
    activity, programme = values.pop("before_activity"), values.pop("before_programme")
    return {
        **values,
        **{name: values[name] or None for name in BEFORE},
        "before_activity_id": known.activities[activity] if activity else None,
        "before_programme_id": known.programmes[programme] if programme else None,
    }


def _numbers(session: Session, table: Any) -> dict[str, int]:  # noqa: ANN401 - any coded table
    """Return the numbers of a table's rows by their codes."""
    return dict(session.exec(select(table.code, table.id)).all())
