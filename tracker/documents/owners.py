"""The records that files are about: who may see their files, and who may add and withdraw them.

One rule for all doors. What is public is seen with its record; what is not, by staff, and of a
contribution by its donor. Of a record that a reader may not know of, there are no files.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session, SQLModel, col, select

from tracker.assistance.assistance_requests import find_assistance_request
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.assistance.tables.tools import Tool
from tracker.assistance.tools import find_tool
from tracker.documents.tables import RecordFile
from tracker.errors import NotFound
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.people.permissions import (
    CurrentUser,
    Permission,
    may,
    may_see_terms,
    may_see_unpublished,
)
from tracker.people.subjects import Subject
from tracker.words import say


class FilesSeen(NamedTuple):
    """What a reader may see of the files of a record: those that are public, or all."""

    public: bool
    all: bool


class OwnerKind(NamedTuple):
    """A kind of record with files: its column, its subject, its code, and who may change it."""

    column: str
    subject: Subject
    code: str
    table: type[SQLModel]
    find: Callable[[Session, str], Any]
    seen: Callable[[Session, Any, CurrentUser], FilesSeen]
    change: Permission


class FileOwner(NamedTuple):
    """One record that files are about."""

    kind: str
    number: int
    code: str
    row: Any


def contribution_files_seen(*, terms: bool) -> FilesSeen:
    """Return what a reader sees of a contribution's files, who may see its terms or not."""
    return FilesSeen(public=True, all=terms)


def _of_activity(session: Session, row: Activity, user: CurrentUser) -> FilesSeen:
    del session
    published = row.publication is PublicationState.PUBLISHED
    return FilesSeen(published or may_see_unpublished(user), may(user, Permission.SEE_TERMS))


def _of_tool(session: Session, row: Tool, user: CurrentUser) -> FilesSeen:
    del session, row
    return FilesSeen(public=True, all=may(user, Permission.SEE_TERMS))


def _of_request(session: Session, row: AssistanceRequest, user: CurrentUser) -> FilesSeen:
    del session
    seen = row.consent_to_publish or may_see_unpublished(user)
    return FilesSeen(seen, may_see_unpublished(user))


def _of_contribution(session: Session, row: Contribution, user: CurrentUser) -> FilesSeen:
    if may(user, Permission.SEE_TERMS):  # of every donor
        return FilesSeen(public=True, all=True)
    donor = session.exec(select(Donor.code).where(Donor.id == row.donor_id)).one()
    return contribution_files_seen(terms=may_see_terms(user, donor))


def _find_contribution(session: Session, reference: str) -> Contribution:
    found = session.exec(select(Contribution).where(Contribution.reference == reference)).first()
    if found is None:
        raise NotFound(say("There is nothing at this address."))
    return found


OWNERS: Mapping[str, OwnerKind] = {
    "activities": OwnerKind(
        "activity_id", Subject.ACTIVITY, "code", Activity, find_activity, _of_activity,
        Permission.CHANGE_ASSISTANCE,
    ),
    "contributions": OwnerKind(
        "contribution_id", Subject.CONTRIBUTION, "reference", Contribution, _find_contribution,
        _of_contribution, Permission.CHANGE_CONTRIBUTIONS,
    ),
    "tools": OwnerKind(
        "tool_id", Subject.TOOL, "code", Tool, find_tool, _of_tool, Permission.CHANGE_ASSISTANCE,
    ),
    "requests": OwnerKind(
        "request_id", Subject.ASSISTANCE_REQUEST, "code", AssistanceRequest,
        find_assistance_request, _of_request, Permission.CHANGE_ASSISTANCE,
    ),
}  # fmt: skip
"""The kinds of records with files, by the first part of their addresses."""


def find_file_owner(session: Session, kind: str, code: str) -> FileOwner:
    """Return a record by its kind and code; raises NotFound."""
    row = OWNERS[kind].find(session, code)
    return FileOwner(kind, row.id or 0, getattr(row, OWNERS[kind].code), row)


def owner_of_file(session: Session, file: RecordFile) -> FileOwner:
    """Return the record that a file is about."""
    for name, kind in OWNERS.items():
        number = getattr(file, kind.column)
        if number is not None:
            table: Any = kind.table
            row = session.exec(select(table).where(col(table.id) == number)).one()
            return FileOwner(name, number, getattr(row, kind.code), row)
    raise NotFound(say("There is nothing at this address."))


def files_seen(session: Session, owner: FileOwner, user: CurrentUser) -> FilesSeen:
    """Return what a reader may see of the files of a record."""
    return OWNERS[owner.kind].seen(session, owner.row, user)


def may_change_files(owner: FileOwner, user: CurrentUser) -> bool:
    """Tell whether a user may add and withdraw files of a record."""
    return may(user, OWNERS[owner.kind].change)


def programmes_of_owner(session: Session, owner: FileOwner) -> list[str]:
    """Return the code of the programme of an activity; of other records, none."""
    if not isinstance(owner.row, Activity):
        return []
    programme = select(Programme.code).where(Programme.id == owner.row.programme_id)
    return list(session.exec(programme))
