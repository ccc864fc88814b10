"""What the pages of money have in common: references, messages, what they show of a form."""

from datetime import date
from secrets import token_hex
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug import Response

from tracker.assistance.titles import activity_titles
from tracker.errors import Fault
from tracker.fund.approvals.submission import Submission
from tracker.fund.balances.activity_balances import activity_balances
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.contributions.parts import parts_of
from tracker.fund.ledger.entries import NEEDS_SECOND_PERSON, EntryKind
from tracker.fund.ledger.entry_fields import (
    ANY_CURRENCY,
    AT_PLEDGE_RATE,
    BASIS_HOLDS_REASON,
    LOWERS_UNALLOCATED,
    PAYMENTS,
    PLEDGES,
    USES,
)
from tracker.fund.ledger.receipt_remainders import receipts_left
from tracker.fund.ledger.support_cost import programmable
from tracker.http import context
from tracker.reference.currencies import currencies
from tracker.web.entries.forms import EntryForm, in_order
from tracker.web.entries.heading import Recorded, is_closed
from tracker.web.entries.labels import SUMMARIES, TITLES
from tracker.web.entries.uses import others_of_donor
from tracker.web.forms.fields import ids_of


def proposed_reference(kind: EntryKind, on: date) -> str:
    """Propose a reference; sending the same form twice then posts once."""
    return f"{kind.value.upper().replace('_', '-')}-{on:%Y%m%d}-{token_hex(4)}"


def tell(done: Submission, kind: str, reference: str) -> None:
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


def back_to(item: ContributionItem) -> Response:
    """Go to the contribution's page."""
    return redirect(url_for("contributions.show", reference=item.reference), 303)


def show_form(
    form: EntryForm,
    kind: EntryKind,
    item: ContributionItem,
    faults: list[Fault],
    read: Recorded | None = None,
    done: Submission | None = None,
) -> ResponseReturnValue:
    """Show a form with what is available; with faults, as refused; `done` of a rehearsal."""
    session = context.session()
    money = waterfall_of(session, item.id, item.reserve_rate_bp)
    free = money.available_minor - money.waiting_minor
    page = render_template(
        _template(kind),
        form=form,
        kind=kind,
        title=TITLES[kind],
        about=SUMMARIES[kind],
        item=item,
        faults=in_order(faults),
        told={fault.field for fault in faults},
        read=read,
        done=done,
        ids=ids_of(form) | {"recorded_at": form.effective_on.id},
        money=money,
        free_minor=free,
        programmable_minor=programmable(free, item.reserve_rate_bp),
        takes_two=kind in NEEDS_SECOND_PERSON,
        closed=is_closed(form.effective_on.data),
        shape=_shape(kind, item),
        **_choices(session, kind, item),
    )
    return page, 422 if faults else 200


def _template(kind: EntryKind) -> str:
    """Return the template of a kind's form."""
    if kind is EntryKind.TRANSFER:
        return "entries/transfer_form.html"
    return "entries/payment_form.html" if kind in PAYMENTS else "entries/use_form.html"


def _shape(kind: EntryKind, item: ContributionItem) -> dict[str, bool]:
    """Say which of the fields of a payment are shown."""
    any_currency = kind in ANY_CURRENCY
    worth = kind not in AT_PLEDGE_RATE and kind is not EntryKind.RECEIPT_CORRECTION
    return {
        "direction": kind is EntryKind.PLEDGE_ADJUSTMENT,
        "currency": any_currency,
        "corrects": kind is EntryKind.RECEIPT_CORRECTION,
        "usd": worth and (any_currency or item.currency != "USD"),
        "settles": kind is EntryKind.RECEIPT and item.currency != "USD",
        "reason": kind in BASIS_HOLDS_REASON,
        "promises": kind in PLEDGES,
        "lowers": kind in LOWERS_UNALLOCATED,
    }


def _choices(session: Session, kind: EntryKind, item: ContributionItem) -> dict[str, Any]:
    """Return what the form of a kind offers to choose from."""
    found: dict[str, Any] = {}
    if kind in USES:
        found["standings"] = activity_balances(session, item.id)
    if kind is EntryKind.ALLOCATION:
        found["activities"] = activity_titles(session)
    if kind in ANY_CURRENCY:
        found["currencies"] = {code: one.name for code, one in currencies().items()}
    if kind is EntryKind.RECEIPT_CORRECTION:
        found["receipts"] = receipts_left(session, item.id)
    if kind is EntryKind.INSTALMENT_DUE:
        found["instalments"] = parts_of(session, item.id).instalments
    if kind is EntryKind.TRANSFER:
        found["others"] = others_of_donor(item)
    return found
