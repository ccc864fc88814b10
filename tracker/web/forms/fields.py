"""The fields of which our forms are made."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField

from tracker.http.formats import NOTHING
from tracker.http.labels import label

OPTIONAL_DAY = {"autocomplete": "off"}


def text_field(title: Any, width: int = 200, **keywords: Any) -> StringField:  # noqa: ANN401 - lazy texts
    """Make a line of text."""
    return StringField(title, render_kw={"maxlength": width, "autocomplete": "off", **keywords})


def long_field(title: Any, rows: int = 4) -> TextAreaField:  # noqa: ANN401 - a lazy text
    """Make several lines of text."""
    return TextAreaField(title, render_kw={"rows": rows})


def amount_field(title: Any) -> StringField:  # noqa: ANN401 - a lazy text
    """Make a field for an amount, which is read as the reader's language writes it."""
    return StringField(title, render_kw={"inputmode": "decimal", "autocomplete": "off"})


def count_field(title: Any) -> StringField:  # noqa: ANN401 - a lazy text
    """Make a field for a whole number."""
    return StringField(title, render_kw={"inputmode": "numeric", "autocomplete": "off"})


def day_field(title: Any) -> DateField:  # noqa: ANN401 - a lazy text
    """Make a field for a day."""
    return DateField(title, render_kw=OPTIONAL_DAY)


def code_field(title: Any, kind: type[StrEnum], *, empty: bool = False) -> SelectField:  # noqa: ANN401 - a lazy text
    """Make a choice among the members of an enum, labelled when the form is shown."""

    def choices() -> list[tuple[str, str]]:
        named = [(member.value, label(member)) for member in kind]
        return [("", NOTHING), *named] if empty else named

    return SelectField(title, choices=choices, validate_choice=False)


def picked_field(title: Any, names: str) -> StringField:  # noqa: ANN401 - a lazy text
    """Make a field whose suggestions stand in the datalist of that id."""
    return StringField(title, render_kw={"list": names, "autocomplete": "off"})


def ids_of(fields: Iterable[Any]) -> dict[str, str]:
    """Return the ids of a form's fields by their short names, for the error summary."""
    return {field.short_name: field.id for field in fields}
