"""Totals as plain rows, which charts, pages and documents read from one scope."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tracker.assistance.texts import LocalText, coded
from tracker.fund.ledger.measures import Measure
from tracker.reference.sessions import BodySession
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import label_of
from tracker.totals.totals import Scope, TotalsFrame, totals


class Row(NamedTuple):
    """A code of a dimension with its label and its US cents."""

    code: str
    label: str
    minor: int


class Cross(NamedTuple):
    """Totals by two dimensions: codes and labels of rows and columns, and US cents."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    minor: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class TotalsReader:
    """Reads the totals of a scope: some days, a choice of codes, a language."""

    scope: Scope

    def totals(self, measure: Measure, *by: Dimension) -> TotalsFrame:
        """Return the totals of a measure by up to two dimensions."""
        return totals(self.scope, measure, by)

    def total(self, measure: Measure) -> int:
        """Return the total of a measure in US cents."""
        return self.totals(measure).total_minor

    def rows(self, measure: Measure, by: Dimension) -> list[Row]:
        """Return the totals by one dimension, in their order."""
        frame = self.totals(measure, by).frame
        columns = (frame[name].tolist() for name in (by.value, f"{by}_label", "minor"))
        return [Row(*row) for row in zip(*columns, strict=True)]

    def amounts(self, measure: Measure, by: Dimension) -> dict[str, int]:
        """Return the totals by one dimension as US cents by code."""
        return {row.code: row.minor for row in self.rows(measure, by)}

    def cross(self, measure: Measure, by: Dimension, across: Dimension) -> Cross:
        """Return the totals by two dimensions as rows and columns."""
        frame = self.totals(measure, by, across).frame
        table = frame.set_index([by.value, across.value])["minor"].unstack(fill_value=0)
        return Cross(
            tuple((code, self.label(by, code)) for code in table.index),
            tuple((code, self.label(across, code)) for code in table.columns),
            tuple(map(tuple, table.to_numpy(np.int64).tolist())),
        )

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """Return the codes of a dimension on record, in its order; "" is not specified."""
        return self.scope.codes(dimension)

    def label(self, dimension: Dimension, code: str) -> str:
        """Return the label of a code."""
        return label_of(dimension, code, self.scope.titles, self.scope.locale)

    def titled(self, dimension: Dimension, code: str) -> LocalText:
        """Return a code before its label, which knows its language where it is not the reader's."""
        return coded(code, self.label(dimension, code))

    @property
    def sessions(self) -> tuple[BodySession, ...]:
        """The sessions on record, by body and day."""
        return self.scope.rollups.facts.members.sessions

    @property
    def locale(self) -> str:
        """The language of labels."""
        return self.scope.locale

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no money at all."""
        return self.scope.is_empty
