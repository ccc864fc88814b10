"""Turns the form of an activity into a draft, and a draft into the form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from tracker.assistance.activities import known_numbers
from tracker.assistance.activity_drafts import (
    ActivityDocumentDraft,
    ActivityDraft,
    ParticipantCount,
    ResultDraft,
    ToolShare,
    activity_faults,
)
from tracker.assistance.shares import Share
from tracker.assistance.states import ToolUse
from tracker.assistance.titles import programme_titles, tool_titles
from tracker.errors import Fault
from tracker.http import context
from tracker.http.formats import money, percent, whole
from tracker.http.labels import place
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.reference.regions import places
from tracker.web.activities.form_fields import PARTS, ActivityForm
from tracker.web.forms.codes import find_code, split_list
from tracker.web.forms.reading import Reading
from tracker.web.forms.rows import filled_rows

COUNTS = ("women", "men", "girls", "boys", "unspecified")
VALUES = ("baseline", "target", "actual")


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """What the form brought: the draft and all that is wrong with it."""

    draft: ActivityDraft
    faults: list[Fault]


def read_activity_form(form: ActivityForm) -> ReadActivity:
    """Read the form into a draft, with all faults at once."""
    session, reading = context.session(), Reading()
    named = reading.text(form.programme)
    draft = ActivityDraft(
        code=reading.text(form.code),
        title=reading.text(form.title),
        programme=find_code(named, programme_titles(session)) or named,
        type=reading.code(form.type, ActivityType),
        status=reading.code(form.status, ActivityStatus),
        description=reading.text(form.description),
        planned_start=reading.day(form.planned_start),
        planned_end=reading.day(form.planned_end),
        actual_start=reading.day(form.actual_start),
        actual_end=reading.day(form.actual_end),
        budget_minor=reading.optional_amount(form.budget, 2),
        venue=reading.text(form.venue),
        evaluation=reading.text(form.evaluation),
        **_parts(form, reading),
    )
    rules = activity_faults(draft, known_numbers(session).codes())
    return ReadActivity(draft, reading.with_faults_of(rules))


def filled_activity_form(draft: ActivityDraft) -> ActivityForm:
    """Return the form with an activity as it is."""
    data = {name: value for name, value in asdict(draft).items() if name not in PARTS}
    empty: list[dict[str, Any]] = [{}, {}]
    data |= {
        "budget": money(draft.budget_minor) if draft.budget_minor is not None else "",
        "instruments": [_share_row(share, share.code) for share in draft.instruments] + empty,
        "beneficiaries": [_share_row(share, place(share.code)) for share in draft.beneficiaries]
        + empty,
        "tools": [
            {"tool": item.tool, "use": item.use, "share": _per_cent(item.share_bp)}
            for item in draft.tools
        ]
        + empty,
        "participants": [_count_row(count) for count in draft.participants] + empty,
        "results": [_result_row(result) for result in draft.results] + empty,
        "documents": [item._asdict() for item in draft.documents] + empty,
        "partners": "\n".join(draft.partners),
        "articles": "; ".join(f"{code.value} {number}" for code, number in draft.articles),
        "paragraphs": [str(number) for number in draft.paragraphs],
        "requests": "; ".join(draft.requests),
    }
    return ActivityForm(formdata=None, data=data)


def _parts(form: ActivityForm, reading: Reading) -> dict[str, Any]:
    """Read the rows and lists."""
    names = {code: place(code) for code in places()}
    tools = tool_titles(context.session())
    return {
        "instruments": tuple(
            Share(
                reading.code(row.code, Instrument, "instruments").value,
                reading.share(row.share, "instruments"),
            )
            for row in filled_rows(form.instruments)
        ),
        "beneficiaries": tuple(
            Share(_place(reading.text(row.code), names), reading.share(row.share, "beneficiaries"))
            for row in filled_rows(form.beneficiaries)
        ),
        "tools": tuple(
            ToolShare(
                find_code(reading.text(row.tool), tools) or reading.text(row.tool),
                reading.code(row.use, ToolUse, "tools"),
                reading.share(row.share, "tools") if reading.text(row.share) else 0,
            )
            for row in filled_rows(form.tools)
        ),
        "participants": tuple(
            _participants(row, reading, names) for row in filled_rows(form.participants)
        ),
        "results": tuple(_result(row, reading) for row in filled_rows(form.results)),
        "documents": tuple(_document(row, reading) for row in filled_rows(form.documents)),
        "partners": tuple(split_list(form.partners.data or "")),
        "articles": _articles(form, reading),
        "paragraphs": _paragraphs(form, reading),
        "requests": tuple(split_list(form.requests.data or "")),
    }


def _place(text: str, names: Mapping[str, str]) -> str:
    """Return the code of a place; what is none is kept for the rules to refuse."""
    return find_code(text, names) or text


def _participants(row: Any, reading: Reading, names: Mapping[str, str]) -> ParticipantCount:  # noqa: ANN401 - a form
    """Read one row of participants."""
    field = "participants"
    function = (
        reading.code(row.function, ParticipantFunction, field)
        if reading.text(row.function)
        else ParticipantFunction.NOT_SPECIFIED
    )
    counts = {name: reading.whole(row[name], field) or 0 for name in COUNTS}
    where = _place(reading.text(row.place), names)
    return ParticipantCount(function, where, **counts, counted_before=bool(row.counted_before.data))


def _result(row: Any, reading: Reading) -> ResultDraft:  # noqa: ANN401 - a form
    """Read one indicator, which must have a name."""
    if not reading.text(row.indicator):
        reading.faults.append(Fault("results", _("Name the indicator.")))
    values = {name: reading.whole(row[name], "results") for name in VALUES}
    return ResultDraft(
        reading.text(row.indicator, "results"),
        reading.text(row.unit, "results"),
        **values,
        measured_on=reading.day(row.measured_on, "results"),
    )


def _document(row: Any, reading: Reading) -> ActivityDocumentDraft:  # noqa: ANN401 - a form
    """Read one document, which must have a title and a harmless address."""
    draft = ActivityDocumentDraft(
        reading.text(row.title, "documents"),
        reading.text(row.symbol, "documents"),
        reading.text(row.url, "documents"),
    )
    if not draft.title:
        reading.faults.append(Fault("documents", _("A document has a title.")))
    if draft.url and not draft.url.startswith(("https://", "http://")):
        reading.faults.append(Fault("documents", _("An address begins with https:// or http://.")))
    return draft


def _articles(form: ActivityForm, reading: Reading) -> tuple[tuple[Instrument, str], ...]:
    """Read articles such as "UNTOC 16; TIP 9"."""
    found = []
    for item in split_list(form.articles.data or ""):
        code, _blank, number = item.partition(" ")
        if code.upper() in set(Instrument) and number.strip():
            found.append((Instrument(code.upper()), number.strip()))
        else:
            reading.faults.append(
                Fault("articles", _("'%(text)s' is no article; write UNTOC 16", text=item))
            )
    return tuple(found)


def _paragraphs(form: ActivityForm, reading: Reading) -> tuple[int, ...]:
    """Read the paragraphs that were chosen."""
    numbers = {str(number): number for number in paragraphs()}
    chosen = form.paragraphs.data or []
    if not set(chosen) <= numbers.keys():
        reading.faults.append(Fault("paragraphs", _("Choose one of the list.")))
        return ()
    return tuple(numbers[text] for text in chosen)


def _share_row(share: Share, shown: str) -> dict[str, str]:
    """Lay a share out for its row."""
    return {"code": shown, "share": _per_cent(share.share_bp)}


def _count_row(count: ParticipantCount) -> dict[str, Any]:
    """Lay a count out for its row."""
    numbers = {name: whole(getattr(count, name)) for name in COUNTS}
    named = place(count.place) if count.place else ""
    return count._asdict() | numbers | {"place": named}


def _result_row(result: ResultDraft) -> dict[str, Any]:
    """Lay a result out for its row."""
    values = {
        name: "" if getattr(result, name) is None else whole(getattr(result, name))
        for name in VALUES
    }
    return result._asdict() | values


def _per_cent(basis_points: int) -> str:
    """Write a share without its sign."""
    return percent(basis_points).rstrip("%").strip()
