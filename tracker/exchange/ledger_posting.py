"""Posts the rows of a sheet, or hands in what takes a second person, as one request.

With an approver (an operator takes over what was approved elsewhere) every row is posted. Without
one (a sheet that a person uploads) the rows are tried in their order first. Those that one person
may record are posted; those that move money or correct a closed period, and those that rest on
such rows, wait together.
"""

from collections.abc import Sequence
from functools import partial

from tracker.errors import TrackerError
from tracker.exchange.desk import Desk
from tracker.exchange.ledger_rows import LedgerRow
from tracker.exchange.outcomes import Outcome, RowResult
from tracker.fund.approvals.submission import NOBODY_YET, submit
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.ledger_writer import make_book, open_book
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out
from tracker.words import say

REQUESTS = "requests"


def post_rows(desk: Desk, rows: Sequence[LedgerRow], label: str) -> None:
    """Post rows in their order; what a rule of the ledger refuses becomes a fault of its row."""
    if desk.approver:
        with open_book(desk.session, desk.actor, desk.approver) as book:
            for one, _ in _tried(desk, book, rows, label):
                _take_down(desk, one)
        return
    trial = make_book(desk.session, NOBODY_YET)
    lawful = _tried(desk, trial, rows, label)
    if not any(_takes_two(trial, order) for _, order in lawful):
        with open_book(desk.session, desk.actor) as book:
            _prepare(book, rows)
            for one, order in lawful:
                carry_out(book, order, partial(read_entry, desk.session))
                _take_down(desk, one)
        return
    _hand_in(desk, lawful, _posted(desk, trial, lawful))


def _tried(
    desk: Desk, book: Book, rows: Sequence[LedgerRow], label: str
) -> list[tuple[LedgerRow, PostingInstruction]]:
    """Put rows in a book; return those that went in with their finished orders, refuse others."""
    _prepare(book, rows)
    read = partial(read_entry, desk.session)
    lawful = []
    for one in desk.progress(rows, label):
        try:
            order = one.finish(book, one.order)
            carry_out(book, order, read)
        except TrackerError as error:
            desk.refuse_for(one.row, error)
        else:
            lawful.append((one, order))
    return lawful


def _prepare(book: Book, rows: Sequence[LedgerRow]) -> None:
    """Fetch at once what the orders name."""
    orders = [one.order for one in rows]
    owners = {order.contribution_id for order in orders}
    owners |= {order.to_contribution_id for order in orders}
    activities = {order.activity_id for order in orders}
    book.prepare(
        (number for number in owners if number), (number for number in activities if number)
    )


def _takes_two(book: Book, order: PostingInstruction) -> bool:
    """Tell whether an order takes a second person."""
    return book.needs_approval(order.kind, order.heading.effective_on)


def _posted(
    desk: Desk, trial: Book, lawful: Sequence[tuple[LedgerRow, PostingInstruction]]
) -> set[str]:
    """Post what one person may record and what does not rest on the others; return references."""
    posted: set[str] = set()
    read = partial(read_entry, desk.session)
    with open_book(desk.session, desk.actor) as book:
        _prepare(book, [one for one, _ in lawful])
        for one, order in lawful:
            if _takes_two(trial, order):
                continue
            try:
                carry_out(book, order, read)
            except TrackerError:
                continue  # it rests on a row that waits, and waits with it
            posted.add(order.heading.reference)
            _take_down(desk, one)
    return posted


def _hand_in(
    desk: Desk, lawful: Sequence[tuple[LedgerRow, PostingInstruction]], posted: set[str]
) -> None:
    """Hand the other rows in as one request, and say so."""
    waiting = [(one, order) for one, order in lawful if order.heading.reference not in posted]
    title = desk.why if len(waiting) > 1 else waiting[0][1].heading.reference
    submit(desk.session, [order for _, order in waiting], desk.actor, desk.why, title=title)
    for one, _ in waiting:
        _take_down(desk, one, say("waits for the approval of a second person"))
    desk.tally.also_added[REQUESTS] += 1
    desk.tally.notes.append(
        say(
            "%(count)s rows wait for the approval of a second person, as one request; what they "
            "take is reserved, and nothing of them counts before",
            count=len(waiting),
        )
    )


def _take_down(desk: Desk, one: LedgerRow, why: str = "") -> None:
    """Count a row that was posted or handed in."""
    desk.tally.add(one.row, one.reference)
    if why:
        place = (one.row.file, one.row.number)
        desk.tally.results[place] = RowResult(Outcome.ADDED, one.reference, why=why)
    desk.warn(one.row, one.warning_column, one.warning)
