"""One donor with names over time, spellings, and the decisions about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.fund.donors.aliases import Alias, aliases_of
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import DatedName, names_of
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorDistinction, DonorMerge
from tracker.reference.codes import ContributorType


class NamedDonor(NamedTuple):
    """A donor's code and name on another page."""

    code: str
    name: str


class MergeItem(NamedTuple):
    """A merge: user, reason, undoing; `moved` counts the moved rows by kind."""

    number: int
    merged: NamedDonor
    kept: NamedDonor
    decided_at: datetime
    decided_by: str
    why: str
    undone_at: datetime | None
    undone_by: str
    undone_why: str
    moved: dict[str, int]


class ApartItem(NamedTuple):
    """A donor decided to be another than this one, with user and reason."""

    other: NamedDonor
    decided_at: datetime
    decided_by: str
    why: str


@dataclass(frozen=True, slots=True)
class DonorProfile:
    """A donor; `note`, `merges` and `apart` are not public."""

    id: int
    code: str
    name: str
    type: ContributorType
    state: str
    status: DonorStatus
    note: str
    merged_into: NamedDonor | None
    names: tuple[DatedName, ...]
    aliases: tuple[Alias, ...]
    merges: tuple[MergeItem, ...]
    apart: tuple[ApartItem, ...]


def read_profile(session: Session, code: str) -> DonorProfile:
    """Return one donor; raises NotFound."""
    donor = find_donor(session, code)
    into = session.get(Donor, donor.merged_into_id) if donor.merged_into_id else None
    return DonorProfile(
        id=donor.id or 0,
        code=donor.code,
        name=donor.name,
        type=donor.type,
        state=donor.state,
        status=donor.status,
        note=donor.note,
        merged_into=NamedDonor(into.code, into.name) if into else None,
        names=tuple(names_of(session, donor)),
        aliases=tuple(aliases_of(session, donor)),
        merges=tuple(_merges(session, donor)),
        apart=tuple(_apart(session, donor)),
    )


def _merges(session: Session, donor: Donor) -> list[MergeItem]:
    """Read the merges in which a donor went or remained, the newest first."""
    merged, kept = aliased(Donor), aliased(Donor)
    statement = (
        select(DonorMerge, col(merged.code), col(merged.name), col(kept.code), col(kept.name))
        .join(merged, col(merged.id) == col(DonorMerge.from_id))
        .join(kept, col(kept.id) == col(DonorMerge.into_id))
        .where(or_(col(DonorMerge.from_id) == donor.id, col(DonorMerge.into_id) == donor.id))
        .order_by(col(DonorMerge.id).desc())
    )
    return [
        MergeItem(
            row.id or 0, NamedDonor(*names[:2]), NamedDonor(*names[2:]),
            row.decided_at, row.decided_by, row.why,
            row.undone_at, row.undone_by, row.undone_why,
            {kind: len(numbers) for kind, numbers in row.moved.items()},
        )
        for row, *names in session.execute(statement)
    ]  # fmt: skip


def _apart(session: Session, donor: Donor) -> list[ApartItem]:
    """Read the donors decided to be others than this one."""
    one, other = col(DonorDistinction.one_id), col(DonorDistinction.other_id)
    statement = (
        select(DonorDistinction, col(Donor.code), col(Donor.name))
        .join(Donor, or_(col(Donor.id) == one, col(Donor.id) == other))
        .where(or_(one == donor.id, other == donor.id), col(Donor.id) != donor.id)
        .order_by(col(DonorDistinction.id).desc())
    )
    return [
        ApartItem(NamedDonor(code, name), row.decided_at, row.decided_by, row.why)
        for row, code, name in session.execute(statement)
    ]
