"""The names of donors over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.day_bounds import OLDEST_DAY, too_early
from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.fund.donors.finding import find_donor
from tracker.fund.tables.donors import Donor, DonorName
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.words import say

LONGEST_NAME = 300
LONGEST_SOURCE = 200


class DatedName(NamedTuple):
    """A name and the first day on which it holds; None is as far back as is known."""

    name: str
    holds_from: date | None
    source: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class NameDraft:
    """A name before it is written."""

    name: str
    holds_from: date | None
    source: str = ""


def name_on(names: Sequence[DatedName], day: date, today: str) -> str:
    """Return the name that holds on a day.

    Before the first name the first holds; a donor without dated names has the name `today`.
    """
    ordered = in_order(names)
    held = [one.name for one in ordered if one.holds_from is None or one.holds_from <= day]
    if held:
        return held[-1]
    return ordered[0].name if ordered else today


def in_order(names: Sequence[DatedName]) -> list[DatedName]:
    """Return names by their first day."""
    return sorted(names, key=lambda one: one.holds_from or date.min)


def donor_name_on(session: Session, code: str, day: date) -> str:
    """Return a donor's name on a day, for a statement; raises NotFound."""
    row = find_donor(session, code)
    return name_on(names_of(session, row), day, row.name)


def names_of(session: Session, donor: Donor) -> list[DatedName]:
    """Return the dated names of a donor, the oldest first."""
    rows = session.exec(select(DonorName).where(DonorName.donor_id == donor.id))
    return in_order([DatedName(row.name, row.holds_from, row.source, row.id or 0) for row in rows])


def name_faults(draft: NameDraft, names: Sequence[DatedName], today: date) -> list[Fault]:
    """Return the faults of a new name of a donor with these names."""
    faults = []
    if not draft.name.strip():
        faults.append(Fault("name", say("a donor has a name")))
    if len(draft.name) > LONGEST_NAME:
        faults.append(Fault("name", say("a name has at most %(most)s letters", most=LONGEST_NAME)))
    if len(draft.source) > LONGEST_SOURCE:
        faults.append(
            Fault("source", say("a source has at most %(most)s letters", most=LONGEST_SOURCE))
        )
    if draft.holds_from is None:
        faults.append(Fault("holds_from", say("give the first day on which the name holds")))
    elif draft.holds_from > today:
        faults.append(
            Fault("holds_from", say("this day is still to come; enter the name once it holds"))
        )
    elif fault := too_early("holds_from", draft.holds_from, OLDEST_DAY):
        faults.append(fault)
    elif any(one.holds_from == draft.holds_from for one in names):
        faults.append(Fault("holds_from", say("a name is on file for this day; remove it first")))
    return faults


def add_name(session: Session, code: str, draft: NameDraft, actor: str, why: str = "") -> None:
    """Add a name from a day on; the earlier name still holds for earlier days.

    Raises NotFound for an unknown donor, InvalidDraft with all faults.
    """
    lock_record(session)
    donor = find_donor(session, code)
    names = names_of(session, donor)
    faults = name_faults(draft, names, today())
    if faults:
        raise InvalidDraft(faults)
    if not names and donor.name != draft.name:
        session.add(DonorName(donor_id=donor.id or 0, name=donor.name))
    session.add(
        DonorName(
            donor_id=donor.id or 0,
            name=draft.name,
            holds_from=draft.holds_from,
            source=draft.source,
        )
    )
    session.flush()
    old = donor.name
    _follow_names(session, donor)
    new = {"name": draft.name, "from": str(draft.holds_from), "today": donor.name}
    record(session, actor, Change("add_name", Subject.DONOR, code, {"today": old}, new, why))


def remove_name(session: Session, code: str, number: int, actor: str, why: str) -> None:
    """Remove a dated name that was recorded by mistake; raises NotFound."""
    lock_record(session)
    donor = find_donor(session, code)
    row = session.exec(
        select(DonorName).where(col(DonorName.id) == number, DonorName.donor_id == donor.id)
    ).first()
    if row is None:
        raise NotFound(say("%(code)s has no such name", code=code))
    old = {"name": row.name, "from": str(row.holds_from or ""), "today": donor.name}
    session.delete(row)
    session.flush()
    _follow_names(session, donor)
    record(
        session, actor, Change("remove_name", Subject.DONOR, code, old, {"today": donor.name}, why)
    )


def correct_name(session: Session, donor: Donor, name: str) -> None:
    """Correct the spelling of the name that holds today; the caller records it."""
    held = [one for one in names_of(session, donor) if _holds(one, today())]
    if held:
        row = session.get_one(DonorName, held[-1].id)
        row.name = name
        session.add(row)
    donor.name = name
    session.add(donor)


def _holds(name: DatedName, day: date) -> bool:
    """Tell whether a name has begun to hold."""
    return name.holds_from is None or name.holds_from <= day


def _follow_names(session: Session, donor: Donor) -> None:
    """Set the name in lists to the one that holds today."""
    donor.name = name_on(names_of(session, donor), today(), donor.name)
    session.add(donor)
    session.flush()
