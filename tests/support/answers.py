"""The text of an answer of any form, to look for what must not be in it."""

from io import BytesIO
from zipfile import ZipFile, is_zipfile

from werkzeug.test import TestResponse


def text_of(answer: TestResponse) -> str:
    """Return what an answer says: of an archive all parts, of a picture what is readable."""
    return _unpacked(answer.get_data()).decode("utf-8", "replace")


def _unpacked(content: bytes) -> bytes:
    """Return the parts of an archive, those of the archives in it too; other content as it is."""
    if not is_zipfile(BytesIO(content)):
        return content
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
        return b"\n".join((*map(str.encode, archive.namelist()), *map(_unpacked, parts)))
