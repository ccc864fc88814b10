"""Recording what happened to a contribution's money, and undoing an entry."""

from secrets import token_hex

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.errors import Fault, NotFound
from tracker.fund.approvals.submission import Submission
from tracker.fund.contributions.contribution_list import ContributionItem, read_contribution
from tracker.fund.ledger.contribution_entries import entry_of_contribution
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_fields import PAYMENTS, USES
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_duplicates import (
    ReceiptFacts,
    ReceiptIndex,
    ask_whether_another,
    receipts_between,
)
from tracker.fund.tables.contributions import Contribution
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.entries.form_display import back_to, proposed_reference, show_form, tell
from tracker.web.entries.forms import (
    EntryForm,
    PaymentForm,
    ReversalForm,
    TransferForm,
    UseForm,
    form_class,
)
from tracker.web.entries.handing_in import hand_in_order
from tracker.web.entries.heading import Recorded, is_closed, read_correction
from tracker.web.entries.payments import read_payment
from tracker.web.entries.refill import (
    REQUEST,
    fill,
    fill_instalment,
    fill_reversal,
    order_before,
    replaced,
)
from tracker.web.entries.uses import read_transfer, read_use
from tracker.web.forms.fields import ids_of
from tracker.web.forms.reading import Reading, rehearse, save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint("money", __name__, template_folder="templates", enable_openapi=False)

RECORDED = PAYMENTS | USES | {EntryKind.TRANSFER, EntryKind.INTEREST}
"""What can be recorded by hand from the page of a contribution."""


@blueprint.get("/contributions/<reference>/record/<kind>")
@requires(Permission.POST_MONEY)
def show(reference: str, kind: str) -> ResponseReturnValue:
    """Show the form, empty or with what a returned request said."""
    posting = _kind(kind)
    item = read_contribution(context.session(), reference).item
    if posting is EntryKind.INTEREST:
        again = request.args.get(REQUEST)
        return redirect(url_for("interest.show", contribution=item.reference, request=again))
    today = utc_now().date()
    form = form_class(posting)(
        formdata=None,
        effective_on=today,
        reference=proposed_reference(posting, today),
        activity=request.args.get("activity", ""),
        currency=item.currency,
    )
    order = order_before(posting, item.id)
    if order is not None:
        fill(form, order)
    elif posting is EntryKind.INSTALMENT_DUE:
        fill_instalment(form, item)
    return show_form(form, posting, item, [])


@blueprint.post("/contributions/<reference>/record/<kind>")
@requires(Permission.POST_MONEY)
def record(reference: str, kind: str) -> ResponseReturnValue:
    """Record it, or show what stands in the way; or only tell whether it could be recorded."""
    posting = _kind(kind)
    item = read_contribution(context.session(), reference).item
    form = form_class(posting)()
    read = _read(form, item, posting)
    checking = request.form.get("intent") == "check"
    done: list[Submission] = []

    def write(session: Session) -> None:
        done.append(hand_in_order(session, order=read.order, actor=actor(), replaces=replaced()))

    faults = read.faults or _doubts(form, read.order) or (rehearse if checking else save)(write)
    if faults or checking:
        return show_form(form, posting, item, faults, read, done[0] if done else None)
    tell(done[0], label(posting), read.order.heading.reference)
    if read.converted and read.converted.warning:
        flash(_("Stale rate: %(warning)s.", warning=read.converted.warning), "warning")
    return back_to(item)


@blueprint.get("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def ask_reversal(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the reason, saying what will happen."""
    form = ReversalForm(formdata=None, effective_on=utc_now().date())
    order = order_before(EntryKind.REVERSAL)
    if order is not None:
        fill_reversal(form, order)
    return _reversal_page(form, reference, number, [])


@blueprint.post("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def reverse(reference: str, number: int) -> ResponseReturnValue:
    """Undo the entry by its mirror image, or show what stands in the way."""
    item = read_contribution(context.session(), reference).item
    entry_of_contribution(context.session(), item.id, number)  # one of another is not found here
    form, reading = ReversalForm(), Reading()
    on, why = reading.needed_day(form.effective_on), reading.text(form.why)
    correction = read_correction(form, reading, on)
    if not why:
        reading.faults.append(Fault("why", _("Say why it is reversed.")))
    heading = Heading(on, f"REVERSAL-{number}-{token_hex(4)}", why, correction=correction)
    order = PostingInstruction(
        EntryKind.REVERSAL, heading, contribution_id=item.id, reverses_id=number
    )
    done: list[Submission] = []

    def write(session: Session) -> None:
        handed = hand_in_order(session, order=order, actor=actor(), note=why, replaces=replaced())
        done.append(handed)

    faults = reading.faults or save(write)
    if faults:
        return _reversal_page(form, reference, number, faults)
    tell(done[0], label(EntryKind.REVERSAL), heading.reference)
    return back_to(item)


def _kind(text: str) -> EntryKind:
    """Return the kind that the address names, of those that people record by hand."""
    for kind in RECORDED:
        if kind.value == text:
            return kind
    raise NotFound(_("There is nothing at this address."))


def _read(form: EntryForm, item: ContributionItem, kind: EntryKind) -> Recorded:
    """Read a form by its kind."""
    if isinstance(form, PaymentForm):
        return read_payment(form, item, kind)
    if isinstance(form, TransferForm):
        return read_transfer(form, item)
    if isinstance(form, UseForm):
        return read_use(form, item, kind)
    raise NotFound(_("There is nothing at this address."))


def _doubts(form: EntryForm, order: PostingInstruction) -> list[Fault]:
    """Ask about a receipt that looks like one on record, unless it was said to be another."""
    if order.kind is not EntryKind.RECEIPT or order.contribution_id is None:
        return []
    if isinstance(form, PaymentForm) and form.another.data:
        return []
    session, heading = context.session(), order.heading
    donor = session.get_one(Contribution, order.contribution_id).donor_id
    on = heading.effective_on
    new = ReceiptFacts(heading.reference, donor, heading.currency, heading.original_minor or 0, on)
    found = ReceiptIndex(receipts_between(session, [donor], on, on)).like(new)
    return [Fault("another", ask_whether_another(found))] if found else []


def _reversal_page(
    form: ReversalForm, reference: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form of a reversal; with faults, as refused."""
    session = context.session()
    item = read_contribution(session, reference).item
    page = render_template(
        "entries/reversal_form.html",
        form=form,
        item=item,
        entry=entry_of_contribution(session, item.id, number),
        faults=faults,
        told={fault.field for fault in faults},
        closed=is_closed(form.effective_on.data),
        ids=ids_of(form),
    )
    return page, 422 if faults else 200
