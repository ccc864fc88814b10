"""Merges of donors and their undoing, bound to what was shown to whoever decides.

Where they move figures of a closed period they take two persons.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.errors import Conflict
from tracker.fund.approvals.change_kinds import (
    ChangeShown,
    Plain,
    RecordChangeKind,
    TwoPersons,
)
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import (
    expect_mergeable,
    find_merge,
    merge_donors,
    undo_merge,
)
from tracker.fund.record_changes.donor_moves import (
    AccessChange,
    DonorMove,
    expect_shown,
    merge_move,
    undoing_move,
)
from tracker.fund.record_changes.draft_changes import CLOSED_LINES
from tracker.fund.states import RecordChange
from tracker.people.audit import lock_record
from tracker.people.permissions import Permission
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
    shown: str,
    users_follow: bool | None = None,
) -> int:
    """Merge two donors, or hand the merge in where it moves figures of a closed period.

    Returns the number of the request, 0 where the donors were merged. Raises ShownChanged where
    `shown`, the digest of what was shown, is not that of what would move.
    """
    lock_record(session)
    donor, into = find_donor(session, code), find_donor(session, into_code)
    expect_mergeable(session, donor, into)
    move = merge_move(session, donor, into)
    expect_shown(move, shown)
    if not move.closed_lines:
        merge_donors(session, code, into_code, actor, why, users_follow=users_follow)
        return 0
    return hand_in(session, MERGE_DONORS, Merge(code, into_code, users_follow), actor, why)


def undo_or_hand_in(session: Session, number: int, actor: str, why: str, *, shown: str) -> int:
    """Undo a merge, or hand the undoing in where it moves figures of a closed period.

    Returns the number of the request, 0 where the merge was undone. Raises ShownChanged as a merge
    does.
    """
    lock_record(session)
    check_undoing(session, MergeUndoing(number), why)
    move = undoing_move(session, number)
    expect_shown(move, shown)
    if not move.closed_lines:
        undo_merge(session, number, actor, why)
        return 0
    return hand_in(session, UNDO_MERGE, MergeUndoing(number), actor, why)


def show_merge(session: Session, merge: Merge) -> ChangeShown:
    """Return what moves: contributions with their amounts, spellings, users."""
    donor, into = find_donor(session, merge.code), find_donor(session, merge.into)
    move = merge_move(session, donor, into)
    follow = move.users(AccessChange.DECIDED) if merge.users_follow else ()
    stay = () if merge.users_follow else move.users(AccessChange.DECIDED)
    after = {
        "users_follow": [one.email for one in follow],
        "users_lose": [one.email for one in stay],
        "users_gain": [one.email for one in move.users(AccessChange.GAINS)],
    }
    rests_on = {"status": donor.status.value, "of_into": into.status.value, "names": move.names}
    return _shown(f"{merge.code} / {merge.into}", move, after, rests_on)


def show_undoing(session: Session, undoing: MergeUndoing) -> ChangeShown:
    """Return what moves back: contributions with their amounts, spellings, users."""
    merge, donor, into = find_merge(session, undoing.number)
    move = undoing_move(session, undoing.number)
    after = {
        "users_follow": [one.email for one in move.users(AccessChange.RETURNS)],
        "users_lose": [one.email for one in move.users(AccessChange.LOSES)],
        "users_gain": [one.email for one in move.users(AccessChange.SEES_AGAIN)],
    }
    rests_on = {"merge": undoing.number, "undone": merge.undone_at is not None}
    return _shown(f"{donor.code} / {into.code}", move, after, rests_on)


def _shown(title: str, move: DonorMove, after: Plain, rests_on: Plain) -> ChangeShown:
    """Return a move between donors as both persons are shown it."""
    return ChangeShown(
        title=title,
        before={"donor": move.source.code},
        after={
            "donor": move.target.code,
            "moved_contributions": [
                {"reference": one.reference, "title": one.title} for one in move.contributions
            ],
            "moved_amounts": {measure.value: minor for measure, minor in move.sums.items()},
            "moved_aliases": list(move.aliases),
            **after,
            CLOSED_LINES: move.closed_lines,
        },
        rests_on=rests_on | {"move": move.digest},
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


def check_undoing(session: Session, undoing: MergeUndoing, why: str) -> None:
    """Refuse a merge that is not there or was undone."""
    del why
    if find_merge(session, undoing.number)[0].undone_at is not None:
        raise Conflict(say("this merge was undone already"))


def apply_undoing(session: Session, undoing: MergeUndoing, persons: TwoPersons) -> None:
    """Undo the merge."""
    undo_merge(session, undoing.number, persons.prepared_by, persons.why)


MERGE_DONORS = RecordChangeKind(
    RecordChange.MERGE_DONORS,
    Permission.DECIDE_DONORS,
    TypeAdapter(Merge),
    show_merge,
    check_merge,
    apply_merge,
    lambda merge: (merge.code,),
)
UNDO_MERGE = RecordChangeKind(
    RecordChange.UNDO_MERGE,
    Permission.DECIDE_DONORS,
    TypeAdapter(MergeUndoing),
    show_undoing,
    check_undoing,
    apply_undoing,
    lambda undoing: (str(undoing.number),),
)
