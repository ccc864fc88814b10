"""Activities with all their parts: adding, changing and reading them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, select

from tracker.assistance.activity_drafts import (
    ActivityDocumentDraft,
    ActivityDraft,
    KnownActivityCodes,
    ParticipantCount,
    ResultDraft,
    ToolShare,
    activity_faults,
)
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
from tracker.errors import Conflict, Fault, InvalidDraft, NotFound
from tracker.people.audit import Change, record, record_all
from tracker.people.subjects import Subject
from tracker.reference.instruments import Instrument
from tracker.words import say

OWN_COLUMNS = (
    "code", "title", "description", "type", "status", "planned_start", "planned_end",
    "actual_start", "actual_end", "budget_minor", "venue", "evaluation",
)  # fmt: skip
PARTS: tuple[type[SQLModel], ...] = (
    ActivityInstrument, ActivityBeneficiary, ActivityTool, ActivityParticipants, ActivityResult,
    ActivityPartner, ActivityArticle, ActivityParagraph, ActivityAssistanceRequest,
    ActivityDocument,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """The numbers of programmes, tools and requests, by code."""

    programmes: dict[str, int]
    tools: dict[str, int]
    requests: dict[str, int]

    def codes(self) -> KnownActivityCodes:
        """Return the codes alone, as the checks need them."""
        return KnownActivityCodes(self.programmes.keys(), self.tools.keys(), self.requests.keys())


def known_numbers(session: Session) -> KnownNumbers:
    """Read the numbers that activities refer to."""
    return KnownNumbers(
        programmes=_numbers(session, Programme),
        tools=_numbers(session, Tool),
        requests=_numbers(session, AssistanceRequest),
    )


def add_activities(session: Session, drafts: Sequence[ActivityDraft], actor: str) -> dict[str, int]:
    """Add activities with all their parts; return their numbers by code.

    Raises InvalidDraft with the first faulty draft's faults, Conflict for a code on file.
    """
    facts = known_numbers(session)
    taken = set(session.exec(select(Activity.code)))
    for draft in drafts:
        faults = activity_faults(draft, facts.codes())
        if faults:
            raise InvalidDraft(faults)
        if draft.code in taken:
            raise Conflict(say("the activity %(code)s is on file", code=draft.code), "code")
        taken.add(draft.code)
    rows = [
        Activity(programme_id=facts.programmes[draft.programme], **_columns(draft))
        for draft in drafts
    ]
    session.add_all(rows)
    session.flush()
    numbers = {row.code: row.id for row in rows if row.id is not None}
    for draft in drafts:
        session.add_all(_parts(numbers[draft.code], draft, facts))
    session.flush()
    record_all(
        session,
        actor,
        (Change("add", Subject.ACTIVITY, draft.code, new=facts_of(draft)) for draft in drafts),
    )
    return numbers


def change_activity(
    session: Session, code: str, draft: ActivityDraft, actor: str, why: str
) -> None:
    """Change an activity and replace its parts; its code stays."""
    row = find_activity(session, code)
    facts = known_numbers(session)
    faults = activity_faults(draft, facts.codes())
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    old = facts_of(read_draft(session, row))
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.programme_id = facts.programmes[draft.programme]
    session.add(row)
    number = _number(row)
    for part in PARTS:
        session.execute(delete(part).where(col(part.activity_id) == number))  # type: ignore[attr-defined]
    session.add_all(_parts(number, draft, facts))
    session.flush()
    record(session, actor, Change("change", Subject.ACTIVITY, code, old, facts_of(draft), why))


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
        statement = select(part).where(col(part.activity_id) == number)  # type: ignore[attr-defined]
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
        results=tuple(
            ResultDraft(*(getattr(part, name) for name in ResultDraft._fields))
            for part in of(ActivityResult, "id")
        ),
        partners=tuple(part.name for part in of(ActivityPartner, "name")),
        articles=tuple(
            (part.instrument, part.article) for part in of(ActivityArticle, "instrument", "article")
        ),
        paragraphs=tuple(part.paragraph for part in of(ActivityParagraph, "paragraph")),
        requests=tuple(requests),
        documents=tuple(
            ActivityDocumentDraft(part.title, part.symbol, part.url)
            for part in of(ActivityDocument, "id")
        ),
    )


def facts_of(draft: ActivityDraft) -> dict[str, Any]:
    """Return a draft for the trail, without its empty fields."""
    return {
        name: _plain(value) for name, value in asdict(draft).items() if value not in (None, "", ())
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return dates as text, inside of tuples too, so that JSON can hold them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _numbers(session: Session, table: Any) -> dict[str, int]:  # noqa: ANN401 - any coded table
    """Return the numbers of a table's rows by their codes."""
    return dict(session.exec(select(table.code, table.id)).all())


def _number(row: Activity) -> int:
    """Return the number of a recorded activity."""
    if row.id is None:
        raise ValueError("the activity is not written yet")
    return row.id


def _columns(draft: ActivityDraft) -> dict[str, Any]:
    """Return the draft's values of the table's own columns."""
    return {name: getattr(draft, name) for name in OWN_COLUMNS}


def _parts(number: int, draft: ActivityDraft, known_numbers: KnownNumbers) -> list[SQLModel]:
    """Return the rows of an activity's parts."""
    return [
        *(
            ActivityInstrument(
                activity_id=number, instrument=Instrument(share.code), share_bp=share.share_bp
            )
            for share in draft.instruments
        ),
        *(
            ActivityBeneficiary(activity_id=number, place=share.code, share_bp=share.share_bp)
            for share in draft.beneficiaries
        ),
        *(
            ActivityTool(
                activity_id=number,
                tool_id=known_numbers.tools[item.tool],
                use=item.use,
                share_bp=item.share_bp,
            )
            for item in draft.tools
        ),
        *(
            ActivityParticipants(activity_id=number, **count._asdict())
            for count in draft.participants
        ),
        *(ActivityResult(activity_id=number, **result._asdict()) for result in draft.results),
        *(ActivityPartner(activity_id=number, name=name) for name in dict.fromkeys(draft.partners)),
        *(
            ActivityArticle(activity_id=number, instrument=instrument, article=article)
            for instrument, article in dict.fromkeys(draft.articles)
        ),
        *(
            ActivityParagraph(activity_id=number, paragraph=paragraph)
            for paragraph in dict.fromkeys(draft.paragraphs)
        ),
        *(
            ActivityAssistanceRequest(activity_id=number, request_id=known_numbers.requests[code])
            for code in dict.fromkeys(draft.requests)
        ),
        *(ActivityDocument(activity_id=number, **item._asdict()) for item in draft.documents),
    ]
