"""Opening a file that was sent, in a process of its own, and what is said of what was found."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.documents.findings import (
    MOST_MEGAPIXELS,
    MOST_PAGES,
    MOST_SECONDS,
    ZIP,
    Finding,
    OpenedFile,
)
from tracker.errors import InvalidInput
from tracker.settings import ROOT
from tracker.words import say


def opened_kind(path: Path, kind: str) -> str:
    """Open a file of a kind; return its kind, of a package that of the document.

    Raises InvalidInput with what is wrong and what would be right.
    """
    found = _ask(path, kind)
    if found.finding is not Finding.WHOLE:
        raise InvalidInput(SENTENCES[found.finding](_name(found.kind)))
    return found.kind


def _ask(path: Path, kind: str) -> OpenedFile:
    """Return what the process that opens the file finds; HEAVY where it did not come back."""
    try:
        answer = subprocess.run(  # noqa: S603 - our own program, and a path that we made
            [sys.executable, "-m", "tracker.documents.opener", str(path), kind],
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * MOST_SECONDS,
            check=True,
            text=True,
        )
        finding, held = answer.stdout.split()
    except (subprocess.SubprocessError, ValueError):
        return OpenedFile(Finding.HEAVY, kind)
    return OpenedFile(Finding(finding), held)


def _name(kind: str) -> str:
    """Return what a kind is called in a sentence."""
    return say("a document") if kind == ZIP else kind.upper()


def locked() -> str:
    """Say that a file is locked."""
    return say("the file is locked by a password; save it without one, and send that file")


SENTENCES: Mapping[Finding, Callable[[str], str]] = {
    Finding.BROKEN: lambda kind: say(
        "the file cannot be opened as %(kind)s: it is broken or not whole; open it in its program, "
        "save it anew, and send that file",
        kind=kind,
    ),
    Finding.LOCKED: lambda _kind: locked(),
    Finding.PROGRAM: lambda _kind: say(
        "the file holds a program; save it without, and send that file"
    ),
    Finding.FOREIGN: lambda kind: say(
        "the file is %(kind)s and holds a page or a package besides; open it in its program, save "
        "it anew, and send that file",
        kind=kind,
    ),
    Finding.LINKED: lambda _kind: say(
        "the document fetches its template or an object from the Internet; save it with all that "
        "it needs, and send that file"
    ),
    Finding.UNPACKED: lambda _kind: say("the file becomes too large when it is unpacked"),
    Finding.PAGES: lambda _kind: say(
        "a PDF has %(most)s pages at most; send it in parts", most=MOST_PAGES
    ),
    Finding.PIXELS: lambda _kind: say(
        "a picture has %(most)s million pixels at most; make it smaller", most=MOST_MEGAPIXELS
    ),
    Finding.HEAVY: lambda _kind: say(
        "the file takes too long or too much memory to open; save it anew, or send it in parts"
    ),
}
"""What is said of each finding that is refused, of a kind in words."""
