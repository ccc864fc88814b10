"""The submission of an entry by its form: recorded at once, or a request for a second person."""

from dataclasses import replace

from flask import flash
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.fund.approvals.submission import Submission, submit
from tracker.fund.balances.activity_balances import allocation_pool
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.http.labels import label


def submit_entry(
    session: Session,
    instruction: PostingInstruction,
    *,
    actor: str,
    note: str = "",
    replaces: int | None = None,
    shown: str | None = None,
) -> Submission:
    """Submit one instruction, inside transaction(); an allocation by the rule gets its pool.

    `replaces` is the number of the returned request that is submitted again, `shown` the digest
    of the lines that the reader was shown.
    """
    if instruction.kind is EntryKind.ALLOCATION and instruction.contribution_id is None:
        instruction = replace(instruction, pool=allocation_pool(session))
    return submit(session, [instruction], actor, note, replaces=replaces, shown=shown)


def flash_outcome(submission: Submission, kind: EntryKind, reference: str) -> None:
    """Tell the reader whether the entry was recorded or waits."""
    if submission.waits:
        text = _(
            "%(kind)s %(name)s waits for the approval of a second person; its money is reserved.",
            kind=label(kind),
            name=reference,
        )
    else:
        text = _("%(kind)s %(name)s was recorded.", kind=label(kind), name=reference)
    flash(text, "done")
