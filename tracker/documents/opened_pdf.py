"""A PDF, opened by pikepdf (qpdf): its pages, and whether something in it runs."""

from pathlib import Path
from typing import Any

import pikepdf

from tracker.documents.findings import MOST_PAGES, Finding, OpenedFile
from tracker.documents.foreign_parts import ends_as_package, rest_behind

PDF = "pdf"
END = b"%%EOF"
RUNNING_KEYS = frozenset({"/JS", "/JavaScript"})
RUNNING_ACTIONS = frozenset({"/JavaScript", "/Launch"})
UNREAD = "error decoding stream data"
"""What qpdf warns of where it could not unpack objects."""
DEEPEST = 100
"""How deep values may lie in each other; no program writes any as deep."""


def open_pdf(path: Path) -> OpenedFile:
    """Open a PDF; what runs is found in compressed parts too."""
    rest = rest_behind(path, END)
    if rest is None:
        return OpenedFile(Finding.BROKEN, PDF)
    if rest or ends_as_package(path):
        return OpenedFile(Finding.FOREIGN, PDF)
    try:
        with pikepdf.open(path) as document:
            return OpenedFile(_finding(document), PDF)
    except pikepdf.PasswordError:
        return OpenedFile(Finding.LOCKED, PDF)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return OpenedFile(Finding.BROKEN, PDF)


def _finding(document: pikepdf.Pdf) -> Finding:
    """Return what is found in an open document."""
    if document.is_encrypted:
        return Finding.LOCKED
    pages = len(document.pages)
    if not pages:
        return Finding.BROKEN
    if pages > MOST_PAGES:
        return Finding.PAGES
    if any(_runs(value) for value in document.objects):
        return Finding.PROGRAM
    # What we could not unpack was not looked at, and another program may unpack it.
    unread = any(UNREAD in warning for warning in document.get_warnings())
    return Finding.BROKEN if unread else Finding.WHOLE


def _runs(value: Any, depth: int = 0) -> bool:  # noqa: ANN401 - any value of a PDF
    """Tell whether a value has an action that runs; what it refers to is looked at by itself."""
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        named = dict(value.items())
        if RUNNING_KEYS & named.keys() or str(named.get("/S")) in RUNNING_ACTIONS:
            return True
        inner = list(named.values())
    elif isinstance(value, pikepdf.Array):
        inner = list(value)
    else:
        return False
    if depth > DEEPEST:
        raise ValueError(depth)
    return any(_runs(one, depth + 1) for one in inner if not getattr(one, "is_indirect", False))
