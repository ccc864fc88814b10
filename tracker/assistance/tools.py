"""Tools: drafts, their faults, adding and changing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.assistance.day_rules import past_day_faults
from tracker.assistance.tables.tools import Tool, ToolInstrument, ToolVersion
from tracker.assistance.texts import TextIn, read_texts, text_columns, text_faults
from tracker.errors import Fault, InvalidDraft, NotFound, cell_name
from tracker.part_tables import PartTable, rows_of, write_parts
from tracker.parts import Part
from tracker.people.audit import Change, lock_record, record, record_all
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage, no_languages
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.versions import content_of, require_version
from tracker.words import say

FIRST_YEAR = 2000
YEARS_AHEAD = 10
"""The years that a tool in preparation may lie ahead."""
PARTS = ("instruments", "versions")
"""The fields of a draft that are no columns of the table."""
INSTRUMENTS: PartTable[Instrument] = PartTable(
    ToolInstrument, "tool_id", lambda instrument: {"instrument": instrument}, ("instrument",)
)


VERSIONS: PartTable["ToolVersionDraft"] = PartTable(
    ToolVersion, "tool_id", Part.values, ("version",)
)


@dataclass(frozen=True, slots=True)
class ToolVersionDraft(Part):
    """A version of a tool; `languages` are ISO 639-1 codes parted by blanks."""

    version: str
    released_on: date | None = None
    languages: str = ""
    symbol: str = ""
    url: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True)
class ToolDraft:
    """A tool before it is written.

    `languages` holds ISO 639-1 codes and `unsure` the names of values without a checked source,
    both separated by blanks.
    """

    code: str
    title: str
    kind: ToolKind
    year: int | None = None
    instruments: tuple[Instrument, ...] = ()
    languages: str = ""
    symbol: str = ""
    description: str = ""
    source: str = ""
    unsure: str = ""
    written_in: TextLanguage | None = None
    texts: tuple[TextIn, ...] = ()
    versions: tuple[ToolVersionDraft, ...] = ()


def tool_faults(draft: ToolDraft) -> list[Fault]:
    """Return all faults of a draft, field by field."""
    faults = []
    if not draft.code.strip():
        faults.append(Fault("code", say("a tool has a code")))
    if not draft.title.strip():
        faults.append(Fault("title", say("a tool has a title")))
    if draft.year is not None and draft.year < FIRST_YEAR:
        faults.append(
            Fault("year", say("the Convention was adopted in 2000; no tool for it is older"))
        )
    latest = today().year + YEARS_AHEAD
    if draft.year is not None and draft.year > latest:
        faults.append(Fault("year", say("the year of a tool is %(year)s or before", year=latest)))
    faults.extend(_language_faults("languages", draft.languages))
    faults.extend(_version_faults(draft.versions))
    return faults + text_faults(draft)


def _version_faults(versions: Sequence[ToolVersionDraft]) -> Iterator[Fault]:
    """Yield the faults of versions, each at the cell of its row."""
    seen: set[str] = set()
    for row, one in enumerate(versions):
        found = [
            *past_day_faults("released_on", one.released_on),
            *_language_faults("languages", one.languages),
        ]
        if not one.version.strip():
            found.append(Fault("version", say("a version has a number or a name")))
        elif one.version in seen:
            found.append(Fault("version", say("a version stands once")))
        seen.add(one.version)
        for fault in found:
            yield Fault(cell_name("versions", row, fault.field), fault.message)


def _language_faults(field: str, codes: str) -> list[Fault]:
    """Return the fault of codes that are of no language."""
    wrong = no_languages(codes)
    if not wrong:
        return []
    why = say("'%(text)s' is no language; write its code, such as en or fr", text=", ".join(wrong))
    return [Fault(field, why)]


def add_tools(session: Session, drafts: Sequence[ToolDraft], actor: str) -> dict[str, int]:
    """Add tools; return their numbers by code. Raises InvalidDraft or Conflict."""
    if drafts:
        lock_record(session)
    taken = taken_codes(session.exec(select(Tool.code)))
    for draft in drafts:
        faults = [*tool_faults(draft), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the tool %(code)s is on file", code=draft.code)
        expect_free("code", draft.code, taken, on_record)
    rows = [Tool(**_columns(draft)) for draft in drafts]
    session.add_all(rows)
    session.flush()
    numbers = {row.code: row.id for row in rows if row.id is not None}
    for draft in drafts:
        instruments = tuple(dict.fromkeys(draft.instruments))
        session.add_all(rows_of(INSTRUMENTS, numbers[draft.code], instruments))
        session.add_all(rows_of(VERSIONS, numbers[draft.code], draft.versions))
    session.flush()
    record_all(
        session,
        actor,
        (Change("add", Subject.TOOL, draft.code, new=content_of(draft)) for draft in drafts),
    )
    return numbers


def change_tool(
    session: Session,
    code: str,
    draft: ToolDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change a tool; its code stays. Raises ChangedMeanwhile for another `version`."""
    lock_record(session)
    row = find_tool(session, code)
    before = read_tool(session, row)
    require_version(before, version)
    faults = tool_faults(draft)
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if faults:
        raise InvalidDraft(faults)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    session.add(row)
    wanted = tuple(dict.fromkeys(draft.instruments))
    write_parts(session, INSTRUMENTS, row.id or 0, before.instruments, wanted)
    write_parts(session, VERSIONS, row.id or 0, before.versions, draft.versions)
    old, new = content_of(before), content_of(draft)
    record(session, actor, Change("change", Subject.TOOL, code, old, new, why))


def find_tool(session: Session, code: str) -> Tool:
    """Return the tool with that code; raises NotFound."""
    found = session.exec(select(Tool).where(Tool.code == code)).first()
    if found is None:
        raise NotFound(say("no tool has the code %(code)s", code=code))
    return found


def read_tool(session: Session, row: Tool) -> ToolDraft:
    """Return the draft of a recorded tool, for a form or a comparison."""
    instruments = session.exec(
        select(ToolInstrument.instrument)
        .where(ToolInstrument.tool_id == row.id)
        .order_by(col(ToolInstrument.instrument))
    )
    values = {
        field.name: getattr(row, field.name)
        for field in fields(ToolDraft)
        if field.name not in (*PARTS, "written_in", "texts")
    }
    return ToolDraft(
        instruments=tuple(Instrument(code) for code in instruments),
        versions=versions_of(session, row.id or 0),
        **values,
        **read_texts(row),
    )


def versions_of(session: Session, tool_id: int) -> tuple[ToolVersionDraft, ...]:
    """Return the versions of a tool, in the order in which they were recorded."""
    rows = session.exec(
        select(ToolVersion).where(ToolVersion.tool_id == tool_id).order_by(col(ToolVersion.id))
    )
    names = ToolVersionDraft.content()
    return tuple(
        ToolVersionDraft(**{name: getattr(row, name) for name in names}, id=row.id) for row in rows
    )


def with_version(
    on_record: Sequence[ToolVersionDraft], version: ToolVersionDraft, said: Collection[str]
) -> tuple[ToolVersionDraft, ...]:
    """Put what is `said` of a version in the place of what is on record, or after all others."""
    found = list(on_record)
    for place, one in enumerate(found):
        if one.version == version.version:
            values = {name: getattr(version, name) for name in said}
            found[place] = replace(one, **values)
            return tuple(found)
    return (*found, version)


def _columns(draft: ToolDraft) -> dict[str, Any]:
    """Return the draft's values of the table's own columns."""
    own = {name: value for name, value in asdict(draft).items() if name not in PARTS}
    return own | text_columns(draft)
