"""What each kind of entry needs, may hold and cannot hold: fields, signs, bases, currencies."""

from collections.abc import Callable, Iterator, Mapping

from tracker.errors import Fault
from tracker.fund.ledger.consents import NEEDS_CONSENT
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_fields import (
    ANY_CURRENCY,
    BASIS_HOLDS_REASON,
    PAYMENTS,
    USES,
)
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedContribution
from tracker.money import USD
from tracker.reference.currencies import currencies
from tracker.words import say

RECEIPTS = frozenset({EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION})
NEEDS_CONTRIBUTION = PAYMENTS | {EntryKind.TRANSFER}
"""Kinds that are of one named contribution; for the others the rule may name them."""
BY_RULE = frozenset({EntryKind.ALLOCATION, EntryKind.INTEREST})
"""Kinds for which the rule looks for contributions."""
OF_SOME: Mapping[str, tuple[frozenset[EntryKind], Callable[[EntryDraft], object]]] = {
    "to_contribution": (frozenset({EntryKind.TRANSFER}), lambda draft: draft.to_contribution),
    "activity": (USES, lambda draft: draft.activity),
    "settles": (RECEIPTS, lambda draft: draft.settles_minor is not None),
    "reverses": (frozenset({EntryKind.REVERSAL}), lambda draft: draft.reverses),
    "receipt": (frozenset({EntryKind.REFUND}), lambda draft: draft.receipt),
    "corrects": (frozenset({EntryKind.RECEIPT_CORRECTION}), lambda draft: draft.corrects),
    "letter": (NEEDS_CONSENT, lambda draft: draft.letter),
    "consent_on": (NEEDS_CONSENT, lambda draft: draft.consent_on),
    "basis": (frozenset(EntryKind) - NEEDS_CONSENT, lambda draft: draft.basis),
    "first_on": (frozenset({EntryKind.INTEREST}), lambda draft: draft.first_on),
    "last_on": (frozenset({EntryKind.INTEREST}), lambda draft: draft.last_on),
    "usd": (PAYMENTS, lambda draft: draft.usd_minor is not None),
    "rate": (PAYMENTS, lambda draft: draft.rate is not None),
    "rate_source": (PAYMENTS, lambda draft: draft.rate_source),
    "rate_on": (PAYMENTS, lambda draft: draft.rate_on),
    "among": (BY_RULE, lambda draft: draft.among),
    "against_commitment": (
        frozenset({EntryKind.EXPENDITURE}),
        lambda draft: draft.against_commitment,
    ),
}
"""Fields that only some kinds have, and whether a draft holds them."""


def currency_of(draft: EntryDraft, owner: NamedContribution | None) -> str:
    """Return the currency of a draft's amount: the one that it names, else that of its kind."""
    if draft.currency or draft.kind not in PAYMENTS:
        return draft.currency or USD
    return owner.currency if owner else USD


def field_faults(draft: EntryDraft, owner: NamedContribution | None) -> Iterator[Fault]:
    """Yield what is missing in a draft, what is too much, and what contradicts its kind."""
    for name, (kinds, held) in OF_SOME.items():
        if draft.kind not in kinds and held(draft):
            text = say("an entry of the kind %(kind)s has none", kind=draft.kind)
            yield Fault(name, text)
    if draft.among and draft.contribution and draft.kind in BY_RULE:
        text = say("a contribution is named already; leave out those that the rule may take")
        yield Fault("among", text)
    if draft.effective_on is None:
        yield Fault("effective_on", say("this cannot be empty"))
    if not draft.reference.strip():
        yield Fault("reference", say("this cannot be empty"))
    yield from _missing_records(draft)
    yield from _currency_faults(draft, owner)
    yield from _amount_faults(draft)
    yield from _basis_faults(draft)
    yield from _rate_day_faults(draft)


def _missing_records(draft: EntryDraft) -> Iterator[Fault]:
    """Yield the records that the kind needs and the draft does not name."""
    if draft.kind in NEEDS_CONTRIBUTION and not draft.contribution:
        yield Fault("contribution", say("this cannot be empty"))
    if draft.kind is EntryKind.TRANSFER and not draft.to_contribution:
        yield Fault("to_contribution", say("this cannot be empty"))
    if draft.kind in USES and not draft.activity:
        yield Fault("activity", say("this cannot be empty"))
    if draft.kind is EntryKind.REVERSAL and not draft.reverses:
        yield Fault("reverses", say("this cannot be empty"))


def _currency_faults(draft: EntryDraft, owner: NamedContribution | None) -> Iterator[Fault]:
    """Yield an unknown currency, and one that the kind cannot be in."""
    currency = currency_of(draft, owner)
    if currency not in currencies():
        yield Fault(
            "currency",
            say(
                "'%(text)s' is no currency of ISO 4217; write its code, such as EUR", text=currency
            ),
        )
    elif draft.kind in PAYMENTS:
        if owner and currency != owner.currency and draft.kind not in ANY_CURRENCY | RECEIPTS:
            yield Fault(
                "currency", say("the contribution is in %(currency)s", currency=owner.currency)
            )
    elif draft.kind is not EntryKind.REVERSAL and currency != USD:
        yield Fault("currency", say("the amount is in US dollars"))


def _amount_faults(draft: EntryDraft) -> Iterator[Fault]:
    """Yield a missing amount, and one whose sign its kind cannot have."""
    amount = draft.amount_minor
    if draft.kind is EntryKind.REVERSAL:
        return
    if amount is None:
        yield Fault("amount", say("this cannot be empty"))
    elif draft.kind is EntryKind.PLEDGE_ADJUSTMENT:
        if amount == 0:
            yield Fault("amount", say("an adjustment needs an amount"))
    elif amount <= 0:
        yield Fault("amount", say("the amount must be above zero"))


def _basis_faults(draft: EntryDraft) -> Iterator[Fault]:
    """Yield a missing reason of a write-off, a missing consent, and missing days of interest."""
    if draft.receipt and draft.basis.strip():
        text = say(
            "a refund that names its receipt rests on it alone; write other remarks into the note"
        )
        yield Fault("basis", text)
    if draft.kind in BASIS_HOLDS_REASON and not draft.basis.strip():
        yield Fault("basis", say("say why it is written off"))
    if draft.kind in NEEDS_CONSENT:
        if not draft.letter.strip():
            yield Fault("letter", say("name the donor's consent: the letter and its date"))
        if draft.consent_on is None:
            yield Fault("consent_on", say("name the day of the donor's consent"))
    if draft.kind is EntryKind.INTEREST and not draft.contribution:
        for name, day in (("first_on", draft.first_on), ("last_on", draft.last_on)):
            if day is None:
                yield Fault(name, say("Give the date."))
        if draft.first_on and draft.last_on and draft.first_on > draft.last_on:
            yield Fault("last_on", say("The last day comes before the first."))


def _rate_day_faults(draft: EntryDraft) -> Iterator[Fault]:
    """Yield the fault of a rate that is of a later day than the entry."""
    if draft.rate_on and draft.effective_on and draft.rate_on > draft.effective_on:
        yield Fault("rate_on", say("the rate is of a later day than the entry"))
