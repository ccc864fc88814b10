"""The contacts of donors, which are never public."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.fund.donors.finding import find_donor
from tracker.fund.states import ContactRole
from tracker.fund.tables.donors import Donor, DonorContact
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.people.users import email_faults
from tracker.versions import require_version
from tracker.words import say

WIDTHS = {"name": 200, "email": 254, "telephone": 60}


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact before it is written."""

    role: ContactRole
    name: str
    email: str = ""
    telephone: str = ""
    note: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact on file."""

    id: int
    draft: ContactDraft


def contact_faults(draft: ContactDraft) -> list[Fault]:
    """Return all faults of a contact."""
    faults = [
        Fault(name, say("this has at most %(most)s letters", most=width))
        for name, width in WIDTHS.items()
        if len(getattr(draft, name)) > width
    ]
    if not draft.name.strip():
        faults.append(Fault("name", say("a contact has a name; an office will do")))
    if not draft.email and not draft.telephone:
        faults.append(Fault("email", say("give an e-mail address or a telephone number")))
    if draft.email:
        faults.extend(email_faults(draft.email))
    return faults


def contacts_of(session: Session, donor: Donor) -> list[Contact]:
    """Return a donor's contacts: active ones first, then by role and name."""
    rows = session.exec(select(DonorContact).where(DonorContact.donor_id == donor.id))
    order = list(ContactRole)
    return sorted(
        (Contact(row.id or 0, read_contact(row)) for row in rows),
        key=lambda one: (not one.draft.active, order.index(one.draft.role), one.draft.name),
    )


def read_contact(row: DonorContact) -> ContactDraft:
    """Return the draft of a recorded contact."""
    return ContactDraft(row.role, row.name, row.email, row.telephone, row.note, row.active)


def find_contact(session: Session, code: str, number: int) -> DonorContact:
    """Return a contact of a donor; raises NotFound."""
    donor = find_donor(session, code)
    row = session.exec(
        select(DonorContact).where(
            col(DonorContact.id) == number, DonorContact.donor_id == donor.id
        )
    ).first()
    if row is None:
        raise NotFound(say("%(code)s has no such contact", code=code))
    return row


def add_contact(session: Session, code: str, draft: ContactDraft, actor: str) -> int:
    """Add a contact; return its number. Raises NotFound, or InvalidDraft with all faults."""
    lock_record(session)
    donor = find_donor(session, code)
    _refuse(contact_faults(draft))
    row = DonorContact(donor_id=donor.id or 0, **_columns(draft))
    session.add(row)
    session.flush()
    record(
        session, actor, Change("add_contact", Subject.DONOR, code, new=_trail_facts(row.id, draft))
    )
    return row.id or 0


def change_contact(
    session: Session,
    code: str,
    number: int,
    draft: ContactDraft,
    actor: str,
    why: str = "",
    *,
    version: str | None = None,
) -> None:
    """Change a contact.

    Raises NotFound, InvalidDraft with all faults, ChangedMeanwhile for another `version`.
    """
    lock_record(session)
    row = find_contact(session, code, number)
    before = read_contact(row)
    require_version(before, version)
    _refuse(contact_faults(draft))
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    changed = [
        field.name
        for field in fields(draft)
        if getattr(before, field.name) != getattr(draft, field.name)
    ]
    new = {**_trail_facts(number, draft), "changed": changed}
    record(
        session,
        actor,
        Change("change_contact", Subject.DONOR, code, _trail_facts(number, before), new, why),
    )


def remove_contact(session: Session, code: str, number: int, actor: str, why: str) -> None:
    """Remove a contact and all its data; raises NotFound."""
    lock_record(session)
    row = find_contact(session, code, number)
    old = _trail_facts(number, read_contact(row))
    session.delete(row)
    session.flush()
    record(session, actor, Change("remove_contact", Subject.DONOR, code, old, why=why))


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise InvalidDraft(faults)


def _columns(draft: ContactDraft) -> dict[str, Any]:
    """Return the columns that a draft fills."""
    return {field.name: getattr(draft, field.name) for field in fields(draft)}


def _trail_facts(number: int | None, draft: ContactDraft) -> dict[str, Any]:
    """Return a contact for the trail, without personal data.

    The trail is never changed, and a person may ask to be forgotten: it says which contact, in
    which role, and which fields changed, but no name, address or number.
    """
    return {"contact": number, "role": draft.role.value, "active": draft.active}
