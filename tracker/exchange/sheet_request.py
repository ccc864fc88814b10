"""What is asked of a file: which sheet of it, by which headings, and how its text is written."""

from dataclasses import dataclass

ROWS_LOOKED_AT = 30
"""The filled rows at the top of a sheet among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A request for a sheet.

    `kind` is the name of the wanted sheet where none is given in `sheet`. `needed` are the headings
    that it must have, alternatives together; `known` are all that it may have. With `own`, headings
    are our column names in any case. `decimal` is the sign before the decimals of its texts, which
    the numbers of a workbook are written with too. `heading_row` counts from 1; 0 is to be found.
    `encoding` is that of a text, where it is named. A row with the needed headings has at least
    `fewest` known ones.
    """

    kind: str
    needed: tuple[tuple[str, ...], ...] = ()
    known: frozenset[str] = frozenset()
    own: bool = True
    decimal: str = "."
    sheet: str = ""
    heading_row: int = 0
    encoding: str = ""
    fewest: int = 1

    def heading(self, cell: str) -> str:
        """Return a heading as it is compared."""
        return own_heading(cell) if self.own else cell

    def has_all(self, cells: tuple[str, ...]) -> bool:
        """Tell whether a row has all needed headings."""
        found = {self.heading(cell) for cell in cells}
        if not self.needed or len(self.known & found) < min(self.fewest, len(self.known)):
            return False
        return all(found.intersection(names) for names in self.needed)

    def count(self, cells: tuple[str, ...]) -> int:
        """Return how many known headings a row has."""
        return len(self.known.intersection(self.heading(cell) for cell in cells))


def own_heading(heading: str) -> str:
    """Read "Donor reference" as donor_reference."""
    return heading.casefold().replace(" ", "_")
