"""The files of counts that the server's processes share, with their room taken beforehand.

prometheus-client maps files into memory that grow where they are written. On a disk that has
become full such a write ends the whole process (SIGBUS), with all requests that it answers.
"""

import os
from pathlib import Path

from prometheus_client import values

from tracker.server_variables import COUNTS_FOLDER, WORKER_NUMBER

KINDS = ("counter", "histogram")
ROOM = 1024 * 1024
"""Bytes of each file, more than the counts of all routes take."""


def share_counts() -> None:
    """Count in files where the server names a folder, else and without room in this process alone.

    To be called before the first count is made, as prometheus-client itself decides.
    """
    folder = os.environ.get(COUNTS_FOLDER)
    if folder is None:
        return
    if take_room(Path(folder), _process()):
        values.ValueClass = values.MultiProcessValue(_process)  # type: ignore[no-untyped-call]
    else:
        values.ValueClass = values.MutexValue


def take_room(folder: Path, process: str) -> bool:
    """Take the room of a process's files; False where the disk has none."""
    try:
        for kind in KINDS:
            with (folder / f"{kind}_{process}.db").open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, ROOM)
    except OSError:
        return False
    return True


def _process() -> str:
    """Name the files in which this process counts."""
    return os.environ.get(WORKER_NUMBER) or f"process-{os.getpid()}"
