"""Fills a form of money: from a request that was given back, or from an instalment."""

from datetime import date

from flask import request
from sqlmodel import Session

from tracker.assistance.tables.activities import Activity
from tracker.errors import MissingRate, NotFound
from tracker.fund.approvals.returned_requests import instruction_to_correct
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.contributions.parts import parts_of
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import from_usd, in_usd
from tracker.fund.tables.contributions import Contribution
from tracker.http import context
from tracker.http.formats import money
from tracker.money import USD, Money
from tracker.web.entries.forms import (
    BY_RULE,
    DOWN,
    NAMED,
    UP,
    EntryForm,
    InterestForm,
    PaymentForm,
    ReversalForm,
    TransferForm,
    UseForm,
)
from tracker.web.entries.uses import DATED
from tracker.web.forms.saving import actor

REQUEST = "request"
"""The argument that names the request which is corrected."""
INSTALMENT = "instalment"
"""The argument that names the instalment, counted from 1, which falls due."""


def replaced() -> int | None:
    """Return the number of the request that the address names; what is no number is none."""
    text = request.args.get(REQUEST, "")
    return int(text[:12]) if text.isascii() and text.isdigit() else None


def order_before(kind: EntryKind, contribution_id: int | None = None) -> PostingInstruction | None:
    """Return the order of the request that the address names; raises NotFound when it has none.

    With a contribution, the request is one of that contribution, or of several by the rule.
    """
    if REQUEST not in request.args:
        return None
    order = instruction_to_correct(context.session(), replaced() or 0, actor(), kind)
    if contribution_id is not None and order.contribution_id not in (None, contribution_id):
        raise NotFound
    return order


def fill(form: EntryForm, order: PostingInstruction) -> None:
    """Put what an order says into a form."""
    heading = order.heading
    currency = heading.currency
    own = order.usd_minor if heading.original_minor is None else heading.original_minor
    form.effective_on.data = heading.effective_on
    form.amount.data = money(abs(own), currency)
    form.reference.data, form.note.data = heading.reference, heading.note
    form.correction.data = heading.correction
    if isinstance(form, PaymentForm):
        _fill_payment(form, order)
    elif isinstance(form, UseForm):
        _fill_use(form, order)
    elif isinstance(form, TransferForm):
        _fill_transfer(form, order)
    elif isinstance(form, InterestForm):
        _fill_interest(form, order)


def fill_reversal(form: ReversalForm, order: PostingInstruction) -> None:
    """Put what the order of a reversal says into its form."""
    form.effective_on.data = order.heading.effective_on
    form.correction.data = order.heading.correction
    form.why.data = order.heading.note


def fill_instalment(form: EntryForm, item: ContributionItem) -> None:
    """Put the instalment that the address names into a form; what it does not name is none.

    Its reference is always the same, so that it falls due once.
    """
    instalments = parts_of(context.session(), item.id).instalments
    text = request.args.get(INSTALMENT, "")
    number = int(text[:12]) if text.isascii() and text.isdigit() else 0
    if 0 < number <= len(instalments):
        chosen = instalments[number - 1]
        form.effective_on.data = chosen.due_on
        form.amount.data = money(chosen.amount_minor, item.currency)
        form.reference.data = f"{item.reference}/instalment-{number}"
        form.note.data = chosen.note


def _fill_payment(form: PaymentForm, order: PostingInstruction) -> None:
    """Fill in what a payment says besides; what the rates give stays empty."""
    session, heading = context.session(), order.heading
    form.currency.data = heading.currency
    form.direction.data = DOWN if order.usd_minor < 0 else UP
    form.basis.data = heading.basis
    form.corrects.data = heading.basis
    form.another.data = order.kind is EntryKind.RECEIPT
    if heading.rate is not None and not _follows_rate(session, order):
        form.usd.data = money(abs(order.usd_minor), USD)
        form.usd_source.data = heading.rate.source
    if order.settles_original is not None:
        owner = session.get_one(Contribution, order.contribution_id)
        if not _is_proposed(session, order, owner.currency):
            form.settles.data = money(order.settles_original, owner.currency)


def _follows_rate(session: Session, order: PostingInstruction) -> bool:
    """Tell whether the amount in US dollars is that of the rate of the day."""
    heading = order.heading
    amount = Money(abs(heading.original_minor or 0), heading.currency)
    try:
        worth = in_usd(session, amount, heading.effective_on)
    except MissingRate:
        return False
    return worth.rate == heading.rate and worth.usd_minor == abs(order.usd_minor)


def _is_proposed(session: Session, order: PostingInstruction, currency: str) -> bool:
    """Tell whether what a receipt settles is what the rate of the day gives."""
    try:
        proposed = from_usd(session, order.usd_minor, currency, order.heading.effective_on)
    except MissingRate:
        return False
    return proposed == order.settles_original


def _fill_use(form: UseForm, order: PostingInstruction) -> None:
    """Fill in the activity and of whose money it is."""
    activity = context.session().get(Activity, order.activity_id)
    form.activity.data = activity.code if activity else ""
    form.by.data = BY_RULE if order.contribution_id is None else NAMED
    form.against_commitment.data = order.against_commitment


def _fill_transfer(form: TransferForm, order: PostingInstruction) -> None:
    """Fill in the other contribution and the donor's consent."""
    form.to_contribution.data = _reference(order.to_contribution_id)
    form.letter.data, _, day = order.heading.basis.rpartition(DATED)
    form.letter_on.data = _day(day)


def _fill_interest(form: InterestForm, order: PostingInstruction) -> None:
    """Fill in the days for which it was earned, or the contribution."""
    form.by.data = BY_RULE if order.contribution_id is None else NAMED
    form.contribution.data = _reference(order.contribution_id)
    first, _, last = order.heading.basis.partition(" / ")
    form.first_on.data, form.last_on.data = _day(first), _day(last)


def _reference(contribution_id: int | None) -> str:
    """Return the reference of a contribution, empty where there is none."""
    owner = context.session().get(Contribution, contribution_id) if contribution_id else None
    return owner.reference if owner else ""


def _day(text: str) -> date | None:
    """Read a day that was kept in a text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
