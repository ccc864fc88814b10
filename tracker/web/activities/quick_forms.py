"""The short forms of an activity: its status and days, a count of people, a result, a document."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tracker.assistance.activity_drafts import ActivityDocumentDraft, ActivityDraft
from tracker.assistance.activity_parts import known_numbers
from tracker.assistance.outcome_drafts import (
    ParticipantCount,
    ResultDraft,
    participant_faults,
)
from tracker.assistance.repeated_counts import repeated_count_questions, repeated_day_faults
from tracker.assistance.result_rules import lowering_faults, result_faults, with_result
from tracker.assistance.states import ResultCounting
from tracker.errors import Fault
from tracker.http import context
from tracker.questions import DraftQuestion
from tracker.reference.codes import ActivityStatus
from tracker.versions import version_of
from tracker.web.activities.form_rows import ActivityDocumentRow, ParticipantRow, ResultRow
from tracker.web.forms.choice_fields import CodeField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.typed_fields import DayField
from tracker.words import say


class ShortForm(RecordForm):
    """A short form of an activity on file; `before` is the activity as it is."""

    KEEPS_DRAFT = True
    before: ActivityDraft

    def after(self) -> ActivityDraft:
        """Return the activity as it will be."""
        raise NotImplementedError


class ActivityStatusForm(ShortForm):
    """How far an activity has come, with the days on which it began and ended."""

    seen = HiddenField()
    status = CodeField(_l("Status"), ActivityStatus)
    actual_start = DayField(_l("Actual start"))
    actual_end = DayField(_l("Actual end"))
    why = change_reason_field()

    def after(self) -> ActivityDraft:
        """Return the activity with the status and the days that were entered."""
        return replace(
            self.before,
            status=self.status.data,
            actual_start=self.actual_start.data,
            actual_end=self.actual_end.data,
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse to write over what somebody else has changed since the form was shown."""
        if self.seen.data != version_of(self.before):
            why = say("somebody else has changed this since it was read; read it again")
            yield Fault("status", why)


class ActivityPeopleForm(ParticipantRow, ShortForm):
    """People whom an activity reached, of one function and place."""

    why = change_reason_field()

    def after(self) -> ActivityDraft:
        """Return the activity with one count more."""
        return replace(self.before, participants=(*self.before.participants, self.draft()))

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the new count, beside those on record."""
        numbers = known_numbers(context.session())
        counts: tuple[ParticipantCount, ...] = self.after().participants
        found = participant_faults(counts, numbers.programmes, numbers.codes().has_activity)
        yield from repeated_day_faults(self.before.participants, self.draft(), self.before.code)
        yield from _of_new_row("participants", len(counts) - 1, found)

    def rule_questions(self) -> Iterable[DraftQuestion]:
        """Ask who came again where such people were counted on another day."""
        return repeated_count_questions(self.before.participants, self.draft())


class ActivityResultForm(ResultRow, ShortForm):
    """A value of an indicator for a period; blank stays what is on record."""

    counting = CodeField(_l("In all"), ResultCounting, empty=True)
    why = change_reason_field()

    def draft(self) -> ResultDraft:
        """Return the result as it was entered."""
        values = _own(self, ResultDraft.content())
        return ResultDraft(**values | {"counting": self.counting.data or ResultCounting.LATEST})

    def after(self) -> ActivityDraft:
        """Return the activity with the value, in the place of one of the same day if there is."""
        before, said = self.before.results, self.counting.data
        return replace(self.before, results=with_result(before, self.draft(), counting=said))

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the value, beside those on record."""
        results = self.after().results
        own = (self.indicator.data, self.measured_on.data)
        place = [(one.indicator, one.measured_on) for one in results].index(own)
        faults = (*result_faults(results), *lowering_faults(self.before.results, results))
        return _of_new_row("results", place, faults)


class ActivityDocumentForm(ActivityDocumentRow, ShortForm):
    """A document about an activity."""

    why = change_reason_field()

    def draft(self) -> ActivityDocumentDraft:
        """Return the document as it was entered."""
        return ActivityDocumentDraft(**_own(self, ActivityDocumentDraft.content()))

    def after(self) -> ActivityDraft:
        """Return the activity with one document more."""
        return replace(self.before, documents=(*self.before.documents, self.draft()))


def _own(form: RecordForm, names: Iterable[str]) -> dict[str, Any]:
    """Return the data of some fields."""
    return {name: form[name].data for name in names}


def _of_new_row(part: str, number: int, faults: Iterable[Fault]) -> Iterable[Fault]:
    """Yield the faults of one row of a part, by the names of its cells."""
    start = f"{part}-{number}-"
    for fault in faults:
        if fault.field.startswith(start):
            yield Fault(fault.field.removeprefix(start), fault.message)


SHORT_FORMS: dict[str, Callable[..., ShortForm]] = {
    "status": ActivityStatusForm,
    "people": ActivityPeopleForm,
    "results": ActivityResultForm,
    "documents": ActivityDocumentForm,
}
"""The short forms by the last part of their addresses."""
