"""What the values of an XLSX sheet do not tell: errors, formulas without results, per cent."""

import posixpath
import re
from collections.abc import Iterator
from typing import IO, NamedTuple
from zipfile import ZipFile

from lxml import etree
from xlsxwriter.utility import xl_cell_to_rowcol

from tracker.exchange.cell_kinds import CellKind

PERCENT_FORMATS = frozenset({"9", "10"})
"""The numbers of the built-in formats in per cent."""
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
Place = tuple[int, int]


class Mark(NamedTuple):
    """The kind of a cell, and the text of one that has no value."""

    kind: CellKind
    text: str = ""


def read_marks(package: ZipFile, sheet: str) -> dict[Place, Mark]:
    """Return the marked cells of a sheet, by row and column from 0.

    Raises KeyError for a part that is not there, lxml's XMLSyntaxError for one that is no XML.
    """
    book = _targets(package, "_rels/.rels", "")["officeDocument"][0][1]
    folder, name = posixpath.split(book)
    parts = _targets(package, f"{folder}/_rels/{name}.rels", folder)
    files = dict(pair for pairs in parts.values() for pair in pairs)
    numbers = {
        one.get("name", ""): str(value)
        for one in etree.fromstring(package.read(book), _parser()).iter("{*}sheet")
        for key, value in one.attrib.items()
        if str(key).endswith("}id")
    }
    styles = [file for _, file in parts.get("styles", ())]
    percent = _percent_styles(package.read(styles[0])) if styles else frozenset()
    with package.open(files[numbers[sheet]]) as part:
        return dict(_marks(part, percent))


def _parser() -> etree.XMLParser:
    """Return a parser that follows nothing out of the document."""
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _targets(package: ZipFile, path: str, folder: str) -> dict[str, list[tuple[str, str]]]:
    """Return the parts that relations lead to, as number and path, by their type."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in etree.fromstring(package.read(path.lstrip("/")), _parser()):
        kind = one.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        found.setdefault(kind, []).append((one.get("Id", ""), target))
    return found


def _percent_styles(content: bytes) -> frozenset[str]:
    """Return the numbers of the cell styles whose numbers are seen in per cent."""
    styles = etree.fromstring(content, _parser())
    formats = PERCENT_FORMATS | {
        one.get("numFmtId", "")
        for one in styles.iter("{*}numFmt")
        if "%" in LITERAL.sub("", one.get("formatCode", "").partition(";")[0])
    }
    cells = styles.find("{*}cellXfs")
    return frozenset(
        str(number)
        for number, style in enumerate(cells if cells is not None else ())
        if style.get("numFmtId") in formats
    )


def _marks(part: IO[bytes], percent: frozenset[str]) -> Iterator[tuple[Place, Mark]]:
    """Yield the marked cells, row by row; a row that was read is forgotten."""
    number = 0
    for _, row in etree.iterparse(
        part, events=("end",), tag="{*}row", resolve_entities=False, no_network=True
    ):
        number = int(row.get("r", number + 1))
        column = -1
        for cell in row:
            reference = cell.get("r")
            column += 1
            if reference is None:
                mark = _mark(cell, percent)
            elif (mark := _mark(cell, percent)) is not None or cell.getnext() is None:
                column = xl_cell_to_rowcol(reference)[1]
            if mark is not None:
                yield (number - 1, column), mark
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def _mark(cell: etree._Element, percent: frozenset[str]) -> Mark | None:
    """Return the mark of a cell; None where its value tells all."""
    kind = cell.get("t", "n")
    if kind == "e":
        return Mark(CellKind.ERROR, cell.findtext("{*}v") or "#N/A")
    if len(cell) and str(cell[0].tag).endswith("}f") and kind != "str":
        if not cell.findtext("{*}v"):
            return Mark(CellKind.UNCALCULATED, f"={cell[0].text or ''}")
    elif kind == "str" and cell.find("{*}v") is None:
        return Mark(CellKind.UNCALCULATED, "=")
    if kind == "n" and percent and cell.get("s") in percent and cell.find("{*}v") is not None:
        return Mark(CellKind.PERCENT)
    return None
