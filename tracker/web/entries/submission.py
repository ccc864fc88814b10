"""What the reader is told of an entry that was submitted: recorded at once, or waiting."""

from flask import flash
from flask_babel import gettext as _

from tracker.fund.approvals.submission import Submission
from tracker.fund.ledger.entries import EntryKind
from tracker.http.labels import label


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


def flash_recorded_before(reference: str) -> None:
    """Tell the reader that the same form was sent before."""
    text = _("%(name)s was recorded when the form was first sent, and not twice.", name=reference)
    flash(text, "done")
