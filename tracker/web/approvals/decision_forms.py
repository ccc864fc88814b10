"""The forms of decisions: approving one request or several, returning one, taking one back."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from tracker.errors import Fault
from tracker.fund.tables.approvals import LARGEST_NUMBER
from tracker.listing import SIZES
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import LONGEST_REASON
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

MOST_AT_ONCE = SIZES[-1]
LONGEST_DIGITS = 12
RETURN_REASON = "return-reason"
SHOWN = re.compile(r"([0-9]{1,12}):([0-9a-f]{0,64})")


class ShownRequest(NamedTuple):
    """A request with the digest of its lines as they were shown."""

    number: int
    digest: str


class ShownRequestsField(Field):  # type: ignore[misc] # wtforms has no types
    """Requests as they were shown, one hidden input each, in their order; its data is a tuple."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read each request once, in the order shown; other texts are left out."""
        texts = [SHOWN.fullmatch(text) for text in valuelist[:MOST_AT_ONCE]]
        found = {int(text[1]): text[2] for text in texts if text}
        self.data = tuple(
            ShownRequest(number, digest)
            for number, digest in found.items()
            if number <= LARGEST_NUMBER
        )


class DecisionForm(RecordForm):
    """The remark or the reason of a decision; without `asked` the form has no field for it."""

    reason = TextField(_l("Reason"), longest=LONGEST_REASON)

    def __init__(self, *, asked: bool = True, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(**keywords)
        if not asked:
            del self.reason

    @property
    def bound_to(self) -> dict[str, str]:
        """What the decision is bound to: nothing, unless the form has a digest."""
        return {"shown": self.shown.data or ""} if "shown" in self else {}

    @property
    def said(self) -> str:
        """The text of the remark or reason; empty without its field."""
        return str(self.reason.data) if "reason" in self else ""


class ApprovalForm(DecisionForm):
    """A remark on an approval, and the digest of the lines that were shown."""

    FAULTS_OF: ClassVar[Mapping[str, str]] = {"shown": ""}

    shown = HiddenField()
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
    """The requests to approve together as they were shown, and the remark of each."""

    requests = ShownRequestsField(_l("Requests"), name="shown")

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse to approve nothing."""
        if not self.requests.data:
            yield Fault("", _("Choose what to approve."))


def form_of(kind: type[DecisionForm], refused: DecisionForm | None) -> DecisionForm:
    """Return the form of a kind of decision: the refused one, or an empty one."""
    return refused if isinstance(refused, kind) else kind(formdata=None)


def read_numbers(texts: Iterable[str]) -> tuple[int, ...]:
    """Read the numbers of requests, each once; other texts are left out."""
    numbers = {int(text[:LONGEST_DIGITS]) for text in texts if text.isascii() and text.isdigit()}
    return tuple(sorted(number for number in numbers if number <= LARGEST_NUMBER))[:MOST_AT_ONCE]
