"""Merges of donors, and their undoing, that move figures of a closed period: two persons."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from tracker.errors import Conflict
from tracker.fund.approvals.change_kinds import ChangeShown, RecordChangeKind, TwoPersons
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import find_merge, merge_donors, undo_merge
from tracker.fund.ledger.closed_figures import closed_lines_of_contributions
from tracker.fund.record_changes.draft_changes import CLOSED_LINES
from tracker.fund.states import RecordChange
from tracker.fund.tables.contributions import Contribution
from tracker.people.audit import lock_record
from tracker.people.permissions import Permission
from tracker.people.users import donor_users
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge of a donor into another, and whether its users follow."""

    code: str
    into: str
    users_follow: bool | None = None


@dataclass(frozen=True, slots=True)
class MergeUndoing:
    """The undoing of a merge, by its number."""

    number: int


def merge_or_hand_in(
    session: Session,
    code: str,
    into_code: str,
    actor: str,
    why: str,
    *,
    users_follow: bool | None = None,
) -> int:
    """Merge two donors, or hand the merge in where it moves figures of a closed period.

    Returns the number of the request, 0 where the donors were merged.
    """
    lock_record(session)
    moved = _contributions_of(session, find_donor(session, code).id or 0)
    if not closed_lines_of_contributions(session, moved):
        merge_donors(session, code, into_code, actor, why, users_follow=users_follow)
        return 0
    return hand_in(session, MERGE_DONORS, Merge(code, into_code, users_follow), actor, why)


def undo_or_hand_in(session: Session, number: int, actor: str, why: str) -> int:
    """Undo a merge, or hand the undoing in where it moves figures of a closed period.

    Returns the number of the request, 0 where the merge was undone.
    """
    lock_record(session)
    merge, _donor, _into = find_merge(session, number)
    if not closed_lines_of_contributions(session, _contributions_in(merge.moved)):
        undo_merge(session, number, actor, why)
        return 0
    return hand_in(session, UNDO_MERGE, MergeUndoing(number), actor, why)


def show_merge(session: Session, merge: Merge) -> ChangeShown:
    """Return the contributions and users that move."""
    donor, into = find_donor(session, merge.code), find_donor(session, merge.into)
    moved = _contributions_of(session, donor.id or 0)
    users = [user.email for user in donor_users(session, merge.code)]
    return ChangeShown(
        title=f"{merge.code} / {merge.into}",
        before={"donor": donor.name, "contributions": _references(session, moved)},
        after={
            "donor": into.name,
            "contributions": _references(session, _contributions_of(session, into.id or 0) + moved),
            "users": users if merge.users_follow else [],
            CLOSED_LINES: closed_lines_of_contributions(session, moved),
        },
        rests_on={"status": donor.status.value, "of_into": into.status.value, "users": users},
    )


def check_merge(session: Session, merge: Merge, why: str) -> None:
    """Refuse donors that are not there; the other rules are asked when they are merged."""
    del why
    find_donor(session, merge.code)
    find_donor(session, merge.into)


def apply_merge(session: Session, merge: Merge, persons: TwoPersons) -> None:
    """Merge the donors."""
    merge_donors(
        session,
        merge.code,
        merge.into,
        persons.prepared_by,
        persons.why,
        users_follow=merge.users_follow,
    )


def show_undoing(session: Session, undoing: MergeUndoing) -> ChangeShown:
    """Return the contributions that move back."""
    merge, donor, into = find_merge(session, undoing.number)
    moved = _contributions_in(merge.moved)
    there = [one for one in _contributions_of(session, into.id or 0) if one in moved]
    return ChangeShown(
        title=f"{donor.code} / {into.code}",
        before={"donor": into.name, "contributions": _references(session, there)},
        after={
            "donor": donor.name,
            "contributions": _references(session, there),
            CLOSED_LINES: closed_lines_of_contributions(session, there),
        },
        rests_on={"merge": undoing.number, "undone": merge.undone_at is not None},
    )


def check_undoing(session: Session, undoing: MergeUndoing, why: str) -> None:
    """Refuse a merge that is not there or was undone."""
    del why
    if find_merge(session, undoing.number)[0].undone_at is not None:
        raise Conflict(say("this merge was undone already"))


def apply_undoing(session: Session, undoing: MergeUndoing, persons: TwoPersons) -> None:
    """Undo the merge."""
    undo_merge(session, undoing.number, persons.prepared_by, persons.why)


def _contributions_of(session: Session, donor_id: int) -> list[int]:
    """Return the numbers of a donor's contributions."""
    numbers = select(Contribution.id).where(Contribution.donor_id == donor_id)
    return [number or 0 for number in session.exec(numbers.order_by(col(Contribution.id)))]


def _contributions_in(moved: dict[str, Any]) -> list[int]:
    """Return the numbers of the contributions that a merge moved."""
    return list(moved.get("contributions", ()))


def _references(session: Session, numbers: list[int]) -> list[str]:
    """Return the references of contributions, sorted."""
    named = select(Contribution.reference).where(col(Contribution.id).in_(numbers))
    return sorted(session.exec(named))


MERGE_DONORS = RecordChangeKind(
    RecordChange.MERGE_DONORS,
    Permission.DECIDE_DONORS,
    TypeAdapter(Merge),
    show_merge,
    check_merge,
    apply_merge,
)
UNDO_MERGE = RecordChangeKind(
    RecordChange.UNDO_MERGE,
    Permission.DECIDE_DONORS,
    TypeAdapter(MergeUndoing),
    show_undoing,
    check_undoing,
    apply_undoing,
)
