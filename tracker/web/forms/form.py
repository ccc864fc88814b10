"""A form of the record: unreadable fields and refusals of the rules are reported together."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from flask import request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlmodel import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from tracker.errors import Fault
from tracker.http.shown_forms import is_shown_again
from tracker.questions import DraftQuestion, unanswered
from tracker.web.forms import saving
from tracker.web.forms.form_state import (
    OfferedDraft,
    form_address,
    note_draft_form,
    offered_draft,
    once_token,
)
from tracker.web.forms.refusals import Refusal, errors_at, put_faults, refusals_of
from tracker.web.forms.saving import Refused, Saved

Value = TypeVar("Value")
Asked = ParamSpec("Asked")
SURE = "sure"
"""The name of the boxes that answer questions."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which no text of the record holds; lines and tabs are none of them."""


class RecordForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A form whose errors come from its fields and from the rules of the record.

    Fields stand in the order of the page. `FAULTS_OF` names the field at which faults stand that
    the rules know by another name.
    """

    FAULTS_OF: ClassVar[Mapping[str, str]] = {}
    KEEPS_DRAFT: ClassVar[bool] = False
    """Whether drafts of the form are kept."""
    questions: tuple[DraftQuestion, ...] = ()
    """The questions about what was entered, answered or not, each to be shown with its tick."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # flask-wtf has no types
        """The source of a form's data, where its maker names none."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:  # noqa: ANN401 - wtforms' own
            """Return the data given, or what a browser sent, even if that is nothing."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return sent_data(form) if form.is_submitted() else None

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(*given, **named)
        if self.KEEPS_DRAFT and self.is_submitted():
            note_draft_form()

    def rule_faults(self) -> Iterable[Fault]:
        """Return the rules' refusals of the entered values; unreadable fields count as empty.

        A fault of an unreadable field is left out.
        """
        return ()

    def rule_questions(self) -> Iterable[DraftQuestion]:
        """Return what is asked about before the entered values are recorded.

        A question about a faulty field is left out.
        """
        return ()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - wtforms' own
        """Tell whether all fields could be read, the rules accept them, and nothing is asked.

        A form that is only shown again after signing in is not valid, and has no errors either.
        """
        if is_shown_again():
            return False
        super().validate(extra_validators)
        put_faults(self, self.rule_faults())
        self.ask(self.rule_questions())
        return not self.refusals and not self.open_questions

    def save(
        self,
        write: Callable[Concatenate[Session, Asked], Value],
        *given: Asked.args,
        **named: Asked.kwargs,
    ) -> Saved[Value] | None:
        """Save by a write of the record; a refusal becomes errors of the fields."""
        return self._accepted(saving.save(write, *given, **named))

    def rehearse(
        self,
        write: Callable[Concatenate[Session, Asked], Value],
        *given: Asked.args,
        **named: Asked.kwargs,
    ) -> Saved[Value] | None:
        """Do as `save` does, then roll it back."""
        return self._accepted(saving.rehearse(write, *given, **named))

    def ask(self, questions: Iterable[DraftQuestion]) -> None:
        """Show questions, each once, except about a field that has errors."""
        asked = (one for one in questions if not errors_at(self, one.field))
        self.questions = tuple(dict.fromkeys((*self.questions, *asked)))

    @property
    def sure(self) -> frozenset[str]:
        """The codes of the questions that were ticked."""
        return frozenset(request.form.getlist(SURE)) if self.is_submitted() else frozenset()

    @property
    def open_questions(self) -> tuple[DraftQuestion, ...]:
        """The questions that were not ticked."""
        return unanswered(self.questions, self.sure)

    @property
    def refusals(self) -> list[Refusal]:
        """All refusals, in the order of the page."""
        return list(refusals_of(self))

    @property
    def once(self) -> str:
        """The token by which the form is saved once, however often it is sent."""
        return once_token()

    @property
    def draft_keeper(self) -> str:
        """The address that keeps a draft of the form."""
        return url_for("drafts.keep", form=form_address())

    @property
    def kept_draft(self) -> OfferedDraft | None:
        """The draft that is kept of the form."""
        return offered_draft("")

    @property
    def http_status(self) -> int:
        """The status of the page that shows the form: 422 when it was refused or asks."""
        return 422 if self.refusals or self.open_questions else 200

    def _accepted(self, outcome: Saved[Value] | Refused) -> Saved[Value] | None:
        """Return the result of a write, or put its refusal on the fields."""
        if isinstance(outcome, Saved):
            return outcome
        put_faults(self, outcome.faults)
        self.ask(outcome.questions)
        return None


def sent_data(form: Form) -> MultiDict[str, object]:
    """Return the texts of a request without control characters, and files for fields of files."""
    data: MultiDict[str, object] = MultiDict(
        (name, UNPRINTABLE.sub("", text)) for name, text in request.form.items(multi=True)
    )
    for name, file in request.files.items(multi=True):
        if name in form and isinstance(form[name], FileField):
            data.add(name, file)
    return data
