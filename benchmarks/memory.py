"""What a process holds, as the system says (Linux)."""

import re
from pathlib import Path

KIB = 1 << 10
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def peak_bytes() -> int:
    """Return the most that this process has held so far."""
    found = PEAK.search(Path("/proc/self/status").read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError("the system does not say how much memory a process takes")
    return int(found[1]) * KIB
