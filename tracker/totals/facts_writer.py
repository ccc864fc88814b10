"""The writer of the file of facts: a thread of each process that writes once much is new."""

from dataclasses import dataclass, field
from threading import Timer

import structlog

from tracker.totals.facts_file import FactsFile
from tracker.totals.snapshot import Snapshot

FIRST_AFTER = 10.0  # seconds after the first reading, so that what first pages ask is in it
NEXT_AFTER = 300.0  # seconds from one look to the next
FEWEST_LINES = 20_000
"""The fewest lines of a ledger with a file; a smaller one is read as fast as a file is."""

NEW_LINES = 20
"""A file is written again once the lines that it lacks are a twentieth of all."""

log = structlog.get_logger()


@dataclass(slots=True)
class FactsWriter:
    """Writes the facts of a snapshot into their file, in the background."""

    snapshot: Snapshot
    file: FactsFile
    _timer: Timer | None = None
    _lines: int = field(default=0)
    _rollups: int = field(default=0)

    def start(self) -> None:
        """Start to look now and then; further calls do nothing."""
        if self._timer is None:
            self._lines, self._rollups = self.snapshot.stored_counts
            self._look_after(FIRST_AFTER)

    def write_if_due(self) -> bool:
        """Write the file where it lacks much; return whether it was written."""
        state = self.snapshot.state()
        if state is None:
            return False
        lines = len(state.arrays["cell"])
        rollups = sum(name.startswith("rollup.") for name in state.arrays)
        missing = (lines - self._lines) * NEW_LINES > lines or rollups > self._rollups
        if lines < FEWEST_LINES or not missing:
            return False
        try:
            self.file.write(state)
        except OSError as refused:
            log.warning("facts_file_not_written", reason=str(refused))
            return False
        self._lines, self._rollups = lines, rollups
        return True

    def _look_after(self, seconds: float) -> None:
        """Look again after some seconds, unless the process ends before."""
        self._timer = Timer(seconds, self._look)
        self._timer.daemon = True
        self._timer.start()

    def _look(self) -> None:
        """Write where it is due, then wait again."""
        self.write_if_due()
        self._look_after(NEXT_AFTER)
