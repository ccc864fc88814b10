"""The field of a new record's code: read in normal form, refused or proposed by the one rule."""

from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.fund.code_register import proposed_code
from tracker.http import context
from tracker.reference.record_codes import code_fault, normal_code
from tracker.web.forms.typed_fields import TextField


class NewCodeField(TextField):
    """The code of a new record of one kind; its data is a lawful code."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        kind: str,
        *,
        longest: int = 60,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        super().__init__(label, longest=longest, **keywords)
        self.kind = kind

    def read(self, text: str) -> str:
        """Read a code in its normal form."""
        code = normal_code(text)
        why = code_fault(code)
        if why:
            raise ValidationError(why)
        return code

    @property
    def proposal(self) -> str:
        """The sentence that proposes the next free code; empty before the first record."""
        code = proposed_code(context.session(), self.kind)
        return _("%(code)s is free.", code=code) if code else ""
