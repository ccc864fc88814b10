"""The verb that reverses an entry by its mirror image."""

from dataclasses import replace
from datetime import datetime

from tracker.day_bounds import not_come
from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger import use_rules
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind, Heading, NewEntry
from tracker.fund.ledger.entry_drafts import PostedEntry
from tracker.fund.ledger.use_entries import expect_may_be_funded, refuse_cancelled
from tracker.words import say


def reverse(
    book: Book, written: PostedEntry, heading: Heading, recorded_at: datetime | None = None
) -> None:
    """Reverse an entry by its mirror image, where its money is still in the same accounts.

    A receipt is reversed after the corrections that lowered it. An entry that lies ahead of the
    heading's day is reversed on its own day. The reversal of a release gives the activity money
    again, and the rules of allocations and commitments hold.
    """
    if written.kind is EntryKind.REVERSAL:
        raise LedgerRefusal(say("a reversal cannot be reversed; post the entry again instead"))
    _refuse_lowered(book, written)
    fault = not_come("effective_on", heading.effective_on, max(book.today, written.effective_on))
    if fault:
        raise InvalidInput(fault.message, fault.field)
    on = max(heading.effective_on, written.effective_on)
    owners = {line.account.contribution_id for line in written.lines}
    places = {line.account.activity_id for line in written.lines} - {None}
    book.prepare(owners, (place for place in places if place is not None))
    for place in places:
        if place is not None and written.kind is EntryKind.DE_ALLOCATION:
            expect_may_be_funded(book, place, owners)
        elif place is not None and written.kind is EntryKind.DE_COMMITMENT:
            refuse_cancelled(book.activity(place))
    lines = (
        use_rules.allocation_reversal(
            written.lines,
            {
                owner: book.share_state(owner, place, on)
                for owner in owners
                for place in places
                if place
            },
        )
        if written.kind is EntryKind.ALLOCATION
        else use_rules.mirror(written.lines)
    )
    entry = NewEntry(
        kind=EntryKind.REVERSAL,
        heading=replace(heading, effective_on=on),
        lines=lines,
        usd_minor=-written.usd_minor,
        contribution_id=written.contribution_id,
        activity_id=written.activity_id,
        reverses_id=written.id,
    )
    book.post(entry, recorded_at)


def _refuse_lowered(book: Book, written: PostedEntry) -> None:
    """Refuse to reverse a receipt whole of which a correction took a part."""
    if written.kind is not EntryKind.RECEIPT or written.contribution_id is None:
        return
    correction = book.receipts.lowered_by(written.contribution_id, written.id)
    if correction is not None:
        raise LedgerRefusal(
            say(
                "%(receipt)s was lowered by %(correction)s; undo that first",
                receipt=correction.named,
                correction=correction.reference,
            )
        )
