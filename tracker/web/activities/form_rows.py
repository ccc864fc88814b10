"""The rows of an activity's form: shares, tools, participants, results, documents."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form

from tracker.assistance.activity_drafts import ActivityDocumentDraft, ToolShare
from tracker.assistance.outcome_drafts import BEFORE, COUNTS, ParticipantCount, ResultDraft
from tracker.assistance.shares import Share
from tracker.assistance.states import ResultCounting, ToolUse
from tracker.money import BASIS_POINTS
from tracker.reference.codes import ParticipantFunction
from tracker.reference.instruments import Instrument
from tracker.web.forms.choice_fields import NONE_OF_THE_LIST, CodeField, RecordField
from tracker.web.forms.rows import RowIdField
from tracker.web.forms.suggestions import ACTIVITIES, PLACES, PROGRAMMES, TOOLS
from tracker.web.forms.typed_fields import (
    AddressField,
    DayField,
    ShareField,
    TextField,
    WholeField,
)
from tracker.web.forms.validators import Longest, Required


class InstrumentRow(Form):  # type: ignore[misc] # wtforms has no types
    """The share of one instrument."""

    code = CodeField(_l("Instrument"), Instrument, [Required(NONE_OF_THE_LIST)], empty=True)
    share = ShareField(_l("Per cent"))

    def draft(self) -> Share:
        """Return the share as it was entered."""
        return Share(str(self.code.data or ""), self.share.data or 0)


class PlaceRow(Form):  # type: ignore[misc] # wtforms has no types
    """The share of one State or region."""

    code = RecordField(_l("State or region"), PLACES, by_name=True)
    share = ShareField(_l("Per cent"))

    def draft(self) -> Share:
        """Return the share as it was entered."""
        return Share(self.code.data, self.share.data or 0)


def shares_of(rows: Iterable[InstrumentRow | PlaceRow]) -> tuple[Share, ...]:
    """Return the shares of rows; one alone that states none has all of it, as in a sheet."""
    filled = list(rows)
    if len(filled) == 1 and filled[0].share.data is None:
        return (filled[0].draft()._replace(share_bp=BASIS_POINTS),)
    return tuple(row.draft() for row in filled)


class ToolRow(Form):  # type: ignore[misc] # wtforms has no types
    """The use of a tool, and its share of the cost."""

    tool = RecordField(_l("Tool"), TOOLS)
    use = CodeField(_l("Use"), ToolUse)
    share = ShareField(_l("Per cent of the cost"))

    def draft(self) -> ToolShare:
        """Return the tool as it was entered."""
        return ToolShare(self.tool.data, self.use.data, self.share.data or 0)


class ParticipantRow(Form):  # type: ignore[misc] # wtforms has no types
    """People by function and place."""

    function = CodeField(_l("Function"), ParticipantFunction, empty=True)
    place = RecordField(_l("State or area"), PLACES, by_name=True)
    counted_on = DayField(_l("Counted on"))
    women = WholeField(_l("Women"))
    men = WholeField(_l("Men"))
    girls = WholeField(_l("Girls"))
    boys = WholeField(_l("Boys"))
    unspecified = WholeField(_l("Sex not specified"))
    women_before = WholeField(_l("Women counted before"))
    men_before = WholeField(_l("Men counted before"))
    girls_before = WholeField(_l("Girls counted before"))
    boys_before = WholeField(_l("Boys counted before"))
    unspecified_before = WholeField(_l("Sex not specified, counted before"))
    before_activity = RecordField(_l("Counted before in activity"), ACTIVITIES, [Longest(60)])
    before_programme = RecordField(_l("or in programme"), PROGRAMMES)

    def draft(self) -> ParticipantCount:
        """Return the counts as they were entered; what was left empty is nobody."""
        count = ParticipantCount(
            function=self.function.data or ParticipantFunction.NOT_SPECIFIED,
            place=self.place.data,
            counted_on=self.counted_on.data,
            before_activity=self.before_activity.data,
            before_programme=self.before_programme.data,
        )
        numbers: dict[str, Any] = {name: self[name].data or 0 for name in (*COUNTS, *BEFORE)}
        return count._replace(**numbers)


class ResultRow(Form):  # type: ignore[misc] # wtforms has no types
    """An indicator with its values; one row for each period, which ends on the day of measuring."""

    id = RowIdField()
    indicator = TextField(_l("Indicator"), [Required(_l("Name the indicator."))], longest=500)
    unit = TextField(_l("Unit"), longest=60)
    baseline = WholeField(_l("Baseline"))
    target = WholeField(_l("Target"))
    actual = WholeField(_l("Actual"))
    measured_on = DayField(_l("Measured on"))
    counting = CodeField(_l("In all"), ResultCounting)
    period_start = DayField(_l("First day of the period"))
    period_target = WholeField(_l("Target of the period"))
    actual_women = WholeField(_l("Of the actual: women"))
    actual_men = WholeField(_l("Of the actual: men"))
    actual_unspecified = WholeField(_l("Of the actual: sex not recorded"))
    evidence = TextField(_l("Evidence"), longest=500)
    evidence_url = AddressField(_l("Address of the evidence"), longest=1000)
    lowered_because = TextField(_l("Why the value is lower"), longest=500)

    def draft(self) -> ResultDraft:
        """Return the result as it was entered."""
        return ResultDraft(**self.data)


class ActivityDocumentRow(Form):  # type: ignore[misc] # wtforms has no types
    """A document by title and symbol or address."""

    id = RowIdField()
    title = TextField(_l("Title"), [Required(_l("A document has a title."))], longest=500)
    symbol = TextField(_l("Symbol"), longest=120)
    url = AddressField(_l("Address"), longest=1000)

    def draft(self) -> ActivityDocumentDraft:
        """Return the document as it was entered."""
        return ActivityDocumentDraft(**self.data)
