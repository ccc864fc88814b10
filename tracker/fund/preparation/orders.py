"""The order of a draft without faults: its worth, its heading, whom it takes money from."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tracker.errors import Fault, InvalidDraft, MissingRate
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_fields import AT_PLEDGE_RATE, PAYMENTS, USES
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.refusals import in_units
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.eligible import NothingEligible, eligible
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.headings import LONG_AGO, heading_of
from tracker.fund.preparation.kind_rules import RECEIPTS, currency_of
from tracker.fund.preparation.named_records import NamedContribution
from tracker.fund.preparation.receipt_corrections import correction_of
from tracker.fund.preparation.worth import StatedWorth, Worth, worth_of
from tracker.fund.preparation.worth_on_record import expect_pledge_worth
from tracker.money import USD, Money
from tracker.words import say


class Order(NamedTuple):
    """The instruction to post a draft, and warnings about it."""

    instruction: PostingInstruction
    warnings: tuple[Fault, ...] = ()


def order_of(desk: Desk, draft: EntryDraft) -> Order:
    """Return the order of a draft whose fields are lawful; raises the errors of rates and rules."""
    if draft.kind is EntryKind.REVERSAL:
        return Order(_reversal(desk, draft))
    if draft.kind in PAYMENTS:
        return _payment(desk, draft)
    owner = desk.records.contribution(draft.contribution) if draft.contribution else None
    order = PostingInstruction(
        draft.kind, heading_of(draft), draft.amount_minor or 0, owner.id if owner else None
    )
    if draft.kind in USES:
        return Order(_use(desk, draft, order))
    if draft.kind is EntryKind.TRANSFER:
        taker = desk.records.contribution(draft.to_contribution)
        return Order(replace(order, to_contribution_id=taker.id if taker else None))
    if owner is None and draft.first_on and draft.last_on:
        return Order(replace(order, earned=_earners(desk, draft, draft.first_on, draft.last_on)))
    return Order(order)


def _payment(desk: Desk, draft: EntryDraft) -> Order:
    """Return the order of an entry of one contribution."""
    owner = desk.records.contribution(draft.contribution)
    amount = draft.amount_minor or 0
    if owner is None:
        raise InvalidDraft([Fault("contribution", say("this cannot be empty"))])
    currency = currency_of(draft, owner)
    money = Money(abs(amount), currency)
    if draft.kind is EntryKind.RECEIPT_CORRECTION:
        return Order(correction_of(desk.book, draft, owner, money))
    if draft.kind in AT_PLEDGE_RATE:
        expect_pledge_worth(desk.book, draft, owner, money)
    if draft.receipt:
        _expect_left(desk, draft, owner, money)
    worth = Worth(money.minor if currency == USD else 0)
    if draft.kind not in AT_PLEDGE_RATE:
        stated = StatedWorth(draft.usd_minor, draft.rate, draft.rate_source, draft.rate_on)
        worth = worth_of(money, draft.effective_on or LONG_AGO, stated, desk.rates)
    signed = worth.usd_minor if amount > 0 else -worth.usd_minor
    instruction = PostingInstruction(
        draft.kind,
        replace(heading_of(draft), currency=currency, original_minor=amount, rate=worth.rate),
        signed,
        owner.id,
        settles_original=_settled(desk, draft, owner, money, signed),
    )
    return Order(instruction, worth.warnings)


def _expect_left(desk: Desk, draft: EntryDraft, owner: NamedContribution, money: Money) -> None:
    """Refuse a refund of a receipt of which less is left to go back."""
    left = desk.book.money.of(owner.id).left_of(draft.receipt)
    if not left:
        text = say(
            "no receipt %(receipt)s of this contribution has anything left to go back",
            receipt=draft.receipt,
        )
        raise InvalidDraft([Fault("receipt", text)])
    if money.minor > left:
        most = f"{owner.currency} {in_units(left, owner.currency)}"
        text = say("of %(receipt)s %(most)s at most can go back", receipt=draft.receipt, most=most)
        raise InvalidDraft([Fault("amount", text)])


def _settled(
    desk: Desk, draft: EntryDraft, owner: NamedContribution, money: Money, usd_minor: int
) -> int | None:
    """Return what a receipt in another currency settles: as said, else at the rate of the day."""
    if draft.kind not in RECEIPTS:
        return None
    if money.currency == owner.currency:
        return None if draft.settles_minor == money.minor else draft.settles_minor
    if draft.settles_minor is not None:
        return draft.settles_minor
    try:
        return desk.rates.from_usd(usd_minor, owner.currency, draft.effective_on or LONG_AGO)
    except MissingRate as missing:
        raise InvalidDraft([Fault("settles", str(missing))]) from missing


def _use(desk: Desk, draft: EntryDraft, order: PostingInstruction) -> PostingInstruction:
    """Return the order of an activity's money; one by the rule gets the pool of the activity."""
    activity = desk.records.activity(draft.activity) or 0
    order = replace(order, activity_id=activity, against_commitment=draft.against_commitment)
    if draft.kind is not EntryKind.ALLOCATION or order.contribution_id is not None:
        return order
    on = draft.effective_on or LONG_AGO
    pool = eligible(desk, activity, on, draft.only_from, desk.numbers_of(draft.among))
    if not pool:
        raise NothingEligible(draft.activity)
    return replace(order, pool=tuple(one.contribution_id for one in pool))


def _earners(
    desk: Desk, draft: EntryDraft, first: date, last: date
) -> tuple[FundingCandidate, ...]:
    """Return what contributions held from day to day, of those to which a draft narrows it."""
    earned, among = desk.earned(first, last), desk.numbers_of(draft.among)
    if among is None:
        return earned
    return tuple(one for one in earned if one.contribution_id in among)


def _reversal(desk: Desk, draft: EntryDraft) -> PostingInstruction:
    """Return the order that undoes an entry whole."""
    entry = desk.entry_named(draft.reverses)
    if entry is None:
        text = say("'%(reference)s' is not in the ledger", reference=draft.reverses)
        raise InvalidDraft([Fault("reverses", text)])
    if draft.amount_minor is not None and abs(draft.amount_minor) != abs(entry.amount.minor):
        text = say("an entry is undone whole; this is not its amount")
        raise InvalidDraft([Fault("amount", text)])
    owner = desk.records.contribution(draft.contribution) if draft.contribution else None
    return PostingInstruction(
        draft.kind,
        heading_of(draft),
        contribution_id=owner.id if owner else None,
        reverses_id=entry.id,
    )
