"""Files about records, and of issued reports: lists, and the files themselves."""

from datetime import datetime

from flask import Response, url_for
from pydantic import Field

from tracker.api.answers import Answer, write
from tracker.api.files import FileOfRecord, files_about, in_answer
from tracker.api.parameters import Parameters, takes
from tracker.api.subjects import make_blueprint
from tracker.documents.files import find_seen_file
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import public
from tracker.http.sent_files import POLICY, sent_file
from tracker.reports.register.file_names import file_name
from tracker.reports.register.register import files_of, find_file, find_seen_report
from tracker.reports.renderings.forms import CONTENT_TYPES, Format
from tracker.settings import LOCALES
from tracker.words import say

blueprint = make_blueprint("Files", "Files about records, and of issued reports.")


class FileList(Answer):
    """The files of a record that the reader may fetch, the oldest first."""

    items: list[FileOfRecord]


class IssuedFile(Answer):
    """A file of an issued report."""

    format: Format
    language: str = Field(description="ISO 639-1.")
    digest: str = Field(description="SHA-256 of its content.")
    size: int = Field(description="Bytes.")
    issued_at: datetime | None
    content: str = Field(description="Where it is fetched, with a token or a session.")


class IssuedFileList(Answer):
    """The files of a report: none before it is issued."""

    items: list[IssuedFile]


@blueprint.get("/activities/<code>/files", defaults={"kind": "activities"})
@blueprint.get("/requests/<code>/files", defaults={"kind": "requests"})
@blueprint.get("/tools/<code>/files", defaults={"kind": "tools"})
@public
@blueprint.output(FileList)
@takes(Parameters)
def list_of_record(parameters: Parameters, kind: str, code: str) -> Response:
    """List the files of an activity, a tool or a request of a State.

    The public finds those that are marked public, staff all.
    """
    del parameters
    return write(FileList, {"items": files_about(kind, code)})


@blueprint.get("/contributions/<reference>/files")
@public
@blueprint.output(FileList)
@takes(Parameters)
def list_of_contribution(parameters: Parameters, reference: str) -> Response:
    """List the files of a contribution.

    The public finds those that are marked public, its donor and staff all.
    """
    del parameters
    return write(FileList, {"items": files_about("contributions", reference)})


@blueprint.get("/files/<int:number>")
@public
@blueprint.output(FileOfRecord)
@takes(Parameters)
def show(parameters: Parameters, number: int) -> Response:
    """Tell what is known of a file."""
    del parameters
    row = find_seen_file(context.session(), number, context.user())
    (answer,) = in_answer([row])
    return write(FileOfRecord, answer)


@blueprint.get("/files/<int:number>/content")
@public
@takes(Parameters)
def content(parameters: Parameters, number: int) -> Response:
    """Give a file to keep, as it was sent."""
    del parameters
    return sent_file(find_seen_file(context.session(), number, context.user()))


@blueprint.get("/reports/<int:number>/files")
@public
@blueprint.output(IssuedFileList)
@takes(Parameters)
def list_of_report(parameters: Parameters, number: int) -> Response:
    """List the files of an issued report, as they were issued.

    Reports to the Commission are public; a statement is for its donor and for staff.
    """
    del parameters
    session = context.session()
    row = find_seen_report(session, number, context.user())
    items = [
        {
            "format": one.format,
            "language": one.language,
            "digest": one.sha256,
            "size": one.size,
            "issued_at": row.issued_at,
            "content": url_for(
                ".content_of_report", number=number, language=one.language, form=one.format.value
            ),
        }
        for one in files_of(session, row)
    ]
    return write(IssuedFileList, {"items": items})


@blueprint.get("/reports/<int:number>/files/<language>/<form>")
@public
@takes(Parameters)
def content_of_report(parameters: Parameters, number: int, language: str, form: str) -> Response:
    """Give a file of an issued report, to keep, as it was issued."""
    del parameters
    session = context.session()
    row = find_seen_report(session, number, context.user())
    lawful = form in list(Format) and language in LOCALES
    found = find_file(session, row, Format(form), language) if lawful else None
    if found is None:
        raise NotFound(say("there is nothing under that name"))
    name = file_name(row, Format(form), language)
    answer = Response(found.data, content_type=CONTENT_TYPES[Format(form)])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
