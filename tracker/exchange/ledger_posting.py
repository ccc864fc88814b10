"""Posts the drafts of a sheet; entries that need a second person become one request.

All rows are prepared at one desk. With an approver (an operator takes over what was approved
elsewhere) what was prepared is written. Without one (a sheet that a user uploads) those that one
person may record are posted; those that need a second person or correct a closed period, and
those that depend on such rows, become one request.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from tracker.errors import TrackerError
from tracker.exchange.import_context import DAY_COLUMNS, ImportContext, RowRefused, column_of
from tracker.exchange.ledger_rows import LedgerRow, count_amounts
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import Outcome, RowResult
from tracker.fund.approvals.known_entries import known_entries
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.ledger_writer import make_book, open_book
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.named_records import NamedRecords
from tracker.fund.preparation.preparing import Prepared, faults_beside, prepare
from tracker.words import ngettext, say

REQUESTS = "requests"
DECIDES_NOTHING = frozenset({"reference", "note", "sure", "another", "letter", "consent_on"})
"""The columns that decide neither what an entry is worth nor whose money it moves."""


class RowOrder(NamedTuple):
    """An order, and the row that asks for it."""

    row: MappedRow
    order: PostingInstruction


class LawfulRow(NamedTuple):
    """A row with its order."""

    one: LedgerRow
    order: PostingInstruction
    prepared: Prepared


def post_rows(
    context: ImportContext, records: NamedRecords, rows: Sequence[LedgerRow], label: str
) -> None:
    """Prepare and post rows in their order; what is unlawful becomes a fault of its row."""
    desk = context.open_desk(records)
    lawful = _prepared(context, desk, rows, label)
    if not lawful:
        return
    waiting = post_prepared(context, desk, [one.order for one in lawful])
    for one in lawful:
        waits = one.one.reference in waiting
        why = say("waits for the approval of a second person") if waits else ""
        _count_row(context, one, why)


def post_prepared(
    context: ImportContext, desk: Desk, orders: Sequence[PostingInstruction]
) -> set[str]:
    """Write what was prepared at a desk, or hand it in; return the references of what waits.

    `orders` are all that the desk has prepared, in their order.
    """
    if not orders:
        return set()
    if not context.approver and any(_takes_two(desk.book, order) for order in orders):
        return _split(context, orders)
    context.write(desk.book)
    return set()


def post_orders(context: ImportContext, rows: Sequence[RowOrder]) -> set[str]:
    """Carry out orders that `prepare` gave; return the references of those that wait.

    They were prepared at a desk whose book knew their contributions before these were on record.
    Raises RowRefused for one that the ledger refuses now.
    """
    book = make_book(context.session)
    orders = [one.order for one in rows]
    if not context.approver and any(_takes_two(book, order) for order in orders):
        return _split(context, orders)
    read = partial(read_entry, context.session)
    with context.open_book() as book:
        book.prepare({one.contribution_id for one in orders if one.contribution_id})
        for row, order in context.progress(rows, say("Posting")):
            try:
                carry_out(book, order, read)
            except TrackerError as error:
                raise RowRefused(row, error) from error
    return set()


def _prepared(
    context: ImportContext, desk: Desk, rows: Sequence[LedgerRow], label: str
) -> list[LawfulRow]:
    """Prepare the rows that are not on record; count and refuse the others."""
    doubles = context.refuse_duplicates(
        (one.row, "reference", one.reference) for one in rows if one.reference
    )
    named = [one for one in rows if one.reference]
    twice = {id(named[place]) for place in doubles}
    known = known_entries(context.session, (one.reference for one in named))
    desk.read([one.draft for one in rows if not known.has(one.reference)])
    lawful = []
    for one in context.progress(rows, label):
        if id(one) in twice:
            continue
        if one.faults:
            _refuse_read(context, desk, one)
        elif known.has(one.reference):
            fault = known.fault_of(desk.records, one.draft)
            if fault is not None:
                context.refuse(one.row, [fault])
                continue
            context.counters.leave(one.row, one.reference)
            count_amounts(context, one)
        else:
            prepared = prepare(desk, one.draft)
            if prepared.faults or prepared.open_questions or prepared.order is None:
                context.refuse(one.row, prepared.faults)
                context.refuse_unanswered(one.row, prepared.open_questions)
                continue
            lawful.append(LawfulRow(one, prepared.order, prepared))
    return lawful


def _refuse_read(context: ImportContext, desk: Desk, one: LedgerRow) -> None:
    """Refuse a row for its cells, and for what else is wrong with its draft."""
    context.counters.refuse(one.faults)
    told = {fault.column for fault in one.faults}
    if told & set(DAY_COLUMNS):
        told.update(DAY_COLUMNS)
    if one.draft.amount_minor is None and one.row.values.get("amount"):
        told.add("amount")  # its currency could not be read
    unread = {fault.column for fault in one.faults} - DECIDES_NOTHING
    more = faults_beside(desk, one.draft, {"amount"} if unread else ())
    context.refuse(one.row, [fault for fault in more if column_of(one.row, fault.part) not in told])


def _takes_two(book: Book, order: PostingInstruction) -> bool:
    """Tell whether an order needs a second person."""
    return book.needs_approval(order.kind, order.heading.effective_on)


def _split(context: ImportContext, orders: Sequence[PostingInstruction]) -> set[str]:
    """Post what one person may record, hand in the rest; return the references of the rest."""
    posted = _posted(context, orders)
    waiting = [order for order in orders if order.heading.reference not in posted]
    title = context.why if len(waiting) > 1 else waiting[0].heading.reference
    submit(context.session, waiting, context.actor, context.why, title=title)
    context.counters.also_added[REQUESTS] += 1
    context.counters.notes.append(
        ngettext(
            "%(count)s row waits for the approval of a second person; what it takes is reserved, "
            "and nothing of it counts before",
            "%(count)s rows wait for the approval of a second person, as one request; what they "
            "take is reserved, and nothing of them counts before",
            len(waiting),
            count=len(waiting),
        )
    )
    return {order.heading.reference for order in waiting}


def _posted(context: ImportContext, orders: Sequence[PostingInstruction]) -> set[str]:
    """Post the orders that one person may record and that depend on no other; return references."""
    posted: set[str] = set()
    read = partial(read_entry, context.session)
    with open_book(context.session, context.actor) as book:
        for order in orders:
            if _takes_two(book, order):
                continue
            try:
                carry_out(book, order, read)
            except TrackerError:
                # All were lawful together at the desk: alone it lacks an order of the request,
                # joins it, and is tried with it again at hand-in.
                continue
            posted.add(order.heading.reference)
    return posted


def _count_row(context: ImportContext, lawful: LawfulRow, why: str = "") -> None:
    """Count a row that was posted or submitted, with its warnings and answered questions."""
    one, prepared = lawful.one, lawful.prepared
    context.counters.add(one.row, one.reference)
    count_amounts(context, one)
    if why:
        place = (one.row.file, one.row.number)
        context.counters.results[place] = RowResult(Outcome.ADDED, one.reference, why=why)
    context.note_asked(one.row, prepared.questions)
    for warning in prepared.warnings:
        context.warn(one.row, column_of(one.row, warning.field), warning.message)
