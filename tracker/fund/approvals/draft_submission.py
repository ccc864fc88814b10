"""Submission of drafts: prepared under the lock of the record, then posted or handed in."""

from collections.abc import Sequence

from sqlmodel import Session

from tracker.fund.approvals.submission import Submission, submit
from tracker.fund.preparation.desk import open_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import expect_lawful, prepare


def submit_drafts(
    session: Session,
    drafts: Sequence[EntryDraft],
    *,
    actor: str,
    note: str = "",
    title: str = "",
    replaces: int | None = None,
    shown: str | None = None,
) -> Submission:
    """Prepare drafts and submit their orders, inside transaction(); all of them or none.

    `title`, `replaces` and `shown` are those of `submit`. Raises InvalidDraft with all faults of
    the first faulty draft, AskedAbout with its open questions, and the errors of `submit`.
    """
    desk = open_desk(session)
    desk.read(drafts)
    orders = [expect_lawful(prepare(desk, draft)) for draft in drafts]
    return submit(session, orders, actor, note, title=title, replaces=replaces, shown=shown)
