"""The worth that the record gives to an entry: that of the pledge, or of the receipt it lowers.

Where another worth or rate is typed, it is refused with the one that holds.
"""

from decimal import Decimal

from tracker.errors import Fault, InvalidDraft
from tracker.fund.ledger import pledge_rules
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.refusals import in_dollars
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedContribution
from tracker.money import USD, Money
from tracker.words import say

PARITY = Decimal(1)
"""The rate of the US dollar."""


def expect_pledge_worth(
    book: Book, draft: EntryDraft, owner: NamedContribution, money: Money
) -> None:
    """Refuse a worth or rate other than the pledge's; raises InvalidDraft."""
    state = book.pledge_state(book.contribution(owner.id).id)
    if money.currency != owner.currency or not 0 < money.minor <= state.open_original:
        return  # the rules of the ledger refuse that
    cancels = draft.kind is EntryKind.PLEDGE_CANCELLATION
    worth_of_part = pledge_rules.cancelled_usd if cancels else pledge_rules.written_off_usd
    usd_minor = worth_of_part(state, money.minor)
    rate = PARITY if money.currency == USD else None
    why = say(
        "it is worth its share of the pledge, %(usd)s US dollars; leave this empty",
        usd=in_dollars(usd_minor),
    )
    refuse_other_worth(draft, usd_minor, rate, why)


def refuse_other_worth(draft: EntryDraft, usd_minor: int, rate: Decimal | None, why: str) -> None:
    """Refuse a worth that is not `usd_minor`, and a rate that is not `rate`, for one reason."""
    faults = []
    if draft.usd_minor is not None and abs(draft.usd_minor) != usd_minor:
        faults.append(Fault("usd", why))
    if draft.rate is not None and draft.rate != rate:
        faults.append(Fault("rate", why))
    if faults:
        raise InvalidDraft(faults)
