"""Merging: the decision that two donors are one, and its undoing.

The contributions and spellings of the merged donor move to the donor that remains. The merge
records the numbers of all moved rows, so that undoing it moves back exactly those, as far as they
are still there. Contacts and dated names stay: no other donor's users see them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidInput, NotFound
from tracker.fund.breakdowns import keep_former_contributions, keep_former_donor
from tracker.fund.donors.finding import find_donor
from tracker.fund.states import DonorStatus
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor, DonorAlias, DonorMerge
from tracker.people.audit import Change, moment_of_change, record
from tracker.people.subjects import Subject
from tracker.people.users import donor_users, move_donor_users
from tracker.reference.states import states
from tracker.words import say

BATCH = 500
"""The number of rows named in one statement."""


def merge_donors(
    session: Session,
    code: str,
    into_code: str,
    actor: str,
    why: str,
    *,
    users_follow: bool | None = None,
) -> int:
    """Merge a donor into another; return the number of the merge.

    `users_follow` says whether the donor's users become the other donor's; a donor with users
    needs an answer. Raises NotFound for an unknown code, InvalidInput for a missing reason or
    answer, Conflict where one of the two is merged already.
    """
    now = moment_of_change(session)
    donor, into = find_donor(session, code), find_donor(session, into_code)
    expect_mergeable(session, donor, into)
    if not why.strip():
        raise InvalidInput(say("say why"), "why")
    keep_former_donor(session, donor, now)
    keep_former_contributions(session, _numbers_of(session, Contribution, donor), now)
    user_ids = [user.id or 0 for user in donor_users(session, code)]
    if user_ids and users_follow is None:
        raise InvalidInput(
            say("say what becomes of the accounts that speak for %(code)s", code=code), "accounts"
        )
    merge = DonorMerge(
        from_id=donor.id or 0,
        into_id=into.id or 0,
        status_before=donor.status,
        moved={
            "contributions": _take_all(session, Contribution, donor, into),
            "aliases": _take_all(session, DonorAlias, donor, into),
            "people": user_ids if users_follow else [],
        },
        decided_by=actor,
        decided_at=now,
        why=why,
    )
    move_donor_users(session, merge.moved["people"], code, into_code, actor, why)
    change = Change(
        "merge", Subject.DONOR, code, {"status": donor.status.value}, _trail_facts(merge, into), why
    )
    donor.status, donor.merged_into_id = DonorStatus.MERGED, into.id
    session.add_all([donor, merge])
    session.flush()
    record(session, actor, change)
    return merge.id or 0


def undo_merge(session: Session, number: int, actor: str, why: str) -> None:
    """Undo a merge: moved rows that are still there move back, the status is restored.

    Raises NotFound for an unknown merge, InvalidInput without a reason, Conflict for a merge
    undone before or a remaining donor that was itself merged since.
    """
    now = moment_of_change(session)
    merge, donor, into = find_merge(session, number)
    if not why.strip():
        raise InvalidInput(say("say why"), "why")
    if merge.undone_at is not None:
        raise Conflict(say("this merge was undone already"))
    if into.status is DonorStatus.MERGED:
        raise Conflict(
            say("%(code)s was itself merged since; undo that merge first", code=into.code)
        )
    keep_former_donor(session, donor, now)
    keep_former_contributions(session, _still_there(session, Contribution, merge), now)
    back = {
        "contributions": _take_back(session, Contribution, merge),
        "aliases": _take_back(session, DonorAlias, merge),
        "people": move_donor_users(
            session, merge.moved["people"], into.code, donor.code, actor, why
        ),
    }
    donor.status, donor.merged_into_id = merge.status_before, None
    merge.undone_by, merge.undone_at, merge.undone_why = actor, now, why
    session.add_all([donor, merge])
    session.flush()
    new = {"status": donor.status.value, **back}
    change = Change("undo_merge", Subject.DONOR, donor.code, _trail_facts(merge, into), new, why)
    record(session, actor, change)


def find_merge(session: Session, number: int) -> tuple[DonorMerge, Donor, Donor]:
    """Return a merge, the donor that was merged and the one that remained; raises NotFound."""
    merge = session.get(DonorMerge, number)
    if merge is None:
        raise NotFound(say("there is no such merge"))
    return merge, session.get_one(Donor, merge.from_id), session.get_one(Donor, merge.into_id)


def contributions_there(session: Session, merge: DonorMerge) -> list[int]:
    """Return the numbers of the moved contributions that the remaining donor still has."""
    return _still_there(session, Contribution, merge)


def aliases_there(session: Session, merge: DonorMerge) -> tuple[str, ...]:
    """Return the moved spellings that the remaining donor still has, sorted."""
    numbers = set(_still_there(session, DonorAlias, merge))
    held = select(DonorAlias.id, DonorAlias.spelling).where(DonorAlias.donor_id == merge.into_id)
    return tuple(sorted(spelling for number, spelling in session.exec(held) if number in numbers))


def expect_mergeable(session: Session, donor: Donor, into: Donor) -> None:
    """Refuse a merge that would lead nowhere or in a circle, and one of two different States."""
    if donor.id == into.id:
        raise InvalidInput(say("a donor cannot be merged into itself"), "into")
    for one in (donor, into):
        if one.status is DonorStatus.MERGED:
            why = say("%(code)s was merged into another donor already", code=one.code)
            raise Conflict(why, "into" if one is into else "")
    of_both = sorted(_states_of(session, donor) | _states_of(session, into))
    if len(of_both) > 1:
        raise InvalidInput(
            say(
                "%(code)s and %(other)s are two different States; States are never merged",
                code=of_both[0],
                other=of_both[1],
            ),
            "into",
        )


def _states_of(session: Session, donor: Donor) -> set[str]:
    """Return the States that a donor is, by its code or on record, with those merged into it."""
    found: set[str] = set()
    level = [donor]
    while level:
        found.update(one.code if one.code in states() else one.state for one in level)
        numbers = [one.id for one in level]
        merged = select(Donor).where(col(Donor.merged_into_id).in_(numbers))
        level = list(session.exec(merged))
    return found - {""}


def _take_all(session: Session, table: Any, donor: Donor, into: Donor) -> list[int]:  # noqa: ANN401 - a table
    """Move all rows of a donor; return their numbers."""
    numbers = _numbers_of(session, table, donor)
    session.execute(update(table).where(table.donor_id == donor.id).values(donor_id=into.id))
    return numbers


def _numbers_of(session: Session, table: Any, donor: Donor) -> list[int]:  # noqa: ANN401 - a table
    """Return the numbers of all rows of a donor."""
    return sorted(session.exec(select(table.id).where(table.donor_id == donor.id)))


def _take_back(session: Session, table: Any, merge: DonorMerge) -> list[int]:  # noqa: ANN401 - a table
    """Move back the moved rows that are still there; return their numbers."""
    numbers = _still_there(session, table, merge)
    for some in _batches(numbers):
        session.execute(update(table).where(table.id.in_(some)).values(donor_id=merge.from_id))
    return numbers


def _still_there(session: Session, table: Any, merge: DonorMerge) -> list[int]:  # noqa: ANN401 - a table
    """Return the numbers of moved rows that the remaining donor still has."""
    key = "contributions" if table is Contribution else "aliases"
    found: list[int] = []
    for some in _batches(merge.moved[key]):
        statement = select(table.id).where(table.id.in_(some), table.donor_id == merge.into_id)
        found.extend(session.exec(statement))
    return sorted(found)


def _batches(numbers: Sequence[int]) -> list[Sequence[int]]:
    """Cut numbers into batches that a statement can name."""
    return [numbers[first : first + BATCH] for first in range(0, len(numbers), BATCH)]


def _trail_facts(merge: DonorMerge, into: Donor) -> dict[str, Any]:
    """Return a merge for the trail."""
    return {"is": into.code, **merge.moved}
