"""Runs a command of the set-up while no other set-up of this checkout runs one.

    python3 alone.py STAMP COMMAND...

STAMP is the file that tells when the command was last done with; it is left out by "-". Who had
to wait and finds it renewed has nothing left to do. The lock goes with the process that holds
it, however that ends.
"""

import fcntl
import subprocess
import sys
from pathlib import Path

LOCK = Path(".setup/lock")


def run_alone(stamp: Path | None, command: list[str]) -> int:
    """Run the command and renew its stamp; return the command's exit status."""
    LOCK.parent.mkdir(exist_ok=True)
    before = _time_of(stamp)
    with LOCK.open("w", encoding="utf-8") as lock:
        _wait_for(lock.fileno())
        if _time_of(stamp) != before:
            return 0
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - make's own
        if status == 0 and stamp is not None:
            stamp.touch()
        return status


def _wait_for(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write("Another set-up is at work here; waiting for it.\n")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _time_of(stamp: Path | None) -> float:
    """Return when the stamp was renewed, or 0 where there is none yet."""
    return stamp.stat().st_mtime_ns if stamp is not None and stamp.exists() else 0


if __name__ == "__main__":
    sys.exit(run_alone(None if sys.argv[1] == "-" else Path(sys.argv[1]), sys.argv[2:]))
