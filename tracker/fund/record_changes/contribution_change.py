"""Changes of contributions that take two persons: what moves closed figures, and the donor."""

from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.day_bounds import happened_fault
from tracker.errors import Fault, InvalidDraft, InvalidInput
from tracker.fund.approvals.change_kinds import ChangeShown, RecordChangeKind, TwoPersons
from tracker.fund.contributions.terms import (
    ContributionDraft,
    change_contribution,
    find_contribution,
    has_entries,
    known_records,
    read_draft,
    unknown_donor,
)
from tracker.fund.ledger.closed_figures import closed_lines_of_contributions
from tracker.fund.record_changes.draft_changes import CLOSED_LINES, DraftChanges
from tracker.fund.states import RecordChange
from tracker.fund.tables.contributions import Contribution
from tracker.people.permissions import Permission
from tracker.people.users import donor_users
from tracker.periods import today
from tracker.words import say


@dataclass(frozen=True, slots=True)
class DonorChange:
    """Another donor of a contribution, and the day since which it is so."""

    reference: str
    donor: str
    since: date


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
    faults = donor_change_faults(session, row, change.donor, change.since)
    if faults:
        raise InvalidDraft(faults)
    if not has_entries(session, row):
        raise InvalidInput(
            say("no money has been posted yet; change the donor with the other terms"), "donor"
        )


def donor_change_faults(
    session: Session, row: Contribution, donor: str, since: date | None
) -> list[Fault]:
    """Return all faults of another donor of a contribution, and of its day where one is given."""
    faults = []
    if donor not in known_records(session).donors:
        faults.append(Fault("donor", unknown_donor(donor)))
    elif donor == read_draft(session, row).donor:
        faults.append(Fault("donor", say("it is the donor of this contribution already")))
    wrong_day = happened_fault("since", since, today()) if since else None
    return faults + ([wrong_day] if wrong_day else [])


def apply_donor(session: Session, change: DonorChange, persons: TwoPersons) -> None:
    """Give the contribution its other donor."""
    draft = read_draft(session, find_contribution(session, change.reference))
    changed = replace(draft, donor=change.donor)
    why = f"{change.since.isoformat()}: {persons.why}"
    change_contribution(
        session, change.reference, changed, persons.prepared_by, why, by_two_persons=True
    )


def _users_of(session: Session, donor: str) -> list[str]:
    """Return the addresses of a donor's users."""
    return sorted(user.email for user in donor_users(session, donor))


CONTRIBUTIONS = DraftChanges(
    name=RecordChange.CHANGE_CONTRIBUTION,
    permission=Permission.CHANGE_CONTRIBUTIONS,
    draft=ContributionDraft,
    code="reference",
    broken_down_by=("earmarking", "scope"),
    find=find_contribution,
    on_record=read_draft,
    change=change_contribution,
    closed_lines=closed_lines_of_contributions,
    owner="contribution_id",
    unordered=("scope",),
)
"""How the terms of contributions, other than the donor, are changed: by forms and requests."""
CHANGE_CONTRIBUTION = CONTRIBUTIONS.kind
CHANGE_DONOR = RecordChangeKind(
    RecordChange.CHANGE_DONOR,
    Permission.CHANGE_CONTRIBUTIONS,
    TypeAdapter(DonorChange),
    show_donor,
    check_donor,
    apply_donor,
    lambda change: (change.reference,),
)
