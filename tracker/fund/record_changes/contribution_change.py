"""Changes of contributions that take two persons: what moves closed figures, and the donor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.errors import Fault, InvalidDraft, InvalidInput
from tracker.fund.approvals.change_kinds import ChangeShown, RecordChangeKind, TwoPersons
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.contributions.terms import (
    ContributionDraft,
    change_contribution,
    find_contribution,
    has_entries,
    known_records,
    read_draft,
)
from tracker.fund.ledger.closed_figures import closed_lines_of_contributions
from tracker.fund.record_changes.draft_changes import (
    CLOSED_LINES,
    DraftChange,
    differs,
    show_drafts,
)
from tracker.fund.states import RecordChange
from tracker.people.audit import lock_record
from tracker.people.permissions import Permission
from tracker.people.users import donor_users
from tracker.periods import today
from tracker.versions import require_version
from tracker.words import say

BROKEN_DOWN_BY = ("earmarking", "scope")
"""The fields of a contribution, besides its donor, by which figures are broken down."""
DRAFT = TypeAdapter(ContributionDraft)


@dataclass(frozen=True, slots=True)
class ContributionChanges:
    """Changes of one or more contributions, each by its draft."""

    drafts: tuple[ContributionDraft, ...]


@dataclass(frozen=True, slots=True)
class DonorChange:
    """Another donor of a contribution, and the day since which it is so."""

    reference: str
    donor: str
    since: date


def moves_closed_figures(session: Session, draft: ContributionDraft) -> bool:
    """Tell whether a change of a contribution moves figures of a closed period."""
    row = find_contribution(session, draft.reference)
    change = _change(session, draft)
    moves = differs(change.before, change.after, BROKEN_DOWN_BY)
    return moves and closed_lines_of_contributions(session, [row.id or 0]) > 0


def change_or_hand_in(
    session: Session,
    reference: str,
    draft: ContributionDraft,
    actor: str,
    why: str,
    *,
    replaces: int | None = None,
    version: str | None = None,
) -> int:
    """Change a contribution, or hand the change in where it moves figures of a closed period.

    Returns the number of the request, 0 where the contribution was changed. `replaces` is the
    number of a returned request. Raises ChangedMeanwhile for another `version`.
    """
    lock_record(session)
    require_version(_on_record(session, reference), version)
    if draft.reference != reference or not moves_closed_figures(session, draft):
        change_contribution(session, reference, draft, actor, why)
        return 0
    changes = ContributionChanges((draft,))
    return hand_in(session, CHANGE_CONTRIBUTION, changes, actor, why, replaces=replaces)


def hand_in_several(
    session: Session, drafts: Sequence[ContributionDraft], actor: str, why: str
) -> int:
    """Hand in changes of contributions as one request; return its number."""
    return hand_in(session, CHANGE_CONTRIBUTION, ContributionChanges(tuple(drafts)), actor, why)


def show_terms(session: Session, changes: ContributionChanges) -> ChangeShown:
    """Return the fields that change."""
    numbers = [find_contribution(session, draft.reference).id or 0 for draft in changes.drafts]
    return show_drafts(
        [_change(session, draft) for draft in changes.drafts],
        closed_lines_of_contributions(session, numbers),
        contribution_id=numbers[0],
    )


def check_terms(session: Session, changes: ContributionChanges, why: str) -> None:
    """Refuse a contribution that is not there; its other rules are asked when it is changed."""
    del why
    for draft in changes.drafts:
        find_contribution(session, draft.reference)


def apply_terms(session: Session, changes: ContributionChanges, persons: TwoPersons) -> None:
    """Change the contributions."""
    for draft in changes.drafts:
        change_contribution(session, draft.reference, draft, persons.prepared_by, persons.why)


def show_donor(session: Session, change: DonorChange) -> ChangeShown:
    """Return both donors, with the users who see the terms before and after."""
    row = find_contribution(session, change.reference)
    before = read_draft(session, row).donor
    number = row.id or 0
    return ChangeShown(
        title=change.reference,
        before={"donor": before, "seen_by": _users_of(session, before)},
        after={
            "donor": change.donor,
            "seen_by": _users_of(session, change.donor),
            "since": change.since.isoformat(),
            CLOSED_LINES: closed_lines_of_contributions(session, [number]),
        },
        contribution_id=number,
    )


def check_donor(session: Session, change: DonorChange, why: str) -> None:
    """Refuse the donor that it has, an unknown one, a day to come, and terms without money."""
    del why
    row = find_contribution(session, change.reference)
    faults = []
    if change.donor not in known_records(session).donors:
        faults.append(Fault("donor", say("no donor has the code '%(code)s'", code=change.donor)))
    elif change.donor == read_draft(session, row).donor:
        faults.append(Fault("donor", say("it is the donor of this contribution already")))
    if change.since > today():
        faults.append(Fault("since", say("the day has not come yet")))
    if faults:
        raise InvalidDraft(faults)
    if not has_entries(session, row):
        raise InvalidInput(
            say("no money has been posted yet; change the donor with the other terms"), "donor"
        )


def apply_donor(session: Session, change: DonorChange, persons: TwoPersons) -> None:
    """Give the contribution its other donor."""
    draft = read_draft(session, find_contribution(session, change.reference))
    changed = replace(draft, donor=change.donor)
    why = f"{change.since.isoformat()}: {persons.why}"
    change_contribution(
        session, change.reference, changed, persons.prepared_by, why, by_two_persons=True
    )


def _change(session: Session, draft: ContributionDraft) -> DraftChange:
    """Return a contribution as it is and as the draft has it, in plain values."""
    before = DRAFT.dump_python(_on_record(session, draft.reference), mode="json")
    after = DRAFT.dump_python(draft, mode="json")
    for plain in (before, after):
        plain["scope"] = sorted(plain["scope"])
    return DraftChange(draft.reference, before, after)


def _on_record(session: Session, reference: str) -> ContributionDraft:
    """Return a contribution as it is."""
    return read_draft(session, find_contribution(session, reference))


def _users_of(session: Session, donor: str) -> list[str]:
    """Return the addresses of a donor's users."""
    return sorted(user.email for user in donor_users(session, donor))


CHANGE_CONTRIBUTION = RecordChangeKind(
    RecordChange.CHANGE_CONTRIBUTION,
    Permission.CHANGE_CONTRIBUTIONS,
    TypeAdapter(ContributionChanges),
    show_terms,
    check_terms,
    apply_terms,
)
CHANGE_DONOR = RecordChangeKind(
    RecordChange.CHANGE_DONOR,
    Permission.CHANGE_CONTRIBUTIONS,
    TypeAdapter(DonorChange),
    show_donor,
    check_donor,
    apply_donor,
)
