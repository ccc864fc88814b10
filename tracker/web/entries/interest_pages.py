"""The page of interest: to one contribution, or by the rule after a look at what each gets."""

from dataclasses import dataclass, replace
from datetime import date

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.errors import Fault
from tracker.fund.approvals.submission import Submission
from tracker.fund.balances.interest import InterestSplit, split_interest
from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.labels import label
from tracker.money import USD
from tracker.people.permissions import Permission
from tracker.periods import utc_now
from tracker.reference.currencies import exponent
from tracker.web.entries.form_display import proposed_reference, tell
from tracker.web.entries.forms import BY_RULE, NAMED, InterestForm, in_order
from tracker.web.entries.handing_in import hand_in_order
from tracker.web.entries.heading import is_closed, read_heading
from tracker.web.entries.labels import SUMMARIES, TITLES
from tracker.web.entries.refill import fill, order_before, replaced
from tracker.web.forms.codes import find_code
from tracker.web.forms.fields import ids_of
from tracker.web.forms.reading import Reading, rehearse, save
from tracker.web.forms.saving import actor

blueprint = APIBlueprint("interest", __name__, template_folder="templates", enable_openapi=False)
DAYS = " / "
"""What stands between the first and the last day, in the basis of interest by the rule."""


@dataclass(frozen=True, slots=True)
class ReadInterest:
    """What the form brought; `split` when the rule says who gets what."""

    order: PostingInstruction
    faults: list[Fault]
    split: InterestSplit | None = None


@blueprint.get("/ledger/interest")
@requires(Permission.POST_MONEY)
def show() -> ResponseReturnValue:
    """Show the form, empty or with what a returned request said."""
    today = utc_now().date()
    named = request.args.get("contribution", "")
    form = InterestForm(
        formdata=None,
        effective_on=today,
        reference=proposed_reference(EntryKind.INTEREST, today),
        contribution=named,
        by=NAMED if named else BY_RULE,
    )
    order = order_before(EntryKind.INTEREST)
    if order is not None:
        fill(form, order)
    return _page(form, [])


@blueprint.post("/ledger/interest")
@requires(Permission.POST_MONEY)
def record() -> ResponseReturnValue:
    """Show what each would get; record it once that has been seen, or at once by name."""
    form = InterestForm()
    read = _read(form)
    checking = request.form.get("intent") == "check"
    done: list[Submission] = []

    def write(session: Session) -> None:
        done.append(hand_in_order(session, order=read.order, actor=actor(), replaces=replaced()))

    faults = read.faults or _unseen(form, read, checking=checking)
    faults = faults or (rehearse if checking else save)(write)
    if faults or checking:
        return _page(form, faults, read, done[0] if done else None)
    tell(done[0], label(EntryKind.INTEREST), read.order.heading.reference)
    return redirect(_after(form, read), 303)


def _read(form: InterestForm) -> ReadInterest:
    """Read the form into an order."""
    reading = Reading()
    heading = read_heading(form, reading)
    usd = reading.amount(form.amount, exponent(USD))
    order = PostingInstruction(EntryKind.INTEREST, heading, usd)
    if form.by.data == NAMED:
        return _read_named(form, reading, order)
    first = reading.needed_day(form.first_on)
    last = reading.needed_day(form.last_on)
    if not reading.faults and first > last:
        reading.faults.append(Fault("last_on", _("The last day comes before the first.")))
    if reading.faults:
        return ReadInterest(order, reading.faults)
    return _read_by_rule(order, first, last)


def _read_named(form: InterestForm, reading: Reading, order: PostingInstruction) -> ReadInterest:
    """Read to which contribution it goes."""
    session = context.session()
    named = find_code(reading.text(form.contribution), open_contributions(session))
    if named is None:
        reading.faults.append(Fault("contribution", _("Choose an open contribution.")))
        return ReadInterest(order, reading.faults)
    number = find_contribution(session, named).id
    return ReadInterest(replace(order, contribution_id=number), reading.faults)


def _read_by_rule(order: PostingInstruction, first: date, last: date) -> ReadInterest:
    """Say who gets what for these days."""
    split = split_interest(context.session(), order.usd_minor, first, last)
    basis = f"{first.isoformat()}{DAYS}{last.isoformat()}"
    heading = replace(order.heading, basis=basis)
    return ReadInterest(replace(order, heading=heading, earned=split.earned), [], split)


def _unseen(form: InterestForm, read: ReadInterest, *, checking: bool) -> list[Fault]:
    """Refuse to record by the rule what was not shown as it is now."""
    if checking or read.split is None or form.seen.data == read.split.digest:
        return []
    return [Fault("", _("Look at what each contribution gets, and record it then."))]


def _after(form: InterestForm, read: ReadInterest) -> str:
    """Say where to go once it is recorded: to the contribution, or back for more."""
    if read.split is None:
        named = find_code(form.contribution.data, open_contributions(context.session()))
        return url_for("contributions.show", reference=named)
    return url_for("interest.show")


def _page(
    form: InterestForm,
    faults: list[Fault],
    read: ReadInterest | None = None,
    done: Submission | None = None,
) -> ResponseReturnValue:
    """Show the form, with what each gets when it is known; with faults, as refused."""
    split = read.split if read else None
    page = render_template(
        "entries/interest_form.html",
        form=form,
        title=TITLES[EntryKind.INTEREST],
        about=SUMMARIES[EntryKind.INTEREST],
        faults=in_order(faults),
        told={fault.field for fault in faults},
        ids=ids_of(form) | {"recorded_at": form.effective_on.id, "basis": form.first_on.id},
        split=split,
        total_minor=read.order.usd_minor if read else 0,
        done=done,
        closed=is_closed(form.effective_on.data),
        contributions=open_contributions(context.session()),
    )
    return page, 422 if faults else 200
