"""The process that opens one file, with a limit on memory and time: `opener PATH KIND`.

It prints what it found and the kind that the file is. Libraries that read files of others run
here alone, never in a process that answers requests.
"""

import resource
import sys
from pathlib import Path

from tracker.documents.findings import MOST_MEMORY, MOST_SECONDS, ZIP, Finding, OpenedFile
from tracker.documents.opened_pdf import PDF, open_pdf
from tracker.documents.opened_picture import open_picture
from tracker.documents.packages import open_package


def main(path: Path, kind: str) -> None:
    """Open a file of a kind, and print what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = open_file(path, kind)
    except (MemoryError, RecursionError):
        found = OpenedFile(Finding.HEAVY, kind)
    sys.stdout.write(f"{found.finding.value} {found.kind}\n")


def open_file(path: Path, kind: str) -> OpenedFile:
    """Open a file by the library of its kind."""
    if kind == ZIP:
        return open_package(path)
    return open_pdf(path) if kind == PDF else open_picture(path, kind)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
