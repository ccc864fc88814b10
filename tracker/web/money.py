"""Recording what happened to a contribution's money, and undoing an entry."""

from datetime import date
from secrets import token_hex

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug import Response

from tracker.assistance.choices import activity_titles
from tracker.errors import Fault, NotFound
from tracker.fund.approvals.preparing import HandedIn
from tracker.fund.balances.standings import activity_standings
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.reads import ContributionItem, read_contribution
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_reads import entry_of_contribution
from tracker.fund.ledger.orders import Order
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.web.fields import ids_of
from tracker.web.money_forms import PaymentForm, ReversalForm, UseForm
from tracker.web.money_reading import Recorded, read_payment, read_use
from tracker.web.money_writing import hand_in_order
from tracker.web.reading import Reading
from tracker.web.saving import actor, rehearse, save

blueprint = APIBlueprint("money", __name__, template_folder="templates", enable_openapi=False)

PAYMENTS = (EntryKind.PLEDGE, EntryKind.RECEIPT, EntryKind.REFUND)
USES = (EntryKind.ALLOCATION, EntryKind.COMMITMENT, EntryKind.EXPENDITURE)
KINDS = (EntryKind.PLEDGE, EntryKind.RECEIPT, *USES, EntryKind.REFUND)
"""What can be recorded by hand, in the order in which it happens."""


@blueprint.get("/contributions/<reference>/record/<kind>")
@requires(Permission.POST_MONEY)
def show(reference: str, kind: str) -> ResponseReturnValue:
    """Show the empty form."""
    posting = _kind(kind)
    item = read_contribution(context.session(), reference).item
    form_class = PaymentForm if posting in PAYMENTS else UseForm
    form = form_class(
        formdata=None,
        effective_on=utc_now().date(),
        reference=proposed_reference(posting, utc_now().date()),
        activity=request.args.get("activity", ""),
    )
    return _page(form, posting, item, [])


@blueprint.post("/contributions/<reference>/record/<kind>")
@requires(Permission.POST_MONEY)
def record(reference: str, kind: str) -> ResponseReturnValue:
    """Record it, or show what stands in the way; or only tell whether it could be recorded."""
    posting = _kind(kind)
    item = read_contribution(context.session(), reference).item
    payment = posting in PAYMENTS
    form = PaymentForm() if payment else UseForm()
    read = read_payment(form, item, posting) if payment else read_use(form, item, posting)
    checking = request.form.get("intent") == "check"
    done: list[HandedIn] = []

    def write(session: Session) -> None:
        done.append(hand_in_order(session, order=read.order, actor=actor()))

    faults = read.faults or (rehearse if checking else save)(write)
    if faults or checking:
        return _page(form, posting, item, faults, read)
    tell(done[0], label(posting), read.order.heading.reference)
    if read.converted and read.converted.warning:
        flash(_("Stale rate: %(warning)s.", warning=read.converted.warning), "warning")
    return _back_to(item)


@blueprint.get("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def ask_reversal(reference: str, number: int) -> ResponseReturnValue:
    """Ask for the reason, saying what will happen."""
    today = utc_now().date()
    form = ReversalForm(formdata=None, effective_on=today)
    return _reversal_page(form, reference, number, [])


@blueprint.post("/contributions/<reference>/entries/<int:number>/reverse")
@requires(Permission.REVERSE_ENTRIES)
def reverse(reference: str, number: int) -> ResponseReturnValue:
    """Undo the entry by its mirror image, or show what stands in the way."""
    item = read_contribution(context.session(), reference).item
    form, reading = ReversalForm(), Reading()
    on, why = reading.needed_day(form.effective_on), reading.text(form.why)
    if not why:
        reading.faults.append(Fault("why", _("Say why it is reversed.")))
    heading = Heading(on, f"REVERSAL-{number}-{token_hex(4)}", why)
    order = Order(EntryKind.REVERSAL, heading, contribution_id=item.id, reverses_id=number)
    done: list[HandedIn] = []

    def write(session: Session) -> None:
        done.append(hand_in_order(session, order=order, actor=actor(), note=why))

    faults = reading.faults or save(write)
    if faults:
        return _reversal_page(form, reference, number, faults)
    tell(done[0], label(EntryKind.REVERSAL), heading.reference)
    return _back_to(item)


def tell(done: HandedIn, kind: str, reference: str) -> None:
    """Say whether something was recorded or waits."""
    if done.waits:
        waits = _(
            "%(kind)s %(name)s waits for the approval of a second person; its money is reserved.",
            kind=kind,
            name=reference,
        )
        flash(waits, "done")
        return
    flash(_("%(kind)s %(name)s was recorded.", kind=kind, name=reference), "done")


def proposed_reference(kind: EntryKind, on: date) -> str:
    """Propose a reference; sending the same form twice then posts once."""
    return f"{kind.value.upper()}-{on:%Y%m%d}-{token_hex(4)}"


def _kind(text: str) -> EntryKind:
    """Return the kind that the address names, of those that people record by hand."""
    for kind in KINDS:
        if kind.value == text:
            return kind
    raise NotFound(_("There is nothing at this address."))


def _back_to(item: ContributionItem) -> Response:
    """Go to the contribution's page."""
    return redirect(url_for("contributions.show", reference=item.reference), 303)


def _page(
    form: PaymentForm | UseForm,
    kind: EntryKind,
    item: ContributionItem,
    faults: list[Fault],
    read: Recorded | None = None,
) -> ResponseReturnValue:
    """Show the form with what is available; with faults, as refused."""
    session = context.session()
    page = render_template(
        "payment_form.html" if kind in PAYMENTS else "use_form.html",
        form=form,
        kind=kind,
        item=item,
        faults=faults,
        read=read,
        ids=ids_of(form) | {"recorded_at": form.effective_on.id},
        money=waterfall_of(session, item.id, item.reserve_rate_bp),
        standings=activity_standings(session, item.id) if kind in USES else (),
        activities=activity_titles(session) if kind is EntryKind.ALLOCATION else {},
    )
    return page, 422 if faults else 200


def _reversal_page(
    form: ReversalForm, reference: str, number: int, faults: list[Fault]
) -> ResponseReturnValue:
    """Show the form of a reversal; with faults, as refused."""
    session = context.session()
    item = read_contribution(session, reference).item
    page = render_template(
        "reversal_form.html",
        form=form,
        item=item,
        entry=entry_of_contribution(session, item.id, number),
        faults=faults,
        ids=ids_of(form),
    )
    return page, 422 if faults else 200
