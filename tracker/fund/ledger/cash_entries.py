"""Verbs of cash: receipts, charges, interest, transfers, refunds, losses.

Each checks a draft against the rules and posts an entry to the book. Amounts are in US cents
unless a name says `original`, minor units of the contribution's currency.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger import cash_rules, support_cost
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.amounts import positive
from tracker.fund.ledger.attribution import AttributedPart, agreed, split
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import Terms
from tracker.fund.ledger.entries import EntryKind, Heading, Line, NewEntry
from tracker.fund.ledger.entry_checks import (
    both_amounts,
    expect_basis,
    expect_consent,
    own_currency,
    post_payment,
    usable,
)
from tracker.fund.ledger.entry_drafts import ContributionMovement, InterestCredit, Transfer
from tracker.fund.ledger.refusals import in_units
from tracker.fund.states import SupportBasis
from tracker.money import USD
from tracker.words import say


def receive(book: Book, draft: ContributionMovement, recorded_at: datetime | None = None) -> None:
    """Record a receipt; a closed contribution has none.

    A receipt in another currency than the contribution's states the amount that it settles of the
    pledge.
    """
    positive(draft.usd_minor)
    terms = usable(book, draft.contribution_id)
    heading, settled = _settled(terms, draft)
    state = book.pledge_state(terms.id)
    lines = cash_rules.receipt(terms.id, draft.usd_minor, settled, state)
    lines += _charged_on_receipt(book, terms, state.received + draft.usd_minor, heading)
    post_payment(book, draft, EntryKind.RECEIPT, heading, lines, recorded_at)


def correct_receipt(
    book: Book, draft: ContributionMovement, recorded_at: datetime | None = None
) -> None:
    """Correct a receipt downwards by an entry of its own; amounts are positive.

    The heading's basis names the receipt, which is lowered by no more than is left of it.
    """
    positive(draft.usd_minor)
    terms = book.contribution(draft.contribution_id)
    _expect_left(book, draft)
    heading, settled = _settled(terms, draft)
    state = book.pledge_state(terms.id)
    lines = cash_rules.receipt_correction(terms.id, draft.usd_minor, settled, state)
    lines += _charged_on_receipt(book, terms, state.received - draft.usd_minor, heading)
    post_payment(book, draft, EntryKind.RECEIPT_CORRECTION, heading, lines, recorded_at)


def _expect_left(book: Book, draft: ContributionMovement) -> None:
    """Refuse to lower the receipt that a correction names by more than is left of it."""
    named = draft.heading.basis
    receipt = book.receipts.named(draft.contribution_id, named) if named else None
    if receipt is None:
        return
    if draft.heading.currency != receipt.currency:
        text = say("the receipt is in %(currency)s", currency=receipt.currency)
        raise InvalidInput(text, "currency")
    original = draft.heading.original_minor
    receipt.expect(draft.usd_minor if original is None else original)


def refund(book: Book, draft: ContributionMovement, recorded_at: datetime | None = None) -> None:
    """Record a refund to the donor, of unallocated money, at its worth when it came.

    No more goes back in the contribution's currency than came, has not gone back and does not wait
    to. The heading's basis may name the receipt; else the oldest goes first.
    """
    terms = book.contribution(draft.contribution_id)
    heading = own_currency(terms, draft)
    original = positive(heading.original_minor or 0)
    worth = positive(draft.usd_minor)
    if terms.currency != USD:
        worth = _worth_when_it_came(book, terms, heading, draft.parts)
    lines = cash_rules.refund(terms.id, worth, original, draft.usd_minor - worth)
    post_payment(book, draft, EntryKind.REFUND, heading, lines, recorded_at)


def _worth_when_it_came(
    book: Book, terms: Terms, heading: Heading, fixed: Sequence[AttributedPart]
) -> int:
    """Return the US cents that a refund takes, or refuse more than came.

    A worth that was fixed before holds, but for the last of the money, which takes all the rest.
    """
    on, original = heading.effective_on, heading.original_minor or 0
    money = book.money.of(terms.id)
    most = max(min(money.most_on(on), money.original), 0)
    if original > most or money.usd <= 0:
        raise _more_than_came(book, terms, original, most)
    for part in fixed:
        if original < money.original and part.minor <= money.usd:
            return part.minor
    there = book.free_from(AccountKind.UNALLOCATED, terms.id, None, on)
    return money.taken(original, there, heading.basis)


def _more_than_came(book: Book, terms: Terms, original: int, most: int) -> LedgerRefusal:
    """Return the refusal of a refund of more than can go back; amounts in the original currency."""
    amounts = {
        "reference": terms.reference,
        "needed": in_units(original, terms.currency),
        "left": in_units(most, terms.currency),
        "currency": terms.currency,
    }
    if book.money.refund_waits(terms.id):
        text = say(
            "%(reference)s: %(needed)s %(currency)s would go back, %(left)s %(currency)s came, has "
            "not gone back and does not wait to",
            **amounts,
        )
    else:
        text = say(
            "%(reference)s: %(needed)s %(currency)s would go back, %(left)s %(currency)s came "
            "and has not gone back",
            **amounts,
        )
    return LedgerRefusal(text, "amount")


def charge_bank(
    book: Book, draft: ContributionMovement, recorded_at: datetime | None = None
) -> None:
    """Record a bank charge on unallocated money, in any currency."""
    book.contribution(draft.contribution_id)
    lines = cash_rules.bank_charge(draft.contribution_id, draft.usd_minor)
    post_payment(book, draft, EntryKind.BANK_CHARGE, both_amounts(draft), lines, recorded_at)


def charge_support_cost(
    book: Book, draft: ContributionMovement, recorded_at: datetime | None = None
) -> None:
    """Charge a lump sum of support cost, where the agreement asks for lump sums."""
    terms = usable(book, draft.contribution_id)
    if terms.support_basis is not SupportBasis.LUMP_SUM:
        raise LedgerRefusal(
            say(
                "the support cost of %(reference)s follows from its rate; it is charged by itself",
                reference=terms.reference,
            ),
            "contribution",
        )
    lines = cash_rules.support_cost(terms.id, positive(draft.usd_minor))
    post_payment(book, draft, EntryKind.SUPPORT_COST, both_amounts(draft), lines, recorded_at)


def write_off(book: Book, draft: ContributionMovement, recorded_at: datetime | None = None) -> None:
    """Write off lost money; the heading's basis holds the reason."""
    book.contribution(draft.contribution_id)
    expect_basis(draft.heading, say("say why the money is written off"))
    lines = cash_rules.write_off(draft.contribution_id, draft.usd_minor)
    post_payment(book, draft, EntryKind.WRITE_OFF, both_amounts(draft), lines, recorded_at)


