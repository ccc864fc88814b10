"""A picture, opened by Pillow: its points are read, and nothing else is in it or behind it."""

import zlib
from pathlib import Path

from PIL import Image

from tracker.documents.findings import MOST_MEGAPIXELS, Finding, OpenedFile
from tracker.documents.foreign_parts import ends_as_package, holds_page, rest_behind

FORMATS = {"png": "PNG", "jpg": "JPEG"}
"""What Pillow calls the kinds; no other of its readers is let near a file."""
END_OF_PNG = b"IEND\xaeB`\x82"
MILLION = 1_000_000


def open_picture(path: Path, kind: str) -> OpenedFile:
    """Open a picture of a kind, and read all its points."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands, and is asked before points are read
    try:
        with Image.open(path, formats=[FORMATS[kind]]) as picture:
            width, height = picture.size
            if width * height > MOST_MEGAPIXELS * MILLION:
                return OpenedFile(Finding.PIXELS, kind)
            picture.verify()
        with Image.open(path, formats=[FORMATS[kind]]) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, IndexError, zlib.error):
        return OpenedFile(Finding.BROKEN, kind)
    is_foreign = (
        (kind == "png" and bool(rest_behind(path, END_OF_PNG)))
        or ends_as_package(path)
        or holds_page(path)
    )
    return OpenedFile(Finding.FOREIGN if is_foreign else Finding.WHOLE, kind)
