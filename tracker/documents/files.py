"""Files about records: adding one, withdrawing one, and those that a reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.documents.file_rules import FileDraft, file_faults
from tracker.documents.owners import (
    OWNERS,
    FileOwner,
    FilesSeen,
    files_seen,
    find_file_owner,
    may_change_files,
    owner_of_file,
    programmes_of_owner,
)
from tracker.documents.store import StoredFile
from tracker.documents.tables import RecordFile
from tracker.errors import Fault, InvalidDraft, NotAllowed, NotFound
from tracker.people.audit import Change, lock_record, moment_of_change, record
from tracker.people.own_programmes import expect_own_programmes
from tracker.people.permissions import CurrentUser
from tracker.words import say

LONGEST_NAME = 200
FILES = "files"
"""The field of the trail under which files stand."""


class SentFile(NamedTuple):
    """A file that was stored, and the name under which it was sent."""

    stored: StoredFile
    name: str


class SeenFiles(NamedTuple):
    """The files of a record that a reader may see, in the order in which they came.

    `replaced` has by the number of a file those in whose place it stands, the newest first; they
    are for who sees `all` files.
    """

    standing: Sequence[RecordFile]
    replaced: Mapping[int, Sequence[RecordFile]]
    all: bool


def add_file(
    session: Session,
    kind: str,
    code: str,
    draft: FileDraft,
    sent: SentFile,
    user: CurrentUser,
    why: str,
) -> int:
    """Add a stored file to a record; return its number.

    Where it replaces another, that one is withdrawn and stays to be fetched by who sees all files.
    Raises NotFound, NotAllowed, and InvalidDraft, also where the record has the same file already.
    """
    lock_record(session)
    owner = find_file_owner(session, kind, code)
    replaced = expect_lawful_file(session, owner, draft, sent.stored.digest, user)
    row = RecordFile(
        **asdict(draft),
        name=sent.name,
        kind=sent.stored.kind.ending,
        digest=sent.stored.digest,
        size=sent.stored.size,
        added_at=moment_of_change(session),
    )
    setattr(row, OWNERS[kind].column, owner.number)
    if replaced is not None:
        replaced.withdrawn_at = row.added_at
        session.add(replaced)
    session.add(row)
    session.flush()
    _record(session, owner, user, replaced, row, why)
    return row.id or 0


def expect_lawful_file(
    session: Session, owner: FileOwner, draft: FileDraft, digest: str, user: CurrentUser
) -> RecordFile | None:
    """Return the file that a new one of a record would replace, None where it replaces none.

    Raises NotAllowed, and InvalidDraft, also where the record has the same file already.
    """
    expect_changeable(session, owner, user)
    standing = _standing(session, owner)
    faults = file_faults(session, owner, draft)
    replaced = next((one for one in standing if one.id == draft.replaces), None)
    if draft.replaces is not None and replaced is None:
        faults.append(Fault("replaces", say("the record has no such file")))
    if any(one.digest == digest for one in standing):
        faults.append(Fault("file", say("the record has this file already")))
    if faults:
        raise InvalidDraft(faults)
    return replaced


def withdraw_file(session: Session, number: int, user: CurrentUser, why: str) -> FileOwner:
    """Withdraw a file from its record; its content stays. Raises NotFound, NotAllowed."""
    lock_record(session)
    row = find_standing_file(session, number)
    owner = owner_of_file(session, row)
    expect_changeable(session, owner, user)
    row.withdrawn_at = moment_of_change(session)
    session.add(row)
    _record(session, owner, user, row, None, why)
    return owner


def find_standing_file(session: Session, number: int) -> RecordFile:
    """Return a file that was not withdrawn, for whoever may change its record; raises NotFound."""
    row = session.get(RecordFile, number)
    if row is None or row.withdrawn_at is not None:
        raise _nothing()
    return row


def same_file(session: Session, owner: FileOwner, digest: str) -> RecordFile | None:
    """Return the file of a record that holds the same, None where there is none."""
    return next((one for one in _standing(session, owner) if one.digest == digest), None)


def files_of(session: Session, kind: str, code: str, user: CurrentUser) -> SeenFiles:
    """Return the files of a record that a reader may see.

    Raises NotFound also for a record that the reader may not know of, in the words for one that is
    not there, which would else tell the codes of unpublished activities.
    """
    try:
        owner = find_file_owner(session, kind, code)
    except NotFound as error:
        raise _nothing() from error
    seen = files_seen(session, owner, user)
    if not (seen.public or seen.all):
        raise _nothing()
    return read_files(session, owner, seen)


def read_files(session: Session, owner: FileOwner, seen: FilesSeen) -> SeenFiles:
    """Return those files of a record that `seen` allows."""
    rows = _all(session, owner)
    standing = [one for one in rows if one.withdrawn_at is None]
    if seen.all:
        return SeenFiles(standing, _replaced(rows), all=True)
    return SeenFiles([one for one in standing if seen.public and one.is_public], {}, all=False)


def find_seen_file(session: Session, number: int, user: CurrentUser) -> RecordFile:
    """Return a file that a reader may fetch; raises NotFound for any other, and tells no more."""
    row = session.get(RecordFile, number)
    if row is None:
        raise _nothing()
    owner = owner_of_file(session, row)
    seen = files_seen(session, owner, user)
    if row.withdrawn_at is not None and not (seen.all and _is_replaced(session, owner, row)):
        raise _nothing()
    if not (seen.all or (seen.public and row.is_public)):
        raise _nothing()
    return row


def _replaced(rows: Sequence[RecordFile]) -> dict[int, list[RecordFile]]:
    """Return the files that those standing have replaced, the newest first, by their numbers."""
    by_number = {row.id: row for row in rows}
    found: dict[int, list[RecordFile]] = {}
    for row in rows:
        before = by_number.get(row.replaces) if row.withdrawn_at is None else None
        while before is not None:
            found.setdefault(row.id or 0, []).append(before)
            before = by_number.get(before.replaces)
    return found


def _is_replaced(session: Session, owner: FileOwner, row: RecordFile) -> bool:
    """Tell whether a file is an earlier version of a current one, and is withdrawn with it."""
    earlier = _replaced(_all(session, owner)).values()
    return any(one.id == row.id for versions in earlier for one in versions)


def _standing(session: Session, owner: FileOwner) -> Sequence[RecordFile]:
    """Return the files of a record that were not withdrawn."""
    return [one for one in _all(session, owner) if one.withdrawn_at is None]


def _all(session: Session, owner: FileOwner) -> Sequence[RecordFile]:
    """Return the files of a record, withdrawn ones too, in the order in which they came."""
    column: Any = getattr(RecordFile, OWNERS[owner.kind].column)
    wanted = select(RecordFile).where(column == owner.number)
    return session.exec(wanted.order_by(col(RecordFile.id))).all()


def expect_changeable(session: Session, owner: FileOwner, user: CurrentUser) -> None:
    """Raise NotAllowed where a user may not change the files of a record.

    Raises InvalidDraft for an activity of another manager's programme.
    """
    if not may_change_files(owner, user):
        raise NotAllowed(say("Your role does not allow this."))
    expect_own_programmes(session, user.handle, programmes_of_owner(session, owner))


def _record(
    session: Session,
    owner: FileOwner,
    user: CurrentUser,
    old: RecordFile | None,
    new: RecordFile | None,
    why: str,
) -> None:
    """Put the adding or the withdrawing of a file into the trail of its record."""
    change = Change(
        "change", OWNERS[owner.kind].subject, owner.code, _content(old), _content(new), why
    )
    record(session, user.handle, change)


def _content(row: RecordFile | None) -> dict[str, Any]:
    """Return what the trail keeps of a file: its title, what it belongs to, its name and digest."""
    if row is None:
        return {FILES: []}
    open_to = "public" if row.is_public else ""
    told = (row.title, row.indicator, row.version, row.language, open_to, row.name, row.digest)
    return {FILES: [" · ".join(text for text in told if text)]}


def _nothing() -> NotFound:
    """Return the answer about a file that is not there, or not for the reader."""
    return NotFound(say("There is nothing at this address."))