def transfer(book: Book, draft: Transfer, recorded_at: datetime | None = None) -> None:
    """Transfer money to a contribution of the same donor, who agreed to it."""
    giver = book.contribution(draft.contribution_id)
    taker = usable(book, draft.to_contribution_id)
    if giver.id == taker.id:
        raise InvalidInput(say("money is transferred to another contribution"), "to_contribution")
    if giver.donor_id != taker.donor_id:
        raise LedgerRefusal(
            say(
                "%(taker)s is of another donor than %(giver)s",
                taker=taker.reference,
                giver=giver.reference,
            ),
            "to_contribution",
        )
    expect_consent(draft.heading)
    heading = _in_dollars(draft.heading, draft.usd_minor)
    lines = cash_rules.transfer(giver.id, taker.id, draft.usd_minor)
    entry = NewEntry(EntryKind.TRANSFER, heading, lines, draft.usd_minor, contribution_id=giver.id)
    book.post(entry, recorded_at)


def give_interest(book: Book, draft: InterestCredit, recorded_at: datetime | None = None) -> None:
    """Credit interest to the named contribution, or pro rata to the daily balances of all."""
    positive(draft.usd_minor)
    if draft.contribution_id is not None:
        parts = [AttributedPart(usable(book, draft.contribution_id).id, draft.usd_minor)]
    else:
        expect_basis(draft.heading, say("name the days for which the interest was earned"))
        parts = _earned(book, draft)
    lines = cash_rules.interest(parts, attributed=draft.contribution_id is None)
    entry = NewEntry(
        EntryKind.INTEREST,
        _in_dollars(draft.heading, draft.usd_minor),
        lines,
        draft.usd_minor,
        contribution_id=draft.contribution_id,
    )
    book.post(entry, recorded_at)


def _earned(book: Book, draft: InterestCredit) -> list[AttributedPart]:
    """Split interest over the open contributions that held money, or return the fixed parts."""
    if draft.parts:
        book.prepare(contributions=[part.contribution_id for part in draft.parts])
        parts = agreed(draft.usd_minor, draft.parts)
        for part in parts:
            usable(book, part.contribution_id)
        return parts
    book.prepare(contributions=[candidate.contribution_id for candidate in draft.earned])
    earners = [one for one in draft.earned if not book.contribution(one.contribution_id).closed]
    if not any(one.left_minor > 0 for one in earners):
        raise LedgerRefusal(say("no open contribution held money on these days"), "basis")
    return split(draft.usd_minor, earners)


def _settled(terms: Terms, draft: ContributionMovement) -> tuple[Heading, int]:
    """Return the heading, and the amount settled in the contribution's currency."""
    if draft.settles_original is None:
        heading = own_currency(terms, draft)
        return heading, heading.original_minor or 0
    if draft.heading.currency == terms.currency:
        raise InvalidInput(
            say("the amount is in the contribution's currency and settles as much"), "settles"
        )
    if terms.currency == USD and draft.settles_original != draft.usd_minor:
        raise InvalidInput(say("the two amounts in US dollars differ"), "settles")
    return both_amounts(draft), positive(draft.settles_original, "settles")


def _charged_on_receipt(
    book: Book, terms: Terms, received_after: int, heading: Heading
) -> tuple[Line, ...]:
    """Return the lines that bring support cost to its share of receipts, if that is its basis.

    No more comes back than is charged on every day from the entry's own on.
    """
    if terms.support_basis is not SupportBasis.RECEIPT:
        return ()
    due = support_cost.on_receipts(max(received_after, 0), terms.support_rate_bp)
    charged = book.balance(AccountKind.SUPPORT_CHARGED, terms.id)
    most = book.free_from(AccountKind.SUPPORT_CHARGED, terms.id, None, heading.effective_on)
    return cash_rules.support_cost(terms.id, max(due - charged, -most))


def _in_dollars(heading: Heading, usd_minor: int) -> Heading:
    """Return the heading of an entry in US dollars, or refuse another currency."""
    if heading.currency != USD:
        raise InvalidInput(say("the amount is in US dollars"), "currency")
    if heading.original_minor not in (None, usd_minor):
        raise InvalidInput(say("the two amounts in US dollars differ"), "amount")
    return replace(heading, original_minor=usd_minor)
