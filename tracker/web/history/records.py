"""The kinds of records that have a history, with the page and the draft of each."""

from typing import NamedTuple

from flask import url_for

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.added_sessions import SessionDraft, find_added_session, read_session
from tracker.assistance.assistance_requests import AssistanceRequestDraft
from tracker.assistance.disseminations import DisseminationDraft
from tracker.assistance.programmes import ProgrammeDraft
from tracker.assistance.tools import ToolDraft
from tracker.errors import NotFound
from tracker.fund.code_register import is_on_record
from tracker.fund.contributions.contribution_list import read_contribution
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.donors.registry import DonorDraft
from tracker.http import context
from tracker.money import USD
from tracker.people.subjects import Subject
from tracker.words import say


class RecordHistory(NamedTuple):
    """A kind of record: its subject in the trail, the page of one, and the draft of its fields.

    `also` are subjects of what waits for it.
    """

    subject: Subject
    page: str
    draft: type
    argument: str = "code"
    also: tuple[Subject, ...] = ()

    def address(self, code: str) -> str:
        """Return the address of a record's page."""
        named = {self.argument: code}
        return url_for(self.page, **named)  # type: ignore[arg-type] # names of arguments


KINDS = {
    "activities": RecordHistory(
        Subject.ACTIVITY, "activities.show", ActivityDraft, also=(Subject.ACTIVITY_REVISION,)
    ),
    "contributions": RecordHistory(
        Subject.CONTRIBUTION, "contributions.show", ContributionDraft, "reference"
    ),
    "dissemination": RecordHistory(Subject.DISSEMINATION, "dissemination.show", DisseminationDraft),
    "donors": RecordHistory(Subject.DONOR, "donors.show_registry", DonorDraft),
    "programmes": RecordHistory(Subject.PROGRAMME, "programmes.show", ProgrammeDraft),
    "requests": RecordHistory(Subject.ASSISTANCE_REQUEST, "requests.show", AssistanceRequestDraft),
    "sessions": RecordHistory(Subject.SESSION, "body_sessions.show", SessionDraft),
    "tools": RecordHistory(Subject.TOOL, "tools.show", ToolDraft),
}
"""The kinds by the first part of their addresses."""
DRAFTS = {one.subject: one.draft for one in KINDS.values()}
"""The draft of each subject, which knows the types of its fields."""


class HistoryOwner(NamedTuple):
    """The record whose history is shown; `donor` is the code of a contribution's donor."""

    code: str
    donor: str = ""
    currency: str = USD


def find_owner(kind: str, code: str) -> HistoryOwner:
    """Return the record of a kind with that code. Raises NotFound."""
    session = context.session()
    if kind == "sessions":
        return HistoryOwner(read_session(find_added_session(session, code)).code)
    if kind == "contributions":
        item = read_contribution(session, code).item
        return HistoryOwner(item.reference, item.donor, item.currency)
    if not is_on_record(session, kind, code):
        raise NotFound(say("There is nothing at this address."))
    return HistoryOwner(code)


def history_address(subject: Subject, code: str) -> str:
    """Return the address of a record's history, for a subject that has one."""
    kind = next(name for name, one in KINDS.items() if one.subject is subject)
    if kind == "contributions":
        return url_for("history.show_of_contribution", reference=code)
    return url_for("history.show", kind=kind, code=code)
