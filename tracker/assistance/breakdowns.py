"""The breakdown of an activity: what its money is split by in figures; and its former ones.

Figures as known at an earlier day are split by what was known then, so each change first puts
the breakdown that it ends on record, with the moment until which it was known.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.states import ShareKind
from tracker.assistance.tables.former_breakdowns import (
    FormerActivityBreakdown,
    FormerActivityShare,
)
from tracker.people.audit import moment_of_change
from tracker.reference.codes import ActivityType

ShareOfCode = tuple[str, int]
"""A code and its share in basis points."""


class ActivityBreakdown(NamedTuple):
    """The programme's code, the type, the shares of each kind in the order of their codes.

    `paragraphs` are the numbers of the operative paragraphs that the activity answers.
    """

    programme: str
    type: ActivityType
    instruments: tuple[ShareOfCode, ...]
    places: tuple[ShareOfCode, ...]
    tools: tuple[ShareOfCode, ...]
    paragraphs: tuple[int, ...]

    def shares(self) -> Iterable[tuple[ShareKind, str, int]]:
        """Yield all shares with their kind."""
        kinds = (self.instruments, self.places, self.tools)
        for kind, shares in zip(ShareKind, kinds, strict=True):
            for code, share_bp in shares:
                yield kind, code, share_bp


def breakdown_of(draft: ActivityDraft) -> ActivityBreakdown:
    """Return the breakdown of a draft; a tool's share is the sum over its uses."""
    tools: Counter[str] = Counter()
    for one in draft.tools:
        tools[one.tool] += one.share_bp
    return ActivityBreakdown(
        draft.programme,
        draft.type,
        _in_order((share.code, share.share_bp) for share in draft.instruments),
        _in_order((share.code, share.share_bp) for share in draft.beneficiaries),
        _in_order(tools.items()),
        tuple(sorted(draft.paragraphs)),
    )


def keep_former(
    session: Session,
    activity_id: int,
    programme_id: int,
    before: ActivityBreakdown,
    after: ActivityBreakdown,
) -> None:
    """Put the breakdown that a change ends on record, unless it stays the same.

    `programme_id` is the number of the programme before the change.
    """
    if before == after:
        return
    former = FormerActivityBreakdown(
        activity_id=activity_id,
        known_until=moment_of_change(session),
        programme_id=programme_id,
        type=before.type,
        paragraphs=" ".join(map(str, before.paragraphs)),
    )
    session.add(former)
    session.flush()
    session.add_all(
        FormerActivityShare(breakdown_id=former.id or 0, kind=kind, code=code, share_bp=share_bp)
        for kind, code, share_bp in before.shares()
    )


def _in_order(shares: Iterable[ShareOfCode]) -> tuple[ShareOfCode, ...]:
    """Return the shares above zero in the order of their codes."""
    return tuple(sorted((str(code), share_bp) for code, share_bp in shares if share_bp))
