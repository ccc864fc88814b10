"""Posts the rows of a sheet; entries that need a second person become one request.

With an approver (an operator takes over what was approved elsewhere) every row is posted. Without
one (a sheet that a user uploads) the rows are first posted to a trial book. Those that one person
may record are posted; those that need a second person or correct a closed period, and those that
depend on such rows, become one request.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from tracker.errors import TrackerError
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_rows import LedgerRow
from tracker.exchange.outcomes import Outcome, RowResult
from tracker.fund.approvals.submission import NOBODY_YET, submit
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.ledger_writer import make_book, open_book
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out
from tracker.words import say

REQUESTS = "requests"


def post_rows(context: ImportContext, rows: Sequence[LedgerRow], label: str) -> None:
    """Post rows in their order; a refusal of the ledger's rules becomes a fault of its row."""
    if context.approver:
        with context.open_book() as book:
            for one, _ in _tried(context, book, rows, label):
                _count_row(context, one)
        return
    trial = make_book(context.session, NOBODY_YET)
    lawful = _tried(context, trial, rows, label)
    if not any(_takes_two(trial, instruction) for _, instruction in lawful):
        with open_book(context.session, context.actor) as book:
            _prepare(book, rows)
            for one, instruction in lawful:
                carry_out(book, instruction, partial(read_entry, context.session))
                _count_row(context, one)
        return
    _submit(context, lawful, _posted(context, trial, lawful))


def _tried(
    context: ImportContext, book: Book, rows: Sequence[LedgerRow], label: str
) -> list[tuple[LedgerRow, PostingInstruction]]:
    """Post rows to a book; return the lawful ones with their instructions, refuse the others."""
    _prepare(book, rows)
    read = partial(read_entry, context.session)
    lawful = []
    for one in context.progress(rows, label):
        try:
            instruction = one.finish(book, one.instruction)
            carry_out(book, instruction, read)
        except TrackerError as error:
            context.refuse_for(one.row, error)
        else:
            lawful.append((one, instruction))
    return lawful


def _prepare(book: Book, rows: Sequence[LedgerRow]) -> None:
    """Load at once the contributions and activities of the instructions."""
    instructions = [one.instruction for one in rows]
    owners = {instruction.contribution_id for instruction in instructions}
    owners |= {instruction.to_contribution_id for instruction in instructions}
    activities = {instruction.activity_id for instruction in instructions}
    book.prepare(
        (number for number in owners if number),
        (number for number in activities if number),
        min((one.heading.effective_on for one in instructions), default=date.max),
    )


def _takes_two(book: Book, instruction: PostingInstruction) -> bool:
    """Tell whether an instruction needs a second person."""
    return book.needs_approval(instruction.kind, instruction.heading.effective_on)


def _posted(
    context: ImportContext, trial: Book, lawful: Sequence[tuple[LedgerRow, PostingInstruction]]
) -> set[str]:
    """Post the rows that one person may record and that depend on no other; return references."""
    posted: set[str] = set()
    read = partial(read_entry, context.session)
    with open_book(context.session, context.actor) as book:
        _prepare(book, [one for one, _ in lawful])
        for one, instruction in lawful:
            if _takes_two(trial, instruction):
                continue
            try:
                carry_out(book, instruction, read)
            except TrackerError:
                continue  # it depends on a row of the request, and joins it
            posted.add(instruction.heading.reference)
            _count_row(context, one)
    return posted


def _submit(
    context: ImportContext, lawful: Sequence[tuple[LedgerRow, PostingInstruction]], posted: set[str]
) -> None:
    """Submit the other rows as one request, and note it in the counters."""
    waiting = [
        (one, instruction)
        for one, instruction in lawful
        if instruction.heading.reference not in posted
    ]
    title = context.why if len(waiting) > 1 else waiting[0][1].heading.reference
    submit(
        context.session,
        [instruction for _, instruction in waiting],
        context.actor,
        context.why,
        title=title,
    )
    for one, _ in waiting:
        _count_row(context, one, say("waits for the approval of a second person"))
    context.counters.also_added[REQUESTS] += 1
    context.counters.notes.append(
        say(
            "%(count)s rows wait for the approval of a second person, as one request; what they "
            "take is reserved, and nothing of them counts before",
            count=len(waiting),
        )
    )


def _count_row(context: ImportContext, one: LedgerRow, why: str = "") -> None:
    """Count a row that was posted or submitted."""
    context.counters.add(one.row, one.reference)
    if why:
        place = (one.row.file, one.row.number)
        context.counters.results[place] = RowResult(Outcome.ADDED, one.reference, why=why)
    context.warn(one.row, one.warning_column, one.warning)
