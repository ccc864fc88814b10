"""The facts of a choice of days, a frame for each measure, updated by new lines."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.totals.array_file import Arrays, MappedFile
from tracker.totals.cells import measure_of, stock_of
from tracker.totals.contribution_stocks import ALL_YEARS, ContributionStocks
from tracker.totals.facts import COLUMNS, FLOW_COLUMNS, fact_rows, flow_rows, negative
from tracker.totals.flows import CellSums, Flows, flows_between, flows_of
from tracker.totals.frames import GrowingFrame, from_arrays, to_arrays
from tracker.totals.ledger_lines import LedgerLines
from tracker.totals.members import Members
from tracker.totals.query import Days

Whole = npt.NDArray[np.int64]


@dataclass(slots=True)
class DaysFacts:
    """Facts within some days by measure, made when a measure is first asked for.

    A question without cost shares is answered from flows, which are not apportioned.
    """

    lines: LedgerLines
    members: Members
    days: Days
    _flows: Flows
    _seen: int
    _of_flows: dict[int, GrowingFrame] = field(default_factory=dict)
    _of_facts: dict[int, GrowingFrame] = field(default_factory=dict)
    _stocks: ContributionStocks = field(default_factory=ContributionStocks)

    @classmethod
    def from_lines(cls, lines: LedgerLines, members: Members, days: Days) -> "DaysFacts":
        """Return the facts of all lines within some days."""
        return cls(lines, members, days, Flows(flows_of(lines, days)), len(lines.cell))

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return flows and frames as arrays by name."""
        cells, cents = self._flows.whole()
        found = {"flow_cells": cells, "flow_cents": cents}
        for prefix, frames in (("facts", self._of_facts), ("flows", self._of_flows)):
            for measure, frame in frames.items():
                found |= to_arrays(f"{prefix}.{measure}", frame.whole())
        return found

    @classmethod
    def from_arrays(
        cls, lines: LedgerLines, members: Members, days: Days, stored: MappedFile
    ) -> "DaysFacts":
        """Return the facts of some days up to the lines of a file; later lines may be missing."""
        arrays = stored.arrays
        return cls(
            lines,
            members,
            days,
            Flows(CellSums(arrays["flow_cells"], arrays["flow_cents"])),
            stored.lengths["cell"],
            _frames("flows", FLOW_COLUMNS, arrays),
            _frames("facts", tuple(COLUMNS), arrays),
        )

    def frames(self) -> list[tuple[int, bool]]:
        """Return the measures that have a frame, and whether it is apportioned."""
        return [
            *((measure, True) for measure in self._of_facts),
            *((measure, False) for measure in self._of_flows),
        ]

    def frame(self, measure: int, *, apportioned: bool) -> GrowingFrame:
        """Return the frame of a measure: facts, or flows where nothing has to be apportioned."""
        frames = self._of_facts if apportioned else self._of_flows
        if measure not in frames:
            flows = self._flows.of_measure(measure)
            frames[measure] = GrowingFrame(
                fact_rows(flows, self.members.weights) if apportioned else flow_rows(flows)
            )
        return frames[measure]

    def flows_of(self, measure: int) -> CellSums:
        """Return the flows of a measure, those of the opening among them."""
        return self._flows.of_measure(measure)

    def stocks(self, year: int = ALL_YEARS) -> Whole:
        """Return the stocks of measures (rows) and contributions at the end of a year.

        What stood before the first day is in those of every year; of the year 0 they are that.
        """
        found = self._stocks.kept(year)
        return self._stocks.make(year, self._flows.whole()) if found is None else found

    def refresh(self) -> None:
        """Add the lines that were read since; the cost follows the number of new lines."""
        if len(self.lines.cell) > self._seen:
            new = flows_of(self.lines, self.days, self._seen)
            self._seen = len(self.lines.cell)
            self._add(new)

    def extend(self, last: int) -> None:
        """Add the days up to a later last one."""
        new = flows_between(self.lines, self.days.last, last, self._seen)
        self.days = self.days._replace(last=last)
        self._add(new)

    def change_members(self, members: Members) -> None:
        """Change the members; activities whose shares have changed are apportioned anew."""
        before, self.members = self.members, members
        activities = members.resplit_since(before)
        if not activities:
            return
        for measure, frame in self._of_facts.items():
            flows = self._flows.of_activities(measure, activities)
            frame.append(negative(fact_rows(flows, before.weights)))
            frame.append(fact_rows(flows, members.weights))

    def _add(self, new: CellSums) -> None:
        """Append the changes by new flows: their stocks' new apportionment less the old one."""
        measures = measure_of(new.cells)
        for measure in np.unique(measures).tolist():
            own = CellSums(*(values[measures == measure] for values in new))
            if measure in self._of_flows:
                self._of_flows[measure].append(flow_rows(own))
            if measure in self._of_facts:
                flows, before = self._changed(own)
                rows = fact_rows(flows, self.members.weights, before.cents)
                self._of_facts[measure].append(rows)
        self._flows.add(new)
        self._stocks.add(new)

    def _changed(self, new: CellSums) -> tuple[CellSums, CellSums]:
        """Return the flows of the stocks that new flows go into, with them and without.

        Both have the same cells.
        """
        before = self._flows.of_stocks(np.unique(stock_of(new.cells)))
        cells = np.union1d(before.cells, new.cells)
        old = np.zeros(len(cells), np.int64)
        old[np.searchsorted(cells, before.cells)] = before.cents
        whole = old.copy()
        whole[np.searchsorted(cells, new.cells)] += new.cents
        return CellSums(cells, whole), CellSums(cells, old)


def _frames(prefix: str, names: tuple[str, ...], arrays: Arrays) -> dict[int, GrowingFrame]:
    """Return the frames of all measures that have arrays of that prefix."""
    measures = {int(name.split(".")[1]) for name in arrays if name.startswith(f"{prefix}.")}
    return {
        measure: GrowingFrame(from_arrays(f"{prefix}.{measure}", names, arrays))
        for measure in measures
    }
