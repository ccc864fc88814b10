"""The rows of a part of a form: some empty ones, so that it works without scripts."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from wtforms import FieldList, Form, FormField, HiddenField

from tracker.web.forms.choice_fields import CodeField

EMPTY_ROWS = 3
SPARE_ROWS = 2
ROW_ID = "id"
MOST_ROWS = 400
LONGEST_ID = 18  # digits
NO_ROW = 0
"""The id that no row has, in place of one that cannot be read."""


class RowIdField(HiddenField):  # type: ignore[misc] # wtforms has no types
    """The id of the part that a row was filled from; a row with nothing else is empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the id; a row that never was on record has none."""
        text = valuelist[0] if valuelist else ""
        is_id = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
        self.data = (int(text) if is_id else NO_ROW) if text else None


class RowsField(FieldList):  # type: ignore[misc] # wtforms has no types
    """The rows of a part, each a form of its own; empty rows do not count.

    Its `errors` are those of the part as a whole; those of a cell are at the cell.
    """

    def __init__(self, label: Any, row: type[Form], **keywords: Any) -> None:  # noqa: ANN401 - a lazy text
        super().__init__(
            FormField(row), label, min_entries=EMPTY_ROWS, max_entries=MOST_ROWS, **keywords
        )

    @property
    def filled(self) -> list[Any]:
        """The forms of the filled rows."""
        return [row.form for row in self.entries if any(_is_entered(cell) for cell in row.form)]

    def process(self, formdata: Any, *data: Any, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        """Add spare rows below the filled ones."""
        super().process(formdata, *data, **keywords)
        if not formdata and self.object_data:
            for _number in range(min(SPARE_ROWS, MOST_ROWS - len(self.entries))):
                self._add_entry()

    def rows_lost(self, on_record: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Yield the filled rows that name a part that is not on record, counted from 0."""
        known = {getattr(part, "id", None) for part in on_record} | {None}
        for number, row in enumerate(self.filled):
            if ROW_ID in row and row[ROW_ID].data not in known:
                yield number, row

    def validate(self, form: Form, extra_validators: Any = ()) -> bool:  # noqa: ANN401 - wtforms' own
        """Validate the filled rows, then the part as a whole."""
        self.errors: list[str] = []
        rows = [row.validate() for row in self.filled]
        self._run_validation_chain(form, chain(self.validators, extra_validators))
        return all(rows) and not self.errors


def _is_entered(field: Any) -> bool:  # noqa: ANN401 - a field of wtforms
    """Tell whether a cell is filled; ids and choices that cannot be empty do not count."""
    if isinstance(field, RowIdField) or (isinstance(field, CodeField) and not field.empty):
        return False
    raw = field.raw_data
    return any(str(text).strip() for text in raw) if raw else bool(field.data)
