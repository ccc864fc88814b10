"""Sheets of donors: the registry, with the day from which a name holds and other spellings."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session, select

from tracker.day_bounds import OLDEST_DAY, too_early
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.repository import (
    Field,
    Repository,
    apply_candidates,
    read_candidates,
    read_fields,
)
from tracker.fund.donors.aliases import add_alias, alias_faults
from tracker.fund.donors.finding import find_donor, survivor
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import (
    DonorDraft,
    Spelling,
    add_donors,
    alias_key,
    change_donor,
    donor_faults,
    read_draft,
)
from tracker.fund.record_changes.donor_change import DONORS
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorAlias, DonorName
from tracker.periods import today
from tracker.reference.codes import ContributorType
from tracker.reference.place_names import place_code
from tracker.words import say


@dataclass(frozen=True, slots=True)
class DonorRow:
    """A donor of a sheet; `name_since` is the first day of the name."""

    code: str
    name: str
    type: ContributorType
    state: str = ""
    name_since: date | None = None
    spellings: tuple[str, ...] = ()
    note: str = ""
    status: DonorStatus = DonorStatus.DECIDED

    @property
    def draft(self) -> DonorDraft:
        """The draft of the donor, without dated names and spellings."""
        return DonorDraft(self.code, self.name, self.type, self.state, self.status, self.note)


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry on file: donors by code, successors of merged ones, owners of spellings."""

    rows: dict[str, DonorRow]
    merged: dict[str, str]
    holders: dict[str, str]
    claimed: dict[str, str] = field(default_factory=dict)


FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 20, required=True)),
    "name": Field("name", lambda cells: cells.text("name", 300, required=True)),
    "type": Field("type", lambda cells: cells.choice("type", ContributorType)),
    "state": Field("state", lambda cells: place_code(cells.text("state", 300))),
    "note": Field("note", lambda cells: cells.text("note")),
}


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of donors."""
    return (
        SheetColumn(
            "code", say("ISO 3166 alpha-3 for a State; it never changes"), True, "ITA", key=True
        ),
        SheetColumn("name", say("what it is called today"), True, say("Italy")),
        SheetColumn("type", say("UN Data Standard VI"), True, "C01", values_of(ContributorType)),
        SheetColumn("state", say("the State that it is (ISO 3166 alpha-3)"), example="ITA"),
        SheetColumn("name_since", say("the day from which the name holds"), example="1946-06-18"),
        SheetColumn(
            "aliases", say("other spellings, parted by ;"), example="Italian Republic; Italie"
        ),
        SheetColumn("note", say("a remark")),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change donors; spellings are added to those on file, none is removed."""
    registry = donors_on_file(context.session)
    repository = Repository(
        make=DonorRow,
        on_file=registry.rows,
        faults=lambda row: donor_faults(row.draft),
        add=lambda drafts: _add(context, drafts),
        change=lambda code, row: _change(context, registry.rows[code], row),
        waits=None if context.approver else partial(_waits, context, registry),
        hand_in=lambda _session, rows, _actor, _why: _hand_in(context, registry, rows),
    )
    things = read_candidates(
        context, rows, "code", repository, lambda cells: _fields(cells, registry)
    )
    apply_candidates(context, things, repository)


def _fields(cells: Cells, registry: Registry) -> dict[str, Any]:
    """Read the cells of a row, together with the donor on file."""
    code = cells.text("code")
    if code in registry.merged:
        into = registry.merged[code]
        cells.refuse("code", say("%(code)s was merged into %(into)s", code=code, into=into))
    before = registry.rows.get(code)
    values = read_fields(cells, FIELDS)
    if cells.has("name_since"):
        values["name_since"] = _since(cells, before)
    if cells.has("aliases"):
        values["spellings"] = _spellings(cells, before, registry)
    for column in ("name_since", "aliases"):
        if cells.empties(column):
            cells.refuse(
                column,
                say("a sheet takes nothing of this away; a person does, on the page of the donor"),
            )
    return values


