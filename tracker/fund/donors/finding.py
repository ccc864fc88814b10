"""Finds donors by their codes, merged ones too."""

from collections.abc import Mapping

from sqlmodel import Session, select

from tracker.errors import NotFound
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor
from tracker.words import say


def find_donor(session: Session, code: str) -> Donor:
    """Return the donor with that code; raises NotFound, also for a text that no database stores."""
    if not code.isprintable():
        raise NotFound(say("there is nothing under that name"))
    found = session.exec(select(Donor).where(Donor.code == code)).first()
    if found is None:
        raise NotFound(say("no donor has the code '%(code)s'", code=code))
    return found


def successor_code(session: Session, code: str) -> str:
    """Return the code of the donor into which one was merged in the end, or its own.

    Raises NotFound.
    """
    donor = find_donor(session, code)
    while donor.merged_into_id is not None:
        donor = session.get_one(Donor, donor.merged_into_id)
    return donor.code


def successor_codes(session: Session) -> dict[str, str]:
    """Return the code of the donor that each merged one became in the end, by the merged code."""
    merged = session.exec(select(Donor).where(Donor.status == DonorStatus.MERGED)).all()
    return {donor.code: successor_code(session, donor.code) for donor in merged}


def donors_by_id(session: Session) -> dict[int, Donor]:
    """Return all donors by their numbers."""
    return {row.id: row for row in session.exec(select(Donor)) if row.id is not None}


def survivor(donor: Donor, by_id: Mapping[int, Donor]) -> Donor:
    """Return the donor into which this one was merged in the end, or itself.

    A merge joins two donors without a merge, so the way always ends.
    """
    while donor.status is DonorStatus.MERGED and donor.merged_into_id is not None:
        donor = by_id[donor.merged_into_id]
    return donor
