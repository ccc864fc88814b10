"""Negative rows of a sheet of contributions: corrections that lower receipts.

The correction goes to contributions of the same sheet, donor, earmarking and currency with
unallocated money: the latest one received by then first, then older ones, then later ones. It is
an entry of its own on each receipt that it lowers.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from tracker.errors import Fault, TrackerError
from tracker.exchange.import_context import ImportContext, RowRefused
from tracker.exchange.kinds.contribution_columns import ContributionRow
from tracker.exchange.ledger_posting import post_prepared
from tracker.exchange.outcomes import spelled
from tracker.fund.donors.registry import Spelling
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_remainders import nearest_first, nearness
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import expect_lawful, prepare
from tracker.fund.tables.contributions import Contribution
from tracker.money import USD, Money
from tracker.words import say

Group = tuple[str, object, str]


class Target(NamedTuple):
    """A contribution that can carry a correction."""

    id: int
    reference: str
    received_on: date


class CorrectedPart(NamedTuple):
    """The part of a correction that one receipt carries, in US cents."""

    contribution: str
    receipt: str
    minor: int


def correct(
    context: ImportContext,
    rows: Sequence[ContributionRow],
    positive: Sequence[ContributionRow],
    donors: Mapping[Spelling, str],
) -> None:
    """Post the corrections of negative rows."""
    new = [one for one in rows if not _on_file(context, one)]
    if not new:
        return
    targets = _targets(context, positive, donors)
    desk = context.open_desk()
    numbers = {target.id for group in targets.values() for target in group}
    desk.book.prepare(numbers)
    desk.book.receipts.prepare(numbers)
    orders: list[PostingInstruction] = []
    for one in sorted(new, key=lambda row: (row.received_on or date.min, row.reference)):
        orders += _corrected(context, desk, one, targets.get(_group(one, donors), []))
    post_prepared(context, desk, orders)


def _on_file(context: ImportContext, one: ContributionRow) -> bool:
    """Tell whether a row was corrected before, or refused."""
    if one.currency != USD or one.received_on is None:
        why = say("a correction is in US dollars and has a day")
        context.refuse(one.row, [Fault("amount", why)])
        return True
    entries = context.session.exec(
        select(LedgerEntry).where(
            LedgerEntry.kind == EntryKind.RECEIPT_CORRECTION,
            col(LedgerEntry.reference).startswith(f"{one.reference}/correction/", autoescape=True),
        )
    ).all()
    if not entries:
        return False
    before = sum(entry.usd_minor for entry in entries)
    if before == -one.amount and {entry.effective_on for entry in entries} == {one.received_on}:
        context.counters.leave(one.row, one.reference)
        _count(context, one)
        return True
    why = say(
        "the ledger holds corrections of %(amount)s for this row; an entry never changes",
        amount=spelled(Money(before)),
    )
    context.refuse(one.row, [Fault("amount", why)])
    return True


def _targets(
    context: ImportContext, positive: Sequence[ContributionRow], donors: Mapping[Spelling, str]
) -> dict[Group, list[Target]]:
    """Return the contributions of the sheet by donor, earmarking and currency."""
    numbers = dict(context.session.exec(select(Contribution.reference, Contribution.id)).all())
    found: dict[Group, list[Target]] = {}
    for one in positive:
        number = numbers.get(one.reference)
        if number and one.received_on:
            found.setdefault(_group(one, donors), []).append(
                Target(number, one.reference, one.received_on)
            )
    return found


def _group(one: ContributionRow, donors: Mapping[Spelling, str]) -> Group:
    """Return the key that a row and its correction share."""
    return donors[one.donor], one.values.get("earmarking"), one.currency


def in_order(targets: Sequence[Target], on: date) -> list[Target]:
    """Return the latest received by that day first, then older ones, then later ones."""
    return sorted(targets, key=lambda one: (*nearness(one.received_on, on), one.reference))


def _corrected(
    context: ImportContext, desk: Desk, one: ContributionRow, targets: Sequence[Target]
) -> list[PostingInstruction]:
    """Return the orders that split a correction over the receipts that can carry it.

    A row whose whole amount cannot be carried is refused before anything of it is prepared. Raises
    RowRefused where a later part is unlawful.
    """
    on = one.received_on or date.min
    parts = _parts(desk, in_order(targets, on), on, -one.amount)
    left = -one.amount - sum(part.minor for part in parts)
    if left:
        why = say(
            "of this donor's contributions in the sheet %(amount)s too little is unallocated",
            amount=spelled(Money(left)),
        )
        context.refuse(one.row, [Fault("amount", why)])
        return []
    drafts = [_draft(one, part, number) for number, part in enumerate(parts, start=1)]
    first = prepare(desk, drafts[0])
    if first.order is None:
        context.refuse(one.row, first.faults)
        context.refuse_unanswered(one.row, first.open_questions)
        return []
    try:
        others = [expect_lawful(prepare(desk, draft)) for draft in drafts[1:]]
    except TrackerError as error:
        raise RowRefused(one.row, error) from error
    context.counters.add(one.row, one.reference)
    _count(context, one)
    return [first.order, *others]


def _parts(desk: Desk, targets: Sequence[Target], on: date, wanted: int) -> list[CorrectedPart]:
    """Return the parts that receipts of contributions can carry, up to an amount in US cents."""
    parts: list[CorrectedPart] = []
    for target in targets:
        free = desk.book.free_from(AccountKind.UNALLOCATED, target.id, None, on)
        for receipt in nearest_first(desk.book.receipts.left_of(target.id), on):
            minor = min(wanted, free, receipt.usd_minor)
            if minor > 0 and receipt.currency == USD:
                parts.append(CorrectedPart(target.reference, receipt.reference, minor))
                wanted, free = wanted - minor, free - minor
    return parts


def _draft(one: ContributionRow, part: CorrectedPart, number: int) -> EntryDraft:
    """Return the draft of a part of a correction."""
    return EntryDraft(
        EntryKind.RECEIPT_CORRECTION,
        f"{one.reference}/correction/{number}",
        one.received_on,
        part.minor,
        USD,
        contribution=part.contribution,
        corrects=part.receipt,
        note=say("negative row %(reference)s of the source", reference=one.reference),
        correction=one.correction,
        sure=one.sure,
    )


def _count(context: ImportContext, one: ContributionRow) -> None:
    """Count a correction in the sums."""
    context.counters.sum_up(one.row, one.currency, one.amount)
    context.counters.count(one.row, "received", one.currency, one.amount)
