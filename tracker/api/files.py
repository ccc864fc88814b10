"""Files about records in answers: what they are, and where they are fetched."""

from flask import url_for
from pydantic import Field

from tracker.api.answers import Answer
from tracker.http.shown_files import shown_files


class FileOfRecord(Answer):
    """A file about a record that the reader may fetch."""

    title: str
    name: str = Field(description="The name under which it was sent.")
    kind: str = Field(description="The ending of its kind, such as pdf.")
    size: int = Field(description="Bytes.")
    digest: str = Field(description="SHA-256 of its content.")
    is_public: bool
    indicator: str = Field(description="The indicator of which it is the evidence, or empty.")
    version: str = Field(description="The version of the tool, or empty.")
    language: str = Field(description="ISO 639-1, or empty.")
    address: str = Field(description="Where it is fetched, with the reader's session.")


def files_about(kind: str, code: str) -> list[FileOfRecord]:
    """Return the files of a record that the reader may fetch."""
    names = FileOfRecord.model_fields.keys() - {"address"}
    return [
        FileOfRecord(
            **{name: getattr(row, name) for name in names},
            address=url_for("files.fetch", number=row.id),
        )
        for row in shown_files(kind, code).files
    ]
