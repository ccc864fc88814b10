"""All kinds of changes of the record that take two persons; a new kind is added here."""

from functools import partial

from tracker.fund.approvals import change_requests, decisions
from tracker.fund.approvals.change_kinds import ChangeKinds
from tracker.fund.record_changes.closing import CLOSE_MONTHS, CLOSE_YEAR

KINDS: ChangeKinds = {kind.name: kind for kind in (CLOSE_MONTHS, CLOSE_YEAR)}

approve = partial(decisions.approve, kinds=KINDS)
"""Approves a request of entries, or of a change of one of these kinds."""
read_change = partial(change_requests.read_change, kinds=KINDS)
"""Returns the change of a request."""
