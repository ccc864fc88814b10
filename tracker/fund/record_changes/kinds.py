"""All kinds of changes of the record that take two persons; a new kind is added here."""

from functools import partial
from typing import Any

from tracker.fund.approvals import change_requests, decisions
from tracker.fund.approvals.change_kinds import ChangeKinds, RecordChangeKind
from tracker.fund.record_changes.activity_change import CHANGE_ACTIVITY
from tracker.fund.record_changes.closing import CLOSE_MONTHS, CLOSE_YEAR
from tracker.fund.record_changes.contribution_change import CHANGE_CONTRIBUTION, CHANGE_DONOR
from tracker.fund.record_changes.donor_change import CHANGE_DONOR_TYPE
from tracker.fund.record_changes.donor_merges import MERGE_DONORS, UNDO_MERGE
from tracker.fund.record_changes.rate_succession import SUPERSEDE_RATE

ALL: tuple[RecordChangeKind[Any], ...] = (
    CLOSE_MONTHS,
    CLOSE_YEAR,
    CHANGE_DONOR,
    CHANGE_CONTRIBUTION,
    CHANGE_ACTIVITY,
    CHANGE_DONOR_TYPE,
    MERGE_DONORS,
    UNDO_MERGE,
    SUPERSEDE_RATE,
)
KINDS: ChangeKinds = {kind.name: kind for kind in ALL}

approve = partial(decisions.approve, kinds=KINDS)
"""Approves a request of entries, or of a change of one of these kinds."""
send_back = partial(decisions.send_back, kinds=KINDS)
"""Returns such a request to its preparer."""
withdraw = partial(decisions.withdraw, kinds=KINDS)
"""Takes an own request of these back."""
read_change = partial(change_requests.read_change, kinds=KINDS)
"""Returns the change of a request."""
