"""Reads the forms of uses and transfers into orders that are ready to be handed in."""

from dataclasses import replace

from flask_babel import gettext as _

from tracker.assistance.activities import find_activity
from tracker.assistance.titles import activity_titles
from tracker.errors import Fault
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.http import context
from tracker.money import USD
from tracker.reference.currencies import exponent
from tracker.web.entries.forms import NAMED, TransferForm, UseForm
from tracker.web.entries.heading import Recorded, read_heading
from tracker.web.forms.codes import find_code
from tracker.web.forms.reading import Reading

DATED = ", "
"""What stands between the donor's letter and its day, in the basis of a transfer."""


def read_use(form: UseForm, item: ContributionItem, kind: EntryKind) -> Recorded:
    """Read what an activity is given or does with its money."""
    reading = Reading()
    heading = read_heading(form, reading)
    usd = reading.amount(form.amount, exponent(USD))
    activity = find_code(reading.text(form.activity), activity_titles(context.session()))
    if activity is None:
        reading.faults.append(Fault("activity", _("Choose an activity on file.")))
    order = PostingInstruction(
        kind,
        heading,
        usd,
        item.id if form.by.data == NAMED else None,
        find_activity(context.session(), activity).id if activity else None,
        against_commitment=bool(form.against_commitment.data),
    )
    return Recorded(order, reading.faults)


def read_transfer(form: TransferForm, item: ContributionItem) -> Recorded:
    """Read a transfer to another contribution of the same donor."""
    reading = Reading()
    heading = read_heading(form, reading)
    usd = reading.amount(form.amount, exponent(USD))
    others = others_of_donor(item)
    taker = find_code(reading.text(form.to_contribution), others)
    if taker is None:
        reading.faults.append(
            Fault("to_contribution", _("Choose another open contribution of the same donor."))
        )
    order = PostingInstruction(
        EntryKind.TRANSFER,
        replace(heading, basis=_consent(form, reading)),
        usd,
        item.id,
        to_contribution_id=find_contribution(context.session(), taker).id if taker else None,
    )
    return Recorded(order, reading.faults)


def others_of_donor(item: ContributionItem) -> dict[str, str]:
    """Return the open contributions of the same donor, without this one."""
    titles = open_contributions(context.session(), item.donor)
    return {reference: title for reference, title in titles.items() if reference != item.reference}


def _consent(form: TransferForm, reading: Reading) -> str:
    """Read the donor's letter and its day, which a transfer rests on."""
    letter = reading.text(form.letter)
    if not letter:
        reading.faults.append(Fault("letter", _("Name the letter in which the donor agreed.")))
    on = reading.needed_day(form.letter_on)
    return f"{letter}{DATED}{on.isoformat()}"
