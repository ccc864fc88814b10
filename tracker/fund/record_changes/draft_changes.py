"""Changes of drafts as both persons are shown them: the fields that differ, record by record."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson

from tracker.fund.approvals.change_kinds import ChangeShown, Plain

CLOSED_LINES = "closed_lines"
"""The name under which the number of lines in closed periods is shown."""


class DraftChange(NamedTuple):
    """A record by its code, as it is and as it will be, in plain values."""

    code: str
    before: Plain
    after: Plain


def differs(before: Plain, after: Plain, names: Iterable[str]) -> bool:
    """Tell whether one of the named fields differs."""
    return any(before.get(name) != after.get(name) for name in names)


def show_drafts(
    changes: Sequence[DraftChange],
    closed_lines: int,
    *,
    contribution_id: int | None = None,
    activity_id: int | None = None,
) -> ChangeShown:
    """Show the fields that differ; the decision is bound to the whole records as they are."""
    first, several = changes[0].code, len(changes) > 1
    before: Plain = {}
    after: Plain = {CLOSED_LINES: closed_lines}
    for change in changes:
        for name in change.before | change.after:
            old, new = change.before.get(name), change.after.get(name)
            if old != new:
                shown = f"{change.code}: {name}" if several else name
                before[shown], after[shown] = old, new
    records = orjson.dumps([change.before for change in changes], option=orjson.OPT_SORT_KEYS)
    return ChangeShown(
        title=f"{first} (+{len(changes) - 1})" if several else first,
        before=before,
        after=after,
        rests_on={"records": hashlib.sha256(records).hexdigest()},
        contribution_id=None if several else contribution_id,
        activity_id=None if several else activity_id,
    )
