"""Imports a folder of sheets in a process of its own, and says what it took and held.

Seconds are those of the processor: others on the machine do not count.
"""

import json
import sys
from pathlib import Path
from time import process_time

import tracker.schema  # noqa: F401 - all tables
from benchmarks.memory import peak_bytes
from tracker.db import make_engine, make_session
from tracker.exchange.import_run import ImportOptions, run_import

PROFILE = "bench"


def import_sheet(url: str, folder: Path, kind: str) -> dict[str, float]:
    """Import one sheet by the profile of the folder."""
    engine = make_engine(url)
    options = ImportOptions(kind, (folder / f"{kind}.csv",), profile=PROFILE, profiles=folder)
    with make_session(engine) as session:
        start = process_time()
        result = run_import(session, options)
        seconds = process_time() - start
    engine.dispose()
    return {
        "rows": result.read,
        "faults": len(result.faults),
        "seconds": seconds,
        "peak": peak_bytes(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(import_sheet(sys.argv[1], Path(sys.argv[2]), sys.argv[3])))
