"""Sheets of allocations: money given to activities, of named contributions or by the rule."""

from collections.abc import Sequence
from functools import partial

from tracker.exchange.cells import Cells
from tracker.exchange.columns import Column
from tracker.exchange.desk import Desk
from tracker.exchange.ledger_rows import EntryFacts, LedgerRow, new_rows, post_rows, usd
from tracker.exchange.mapping import MappedRow
from tracker.exchange.pools import Received, fitting, with_money_left
from tracker.exchange.references import References
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.drafts import Allocation
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_uses import allocate
from tracker.fund.ledger.writing import open_book
from tracker.money import USD
from tracker.words import say


def columns() -> tuple[Column, ...]:
    """Return the columns of a sheet of allocations."""
    return (
        Column("reference", say("the allocation's own reference"), True, "ALL-2024-0031"),
        Column("activity", say("the code of the activity"), True, "ACT-2024-031"),
        Column(
            "contribution",
            say(
                "the reference of the contribution; empty: pro rata from all money received by "
                "then that is unearmarked or earmarked for such an activity"
            ),
            example="CON-2024-007",
        ),
        Column("amount", say("how much, in US dollars, without support cost"), True, "125000.00"),
        Column("on", say("the day of the allocation"), True, "2024-07-15"),
        Column("note", say("a remark")),
    )


def take_up(desk: Desk, rows: Sequence[MappedRow]) -> None:
    """Post allocations."""
    references = References(desk.session)
    received = with_money_left(desk.session)
    asked = []
    for row in desk.progress(rows, say("Checking")):
        one = _read(desk.cells(row), references, received, desk)
        if one is not None:
            asked.append(one)
    new = new_rows(desk, asked)
    with open_book(desk.session, desk.actor, desk.approver) as book:
        book.prepare(
            {
                *(one.facts.contribution_id for one in new if one.facts.contribution_id),
                *(one.contribution_id for one in received),
            },
            {one.facts.activity_id for one in new if one.facts.activity_id},
        )
        post_rows(desk, book, new, say("Allocating"))


def _read(
    cells: Cells, references: References, received: Sequence[Received], desk: Desk
) -> LedgerRow | None:
    """Read a row as what is to be posted; None when it is refused."""
    reference = cells.text("reference", 120, required=True)
    activity = references.activity(cells, "activity")
    contribution = references.contribution(cells, "contribution", required=False)
    amount = cells.amount("amount", USD, required=True)
    on = cells.day("on", required=True)
    note = cells.text("note")
    if amount is not None and amount <= 0:
        cells.refuse("amount", say("the amount must be above zero"))
    if cells.faults or activity is None or amount is None or on is None:
        desk.tally.refuse(cells.faults)
        return None
    desk.tally.sum_up(cells.row, USD, amount)
    source = contribution.id if contribution else None
    draft = Allocation(activity, amount, Heading(on, reference, note), source)
    return LedgerRow(
        cells.row,
        reference,
        EntryFacts(EntryKind.ALLOCATION, on, usd(amount), source, activity),
        partial(_post, draft=draft, received=received),
    )


def _post(book: Book, draft: Allocation, received: Sequence[Received]) -> None:
    """Allocate, from the pool of what fits where no contribution is named."""
    if draft.contribution_id is None:
        on = draft.heading.effective_on
        pool = fitting(book, draft.activity_id, on, received)
        draft = Allocation(draft.activity_id, draft.usd_minor, draft.heading, pool=pool)
    allocate(book, draft)
