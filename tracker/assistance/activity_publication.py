"""The publication and themes of activities, and what they were known to be.

A change first puts those that it ends on record, with the moment until which they were known.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.known_at import held_at, was_known
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity, ActivityTheme
from tracker.assistance.tables.former_breakdowns import (
    FormerActivityPublication,
    FormerActivityTheme,
)
from tracker.people.audit import moment_of_change
from tracker.reference.codes import Theme


class KnownPublication(NamedTuple):
    """The publication of an activity and its themes."""

    publication: PublicationState
    themes: frozenset[Theme] = frozenset()


def publication_of(draft: ActivityDraft) -> KnownPublication:
    """Return the publication and themes of a draft."""
    return KnownPublication(draft.publication, frozenset(draft.themes))


def keep_former_publication(
    session: Session, number: int, before: ActivityDraft, after: ActivityDraft
) -> None:
    """Put what a change ends on record, unless it stays the same."""
    old = publication_of(before)
    if old == publication_of(after):
        return
    former = FormerActivityPublication(
        activity_id=number,
        known_until=moment_of_change(session),
        publication=old.publication,
    )
    session.add(former)
    session.flush()
    session.add_all(
        FormerActivityTheme(publication_id=former.id or 0, theme=theme)
        for theme in sorted(old.themes)
    )


def read_known_publications(
    session: Session, known_at: datetime | None = None
) -> dict[str, KnownPublication]:
    """Return those of all activities that were known at a moment as they were, by code.

    Without a moment as they are on record.
    """
    former = held_at(session, FormerActivityPublication, "activity_id", known_at)
    then, now = _former_themes(session, [one.id or 0 for one in former.values()]), _themes(session)
    rows = session.exec(
        select(Activity)
        .where(was_known(col(Activity.known_from), known_at))
        .order_by(col(Activity.code))
    )
    return {
        row.code: _known(before, then[before.id or 0])
        if (before := former.get(row.id or 0))
        else _known(row, now[row.id or 0])
        for row in rows
    }


def withheld_at(session: Session, known_at: datetime | None = None) -> frozenset[str]:
    """Return the codes of the activities that the public is not shown: not published, then or now.

    So a figure of then stays what it was when an activity is published later.
    """
    former = held_at(session, FormerActivityPublication, "activity_id", known_at)
    closed = {
        number
        for number, row in former.items()
        if row.publication is not PublicationState.PUBLISHED
    }
    rows = session.exec(select(Activity.id, Activity.code, Activity.publication))
    return frozenset(
        code
        for number, code, publication in rows
        if publication is not PublicationState.PUBLISHED or number in closed
    )


def _known(
    row: Activity | FormerActivityPublication, themes: Collection[Theme]
) -> KnownPublication:
    """Return the publication of a row, of today or of then."""
    return KnownPublication(row.publication, frozenset(themes))


def _themes(session: Session) -> dict[int, set[Theme]]:
    """Read the themes on record by the number of their activity."""
    found: dict[int, set[Theme]] = defaultdict(set)
    for number, theme in session.exec(select(ActivityTheme.activity_id, ActivityTheme.theme)):
        found[number].add(Theme(theme))
    return found


def _former_themes(session: Session, numbers: Collection[int]) -> dict[int, set[Theme]]:
    """Read the themes of then by their number."""
    found: dict[int, set[Theme]] = defaultdict(set)
    rows = session.exec(
        select(FormerActivityTheme.publication_id, FormerActivityTheme.theme).where(
            col(FormerActivityTheme.publication_id).in_(numbers)
        )
    )
    for number, theme in rows:
        found[number].add(Theme(theme))
    return found
