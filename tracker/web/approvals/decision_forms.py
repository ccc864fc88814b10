"""The forms of decisions: approving one request or several, returning one, taking one back."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field

from tracker.fund.tables.approvals import LARGEST_NUMBER
from tracker.listing import SIZES
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import LONGEST_REASON
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

MOST_AT_ONCE = SIZES[-1]
LONGEST_DIGITS = 12
RETURN_REASON = "return-reason"


class NumbersField(Field):  # type: ignore[misc] # wtforms has no types
    """The numbers of requests, one hidden input each; its data is a tuple."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the numbers."""
        self.data = read_numbers(valuelist)


class DecisionForm(RecordForm):
    """The remark or the reason of a decision; without `asked` the form has no field for it."""

    reason = TextField(_l("Reason"), longest=LONGEST_REASON)

    def __init__(self, *, asked: bool = True, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(**keywords)
        if not asked:
            del self.reason

    @property
    def said(self) -> str:
        """The text of the remark or reason; empty without its field."""
        return str(self.reason.data) if "reason" in self else ""


class ApprovalForm(DecisionForm):
    """A remark on an approval."""

    reason = TextField(_l("Remark"), longest=LONGEST_REASON, id="approve-reason")


class ReturnForm(DecisionForm):
    """The reason of a return to the preparer."""

    reason = TextField(
        _l("Why is it returned?"),
        [Required(_l("say why it is returned"))],
        longest=LONGEST_REASON,
        id=RETURN_REASON,
    )


class RequestWithdrawalForm(DecisionForm):
    """The reason of a withdrawal by the preparer."""

    reason = TextField(_l("Why"), longest=LONGEST_REASON, id=RETURN_REASON)


class SeveralApprovalsForm(DecisionForm):
    """The requests to approve together, and the remark of each."""

    numbers = NumbersField(_l("Requests"), name="number")


def read_numbers(texts: Iterable[str]) -> tuple[int, ...]:
    """Read the numbers of requests, each once; other texts are left out."""
    numbers = {int(text[:LONGEST_DIGITS]) for text in texts if text.isascii() and text.isdigit()}
    return tuple(sorted(number for number in numbers if number <= LARGEST_NUMBER))[:MOST_AT_ONCE]
