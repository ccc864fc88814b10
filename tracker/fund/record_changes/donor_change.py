"""Changes of donors, which take two persons where another type moves figures of a closed period."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import DonorDraft, change_donor, read_draft
from tracker.fund.ledger.closed_figures import closed_lines_of_contributions
from tracker.fund.record_changes.draft_changes import DraftChanges
from tracker.fund.states import RecordChange
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.people.permissions import Permission


def closed_lines_of_donors(session: Session, donors: Sequence[int]) -> int:
    """Count the lines in closed periods of what some donors gave."""
    given = select(Contribution.id).where(col(Contribution.donor_id).in_(donors))
    return closed_lines_of_contributions(session, [number or 0 for number in session.exec(given)])


def _on_record(session: Session, row: Donor) -> DonorDraft:
    """Return the draft of a donor's row."""
    del session
    return read_draft(row)


DONORS = DraftChanges(
    name=RecordChange.CHANGE_DONOR_TYPE,
    permission=Permission.CHANGE_DONORS,
    draft=DonorDraft,
    code="code",
    broken_down_by=("type",),
    find=find_donor,
    on_record=_on_record,
    change=change_donor,
    closed_lines=closed_lines_of_donors,
)
"""How donors are changed: by forms, sheets and requests."""
CHANGE_DONOR_TYPE = DONORS.kind
