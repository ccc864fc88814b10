"""What programs add: files about records, by the rules and through the function of the form."""

from typing import Annotated

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field, ValidationError
from sqlmodel import Session

from tracker.api.answers import Answer, write
from tracker.api.bodies import Body, Name, ShortText, Text
from tracker.api.files import FileOfRecord, in_answer
from tracker.api.subjects import PREFIX
from tracker.api.unreadable_values import message_of
from tracker.db import transaction
from tracker.documents.file_names import plain_name
from tracker.documents.file_rules import FileDraft, file_faults
from tracker.documents.files import SentFile, add_file, expect_lawful_file, same_file
from tracker.documents.owners import FileOwner, find_file_owner
from tracker.documents.tables import RecordFile
from tracker.errors import (
    Conflict,
    Fault,
    InvalidDraft,
    InvalidInput,
    NotFound,
    TooLarge,
    TrackerError,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.shown_files import file_store
from tracker.people.audit import await_writers
from tracker.people.permissions import Permission
from tracker.words import say

OK, CREATED = 200, 201
FILE = "file"
MULTIPART = "multipart/form-data"

blueprint = APIBlueprint("api_file_uploads", __name__, url_prefix=PREFIX, enable_openapi=False)


class FileBody(Body):
    """What is said of a file that is sent, as fields of the same form."""

    title: ShortText = ""
    is_public: bool = Field(False, description="Whoever sees the record may fetch it.")
    indicator: ShortText = Field(
        "", description="Of an activity: the indicator of which it is the evidence."
    )
    version: Name = Field("", description="Of a tool: the version that it holds.")
    language: Name = Field("", description="Of a tool: the language that it is in, ISO 639-1.")
    replaces: int | None = Field(
        None, ge=1, description="The number of the file of the record in whose place it stands."
    )
    why: Annotated[Text, Field(max_length=2_000)] = Field(
        "", description="Why it is added, for the history of the record."
    )

    def draft(self) -> FileDraft:
        """Return what is said of the file."""
        return FileDraft(
            self.title, self.is_public, self.indicator, self.version, self.language, self.replaces
        )


class FileAnswer(Answer):
    """What became of a file that was sent."""

    state: str = Field(description="`added`, or `known`: the record had the same file before.")
    file: FileOfRecord


class NotMultipart(TrackerError):
    """The body of a request that brings a file is said to be something else than a form."""

    status = 415


@blueprint.post("/activities/<code>/files", defaults={"kind": "activities"})
@blueprint.post("/requests/<code>/files", defaults={"kind": "requests"})
@blueprint.post("/tools/<code>/files", defaults={"kind": "tools"})
@requires(Permission.CHANGE_ASSISTANCE)
def add(kind: str, code: str) -> Response:
    """Add a file to an activity, a tool or a request of a State: 201 added, 200 known."""
    return _added(kind, code)


@blueprint.post("/contributions/<reference>/files")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_to_contribution(reference: str) -> Response:
    """Add a file to a contribution: 201 added, 200 known."""
    return _added("contributions", reference)


def _added(kind: str, code: str) -> Response:
    """Add the file of this request, or answer what the record has already.

    Raises InvalidDraft with all faults, TooLarge, NotMultipart, and Conflict where the record has
    the same file and something else is said of it.
    """
    if request.mimetype != MULTIPART:
        raise NotMultipart(say("Send the file as multipart/form-data, in the field file."))
    if not code.isprintable():
        raise NotFound(say("there is nothing under that name"))
    owner = find_file_owner(context.session(), kind, code)
    body, sent = _read(owner)
    with transaction(context.session()) as session:
        await_writers(session)  # of two that send the same, the second is told that it is known
        known = _known(session, owner, body.draft(), sent)
        if known is None:
            number = add_file(
                session, kind, owner.code, body.draft(), sent, context.user(), body.why
            )
        row = known or session.get_one(RecordFile, number)
        (file,) = in_answer([row])
    answer = write(FileAnswer, FileAnswer(state="known" if known else "added", file=file))
    answer.status_code = OK if known else CREATED
    return answer


def _read(owner: FileOwner) -> tuple[FileBody, SentFile]:
    """Read the form and store its file; raises InvalidDraft with every fault, TooLarge, Conflict.

    A file is kept only where nothing else is wrong: it is looked at before it is stored.
    """
    session, (body, faults) = context.session(), _read_fields()
    if body is not None:
        faults += file_faults(session, owner, body.draft())
        if not body.why.strip():
            faults.append(Fault("why", say("Say why this is changed.")))
    seen = _look_at_file(faults)
    if faults or body is None or seen is None:
        raise InvalidDraft(faults)
    if _known(session, owner, body.draft(), seen) is None:
        expect_lawful_file(session, owner, body.draft(), seen.stored.digest, context.user())
    stream = request.files[FILE].stream
    stream.seek(0)
    return body, SentFile(file_store().put(stream, seen.name), seen.name)


def _read_fields() -> tuple[FileBody | None, list[Fault]]:
    """Read what is said of the file; return it, None where it cannot be read, and the faults."""
    faults = [
        Fault(name, say("this parameter is given once"))
        for name, given in request.form.lists()
        if len(given) > 1
    ]
    faults += [Fault(name, say("there is no such field")) for name in request.files if name != FILE]
    try:
        return FileBody.model_validate(request.form.to_dict()), faults
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        return None, [*faults, *(Fault(str(one["loc"][0]), message_of(one)) for one in told)]


def _look_at_file(faults: list[Fault]) -> SentFile | None:
    """Return what the file would be stored as; its faults are added to the others."""
    sent = request.files.getlist(FILE)
    if len(sent) != 1 or not sent[0].filename:
        faults.append(Fault(FILE, say("send one file, with its name, in the field file")))
        return None
    name = plain_name(sent[0].filename or "")
    try:
        return SentFile(file_store().look_at(sent[0].stream, name), name)
    except TooLarge:
        raise
    except InvalidInput as refusal:
        faults.append(Fault(FILE, str(refusal)))
        return None


def _known(
    session: Session, owner: FileOwner, draft: FileDraft, sent: SentFile
) -> RecordFile | None:
    """Return the same file of the record, None where it has none; raises Conflict."""
    row = same_file(session, owner, sent.stored.digest)
    if row is None:
        return None
    said = FileDraft(
        row.title, row.is_public, row.indicator, row.version, row.language, row.replaces
    )
    if said != draft:
        raise Conflict(
            say("the record has this file already, and something else is said of it"), "title"
        )
    return row
