"""The page of two edits: what somebody else has saved meanwhile beside what was entered."""

from typing import NamedTuple

from flask import render_template

from tracker.edits import EditConflict, EditDifference, Side
from tracker.http import context
from tracker.money import USD
from tracker.people.audit import TrailItem, trail_of
from tracker.people.subjects import Subject
from tracker.web.forms.draft_values import field_label, shown
from tracker.web.forms.versioned_form import WHY, VersionedForm, chosen_side, sign


class EditedRecord(NamedTuple):
    """The record that two people edited: its place in the trail, and the address of its page.

    `summary` says how that came about, where it was not while a form was open: then the page leads
    to none.
    """

    subject: Subject
    reference: str
    address: str
    summary: str = ""


class ShownDifference(NamedTuple):
    """A difference as the page shows it: name, label, texts, and the side that is marked."""

    name: str
    label: str
    before: str
    theirs: str
    yours: str
    marked: str
    undecided: bool


def edit_conflict_page(form: VersionedForm, found: EditConflict, record: EditedRecord) -> str:
    """Show both edits, and ask for a decision about each difference."""
    currency = getattr(found.yours, "currency", USD)
    return render_template(
        "forms/edit_conflict.html",
        form=form,
        edited=record,
        other=_last_change(record),
        differences=[_shown(form, one, currency) for one in found.differences()],
        knows_before=found.before is not None,
        hidden={
            "filled_from": sign(found.before) if found.before is not None else "",
            "theirs": sign(found.theirs),
            "yours": sign(found.yours),
            **({WHY: form[WHY].data} if WHY in form else {}),
        },
    )


def _shown(form: VersionedForm, one: EditDifference, currency: str) -> ShownDifference:
    """Return a difference with its values as texts."""
    some = next(value for value in (one.theirs, one.yours, one.before) if value is not None)
    marked = chosen_side(one.name) or (one.proposed or "")
    return ShownDifference(
        one.name,
        field_label(form, one.field, some),
        shown(form, one.field, one.before, currency),
        shown(form, one.field, one.theirs, currency),
        shown(form, one.field, one.yours, currency),
        marked=marked if marked in set(Side) else "",
        undecided=one.name in form.undecided,
    )


def _last_change(record: EditedRecord) -> TrailItem | None:
    """Return the newest change of the record in the trail."""
    trail = trail_of(context.session(), record.subject, [record.reference])
    return trail[-1] if trail else None
