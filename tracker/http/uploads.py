"""The largest size of a request with files: larger than a form, for users who may send them."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, request

from tracker.documents import store
from tracker.errors import TooLarge
from tracker.exchange.import_jobs.store import LARGEST_FILE, too_large
from tracker.http import context
from tracker.http.identity import ended_session
from tracker.people.permissions import Permission

FORM_AROUND_IT = 64 * 1024
READ_TO_THE_END = 256 * 1024 * 1024
PIECE = 64 * 1024


class UploadLimit(NamedTuple):
    """Who may send a file to an endpoint, how large it may be, and what is said of a larger one."""

    permission: Permission
    largest: int
    too_large: Callable[[int], str]


def _larger_file(_size: int) -> str:
    return store.too_large()


UPLOADS = {
    "imports.upload": UploadLimit(Permission.IMPORT_SHEETS, LARGEST_FILE, too_large),
    "files.add_it": UploadLimit(Permission.CHANGE_ASSISTANCE, store.LARGEST_FILE, _larger_file),
    "files.add_it_to_contribution": UploadLimit(
        Permission.CHANGE_CONTRIBUTIONS, store.LARGEST_FILE, _larger_file
    ),
    "api_file_uploads.add": UploadLimit(
        Permission.CHANGE_ASSISTANCE, store.LARGEST_FILE, _larger_file
    ),
    "api_file_uploads.add_to_contribution": UploadLimit(
        Permission.CHANGE_CONTRIBUTIONS, store.LARGEST_FILE, _larger_file
    ),
}
"""The endpoints that take files."""


def set_up_uploads(app: Flask) -> None:
    """Check the size before the token against forgery, which reads the whole request."""
    app.before_request(let_files_in)


def let_files_in() -> None:
    """Let a file through that is not too large; raises TooLarge with both sizes."""
    upload = UPLOADS.get(request.endpoint or "")
    if upload is None or (not context.may(upload.permission) and ended_session() is None):
        return
    size = request.content_length or 0
    if size > upload.largest + FORM_AROUND_IT:
        _read_away(min(size, READ_TO_THE_END))
        raise TooLarge(upload.too_large(size))
    request.max_content_length = upload.largest + FORM_AROUND_IT


def _read_away(size: int) -> None:
    """Read the rest of the request: a browser that is still sending shows no answer."""
    stream = request.environ["wsgi.input"]
    while size > 0 and (piece := stream.read(min(PIECE, size))):
        size -= len(piece)
