"""The form of an activity: its own fields and the rows of its parts."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, SelectMultipleField

from tracker.assistance.states import ToolUse
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.web.forms.fields import (
    amount_field,
    code_field,
    count_field,
    day_field,
    long_field,
    picked_field,
    text_field,
)
from tracker.web.forms.rows import rows_of


class InstrumentRow(Form):  # type: ignore[misc] # wtforms has no types
    """The share of one instrument."""

    code = code_field(_l("Instrument"), Instrument, empty=True)
    share = amount_field(_l("Per cent"))


class PlaceRow(Form):  # type: ignore[misc] # wtforms has no types
    """The share of one State or region."""

    code = picked_field(_l("State or region"), "places")
    share = amount_field(_l("Per cent"))


class ToolRow(Form):  # type: ignore[misc] # wtforms has no types
    """The use of a tool, and its share of the cost."""

    tool = picked_field(_l("Tool"), "tools")
    use = code_field(_l("Use"), ToolUse)
    share = amount_field(_l("Per cent of the cost"))


class ParticipantRow(Form):  # type: ignore[misc] # wtforms has no types
    """People by function and place."""

    function = code_field(_l("Function"), ParticipantFunction, empty=True)
    place = picked_field(_l("State or area"), "places")
    women = count_field(_l("Women"))
    men = count_field(_l("Men"))
    girls = count_field(_l("Girls"))
    boys = count_field(_l("Boys"))
    unspecified = count_field(_l("Sex not specified"))
    counted_before = BooleanField(_l("Counted before"))


class ResultRow(Form):  # type: ignore[misc] # wtforms has no types
    """An indicator with its values."""

    indicator = text_field(_l("Indicator"), 500)
    unit = text_field(_l("Unit"), 60)
    baseline = count_field(_l("Baseline"))
    target = count_field(_l("Target"))
    actual = count_field(_l("Actual"))
    measured_on = day_field(_l("Measured on"))


class ActivityDocumentRow(Form):  # type: ignore[misc] # wtforms has no types
    """A document by title and symbol or address."""

    title = text_field(_l("Title"), 500)
    symbol = text_field(_l("Symbol"), 120)
    url = text_field(_l("Address"), 1000)


class ActivityForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """An activity with all that belongs to it."""

    code = text_field(_l("Code"), 60)
    title = text_field(_l("Title"), 1000)
    programme = picked_field(_l("Programme"), "programmes")
    type = code_field(_l("Type"), ActivityType)
    status = code_field(_l("Status"), ActivityStatus)
    description = long_field(_l("Description"))
    planned_start = day_field(_l("Planned start"))
    planned_end = day_field(_l("Planned end"))
    actual_start = day_field(_l("Actual start"))
    actual_end = day_field(_l("Actual end"))
    budget = amount_field(_l("Budget in US dollars"))
    venue = text_field(_l("Venue"), 300)
    instruments = rows_of(InstrumentRow)
    beneficiaries = rows_of(PlaceRow)
    tools = rows_of(ToolRow)
    participants = rows_of(ParticipantRow)
    results = rows_of(ResultRow)
    documents = rows_of(ActivityDocumentRow)
    partners = long_field(_l("Partners"))
    articles = long_field(_l("Articles"), rows=3)
    paragraphs = SelectMultipleField(
        _l("Operative paragraphs"),
        choices=lambda: [
            (str(number), f"{number}. {found.action}") for number, found in paragraphs().items()
        ],
        validate_choice=False,
    )
    requests = text_field(_l("Requests answered"), 2000)
    evaluation = long_field(_l("Evaluation"), rows=3)
    why = text_field(_l("Why is this changed?"), 2000)


PARTS = ("instruments", "beneficiaries", "tools", "participants", "results", "documents")
"""The parts of an activity that are entered as rows."""
