"""Verbs of an activity's money: allocate, de-allocate, commit, de-commit, spend.

Each checks a draft against the rules and posts an entry to the book. Amounts are in US cents.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from tracker.errors import InsufficientFunds, LedgerRefusal
from tracker.fund.ledger import use_rules
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.attribution import AttributedPart, FundingCandidate, agreed, attribute
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.earmarks import ActivityScope
from tracker.fund.ledger.entries import EntryKind, Line, NewEntry
from tracker.fund.ledger.entry_checks import outside_use, usable, usable_on
from tracker.fund.ledger.entry_drafts import Allocation, UseOfFunds
from tracker.fund.ledger.programmable_money import programmable_minor
from tracker.fund.ledger.refusals import in_dollars
from tracker.words import listed, say


def allocate(book: Book, draft: Allocation, recorded_at: datetime | None = None) -> None:
    """Allocate money to an activity, within the earmark of each of its contributions."""
    positive(draft.usd_minor)
    refuse_cancelled(book.activity(draft.activity_id))
    _refuse_ineligible(book.activity(draft.activity_id))
    attributed = draft.contribution_id is None
    on = draft.heading.effective_on
    lines: list[Line] = []
    for part in _allocated_parts(book, draft):
        terms = usable_on(book, part.contribution_id, on)
        _check_earmark(book, terms, draft.activity_id)
        lines += use_rules.allocation(
            terms.id, draft.activity_id, part.minor, terms.reserve_rate_bp, attributed=attributed
        )
    try:
        _post_on_activity(book, draft, EntryKind.ALLOCATION, lines, recorded_at)
    except InsufficientFunds as short:
        raise _with_support_cost(book, draft, short) from short


def deallocate(book: Book, draft: UseOfFunds, recorded_at: datetime | None = None) -> None:
    """De-allocate money of an activity that is neither committed nor spent."""
    lines: list[Line] = []
    for terms, minor in _parts(book, draft, AccountKind.ALLOCATED, using=False):
        lines += use_rules.de_allocation(
            terms.id,
            draft.activity_id,
            minor,
            terms.reserve_rate_bp,
            book.share_state(terms.id, draft.activity_id, draft.heading.effective_on),
            attributed=draft.contribution_id is None,
        )
    _post_on_activity(book, draft, EntryKind.DE_ALLOCATION, lines, recorded_at)


def commit(book: Book, draft: UseOfFunds, recorded_at: datetime | None = None) -> None:
    """Commit allocated money of an activity."""
    refuse_cancelled(book.activity(draft.activity_id))
    lines: list[Line] = []
    for terms, minor in _parts(book, draft, AccountKind.ALLOCATED, using=True):
        lines += use_rules.commitment(
            terms.id, draft.activity_id, minor, attributed=draft.contribution_id is None
        )
    _post_on_activity(book, draft, EntryKind.COMMITMENT, lines, recorded_at)


def decommit(book: Book, draft: UseOfFunds, recorded_at: datetime | None = None) -> None:
    """Release committed money that is not spent."""
    lines: list[Line] = []
    for terms, minor in _parts(book, draft, AccountKind.COMMITTED, using=False):
        lines += use_rules.de_commitment(
            terms.id, draft.activity_id, minor, attributed=draft.contribution_id is None
        )
    _post_on_activity(book, draft, EntryKind.DE_COMMITMENT, lines, recorded_at)


def spend(book: Book, draft: UseOfFunds, recorded_at: datetime | None = None) -> None:
    """Spend money of an activity and charge the support cost of each of its contributions.

    A cancelled activity pays what it had committed, and nothing else.
    """
    if not draft.against_commitment:
        refuse_cancelled(book.activity(draft.activity_id))
    source = AccountKind.COMMITTED if draft.against_commitment else AccountKind.ALLOCATED
    lines: list[Line] = []
    for terms, minor in _parts(book, draft, source, using=True):
        lines += use_rules.expenditure(
            terms.id,
            draft.activity_id,
            minor,
            terms.reserve_rate_bp,
            book.share_state(terms.id, draft.activity_id, draft.heading.effective_on),
            against_commitment=draft.against_commitment,
            attributed=draft.contribution_id is None,
        )
    _post_on_activity(book, draft, EntryKind.EXPENDITURE, lines, recorded_at)


def _with_support_cost(
    book: Book, draft: Allocation, short: InsufficientFunds
) -> InsufficientFunds:
    """Say what of a shortage is support cost, and the most that can be allocated instead."""
    if draft.contribution_id is None:
        return short
    terms = book.contribution(draft.contribution_id)
    shortage = short.shortage
    support = shortage.needed_minor - draft.usd_minor
    if support <= 0:
        return short
    sentence = say(
        "%(account)s: %(needed)s USD needed, of which %(support)s USD support cost; "
        "%(available)s USD there on %(day)s, so %(most)s USD at most can be allocated",
        account=shortage.account,
        needed=in_dollars(shortage.needed_minor),
        support=in_dollars(support),
        available=in_dollars(shortage.available_minor),
        day=shortage.on,
        most=in_dollars(programmable_minor(book, terms.id, draft.heading.effective_on)),
    )
    return InsufficientFunds(sentence, shortage)


class _Share(NamedTuple):
    """The part of one contribution in a use of money, in US cents."""

    terms: Terms
    minor: int


def _parts(book: Book, draft: UseOfFunds, source: AccountKind, *, using: bool) -> list[_Share]:
    """Return the parts of the contributions in a use of money.

    Money is used within its period of use; it is released (not `using`) at any time.
    """
    positive(draft.usd_minor)
    scope = book.activity(draft.activity_id)
    on = draft.heading.effective_on
    if draft.parts:
        return [
            _Share(
                usable_on(book, part.contribution_id, on)
                if using
                else usable(book, part.contribution_id),
                part.minor,
            )
            for part in agreed(draft.usd_minor, draft.parts)
        ]
    if draft.contribution_id is not None:
        named = draft.contribution_id
        terms = usable_on(book, named, on) if using else book.contribution(named)
        return [_Share(terms, draft.usd_minor)]
    behind = [
        terms
        for terms in map(book.contribution, book.funders_of(draft.activity_id))
        if not terms.closed
    ]
    ready, late = _in_use(behind, on) if using else (behind, [])
    candidates = [
        FundingCandidate(
            terms.id, terms.reference, book.free_from(source, terms.id, draft.activity_id, on)
        )
        for terms in ready
    ]
    if late and draft.usd_minor > sum(candidate.left_minor for candidate in candidates):
        raise outside_use(late)
    return [
        _Share(book.contribution(part.contribution_id), part.minor)
        for part in attribute(draft.usd_minor, candidates, scope.code, source, on)
    ]


def _in_use(behind: Iterable[Terms], on: date) -> tuple[list[Terms], list[Terms]]:
    """Separate the contributions within their period of use from the others."""
    ready: list[Terms] = []
    late: list[Terms] = []
    for terms in behind:
        (ready if terms.may_be_used(on) else late).append(terms)
    return ready, late


def _allocated_parts(book: Book, draft: Allocation) -> list[AttributedPart]:
    """Return the parts of an allocation: the named one, those fixed before, or by the rule."""
    if draft.contribution_id is not None:
        return [AttributedPart(draft.contribution_id, draft.usd_minor)]
    if draft.parts:
        book.prepare(contributions=[part.contribution_id for part in draft.parts])
        return agreed(draft.usd_minor, draft.parts)
    code = book.activity(draft.activity_id).code
    on = draft.heading.effective_on
    return attribute(draft.usd_minor, _pool(book, draft), code, AccountKind.UNALLOCATED, on)


def _pool(book: Book, draft: Allocation) -> list[FundingCandidate]:
    """Return the contributions of the pool that may pay for the activity on its day."""
    book.prepare(contributions=draft.pool)
    activity, on = draft.activity_id, draft.heading.effective_on
    return [
        FundingCandidate(terms.id, terms.reference, programmable_minor(book, terms.id, on))
        for terms in (book.contribution(number) for number in dict.fromkeys(draft.pool))
        if not terms.closed and terms.may_be_used(on) and not book.objections(terms.id, activity)
    ]


def expect_may_be_funded(book: Book, activity_id: int, contributions: Iterable[int]) -> None:
    """Refuse money of contributions for an activity that is cancelled or outside the rules."""
    scope = book.activity(activity_id)
    refuse_cancelled(scope)
    _refuse_ineligible(scope)
    for number in sorted(contributions):
        _check_earmark(book, book.contribution(number), activity_id)


def refuse_cancelled(scope: ActivityScope) -> None:
    """Refuse new money for a cancelled activity."""
    if scope.cancelled:
        raise LedgerRefusal(
            say(
                "%(activity)s is cancelled: what was committed may still be paid or released, "
                "and nothing new is allocated or committed",
                activity=scope.code,
            ),
            "activity",
        )


def _refuse_ineligible(scope: ActivityScope) -> None:
    """Refuse money for an activity that benefits those whom the account does not assist."""
    if scope.ineligible:
        raise LedgerRefusal(
            say(
                "%(activity)s benefits %(places)s; assistance is for developing countries and "
                "countries with economies in transition",
                activity=scope.code,
                places=", ".join(sorted(scope.ineligible)),
            ),
            "activity",
        )


def _check_earmark(book: Book, terms: Terms, activity_id: int) -> None:
    """Refuse an activity outside the earmark, naming the kinds of scope."""
    scope = book.activity(activity_id)
    objections = book.objections(terms.id, activity_id)
    if objections:
        raise LedgerRefusal(
            say(
                "%(reference)s is earmarked and %(activity)s lies outside by %(kinds)s",
                reference=terms.reference,
                activity=scope.code,
                kinds=listed(objections),
            ),
            "contribution",
        )


def _post_on_activity(
    book: Book,
    draft: Allocation | UseOfFunds,
    kind: EntryKind,
    lines: Iterable[Line],
    recorded_at: datetime | None,
) -> None:
    """Post an entry of an activity to the book."""
    entry = NewEntry(
        kind,
        draft.heading,
        tuple(lines),
        draft.usd_minor,
        contribution_id=draft.contribution_id,
        activity_id=draft.activity_id,
    )
    book.post(entry, recorded_at)
