"""Sheets of what has no code of its own: contacts of donors, and facts of adherence.

Each is written whole, in the columns of its import; read again it changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields

from sqlmodel import Session, col, select

from tracker.exchange.columns import SheetColumn
from tracker.exchange.kinds import contacts
from tracker.exchange.kinds.adherence import AdherenceCandidate
from tracker.exchange.kinds.adherence import columns as adherence_columns
from tracker.exchange.outcomes import spell
from tracker.fund.donors.contacts import read_contact
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorContact
from tracker.reference.tables import AdherenceFact

Rows = Iterator[tuple[str, ...]]


def contact_rows(session: Session) -> Rows:
    """Yield the contacts of donors that were not merged into another, by donor and role."""
    statement = (
        select(Donor.code, DonorContact)
        .join(DonorContact, col(DonorContact.donor_id) == Donor.id)
        .where(col(Donor.status) != DonorStatus.MERGED)
        .order_by(col(Donor.code), col(DonorContact.role), col(DonorContact.name))
    )
    for code, row in session.exec(statement):
        draft = read_contact(row)
        cells = {field.column: spell(name, getattr(draft, name)) for name, field in _CONTACT}
        yield tuple({"donor": code, **cells}[column.name] for column in contacts.columns())


def adherence_rows(session: Session) -> Rows:
    """Yield the facts of adherence by instrument, party and day."""
    fact = AdherenceFact
    order = (fact.instrument, fact.party, fact.fact, fact.dated_on, fact.known_on)
    names = [field.name for field in fields(AdherenceCandidate)]
    for row in session.exec(select(fact).order_by(*map(col, order))):
        cells = {name: spell(name, getattr(row, name)) for name in names}
        yield tuple(cells[column.name] for column in adherence_columns())


_CONTACT = tuple(contacts.FIELDS.items())
LIST_SHEETS: Mapping[
    str, tuple[Callable[[], tuple[SheetColumn, ...]], Callable[[Session], Rows]]
] = {
    "adherence": (adherence_columns, adherence_rows),
    "contacts": (contacts.columns, contact_rows),
}
"""The sheets by the names of their imports: their columns, and their rows."""
