"""The order of a correction: it lowers a receipt, at the worth that the receipt had."""

from dataclasses import replace

from tracker.errors import Fault, InvalidDraft
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_remainders import ReceiptRemainder, receipt_to_lower
from tracker.fund.ledger.refusals import in_dollars, in_units
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.headings import LONG_AGO, heading_of
from tracker.fund.preparation.named_records import NamedContribution
from tracker.fund.preparation.worth_on_record import PARITY, refuse_other_worth
from tracker.money import USD, Money
from tracker.words import say

MOST_NAMED = 5
"""How many receipts a refusal lists."""


def correction_of(
    book: Book, draft: EntryDraft, owner: NamedContribution, money: Money
) -> PostingInstruction:
    """Return the order that lowers the receipt which a draft names.

    A draft that names none lowers the latest receipt by its day that has enough left, else an
    older one, else a later one. A worth that is the receipt's to the rounding of a unit is taken,
    another one refused. Raises InvalidDraft, and LedgerRefusal for more than is left.
    """
    receipts = book.receipts.left_of(owner.id)
    if draft.corrects:
        receipt = _named(receipts, draft.corrects)
        if money.currency != receipt.currency:
            text = say("the receipt is in %(currency)s", currency=receipt.currency)
            raise InvalidDraft([Fault("currency", text)])
    else:
        receipt = _unnamed(receipts, draft, money)
    usd_minor, settled = receipt.part(money.minor)
    said = draft.usd_minor
    if said is not None and receipt.may_be_worth(money.minor, abs(said)):
        usd_minor = abs(said)
    _expect_its_worth(draft, receipt, usd_minor, settled)
    heading = replace(
        heading_of(replace(draft, corrects=receipt.reference)),
        currency=receipt.currency,
        original_minor=money.minor,
        rate=receipt.rate,
    )
    return PostingInstruction(
        draft.kind,
        heading,
        usd_minor,
        owner.id,
        settles_original=None if receipt.currency == owner.currency else settled,
    )


def _named(receipts: list[ReceiptRemainder], reference: str) -> ReceiptRemainder:
    """Return the receipt with a reference, or refuse it."""
    for receipt in receipts:
        if receipt.reference == reference:
            return receipt
    text = say("no receipt %(receipt)s of this contribution has something left", receipt=reference)
    raise InvalidDraft([Fault("corrects", text)])


def _unnamed(receipts: list[ReceiptRemainder], draft: EntryDraft, money: Money) -> ReceiptRemainder:
    """Return the receipt that a correction lowers which names none, or refuse it."""
    on = draft.effective_on or LONG_AGO
    found = receipt_to_lower(receipts, on, money.currency, money.minor)
    if found is not None:
        return found
    left = [one for one in receipts if one.currency == money.currency][:MOST_NAMED]
    if left:
        text = say(
            "no single receipt has so much left (%(receipts)s); lower each by an entry of its own",
            receipts="; ".join(
                f"{one.reference}: {in_units(one.original_minor, one.currency)}" for one in left
            ),
        )
    else:
        text = say(
            "no receipt of this contribution in %(currency)s has something left",
            currency=money.currency,
        )
    raise InvalidDraft([Fault("amount", text)])


def _expect_its_worth(
    draft: EntryDraft, receipt: ReceiptRemainder, usd_minor: int, settled: int
) -> None:
    """Refuse a worth, a rate or an amount settled that is not the receipt's."""
    rate = PARITY if receipt.currency == USD else None
    if receipt.rate is not None:
        rate = receipt.rate.rate
    why = say(
        "it is worth what this part of %(receipt)s was worth, %(usd)s US dollars; leave this empty",
        receipt=receipt.reference,
        usd=in_dollars(usd_minor),
    )
    refuse_other_worth(draft, usd_minor, rate, why)
    if draft.settles_minor not in (None, settled):
        text = say(
            "it takes back what this part of %(receipt)s settled; leave this empty",
            receipt=receipt.reference,
        )
        raise InvalidDraft([Fault("settles", text)])
