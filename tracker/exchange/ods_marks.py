"""What the values of an ODS sheet do not tell: errors, formulas without results, ranges."""

from itertools import product
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from tracker.exchange.cell_kinds import CellKind, is_error
from tracker.exchange.workbook_marks import Mark, Place
from tracker.words import say

Range = tuple[Place, Place]
CONTENT = "content.xml"
MOST_MARKS = 2_000_000


class SheetMarks(NamedTuple):
    """The marked cells of a sheet by row and column from 0, and its merged ranges."""

    cells: dict[Place, Mark]
    ranges: list[Range]


def read_ods_marks(package: ZipFile, sheet: str) -> SheetMarks:
    """Return the marks of a sheet; raises KeyError, ValueError or lxml's XMLSyntaxError."""
    found = SheetMarks({}, [])
    with package.open(CONTENT) as part:
        for _, table in etree.iterparse(
            part, events=("end",), tag="{*}table", resolve_entities=False, no_network=True
        ):
            if _attribute(table, "name") == sheet:
                _read_table(table, found)
            table.clear()
    return found


def _read_table(table: etree._Element, found: SheetMarks) -> None:
    """Collect the marks of a table; a cell or row that is repeated has them for each time."""
    number = 0
    for row in table.iter("{*}table-row"):
        column, rows = 0, _times(row, "number-rows-repeated")
        for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            mark, times = _mark(cell), _times(cell, "number-columns-repeated")
            if mark is not None:
                if len(found.cells) + rows * times > MOST_MARKS:
                    raise ValueError(say("it has too many cells that cannot be read"))
                places = product(range(number, number + rows), range(column, column + times))
                found.cells.update(dict.fromkeys(places, mark))
            down, across = (_times(cell, f"number-{one}-spanned") for one in ("rows", "columns"))
            if down > 1 or across > 1:
                last = (number + down - 1, column + across - 1)
                found.ranges.append(((number, column), last))
            column += times
        number += rows


def _times(element: etree._Element, name: str) -> int:
    """Return how many times an element counts."""
    return int(_attribute(element, name) or 1)


def _mark(cell: etree._Element) -> Mark | None:
    """Return the mark of a cell; None where its value tells all."""
    text = "".join(map(str, cell.itertext())).strip()
    kind = _attribute(cell, "value-type")
    if _attribute(cell, "formula") and (_is_error(cell) or is_error(text)):
        return Mark(CellKind.ERROR, text or "#N/A")
    if _attribute(cell, "formula") and not kind:
        return Mark(CellKind.UNCALCULATED, f"={_attribute(cell, 'formula')}")
    return Mark(CellKind.PERCENT) if kind == "percentage" else None


def _is_error(cell: etree._Element) -> bool:
    """Tell whether the program that wrote a cell calls it an error."""
    return any(value == "error" and str(key).endswith("}value-type") for key, value in cell.items())


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of the tables or of the office, whatever its namespace is called."""
    for key, value in element.items():
        if str(key).endswith(f":1.0}}{name}") and "calcext" not in str(key):
            return str(value)
    return ""
