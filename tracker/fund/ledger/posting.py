"""What can be posted: each verb checks a draft against the rules and puts it in the book.

All amounts are in US cents unless a name says `original`, which means whole minor units of
the contribution's currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger import moves
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.attribution import Candidate, Part, attribute
from tracker.fund.ledger.book import Book, Terms
from tracker.fund.ledger.entries import EntryKind, Heading, Line, Posting
from tracker.fund.ledger.support_cost import programmable
from tracker.money import USD
from tracker.words import say


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
    _post_pledge(book, draft, EntryKind.PLEDGE, recorded_at)


def adjust_pledge(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Raise or lower a promise; both amounts carry the sign of the change."""
    if moves.whole(draft.usd_minor) == 0:
        raise InvalidInput(say("an adjustment needs an amount"), "amount")
    _post_pledge(book, draft, EntryKind.PLEDGE_ADJUSTMENT, recorded_at)


def receive(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Record what arrived from a donor; a closed contribution takes nothing in."""
    moves.positive(draft.usd_minor)
    terms = _usable(book, draft.contribution_id)
    heading = _heading(terms, draft)
    lines = moves.receipt(
        terms.id, draft.usd_minor, heading.original_minor or 0, book.pledge_state(terms.id)
    )
    _post_payment(book, draft, EntryKind.RECEIPT, heading, lines, recorded_at)


def correct_receipt(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Lower what was recorded as received, by an entry of its own; amounts are positive."""
    moves.positive(draft.usd_minor)
    terms = book.contribution(draft.contribution_id)
    heading = _heading(terms, draft)
    lines = moves.receipt_correction(
        terms.id, draft.usd_minor, heading.original_minor or 0, book.pledge_state(terms.id)
    )
    _post_payment(book, draft, EntryKind.RECEIPT_CORRECTION, heading, lines, recorded_at)


def refund(book: Book, draft: Payment, recorded_at: datetime | None = None) -> None:
    """Record what goes back to a donor; only money that is not allocated can."""
    lines = moves.refund(draft.contribution_id, draft.usd_minor)
    heading = _heading(book.contribution(draft.contribution_id), draft)
    _post_payment(book, draft, EntryKind.REFUND, heading, lines, recorded_at)


def allocate(book: Book, draft: Allocation, recorded_at: datetime | None = None) -> None:
    """Give money to an activity, within the earmark of each contribution that it comes from."""
    moves.positive(draft.usd_minor)
    scope = book.activity(draft.activity_id)
    attributed = draft.contribution_id is None
    parts = (
        [Part(draft.contribution_id, draft.usd_minor)]
        if draft.contribution_id is not None
        else attribute(draft.usd_minor, _pool(book, draft), scope.code, AccountKind.UNALLOCATED)
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
                _usable(book, part.contribution_id).id,
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
        terms = _usable(book, part.contribution_id)
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
        raise LedgerRefusal(say("a reversal cannot be reversed; post the entry again instead"))
    owners = {line.account.contribution_id for line in written.lines}
    places = {line.account.activity_id for line in written.lines} - {None}
    book.prepare(owners, (place for place in places if place is not None))
    lines = (
        moves.allocation_reversal(
            written.lines,
            {
                owner: book.share_state(owner, place)
                for owner in owners
                for place in places
                if place
            },
        )
        if written.kind is EntryKind.ALLOCATION
        else moves.mirror(written.lines)
    )
    posting = Posting(
        kind=EntryKind.REVERSAL,
        heading=heading,
        lines=lines,
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


def _heading(terms: Terms, draft: Payment) -> Heading:
    """Return the heading with its amount in the contribution's currency, in which it must be."""
    heading = draft.heading
    if heading.currency != terms.currency:
        raise InvalidInput(
            say(
                "%(reference)s is in %(currency)s, the amount is in %(other)s",
                reference=terms.reference,
                currency=terms.currency,
                other=heading.currency,
            ),
            "currency",
        )
    original = heading.original_minor
    if heading.currency == USD:
        if original not in (None, draft.usd_minor):
            raise InvalidInput(say("the two amounts in US dollars differ"), "amount")
        return replace(heading, original_minor=draft.usd_minor)
    if original is None:
        raise InvalidInput(say("the amount in the original currency is missing"), "amount")
    if (moves.whole(original) > 0) is not (draft.usd_minor > 0) or original == 0:
        raise InvalidInput(say("the amounts in the two currencies contradict each other"), "amount")
    return heading


def _post_pledge(book: Book, draft: Payment, kind: EntryKind, recorded_at: datetime | None) -> None:
    """Put a promise or its change in the book."""
    terms = book.contribution(draft.contribution_id)
    heading = _heading(terms, draft)
    lines = moves.pledge(
        terms.id, draft.usd_minor, heading.original_minor or 0, book.pledge_state(terms.id)
    )
    _post_payment(book, draft, kind, heading, lines, recorded_at)


def _post_payment(
    book: Book,
    draft: Payment,
    kind: EntryKind,
    heading: Heading,
    lines: tuple[Line, ...],
    recorded_at: datetime | None,
) -> None:
    """Put an entry between a donor and the fund in the book."""
    posting = Posting(kind, heading, lines, draft.usd_minor, contribution_id=draft.contribution_id)
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
    """Return the terms of a contribution whose money may still move."""
    terms = book.contribution(contribution_id)
    if terms.closed:
        raise LedgerRefusal(
            say("%(reference)s is closed or cancelled", reference=terms.reference), "contribution"
        )
    return terms


def _check_earmark(book: Book, terms: Terms, activity_id: int) -> None:
    """Refuse an activity outside the earmark, saying in which respect."""
    scope = book.activity(activity_id)
    objections = terms.earmark.objections(scope)
    if objections:
        raise LedgerRefusal(
            say(
                "%(reference)s is earmarked and %(activity)s lies outside by %(kinds)s",
                reference=terms.reference,
                activity=scope.code,
                kinds=", ".join(kind.value for kind in objections),
            ),
            "contribution",
        )


def _pool(book: Book, draft: Allocation) -> list[Candidate]:
    """Return the contributions of the pool that may pay for the activity."""
    book.prepare(contributions=draft.pool)
    scope = book.activity(draft.activity_id)
    return [
        Candidate(terms.id, terms.reference, available(book, terms.id))
        for terms in (book.contribution(number) for number in dict.fromkeys(draft.pool))
        if not terms.closed and not terms.earmark.objections(scope)
    ]


def _parts(book: Book, draft: Use, source: AccountKind) -> list[Part]:
    """Say which contributions carry a use of money, and how much each."""
    moves.positive(draft.usd_minor)
    scope = book.activity(draft.activity_id)
    if draft.contribution_id is not None:
        return [Part(draft.contribution_id, draft.usd_minor)]
    candidates = [
        Candidate(terms.id, terms.reference, book.balance(source, terms.id, draft.activity_id))
        for terms in map(book.contribution, book.funders_of(draft.activity_id))
        if not terms.closed
    ]
    return attribute(draft.usd_minor, candidates, scope.code, source)