def _since(cells: Cells, before: DonorRow | None) -> date | None:
    """Read the first day of the name; an empty cell leaves it as it is."""
    since = cells.day("name_since")
    held = before.name_since if before else None
    if since is None:
        return held
    if since > today():
        cells.refuse("name_since", say("this day is still to come"))
    if since != held and (fault := too_early("name_since", since, OLDEST_DAY)):
        cells.refuse(fault.field, fault.message)
    if before and held and since < held:
        message = say("the name '%(name)s' holds from %(day)s on", name=before.name, day=held)
        cells.refuse("name_since", message)
    return since


def _spellings(cells: Cells, before: DonorRow | None, registry: Registry) -> tuple[str, ...]:
    """Read the spellings and join them to those on file."""
    code, found = cells.text("code"), dict.fromkeys(before.spellings if before else ())
    for name in cells.items("aliases"):
        key = alias_key(Spelling(name))
        if registry.holders.get(key) == code:
            continue
        faults = alias_faults(code, Spelling(name), registry.holders | registry.claimed)
        if registry.claimed.get(key) == code:
            continue
        for fault in faults:
            cells.refuse("aliases", fault.message)
        if not faults:
            registry.claimed[key] = code
            found[name] = None
    return tuple(sorted(found))


def _add(context: ImportContext, rows: Sequence[DonorRow]) -> None:
    """Add donors with their names and spellings."""
    add_donors(context.session, [row.draft for row in rows], context.actor)
    for row in rows:
        _add_parts(context, None, row)


def _change(context: ImportContext, before: DonorRow, row: DonorRow) -> None:
    """Change a donor: a name with a later day is a new name, any other corrects the old one."""
    renamed = row.name_since is not None and row.name_since != before.name_since
    draft = replace(row.draft, name=before.name) if renamed else row.draft
    if draft != before.draft:
        change_donor(context.session, row.code, draft, context.actor, context.why)
    _add_parts(context, before, row)


def _waits(context: ImportContext, registry: Registry, row: DonorRow) -> bool:
    """Tell whether another type of a donor moves figures of a closed period."""
    typed = replace(registry.rows[row.code].draft, type=row.type)
    return DONORS.moves_closed_figures(context.session, typed)


def _hand_in(context: ImportContext, registry: Registry, rows: Sequence[DonorRow]) -> int:
    """Hand the types of donors in as one request; what else their rows change holds at once."""
    for row in rows:
        before = registry.rows[row.code]
        _change(context, before, replace(row, type=before.type))
    drafts = [
        replace(read_draft(find_donor(context.session, row.code)), type=row.type) for row in rows
    ]
    return DONORS.hand_in_several(context.session, drafts, context.actor, context.why)


def _add_parts(context: ImportContext, before: DonorRow | None, row: DonorRow) -> None:
    """Add the new name and the new spellings."""
    if row.name_since is not None and row.name_since != (before.name_since if before else None):
        name = NameDraft(row.name, row.name_since)
        add_name(context.session, row.code, name, context.actor, context.why)
    for spelling in row.spellings:
        if before is None or spelling not in before.spellings:
            add_alias(
                context.session, row.code, Spelling(spelling), context.actor, context.why[:200]
            )


def donors_on_file(session: Session) -> Registry:
    """Read the registry in three statements."""
    by_id = {row.id: row for row in session.exec(select(Donor)) if row.id is not None}
    since: dict[int, date] = {}
    on = today()
    for name in session.exec(select(DonorName)):
        day = name.holds_from
        if day is not None and day <= on:
            since[name.donor_id] = max(day, since.get(name.donor_id, day))
    spellings: dict[int, list[str]] = {}
    holders = {}
    for alias in session.exec(select(DonorAlias)):
        spellings.setdefault(alias.donor_id, []).append(alias.spelling)
        holders[alias.key] = by_id[alias.donor_id].code
    rows: dict[str, DonorRow] = {}
    for number, donor in by_id.items():
        if donor.status is not DonorStatus.MERGED:
            draft = read_draft(donor)
            rows[donor.code] = DonorRow(
                draft.code, draft.name, draft.type, draft.state, since.get(number),
                tuple(sorted(spellings.get(number, ()))), draft.note, draft.status,
            )  # fmt: skip
    merged = {
        donor.code: survivor(donor, by_id).code
        for donor in by_id.values()
        if donor.status is DonorStatus.MERGED
    }
    return Registry(rows, merged, holders)
