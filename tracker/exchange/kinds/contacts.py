"""Sheets of the contacts of donors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import changes_between
from tracker.exchange.repository import Field, read_fields
from tracker.fund.donors.contacts import (
    ContactDraft,
    add_contact,
    change_contact,
    contact_faults,
    read_contact,
)
from tracker.fund.states import ContactRole, DonorStatus
from tracker.fund.tables.donors import Donor, DonorContact
from tracker.words import say

Key = tuple[str, ContactRole, str]

FIELDS: dict[str, Field[Any]] = {
    "role": Field("role", lambda cells: cells.choice("role", ContactRole)),
    "name": Field("name", lambda cells: cells.text("name", 200, required=True)),
    "email": Field("email", lambda cells: cells.text("email", 254)),
    "telephone": Field("telephone", lambda cells: cells.text("telephone", 60)),
    "note": Field("note", lambda cells: cells.text("note")),
    "active": Field("active", lambda cells: cells.yes("active") or not cells.raw("active")),
}


@dataclass(frozen=True, slots=True)
class ContactCandidate:
    """A row with its donor and contact, and the contact on file."""

    row: MappedRow
    donor: str
    draft: ContactDraft
    before: tuple[int, ContactDraft] | None

    @property
    def key(self) -> Key:
        """Return the key of a contact."""
        return (self.donor, self.draft.role, self.draft.name)


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of contacts."""
    return (
        SheetColumn("donor", say("the code of the donor"), True, "ITA", key=True),
        SheetColumn(
            "role",
            say("what the contact is for"),
            True,
            "finance",
            values_of(ContactRole),
            key=True,
        ),
        SheetColumn(
            "name", say("the person or office"), True, say("Office of the budget"), key=True
        ),
        SheetColumn("email", say("its e-mail address"), example="budget@example.org"),
        SheetColumn("telephone", say("its telephone number"), example="+39 06 5550100"),
        SheetColumn("note", say("a remark")),
        SheetColumn(
            "active", say("whether it still is in office; empty: yes"), False, "yes", ("yes", "no")
        ),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add contacts, and change those with the same donor, role and name."""
    session = context.session
    standing = select(Donor.code).where(col(Donor.status) != DonorStatus.MERGED)
    donors, on_file = frozenset(session.exec(standing)), _on_file(session)
    read = [
        one
        for row in context.progress(rows, say("Checking"))
        if (one := _read(context, row, donors, on_file))
    ]
    doubles = context.refuse_duplicates((one.row, "name", one.key) for one in read)
    for place, one in enumerate(read):
        if place not in doubles:
            _write(context, one)


def _read(
    context: ImportContext,
    row: MappedRow,
    donors: frozenset[str],
    on_file: dict[Key, tuple[int, ContactDraft]],
) -> ContactCandidate | None:
    """Read a row as a contact; None when it is refused."""
    cells = context.cells(row)
    code = cells.text("donor", required=True)
    if code and code not in donors:
        cells.refuse("donor", say("no donor has the code '%(code)s'", code=code))
    key = {name: FIELDS[name].read(cells) for name in ("role", "name")}
    before = on_file.get((code, key["role"], key["name"]))
    cells.on_file = before is not None
    values = key | read_fields(cells, {name: FIELDS[name] for name in FIELDS if name not in key})
    if cells.faults:
        context.counters.refuse(cells.faults)
        return None
    draft = replace(before[1], **values) if before else ContactDraft(**values)
    faults = contact_faults(draft)
    if faults:
        context.refuse(row, faults)
        return None
    return ContactCandidate(row, code, draft, before)


def _write(context: ImportContext, one: ContactCandidate) -> None:
    """Add or change one contact, or count it as unchanged."""
    key = f"{one.donor} {one.draft.role.value}"
    if one.before is None:
        add_contact(context.session, one.donor, one.draft, context.actor)
        context.counters.add(one.row, key)
        return
    number, before = one.before
    changes = changes_between(before, one.draft)
    if changes:
        change_contact(context.session, one.donor, number, one.draft, context.actor, context.why)
        context.counters.change(one.row, key, changes)
    else:
        context.counters.leave(one.row, key)


def _on_file(session: Session) -> dict[Key, tuple[int, ContactDraft]]:
    """Read the contacts on file."""
    statement = select(Donor.code, DonorContact).join(
        DonorContact, col(DonorContact.donor_id) == Donor.id
    )
    return {
        (code, row.role, row.name): (row.id or 0, read_contact(row))
        for code, row in session.exec(statement)
    }
