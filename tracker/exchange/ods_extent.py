"""How far an ODS sheet reaches: its cells are told by repetition, a few bytes for millions."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

Attributes = dict[str, str]
MOST_DIGITS = 9


@dataclass
class OdsExtent:
    """Counts the rows and columns of the sheets of a `content.xml` while it is unpacked.

    What is blank at the end of a row or sheet does not count, as spreadsheet programs repeat it to
    the last row and column. `rows` and `columns` are those of the sheet that reaches farthest.
    """

    rows: int = 0
    columns: int = 0
    _row: int = 0
    _width: int = 0
    _column: int = 0
    _row_times: int = 1
    _cell_times: int = 1
    _filled: bool = False
    _parser: Any = field(init=False)

    def __post_init__(self) -> None:
        """Make the parser, which keeps nothing of what it reads."""
        target: Any = self  # lxml's types ask for names that differ from those of its documentation
        self._parser = etree.XMLParser(
            target=target, resolve_entities=False, no_network=True, huge_tree=True
        )

    def feed(self, piece: bytes) -> None:
        """Read a piece; raises lxml's XMLSyntaxError."""
        self._parser.feed(piece)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Note the begin of a sheet, a row or a cell; anything within a cell fills it."""
        name = tag.rpartition("}")[2]
        if name == "table":
            self._row = self._width = 0
        elif name == "table-row":
            self._row_times = _times(attributes, "number-rows-repeated")
            self._column = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell_times = _times(attributes, "number-columns-repeated")
            self._filled = any(one.endswith(("}value-type", "}formula")) for one in attributes)
        else:
            self._filled = True

    def end(self, tag: str) -> None:
        """Note the end of a cell or row."""
        name = tag.rpartition("}")[2]
        if name in {"table-cell", "covered-table-cell"}:
            self._column += self._cell_times
            if self._filled:
                self._width = max(self._width, self._column)
                self._reach(self._row + self._row_times)
        elif name == "table-row":
            self._row += self._row_times

    def data(self, text: str) -> None:
        """Pass over a text: an element of the cell holds it."""

    def close(self) -> None:
        """End the reading."""

    def _reach(self, rows: int) -> None:
        """Keep what reaches farther than the sheets before."""
        if rows * self._width > self.rows * self.columns:
            self.rows, self.columns = rows, self._width


def _times(attributes: Attributes, name: str) -> int:
    """Return how many times an element counts, by the attribute of that name."""
    for key, text in attributes.items():
        if key.endswith(f"}}{name}") and text.isdecimal():
            return int(text[:MOST_DIGITS])
    return 1
