"""The form of one section of an activity: what others do in other sections is left alone."""

from flask import request
from flask_babel import gettext as _

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_sections import FIELDS, ActivitySection, SectionStage, of_section
from tracker.web.activities.form import ActivityChangeForm, filled_activity_form
from tracker.web.activities.section_names import SECTION_NAMES
from tracker.web.forms.draft_values import OTHER_NAMES
from tracker.web.forms.form import sent_data
from tracker.web.forms.versioned_form import BEFORE, THEIRS, WHY, sent_form, unsign

ALWAYS_SENT = ("csrf_token", WHY)


def form_fields(section: ActivitySection) -> tuple[str, ...]:
    """Return the names of a section's fields in the form of an activity."""
    return tuple(OTHER_NAMES.get(name, name) for name in FIELDS[section])


def filled_section_form(
    section: ActivitySection, draft: ActivityDraft, progress: SectionStage
) -> ActivityChangeForm:
    """Return the form with a section as it is; what is filled in first has its reason proposed."""
    form = filled_activity_form(draft)
    if progress is SectionStage.EMPTY:
        form.why.data = _("First entry: %(section)s", section=SECTION_NAMES[section])
    return form


def sent_section_form(section: ActivitySection, now: ActivityDraft) -> ActivityChangeForm:
    """Return the form as a section of it was sent, and all else as it is on record `now`.

    It is then compared with the record in the fields of that section alone, so that two persons
    who change different sections do not meet.
    """
    if THEIRS in request.form:
        return _decided(section, now)
    form = filled_activity_form(now)
    sent = sent_data(form)
    names = {*ALWAYS_SENT, *form_fields(section)}
    for field in (field for field in form if field.name in names):
        field.process(sent)
        field.post_process(sent)
    before = unsign(ActivityDraft, request.form.get(BEFORE, ""))
    form.filled_from.data = None if before is None else of_section(section, before, now)
    return form


def _decided(section: ActivitySection, now: ActivityDraft) -> ActivityChangeForm:
    """Return the form as it was decided on the page of two edits."""
    form = sent_form(ActivityChangeForm, filled_activity_form)
    if form.merged is not None:
        form.merged = of_section(section, form.merged, now)
    if form.filled_from.data is not None:
        form.filled_from.data = of_section(section, form.filled_from.data, now)
    return form
