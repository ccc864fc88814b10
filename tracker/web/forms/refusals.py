"""The refusals of a form: errors of its fields, cells and rows, and of no field."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from flask_babel import gettext as _
from wtforms import Form

from tracker.errors import Fault
from tracker.web.forms.rows import RowsField

Field = Any  # a field of wtforms, which has no types


class Refusal(NamedTuple):
    """One error: the id and the label of its field, both empty without a field."""

    id: str
    label: str
    message: str


def refusals_of(form: Form) -> Iterator[Refusal]:
    """Return all errors in the order of the fields; those of no field come last."""
    for field in form:
        for error in field.errors:
            yield Refusal(field.id, str(field.label.text), str(error))
        if isinstance(field, RowsField):
            yield from _refused_cells(field)
    for error in form.form_errors:
        yield Refusal("", "", str(error))


def put_faults(form: Form, faults: Iterable[Fault]) -> None:
    """Put faults of the record's rules on the errors of their fields.

    A fault names a field, or a cell of a row, such as "instruments-2-share": rows are counted
    from 0 among the filled ones. A field that has an error already, or whose part's rows have
    one, gets no second one. A fault of no field goes to the form's own errors.
    """
    placed = [(_field_of(form, fault.field), fault.message) for fault in faults]
    unread = {field.id for field, _message in placed if field is not None and _is_faulty(field)}
    for field, message in placed:
        if field is None:
            _add(form.form_errors, message)
        elif field.id not in unread:
            field.errors = list(field.errors)
            _add(field.errors, message)


def errors_at(form: Form, name: str) -> bool:
    """Tell whether the field of a fault or a question has errors."""
    field = _field_of(form, name)
    return field is not None and _is_faulty(field)


def _refused_cells(part: RowsField) -> Iterator[Refusal]:
    """Return the errors of the cells of a part."""
    for number, entry in enumerate(part.entries, start=1):
        row = _("row %(number)s", number=number)
        for cell in entry.form:
            named = f"{part.label.text}, {row}, {cell.label.text}"
            for error in cell.errors:
                yield Refusal(cell.id, named, str(error))


def _field_of(form: Form, name: str) -> Field | None:
    """Return the field of that name, or the cell, or the part of which no cell is named."""
    part, _dash, place = getattr(form, "FAULTS_OF", {}).get(name, name).partition("-")
    if part not in form:
        return None
    field = form[part]
    number, _dash, cell = place.partition("-")
    if not isinstance(field, RowsField) or not number.isdigit():
        return field
    row = dict(enumerate(field.filled)).get(int(number), ())
    return row[cell] if cell in row else field  # noqa: SIM401 - a form of wtforms has no get


def _is_faulty(field: Field) -> bool:
    """Tell whether a field, or a cell of its rows, has errors."""
    cells = (cell for row in field.filled for cell in row) if isinstance(field, RowsField) else ()
    return bool(field.errors) or any(cell.errors for cell in cells)


def _add(errors: list[str], message: str) -> None:
    """Add a message once."""
    if message not in errors:
        errors.append(message)
