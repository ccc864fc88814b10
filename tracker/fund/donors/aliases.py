"""The other spellings of donors, by which sheets name them."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Conflict, Fault, InvalidDraft, NotFound
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import Spelling, alias_key
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorAlias
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.reference.donor_names import decide as decide_by_name
from tracker.reference.donor_names import normalise
from tracker.words import say

LONGEST = 300


class Alias(NamedTuple):
    """A spelling on file, and its source."""

    id: int
    spelling: str
    source: str


def aliases_of(session: Session, donor: Donor) -> list[Alias]:
    """Return the spellings of a donor in the order of the alphabet."""
    rows = session.exec(
        select(DonorAlias)
        .where(DonorAlias.donor_id == donor.id)
        .order_by(col(DonorAlias.spelling), col(DonorAlias.id))
    )
    return [Alias(row.id or 0, row.spelling, row.source) for row in rows]


def alias_faults(code: str, spelling: Spelling, holders: Mapping[str, str]) -> list[Fault]:
    """Return the faults of a new spelling; `holders` are the donors' codes by its key."""
    key = alias_key(spelling)
    if not spelling.name.strip() or not normalise(spelling.name) or len(key) > LONGEST:
        what = say("a spelling has letters or digits, at most %(most)s", most=LONGEST)
        return [Fault("spelling", what)]
    named = decide_by_name(spelling.name, spelling.code).code
    if named is not None and named != code:
        what = say("'%(name)s' is a name of %(code)s", name=spelling.name, code=named)
        return [Fault("spelling", what)]
    if key in holders:
        what = say("'%(name)s' is on file for %(code)s", name=spelling.name, code=holders[key])
        return [Fault("spelling", what)]
    return []


def add_alias(
    session: Session, code: str, spelling: Spelling, actor: str, source: str = ""
) -> None:
    """Add a spelling; raises NotFound, InvalidDraft, or Conflict for a donor that was merged."""
    lock_record(session)
    donor = find_donor(session, code)
    if donor.status is DonorStatus.MERGED:
        raise Conflict(say("%(code)s was merged into another donor already", code=code))
    faults = alias_faults(code, spelling, _holders(session, alias_key(spelling)))
    if faults:
        raise InvalidDraft(faults)
    text = f"{spelling.name} {spelling.code}".strip()
    session.add(
        DonorAlias(donor_id=donor.id or 0, key=alias_key(spelling), spelling=text, source=source)
    )
    session.flush()
    record(session, actor, Change("add_alias", Subject.DONOR, code, new={"spelling": text}))


def remove_alias(session: Session, code: str, number: int, actor: str, why: str) -> None:
    """Remove a spelling that was recorded by mistake; raises NotFound."""
    lock_record(session)
    donor = find_donor(session, code)
    row = session.exec(
        select(DonorAlias).where(col(DonorAlias.id) == number, DonorAlias.donor_id == donor.id)
    ).first()
    if row is None:
        raise NotFound(say("%(code)s has no such spelling", code=code))
    session.delete(row)
    session.flush()
    record(
        session,
        actor,
        Change("remove_alias", Subject.DONOR, code, {"spelling": row.spelling}, why=why),
    )


def _holders(session: Session, key: str) -> dict[str, str]:
    """Return the codes of the donors with that key."""
    statement = select(DonorAlias.key, Donor.code).join(
        Donor, col(Donor.id) == col(DonorAlias.donor_id)
    )
    return dict(session.exec(statement.where(DonorAlias.key == key)).all())
