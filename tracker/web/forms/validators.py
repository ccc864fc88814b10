"""Validators of fields that could be read."""

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form
from wtforms.validators import Length, StopValidation, ValidationError


class Required:
    """A required entry; an unreadable entry keeps its own error."""

    def __init__(self, message: Any) -> None:  # noqa: ANN401 - a lazy text
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse an empty field; a number of zero is an entry."""
        del form
        if not field.errors and field.data in (None, "", ()):
            raise StopValidation(str(self.message))


class Longest(Length):  # type: ignore[misc] # wtforms has no types
    """The most characters of a text."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most)

    def __call__(self, form: Form, field: Field) -> None:
        """Measure the typed text; name the field and the limit."""
        del form
        if len(field.typed) > self.max:
            raise ValidationError(
                _(
                    "%(field)s has at most %(number)s characters",
                    field=field.label.text,
                    number=self.max,
                )
            )
