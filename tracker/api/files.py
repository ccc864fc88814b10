"""Files about records in answers: what they are, and where they are fetched."""

from collections.abc import Iterable
from datetime import datetime

from flask import url_for
from pydantic import Field

from tracker.api.answers import Answer
from tracker.documents.tables import RecordFile
from tracker.http.shown_files import shown_files


class FileOfRecord(Answer):
    """A file about a record that the reader may fetch."""

    number: int
    title: str
    name: str = Field(description="The name under which it was sent.")
    kind: str = Field(description="The ending of its kind, such as pdf.")
    size: int = Field(description="Bytes.")
    digest: str = Field(description="SHA-256 of its content.")
    is_public: bool
    indicator: str = Field(description="The indicator of which it is the evidence, or empty.")
    version: str = Field(description="The version of the tool, or empty.")
    language: str = Field(description="ISO 639-1, or empty.")
    replaces: int | None = Field(description="The file in whose place it stands, where it does.")
    added_at: datetime
    address: str = Field(description="Where people fetch it, with the reader's session.")
    content: str = Field(description="Where programs fetch it, with a token or a session.")


def files_about(kind: str, code: str) -> list[FileOfRecord]:
    """Return the files of a record that the reader may fetch."""
    return in_answer(shown_files(kind, code).files)


def in_answer(files: Iterable[RecordFile]) -> list[FileOfRecord]:
    """Return files as answers have them."""
    of_row = FileOfRecord.model_fields.keys() - {"number", "address", "content"}
    return [
        FileOfRecord(
            **{name: getattr(row, name) for name in of_row},
            number=row.id or 0,
            address=url_for("files.fetch", number=row.id),
            content=url_for("api_files.content", number=row.id),
        )
        for row in files
    ]
