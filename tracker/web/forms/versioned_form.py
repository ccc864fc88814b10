"""The form of a record on file, which knows the version that it was filled from.

A form that was overtaken by another edit shows both and lets its user decide; see
`edit_conflict.html`. What was typed travels with that page as a signed draft, as does what the
form was filled from, so that nothing is kept on the server between two requests.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import ValidationError
from wtforms import HiddenField

from tracker.edits import EditConflict, Side
from tracker.errors import ChangedMeanwhile, Fault, cell_name
from tracker.http.shown_forms import is_shown_again
from tracker.versions import adapter_of, version_of
from tracker.web.forms.form import RecordForm
from tracker.web.forms.form_state import OfferedDraft, offered_draft
from tracker.web.forms.refusals import put_faults
from tracker.web.forms.rows import ROW_ID, RowsField
from tracker.web.forms.saving import Saved
from tracker.words import say

Form = TypeVar("Form", bound="VersionedForm")
Draft = Any  # a frozen dataclass of a record
BEFORE, THEIRS, YOURS, WHY, CHOICE, ALL, EDIT = (
    "filled_from", "theirs", "yours", "why", "choice-", "all", "edit",
)  # fmt: skip
"""The fields of the page of two edits; a choice is named after its difference."""
KEYS = ("code", "reference")
"""The fields of keys, which never change."""
NO_VERSION = "none"
"""The version of a form that does not say what it was filled from: that of no record."""


class FilledFromField(HiddenField):  # type: ignore[misc] # wtforms has no types
    """The draft that a form was filled from, signed; its data is None where it cannot be read."""

    data: Any

    def _value(self) -> str:
        return sign(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Leave it to the form, which knows the kind of draft."""
        del valuelist
        self.data = None


class VersionedForm(RecordForm):
    """A form of a record on file; `KIND` is the class of its draft."""

    KIND: ClassVar[type]
    filled_from = FilledFromField()
    conflict: EditConflict | None = None
    undecided: frozenset[str] = frozenset()
    merged: Draft | None = None
    reviewed = False

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Read what the form was filled from."""
        super().post_process(formdata)
        if formdata and self.filled_from.raw_data:
            self.filled_from.data = unsign(self.KIND, self.filled_from.raw_data[0])
        elif not formdata:
            self.forget_lost_rows()
        for name in KEYS:
            if name in self:
                self[name].render_kw = {**(self[name].render_kw or {}), "readonly": True}

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - wtforms' own
        """Tell whether the form can be saved; one with decided edits was validated before."""
        if self.conflict is not None or self.reviewed or is_shown_again():
            return False
        if self.merged is not None:
            return True
        super().validate(extra_validators)
        put_faults(self, self._faults_of_lost_rows())
        return not self.refusals and not self.open_questions

    def forget_lost_rows(self) -> None:
        """Make new rows of those whose part of the record was removed meanwhile."""
        for _part, _number, row in self._lost_rows():
            row[ROW_ID].data = None

    def _faults_of_lost_rows(self) -> Iterator[Fault]:
        """Yield a fault for each row whose part of the record was removed meanwhile."""
        for part, number, row in self._lost_rows():
            cell = next(one.short_name for one in row if one.short_name != ROW_ID)
            why = say("this is no longer on record; write it into a new row if it is to be there")
            yield Fault(cell_name(part, number, cell), why)

    def _lost_rows(self) -> Iterator[tuple[str, int, Any]]:
        """Yield the rows that the record no longer has: name of the part, number and row."""
        before = self.filled_from.data
        parts = [one for one in self if isinstance(one, RowsField)] if before is not None else []
        for part in parts:
            on_record = getattr(before, part.short_name, ())
            yield from ((part.short_name, number, row) for number, row in part.rows_lost(on_record))

    def changes_nothing(self, draft: Callable[[], Draft], *, valid: bool) -> bool:
        """Tell whether the form was sent as it was filled; a reason is not missed then."""
        whole = valid or {one.id for one in self.refusals} == {WHY}
        if not whole or self.merged is not None or self.filled_from.data is None:
            return False
        return bool(draft() == self.filled_from.data)

    def save_change(
        self,
        write: Callable[..., Any],
        draft: Draft,
        **named: Any,  # noqa: ANN401 - the write's own
    ) -> Saved[Any] | None:
        """Save a change of the version that the form was filled from.

        When somebody else has changed the record meanwhile, nothing is saved, and `conflict` holds
        both edits; where they agree in all, there is nothing to decide.
        """
        before, yours = self.filled_from.data, draft if self.merged is None else self.merged
        version = NO_VERSION if before is None else version_of(before)
        try:
            return self.save(write, draft=yours, version=version, **named)
        except ChangedMeanwhile as overtaken:
            found = EditConflict(before, overtaken.current, yours)
        if found.differences():
            self.conflict = found
            return None
        self.filled_from.data, self.merged = found.theirs, found.merged({})
        return self.save_change(write, draft, **named)

    @property
    def kept_draft(self) -> OfferedDraft | None:
        """The draft that is kept of the form, told from the record as it is now."""
        return offered_draft(str(self.filled_from._value()))  # noqa: SLF001 - the field's own text

    @property
    def http_status(self) -> int:
        """The status of the page: 409 when another edit came first."""
        return 409 if self.conflict is not None else super().http_status


def sent_form(kind: type[Form], fill: Callable[[Draft], Form]) -> Form:
    """Return the form as it was sent, or as it was decided on the page of two edits.

    `fill` makes the form of a draft.
    """
    if THEIRS not in request.form:
        return kind()
    drafts = (unsign(kind.KIND, request.form.get(name, "")) for name in (BEFORE, THEIRS, YOURS))
    before, theirs, yours = drafts
    if theirs is None or yours is None:
        return kind()
    found = EditConflict(before, theirs, yours)
    chosen = _chosen(found)
    open_names = {one.name for one in found.differences()} - chosen.keys()
    form = fill(yours if open_names else found.merged(chosen))
    form.filled_from.data = before if open_names else theirs
    form.forget_lost_rows()
    if WHY in form:
        form[WHY].data = request.form.get(WHY, "")
    if open_names:
        form.conflict, form.undecided = found, frozenset(open_names)
    elif EDIT in request.form:
        form.reviewed = True
    else:
        form.merged = found.merged(chosen)
    return form


def chosen_side(name: str) -> str:
    """Return the side that was chosen of a difference; "" when none was."""
    return request.form.get(CHOICE + name, "")


def sign(draft: Draft) -> str:
    """Return a draft as signed text."""
    kept = adapter_of(type(draft)).dump_python(draft, mode="json")
    return str(_serializer().dumps(kept))


def unsign(kind: type, text: str) -> Draft | None:
    """Return the draft of a signed text; None for any other text."""
    try:
        return adapter_of(kind).validate_python(_serializer().loads(text))
    except (BadSignature, ValidationError):
        return None


def _serializer() -> URLSafeSerializer:
    """Return the maker of signed texts of this application; it believes older secrets too."""
    older = current_app.config["SECRET_KEY_FALLBACKS"] or []
    return URLSafeSerializer([*older, str(current_app.secret_key)], salt="filled-from")


def _chosen(found: EditConflict) -> Mapping[str, Side]:
    """Return the chosen sides, all of one where that was asked for."""
    whole = request.form.get(ALL, "")
    sides = {one.name: whole or chosen_side(one.name) for one in found.differences()}
    return {name: Side(side) for name, side in sides.items() if side in set(Side)}
