"""The form of a series: how often, how many times or until when, and its activities."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.fields.choices import SelectChoice

from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import known_numbers
from tracker.assistance.activity_series import (
    MOST_REPEATED,
    Interval,
    Occasion,
    propose_series,
    repeated,
    series_days,
    series_faults,
)
from tracker.assistance.day_rules import planned_day_faults
from tracker.assistance.titles import activity_titles
from tracker.errors import Fault
from tracker.http import context
from tracker.reference.record_codes import code_faults, code_key
from tracker.web.forms.choice_fields import OptionField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.rows import RowsField
from tracker.web.forms.typed_fields import DayField, TextField, WholeField
from tracker.web.forms.validators import Required
from tracker.words import say

INTERVALS = (
    (Interval.WEEK, _l("Every week")),
    (Interval.MONTH, _l("Every month")),
    (Interval.QUARTER, _l("Every quarter")),
    (Interval.YEAR, _l("Every year")),
)
OCCASIONS = "occasions"


class OccasionRow(Form):  # type: ignore[misc] # wtforms has no types
    """One activity of the series."""

    code = TextField(_l("Code"), [Required(_l("Give the code."))], longest=60)
    starts = DayField(_l("Planned start"), [Required(_l("Give the date."))])
    ends = DayField(_l("Planned end"))


class RepeatForm(RecordForm):
    """A series of activities like one on file, proposed first and then added as it was edited."""

    KEEPS_DRAFT = True
    FAULTS_OF: ClassVar = {}

    every = OptionField(
        _l("How often"), [], [Required(_l("Choose how often."))], default=Interval.MONTH.value
    )
    after = DayField(_l("Counted from"))
    times = WholeField(_l("How many times"))
    until = DayField(_l("Until"))
    occasions = RowsField(_l("Activities"), OccasionRow)

    def __init__(self, draft: ActivityDraft, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.draft = draft
        super().__init__(**keywords)

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Offer the intervals."""
        self.every.choices = [SelectChoice(one.value, str(name)) for one, name in INTERVALS]
        super().post_process(formdata)

    @property
    def proposes(self) -> bool:
        """Tell whether the activities are to be proposed, and none to be added yet."""
        return request.form.get("intent") == "propose" or not self.occasions.filled

    def proposed(self) -> list[dict[str, Any]]:
        """Return the rows that are proposed for the days of the series."""
        found = propose_series(context.session(), self.draft, self.days)
        return [one._asdict() for one in found]

    @property
    def days(self) -> list[date]:
        """The days of the series."""
        return series_days(
            self.after.data, Interval(self.every.data), self.times.data, self.until.data
        )

    def drafts(self) -> list[ActivityDraft]:
        """Return the activities as they were edited."""
        rows = [row for row in self.occasions.filled if row.starts.data]
        return repeated(
            self.draft,
            [Occasion(row.code.data, row.starts.data, row.ends.data) for row in rows],
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return what is missing for a proposal, or what is wrong with an activity."""
        days = [(name, self[name].data) for name in ("after", "until")]
        wrong = [fault for name, day in days for fault in planned_day_faults(name, day)]
        yield from wrong
        if self.proposes:
            yield from [] if wrong else self._faults_of_days()
        elif all(row.starts.data for row in self.occasions.filled):
            yield from self._faults_of_activities()

    def _faults_of_days(self) -> Iterator[Fault]:
        """Yield what is missing to propose a series."""
        if self.after.data is None:
            yield Fault("after", say("Give the date."))
        if self.times.data is None and self.until.data is None:
            yield Fault("times", say("say how many times, or until when"))
        elif self.times.data == 0 or (self.times.data or 0) > MOST_REPEATED:
            yield Fault("times", say("from 1 to %(most)s times", most=MOST_REPEATED))
        elif self.after.data and self.until.data and self.until.data <= self.after.data:
            yield Fault("until", say("The last day comes before the first."))
        elif self.every.data in set(Interval) and self.after.data:
            yield from series_faults(self.days, "until" if self.until.data else "times")

    def _faults_of_activities(self) -> Iterator[Fault]:
        """Yield what is wrong with the activities, at their rows."""
        session = context.session()
        on_file = {code_key(code) for code in activity_titles(session)}
        here: set[str] = set()
        codes = known_numbers(session).codes()
        for number, draft in enumerate(self.drafts()):
            for fault in (*code_faults("code", draft.code), *activity_faults(draft, codes)):
                yield Fault(_cell(number, fault.field), fault.message)
            key = code_key(draft.code)
            if key in on_file:
                text = say("the activity %(code)s is on file", code=draft.code)
                yield Fault(_cell(number, "code"), text)
            elif key in here:
                text = say("the code %(code)s stands twice in this form", code=draft.code)
                yield Fault(_cell(number, "code"), text)
            here.add(key)


CELLS = {"code": "code", "planned_start": "starts", "planned_end": "ends"}
"""The cells of a row by the fields of an activity; other faults are of the row's code."""


def _cell(number: int, field: str) -> str:
    """Return the name of the cell of a row at which a fault stands."""
    return f"{OCCASIONS}-{number}-{CELLS.get(field, 'code')}"
