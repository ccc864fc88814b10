"""What can be posted: each verb checks a draft against the rules and puts it in the book.

All amounts are in US cents unless a name says `original`, which means whole minor units of
the contribution's currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund import moves
from tracker.fund.accounts import AccountKind
from tracker.fund.attribution import Candidate, Part, attribute
from tracker.fund.book import Book, Terms
from tracker.fund.entries import EntryKind, Heading, Line, Posting
from tracker.fund.support_cost import programmable
from tracker.money import USD


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount between a donor and the fund: a pledge, a receipt, a correction, a refund."""

    contribution_id: int
    usd_minor: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money for an activity: from the named contribution, or from `pool` by the rule."""

    activity_id: int
    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    pool: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A commitment or an expenditure of an activity, of a named contribution or by the rule."""

    activity_id: int
    usd_minor: int
    heading: Heading
    contribution_id: int | None = None
    against_commitment: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """An entry of the ledger that is to be reversed, with its lines."""

    id: int
    kind: EntryKind
    usd_minor: int
    lines: tuple[Line, ...]
    contribution_id: int | None
    activity_id: int | None


def pledge(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Record what a donor promises."""
    moves.positive(draft.usd_minor)
    _post_payment(
        book,
        draft,
        EntryKind.PLEDGE,
        moves.pledge(draft.contribution_id, draft.usd_minor, _original(book, draft)),
        recorded_at,
    )


def adjust_pledge(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Raise or lower a promise; both amounts carry the sign of the change."""
    if draft.usd_minor == 0:
        raise InvalidInput("an adjustment needs an amount", "amount")
    lines = moves.pledge(draft.contribution_id, draft.usd_minor, _original(book, draft))
    _post_payment(book, draft, EntryKind.PLEDGE_ADJUSTMENT, lines, recorded_at)


def receive(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Record what arrived from a donor."""
    moves.positive(draft.usd_minor)
    original = _original(book, draft)
    lines = moves.receipt(
        draft.contribution_id,
        draft.usd_minor,
        original,
        book.pledge_state(draft.contribution_id),
    )
    _post_payment(book, draft, EntryKind.RECEIPT, lines, recorded_at)


def correct_receipt(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Lower what was recorded as received, by an entry of its own; amounts are positive."""
    lines = moves.receipt_correction(
        draft.contribution_id, draft.usd_minor, _original(book, draft)
    )
    _post_payment(book, draft, EntryKind.RECEIPT_CORRECTION, lines, recorded_at)


def refund(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Record what goes back to a donor; only money that is not allocated can."""
    lines = moves.refund(draft.contribution_id, draft.usd_minor)
    _post_payment(book, draft, EntryKind.REFUND, lines, recorded_at)


def allocate(book: Book, draft: Allocation, recorded_at: datetime | None = None) -> None:
    """Give money to an activity, within the earmark of each contribution that it comes from."""
    moves.positive(draft.usd_minor)
    book.activity(draft.activity_id)
    attributed = draft.contribution_id is None
    parts = (
        [Part(draft.contribution_id, draft.usd_minor)]
        if draft.contribution_id is not None
        else attribute(draft.usd_minor, _pool(book, draft), "the money not yet allocated")
    )
    lines: list[Line] = []
    for part in parts:
        terms = _usable(book, part.contribution_id)
        _check_earmark(book, terms, draft.activity_id)
        lines.extend(
            moves.allocation(
                terms.id,
                draft.activity_id,
                part.minor,
                terms.support_rate_bp,
                attributed=attributed,
            )
        )
    _post_on_activity(book, draft, EntryKind.ALLOCATION, lines, recorded_at)


def commit(book: Book, draft: Use, recorded_at: datetime | None = None) -> None:
    """Bind allocated money of an activity."""
    lines: list[Line] = []
    for part in _parts(book, draft, AccountKind.ALLOCATED):
        lines.extend(
            moves.commitment(
                part.contribution_id,
                draft.activity_id,
                part.minor,
                attributed=draft.contribution_id is None,
            )
        )
    _post_on_activity(book, draft, EntryKind.COMMITMENT, lines, recorded_at)


def spend(book: Book, draft: Use, recorded_at: datetime | None = None) -> None:
    """Spend money of an activity and charge the support cost of each contribution behind it."""
    source = AccountKind.COMMITTED if draft.against_commitment else AccountKind.ALLOCATED
    lines: list[Line] = []
    for part in _parts(book, draft, source):
        terms = book.contribution(part.contribution_id)
        lines.extend(
            moves.expenditure(
                terms.id,
                draft.activity_id,
                part.minor,
                terms.support_rate_bp,
                book.share_state(terms.id, draft.activity_id),
                against_commitment=draft.against_commitment,
                attributed=draft.contribution_id is None,
            )
        )
    _post_on_activity(book, draft, EntryKind.EXPENDITURE, lines, recorded_at)


def reverse(
    book: Book, written: Written, heading: Heading, recorded_at: datetime | None = None
) -> None:
    """Undo an entry by its mirror image, where what it moved has not moved on since."""
    if written.kind is EntryKind.REVERSAL:
        raise LedgerRefusal("a reversal cannot be reversed; post the entry again instead")
    book.prepare(
        contributions={line.account.contribution_id for line in written.lines},
        activities={
            line.account.activity_id
            for line in written.lines
            if line.account.activity_id is not None
        },
    )
    posting = Posting(
        kind=EntryKind.REVERSAL,
        heading=heading,
        lines=moves.mirror(written.lines),
        usd_minor=-written.usd_minor,
        contribution_id=written.contribution_id,
        activity_id=written.activity_id,
        reverses_id=written.id,
    )
    book.post(posting, recorded_at)


def available(book: Book, contribution_id: int) -> int:
    """Return the most that can still be allocated of a contribution, support cost set aside."""
    terms = book.contribution(contribution_id)
    unallocated = book.balance(AccountKind.UNALLOCATED, contribution_id)
    return programmable(unallocated, terms.support_rate_bp)


def _original(book: Book, draft: Payment) -> int:
    """Return the amount in the contribution's currency, which the heading must be in."""
    terms = book.contribution(draft.contribution_id)
    heading = draft.heading
    if heading.currency != terms.currency:
        raise InvalidInput(
            f"{terms.reference} is in {terms.currency}, the amount is in {heading.currency}",
            "currency",
        )
    if heading.original_minor is not None:
        return heading.original_minor
    if heading.currency != USD:
        raise InvalidInput("the amount in the original currency is missing", "amount")
    return draft.usd_minor


def _post_payment(
    book: Book,
    draft: Payment,
    kind: EntryKind,
    lines: Iterable[Line],
    recorded_at: datetime | None,
) -> None:
    """Put an entry between a donor and the fund in the book."""
    heading = replace(draft.heading, original_minor=_original(book, draft))
    posting = Posting(
        kind, heading, tuple(lines), draft.usd_minor, contribution_id=draft.contribution_id
    )
    book.post(posting, recorded_at)


def _post_on_activity(
    book: Book,
    draft: Allocation | Use,
    kind: EntryKind,
    lines: Iterable[Line],
    recorded_at: datetime | None,
) -> None:
    """Put an entry of an activity in the book."""
    posting = Posting(
        kind,
        draft.heading,
        tuple(lines),
        draft.usd_minor,
        contribution_id=draft.contribution_id,
        activity_id=draft.activity_id,
    )
    book.post(posting, recorded_at)


def _usable(book: Book, contribution_id: int) -> Terms:
    """Return the terms of a contribution whose money may still be allocated."""
    terms = book.contribution(contribution_id)
    if terms.closed:
        raise LedgerRefusal(f"{terms.reference} is closed or cancelled", "contribution")
    return terms


def _check_earmark(book: Book, terms: Terms, activity_id: int) -> None:
    """Refuse an activity outside the earmark, saying in which respect."""
    scope = book.activity(activity_id)
    objections = terms.earmark.objections(scope)
    if objections:
        kinds = ", ".join(kind.value for kind in objections)
        raise LedgerRefusal(
            f"{terms.reference} is earmarked and {scope.code} lies outside by {kinds}",
            "contribution",
        )


def _pool(book: Book, draft: Allocation) -> list[Candidate]:
    """Return the contributions of the pool that may pay for the activity."""
    book.prepare(contributions=draft.pool)
    scope = book.activity(draft.activity_id)
    return [
        Candidate(terms.id, terms.reference, available(book, terms.id))
        for terms in (book.contribution(number) for number in draft.pool)
        if not terms.closed and not terms.earmark.objections(scope)
    ]


def _parts(book: Book, draft: Use, source: AccountKind) -> list[Part]:
    """Say which contributions carry a use of money, and how much each."""
    moves.positive(draft.usd_minor)
    scope = book.activity(draft.activity_id)
    if draft.contribution_id is not None:
        book.contribution(draft.contribution_id)
        return [Part(draft.contribution_id, draft.usd_minor)]
    candidates = [
        Candidate(
            number,
            book.contribution(number).reference,
            book.balance(source, number, draft.activity_id),
        )
        for number in book.funders_of(draft.activity_id)
    ]
    return attribute(draft.usd_minor, candidates, f"{scope.code} {source.value}")
