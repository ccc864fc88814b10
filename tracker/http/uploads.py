"""The largest size of a request with files: larger than a form, for users who may upload."""

from flask import Flask, request

from tracker.errors import TooLarge
from tracker.exchange.import_jobs.store import LARGEST_FILE, too_large
from tracker.http import context
from tracker.http.identity import ended_session
from tracker.people.permissions import Permission

UPLOADS = frozenset({"imports.upload"})
FORM_AROUND_IT = 64 * 1024
READ_TO_THE_END = 256 * 1024 * 1024
PIECE = 64 * 1024


def set_up_uploads(app: Flask) -> None:
    """Check the size before the token against forgery, which reads the whole request."""
    app.before_request(let_files_in)


def let_files_in() -> None:
    """Let a file through that is not too large; raises TooLarge with both sizes."""
    if request.endpoint not in UPLOADS:
        return
    if not context.may(Permission.IMPORT_SHEETS) and ended_session() is None:
        return
    size = request.content_length or 0
    if size > LARGEST_FILE + FORM_AROUND_IT:
        _read_away(min(size, READ_TO_THE_END))
        raise TooLarge(too_large(size))
    request.max_content_length = LARGEST_FILE + FORM_AROUND_IT


def _read_away(size: int) -> None:
    """Read the rest of the request: a browser that is still sending shows no answer."""
    stream = request.environ["wsgi.input"]
    while size > 0 and (piece := stream.read(min(PIECE, size))):
        size -= len(piece)
