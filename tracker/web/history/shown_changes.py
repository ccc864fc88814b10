"""Changes as a page shows them: who, when, why, and each field before and after, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.assistance.states import RevisionState
from tracker.fund.states import ContributionState, DonorStatus
from tracker.http.actor_names import who
from tracker.http.formats import NOTHING
from tracker.http.labels import label
from tracker.money import USD
from tracker.people.history import ChangedField, HistoryItem
from tracker.people.permissions import HistorySeen
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.reports.register.states import ReportState
from tracker.web.forms.field_texts import FIELDS, draft_text, plain_text
from tracker.web.history.action_names import action_name
from tracker.web.history.records import DRAFTS

CHANGED = "changed"
"""The field that names the fields of a revision."""
OTHER_FIELDS = {
    "active": _l("Active"),
    "approved_by": _l("Approved by"),
    "barred": _l("Kept from approving and posting"),
    "changed": _l("Fields changed"),
    "contact": _l("Contact"),
    "contributions": _l("Contributions"),
    "email": _l("E-mail address"),
    "entries": _l("Entries"),
    "from": _l("Merged from"),
    "into": _l("Merged into"),
    "is not": _l("Is not"),
    "issued_on": _l("Issued on"),
    "minor": _l("Amount"),
    "people": _l("People"),
    "programmes": _l("Programmes"),
    "request": _l("Request"),
    "role": _l("Role"),
    "spelling": _l("Spelling"),
    "text": _l("Explanation"),
    "today": _l("Name today"),
    "usd_minor": _l("Amount"),
}
"""The labels of fields that no draft has."""
STATES: Mapping[tuple[Subject, str], type[StrEnum]] = {
    (Subject.ACTIVITY_REVISION, "state"): RevisionState,
    (Subject.CONTRIBUTION, "state"): ContributionState,
    (Subject.DONOR, "status"): DonorStatus,
    (Subject.REPORT, "state"): ReportState,
    (Subject.USER, "role"): Role,
}
"""The states that fields of trails hold, by subject and field."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a change: its label, its value before and after in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change: its number, moment, what was done, and its fields; by whom and why for staff."""

    number: int
    at: datetime
    action: str
    who: str
    why: str
    adds: bool
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class HistoryReader:
    """What a reader may see of changes: people, and what withheld activities are called."""

    seen: HistorySeen
    withheld: Collection[str] = ()
    currency: str = USD

    def shown(self, item: HistoryItem) -> ShownChange:
        """Return a change as the reader sees it."""
        people = self.seen.people
        return ShownChange(
            number=item.number,
            at=item.at,
            action=action_name(item.action),
            who=who(item.actor) if people else "",
            why=item.why if people else "",
            adds=item.adds,
            fields=tuple(self._field(item, one) for one in item.fields),
        )

    def _field(self, item: HistoryItem, one: ChangedField) -> ShownField:
        """Return a field with its values in words."""
        old, new = (self._text(item.subject, one.name, value) for value in (one.old, one.new))
        return ShownField(field_name(one.name), old, new)

    def _text(self, subject: Subject, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON
        """Return a value in words."""
        if value is None or value in ("", [], {}):
            return NOTHING
        if name == CHANGED and isinstance(value, list):
            return "; ".join(map(field_name, value))
        if name == "scope":
            earmarks = [one.split(" ", 1) for one in value]
            value = [[kind, code] for kind, code in earmarks if code not in self.withheld]
        states = STATES.get((subject, name))
        if states is not None and value in set(states):
            return str(label(states(value)))
        draft = DRAFTS.get(subject)
        return plain_text(value) if draft is None else draft_text(draft, name, value, self.currency)


def field_name(name: str) -> str:
    """Return the label of a field; one of an older version stays as the trail has it."""
    return str(FIELDS.get(name) or OTHER_FIELDS.get(name) or name)
