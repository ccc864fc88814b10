"""Files that are made once in a run of the tests, whichever of its processes asks first."""

import fcntl
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], object]
"""Makes the file at a path; nothing has it open afterwards."""


def made_once(target: Path, make: Make) -> Path:
    """Return the file, which the first who asks makes while all others wait.

    The folder is that of the run, so that no later run finds a file of older code.
    """
    with target.with_suffix(".lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            making = target.with_suffix(".making")
            make(making)
            making.replace(target)
    return target
