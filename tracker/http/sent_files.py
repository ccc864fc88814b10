"""Answers that give a file to keep: never shown by a browser, and nothing in it runs."""

from flask import Response, send_file

from tracker.documents.file_kinds import KINDS
from tracker.documents.tables import RecordFile
from tracker.http.shown_files import file_store

POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""What a file may do that a browser shows all the same: nothing."""


def sent_file(row: RecordFile) -> Response:
    """Give a file piece by piece, to keep and not to open here; raises NotFound."""
    answer = send_file(
        file_store().open(row.digest),
        mimetype=KINDS[row.kind].content_type,
        as_attachment=True,
        download_name=row.name,
        etag=row.digest,
        last_modified=row.added_at,
    )
    answer.content_length = row.size
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
