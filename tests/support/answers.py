"""The text of an answer of any form, to look for what must not be in it."""

from io import BytesIO
from zipfile import ZipFile, is_zipfile

from werkzeug.test import TestResponse


def text_of(answer: TestResponse) -> str:
    """Return what an answer says: of a workbook all its parts, of a picture what is readable."""
    content = answer.get_data()
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")
