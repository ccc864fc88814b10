"""What moves from one donor to another by a merge or by its undoing, shown before it is done.

Whoever decides is shown contributions with their amounts, spellings, names and people; the
decision is bound to all of that by a digest.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import orjson
from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.errors import ShownChanged
from tracker.fund.donors.aliases import aliases_of
from tracker.fund.donors.merging import aliases_there, contributions_there, find_merge
from tracker.fund.donors.names import names_of
from tracker.fund.donors.profile import NamedDonor
from tracker.fund.ledger.closed_figures import closed_lines_of_contributions
from tracker.fund.ledger.measures import BY_CODE, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.people.users import donor_users
from tracker.periods import today
from tracker.words import say


class AccessChange(StrEnum):
    """What a merge, or its undoing, changes for a donor's user."""

    DECIDED = "decided"  # of the merged donor: follows or sees nothing more, as is decided with it
    GAINS = "gains"  # of the donor that receives: sees the terms of what moves
    LOSES = "loses"  # of the donor that gives back: sees the terms of what moves no longer
    RETURNS = "returns"  # moved by the merge: is the first donor's user again
    SEES_AGAIN = "sees_again"  # stayed behind at the merge: sees the terms of what moves again


class MovingContribution(NamedTuple):
    """A contribution that moves, with its sums by measure in US cents, as at today."""

    reference: str
    title: str
    state: ContributionState
    sums: Mapping[Measure, int]


class ChangedAccess(NamedTuple):
    """A donor's user whose access changes, by address, and the donor that the user is of now."""

    email: str
    donor: str
    change: AccessChange


@dataclass(frozen=True, slots=True)
class DonorMove:
    """What moves from one donor to another; `closed_lines` of it are in closed periods.

    `names` are the dated names that stay where they are, `status` is the one that the first donor
    has afterwards, and `elsewhere` counts what a merge moved and an undoing finds elsewhere.
    """

    source: NamedDonor
    target: NamedDonor
    status: str
    contributions: tuple[MovingContribution, ...]
    aliases: tuple[str, ...]
    names: tuple[str, ...]
    people: tuple[ChangedAccess, ...]
    closed_lines: int
    elsewhere: int = 0

    @property
    def sums(self) -> Mapping[Measure, int]:
        """The sums of all contributions by measure in US cents, in the order of measures."""
        total: Counter[Measure] = Counter()
        for one in self.contributions:
            total.update(one.sums)
        return {measure: total[measure] for measure in Measure if measure in total}

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it, over JSON that is the same on every database."""
        spelled = orjson.dumps(self.as_json(), option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(spelled).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return what moves in plain values."""
        return {
            "donors": [*self.source, *self.target, self.status],
            "contributions": [
                [one.reference, one.title, one.state.value, _plain(one.sums)]
                for one in self.contributions
            ],
            "aliases": self.aliases,
            "names": self.names,
            "people": [[one.email, one.donor, one.change.value] for one in self.people],
            "closed_lines": self.closed_lines,
            "elsewhere": self.elsewhere,
        }

    def users(self, *changes: AccessChange) -> tuple[ChangedAccess, ...]:
        """Return the people whose access changes in one of some ways."""
        return tuple(one for one in self.people if one.change in changes)


def merge_move(session: Session, donor: Donor, into: Donor) -> DonorMove:
    """Return what a merge of a donor into another would move."""
    moving = _moving(session, donor)
    return DonorMove(
        source=NamedDonor(donor.code, donor.name),
        target=NamedDonor(into.code, into.name),
        status=donor.status.value,
        contributions=tuple(moving.values()),
        aliases=tuple(sorted(one.spelling for one in aliases_of(session, donor))),
        names=tuple(one.name for one in names_of(session, donor)),
        people=(
            *_people(session, donor.code, AccessChange.DECIDED),
            *_people(session, into.code, AccessChange.GAINS),
        ),
        closed_lines=closed_lines_of_contributions(session, moving),
    )


def undoing_move(session: Session, number: int) -> DonorMove:
    """Return what undoing a merge would move back; raises NotFound for an unknown merge."""
    merge, donor, into = find_merge(session, number)
    moving = _moving(session, into, set(contributions_there(session, merge)))
    aliases = aliases_there(session, merge)
    followed = set(merge.moved["people"])
    people = [
        *_people(session, into.code, AccessChange.RETURNS, followed),
        *_people(session, donor.code, AccessChange.SEES_AGAIN),
    ]
    returning = {one.email for one in people}
    remaining = _people(session, into.code, AccessChange.LOSES)
    moved = sum(len(numbers) for numbers in merge.moved.values())
    back = len(moving) + len(aliases) + sum(one.change is AccessChange.RETURNS for one in people)
    return DonorMove(
        source=NamedDonor(into.code, into.name),
        target=NamedDonor(donor.code, donor.name),
        status=merge.status_before.value,
        contributions=tuple(moving.values()),
        aliases=aliases,
        names=tuple(one.name for one in names_of(session, donor)),
        people=(*people, *(one for one in remaining if one.email not in returning)),
        closed_lines=closed_lines_of_contributions(session, moving),
        elsewhere=moved - back,
    )


def expect_shown(move: DonorMove, shown: str) -> None:
    """Refuse a decision about something else than what was shown; raises ShownChanged."""
    if shown != move.digest:
        raise ShownChanged(
            say("what would move was not shown as it is now; look at it again, as it stands below"),
            "shown",
        )


def _moving(
    session: Session, donor: Donor, among: set[int] | None = None
) -> dict[int, MovingContribution]:
    """Return a donor's contributions, or those among some numbers, in the order of references."""
    sums = _sums(session, donor)
    statement = select(
        col(Contribution.id), col(Contribution.reference), col(Contribution.title),
        col(Contribution.state),
    ).where(col(Contribution.donor_id) == donor.id)  # fmt: skip
    rows = session.execute(statement.order_by(col(Contribution.reference)))
    return {
        number: MovingContribution(reference, title, state, sums.get(number, {}))
        for number, reference, title, state in rows
        if number is not None and (among is None or number in among)
    }


def _sums(session: Session, donor: Donor) -> dict[int, dict[Measure, int]]:
    """Return the sums of a donor's contributions as at today by measure, without zeros."""
    statement = (
        select(
            col(LedgerAccount.contribution_id),
            col(LedgerLine.measure),
            func.sum(col(LedgerLine.minor)),
        )
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .where(col(Contribution.donor_id) == donor.id, col(LedgerLine.measure).is_not(None))
        .where(col(LedgerEntry.effective_on) <= today())
        .group_by(col(LedgerAccount.contribution_id), col(LedgerLine.measure))
    )
    found: dict[int, dict[Measure, int]] = {}
    for number, code, minor in session.execute(statement):
        if minor:
            measure = BY_CODE[code]
            found.setdefault(number, {})[measure] = int(minor) * SIGNS[measure]
    return found


def _people(
    session: Session, code: str, change: AccessChange, among: Iterable[int] | None = None
) -> list[ChangedAccess]:
    """Return a donor's users, or those among some numbers, by address."""
    numbers = None if among is None else set(among)
    return sorted(
        ChangedAccess(user.email, code, change)
        for user in donor_users(session, code)
        if numbers is None or user.id in numbers
    )


def _plain(sums: Mapping[Measure, int]) -> dict[str, int]:
    """Return sums in plain values."""
    return {measure.value: minor for measure, minor in sums.items()}
