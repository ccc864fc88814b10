"""Verbs of pledges: pledge, adjust, cancel, write off, fall due.

Each checks a draft against the rules and posts an entry to the book. Amounts are in US cents
unless a name says `original`, minor units of the contribution's currency.
"""

from dataclasses import replace
from datetime import datetime

from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger import pledge_rules
from tracker.fund.ledger.amounts import positive, whole
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_checks import expect_basis, own_currency, post_payment, usable
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.refusals import in_units
from tracker.money import USD
from tracker.words import say


def pledge(book: Book, draft: ContributionMovement, recorded_at: datetime | None = None) -> None:
    """Record a pledge."""
    positive(draft.usd_minor)
    _post_pledge(book, draft, EntryKind.PLEDGE, recorded_at)


def adjust_pledge(
    book: Book, draft: ContributionMovement, recorded_at: datetime | None = None
) -> None:
    """Raise or lower a pledge; both amounts carry the sign of the change."""
    if whole(draft.usd_minor) == 0:
        raise InvalidInput(say("an adjustment needs an amount"), "amount")
    _post_pledge(book, draft, EntryKind.PLEDGE_ADJUSTMENT, recorded_at)


def cancel_pledge(
    book: Book, draft: ContributionMovement, recorded_at: datetime | None = None
) -> None:
    """Record that the donor cancels a part of the pledge, or all that is outstanding.

    The heading has the original amount, above zero; its value in US dollars is its share of the
    pledge's. `usd_minor` of the draft is not used.
    """
    terms = book.contribution(draft.contribution_id)
    state = book.pledge_state(terms.id)
    original = _open_part(book, draft)
    usd = pledge_rules.cancelled_usd(state, original)
    heading = replace(draft.heading, currency=terms.currency, original_minor=-original, rate=None)
    lines = pledge_rules.pledge(terms.id, -usd, -original, state)
    posted = replace(draft, usd_minor=-usd)
    post_payment(book, posted, EntryKind.PLEDGE_CANCELLATION, heading, lines, recorded_at)


def write_off_pledge(
    book: Book, draft: ContributionMovement, recorded_at: datetime | None = None
) -> None:
    """Write off a part of a pledge; the heading's basis holds the reason.

    The heading has the original amount, valued at the pledge's exchange rate.
    """
    terms = book.contribution(draft.contribution_id)
    state = book.pledge_state(terms.id)
    original = _open_part(book, draft)
    expect_basis(draft.heading, say("say why the pledge is written off"))
    heading = replace(draft.heading, currency=terms.currency, original_minor=original, rate=None)
    posted = replace(draft, usd_minor=pledge_rules.written_off_usd(state, original))
    lines = pledge_rules.write_off(terms.id, original, state)
    post_payment(book, posted, EntryKind.PLEDGE_WRITE_OFF, heading, lines, recorded_at)


def fall_due(book: Book, draft: ContributionMovement, recorded_at: datetime | None = None) -> None:
    """Record that an instalment has fallen due; never more than the pledge."""
    positive(draft.usd_minor)
    terms = usable(book, draft.contribution_id)
    heading = own_currency(terms, draft)
    original = heading.original_minor or 0
    state = book.pledge_state(terms.id)
    left = state.pledged_original - state.written_off_original - state.due_original
    if original > left:
        raise _beyond(terms.currency, say("not yet due of the pledge"), left, original)
    lines = pledge_rules.instalment_due(terms.id, draft.usd_minor, original)
    post_payment(book, draft, EntryKind.INSTALMENT_DUE, heading, lines, recorded_at)


def _post_pledge(
    book: Book, draft: ContributionMovement, kind: EntryKind, recorded_at: datetime | None
) -> None:
    """Post an entry of a pledge to the book."""
    terms = book.contribution(draft.contribution_id)
    heading = own_currency(terms, draft)
    state = book.pledge_state(terms.id)
    original = heading.original_minor or 0
    if 0 < state.written_off_original > state.pledged_original + original:
        raise _beyond(
            terms.currency,
            say("pledged and not written off"),
            state.pledged_original - state.written_off_original,
            -original,
        )
    lines = pledge_rules.pledge(terms.id, draft.usd_minor, original, state)
    post_payment(book, draft, kind, heading, lines, recorded_at)


def _open_part(book: Book, draft: ContributionMovement) -> int:
    """Return the original amount, or refuse more than the outstanding pledge.

    What waits to be cancelled or written off is not outstanding.
    """
    terms = book.contribution(draft.contribution_id)
    if draft.heading.currency != terms.currency:
        raise InvalidInput(
            say(
                "%(reference)s is in %(currency)s, the amount is in %(other)s",
                reference=terms.reference,
                currency=terms.currency,
                other=draft.heading.currency,
            ),
            "currency",
        )
    original = draft.heading.original_minor
    if original is None and terms.currency == USD:
        original = draft.usd_minor
    if original is None:
        raise InvalidInput(say("the amount in the original currency is missing"), "amount")
    waits = book.money.given_up(terms.id)
    left = book.pledge_state(terms.id).open_original - waits
    if positive(original) > left:
        what = (
            say("promised, not yet received and not waiting to be given up")
            if waits
            else say("promised and not yet received")
        )
        raise _beyond(terms.currency, what, left, original)
    return original


def _beyond(currency: str, what: str, left: int, needed: int) -> LedgerRefusal:
    """Return the refusal of more than the rest of the pledge; amounts in minor units."""
    return LedgerRefusal(
        say(
            "%(what)s: %(needed)s %(currency)s needed, %(left)s %(currency)s there",
            what=what,
            needed=in_units(needed, currency),
            left=in_units(max(left, 0), currency),
            currency=currency,
        ),
        "amount",
    )
