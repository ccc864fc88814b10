"""Checks that several verbs share."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger.amounts import whole
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.entries import EntryKind, Heading, Line, NewEntry
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.money import USD
from tracker.words import say


def usable(book: Book, contribution_id: int) -> Terms:
    """Return the terms of a contribution that is not closed, or refuse it."""
    terms = book.contribution(contribution_id)
    if terms.closed:
        raise LedgerRefusal(
            say("%(reference)s is closed or cancelled", reference=terms.reference), "contribution"
        )
    return terms


def usable_on(book: Book, contribution_id: int, on: date) -> Terms:
    """Return the terms of a contribution within its period of use, or refuse it."""
    terms = usable(book, contribution_id)
    if not terms.may_be_used(on):
        raise outside_use([terms])
    return terms


def outside_use(late: Iterable[Terms]) -> LedgerRefusal:
    """Return the refusal that names the periods of use."""
    periods = "; ".join(
        f"{terms.reference}: {terms.use_from or '…'} / {terms.use_until or '…'}" for terms in late
    )
    return LedgerRefusal(
        say("the date lies outside the period of use (%(periods)s)", periods=periods),
        "effective_on",
    )


def own_currency(terms: Terms, draft: ContributionMovement) -> Heading:
    """Return the heading with its amount in the contribution's currency, or refuse another."""
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
    return both_amounts(draft)


def both_amounts(draft: ContributionMovement) -> Heading:
    """Return the heading with its original amount, which must fit the amount in US dollars."""
    heading = draft.heading
    original = heading.original_minor
    if heading.currency == USD:
        if original not in (None, draft.usd_minor):
            raise InvalidInput(say("the two amounts in US dollars differ"), "amount")
        return replace(heading, original_minor=draft.usd_minor)
    if original is None:
        raise InvalidInput(say("the amount in the original currency is missing"), "amount")
    if (whole(original) > 0) is not (draft.usd_minor > 0) or original == 0:
        raise InvalidInput(say("the amounts in the two currencies contradict each other"), "amount")
    return heading


def expect_basis(heading: Heading, what: str) -> None:
    """Refuse an entry without its basis."""
    if not heading.basis.strip():
        raise InvalidInput(what, "basis")


def expect_consent(heading: Heading) -> None:
    """Refuse an entry without the donor's consent: the letter and its day.

    The orders of requests that waited when the consent got fields of its own have it as basis.
    """
    if heading.letter.strip():
        if heading.consent_on is None:
            raise InvalidInput(say("name the day of the donor's consent"), "consent_on")
    elif not heading.basis.strip():
        raise InvalidInput(say("name the donor's consent: the letter and its date"), "letter")


def post_payment(
    book: Book,
    draft: ContributionMovement,
    kind: EntryKind,
    heading: Heading,
    lines: tuple[Line, ...],
    recorded_at: datetime | None,
) -> None:
    """Post an entry of one contribution to the book."""
    entry = NewEntry(kind, heading, lines, draft.usd_minor, contribution_id=draft.contribution_id)
    book.post(entry, recorded_at)
