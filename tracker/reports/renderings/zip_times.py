"""Packed files without the moment of their making: the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from typing import IO

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP file can have."""


def without_times(data: bytes) -> bytes:
    """Return a ZIP file anew, each part in its order with the first moment."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in read.infolist():
            entry = zipfile.ZipInfo(part.filename, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(part))
    return made.getvalue()


def write_zip(out: IO[bytes], parts: Iterable[tuple[str, bytes]]) -> None:
    """Write names and bytes as a ZIP file, each with the first moment."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, data)
