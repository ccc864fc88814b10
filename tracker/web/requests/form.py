"""The form of a State's request: what is asked for, how far it has come, and why that changes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    assistance_request_faults,
)
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.errors import Fault
from tracker.money import Money
from tracker.periods import proposed_day
from tracker.reference.instruments import Instrument
from tracker.web.forms.choice_fields import CodeField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.suggestions import ACTIVITIES, STATES
from tracker.web.forms.typed_fields import (
    AmountField,
    DayField,
    LongTextField,
    TextField,
    WholeField,
)
from tracker.web.forms.validators import Required
from tracker.web.forms.versioned_form import VersionedForm


class AssistanceRequestForm(RecordForm):
    """A new request of a State."""

    KEEPS_DRAFT = True

    FAULTS_OF: ClassVar[Mapping[str, str]] = {"estimated_cost_minor": "estimated_cost"}

    code = NewCodeField(_l("Code"), "requests")
    state = RecordField(
        _l("Requesting State"), STATES, [Required(_l("Name the State that asks."))], by_name=True
    )
    source = CodeField(_l("Source"), RequestSource)
    received_on = DayField(_l("Received on"), [Required(_l("Enter a date."))], default=proposed_day)
    priority = CodeField(_l("Priority"), Priority, default=Priority.MEDIUM)
    status = CodeField(_l("Status"), RequestStatus)
    decision = LongTextField(_l("Decision, and its reason"), rows=2)
    instrument = CodeField(_l("Instrument"), Instrument)
    articles = TextField(_l("Articles"))
    summary = LongTextField(_l("What is asked for"))
    review_cluster = WholeField(_l("Cluster of the country review"))
    estimated_cost = AmountField(_l("Estimated cost in US dollars"))
    cost_basis = TextField(_l("Basis of the estimate"), longest=500)
    consent_to_publish = BooleanField(_l("The State agrees that its request is published"))

    def draft(self) -> AssistanceRequestDraft:
        """Return the request as it was entered; a missing day counts as today's."""
        return AssistanceRequestDraft(
            code=self.code.data,
            state=self.state.data,
            source=self.source.data,
            status=self.status.data,
            priority=self.priority.data,
            instrument=self.instrument.data,
            received_on=self.received_on.data or proposed_day(),
            articles=self.articles.data,
            summary=self.summary.data,
            decision=self.decision.data,
            review_cluster=self.review_cluster.data,
            estimated_cost_minor=self.estimated_cost.minor,
            cost_basis=self.cost_basis.data,
            consent_to_publish=self.consent_to_publish.data,
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the request."""
        return assistance_request_faults(self.draft())


class AssistanceRequestChangeForm(VersionedForm, AssistanceRequestForm):
    """A request on file, and why it is changed."""

    KIND = AssistanceRequestDraft
    code = TextField(_l("Code"), longest=60)
    why = change_reason_field()


class AnswerForm(RecordForm):
    """An activity that answers a request."""

    activity = RecordField(
        _l("Activity"),
        ACTIVITIES,
        [Required(_l("Name an activity by its code."))],
        unknown=_l("No activity has this code or title."),
    )


def filled_request_form(draft: AssistanceRequestDraft) -> AssistanceRequestChangeForm:
    """Return the form with a request as it is."""
    cost = draft.estimated_cost_minor
    data = asdict(draft) | {"estimated_cost": None if cost is None else Money(cost)}
    return AssistanceRequestChangeForm(formdata=None, data=data, filled_from=draft)
