"""The cells of a row that could not be read, in the columns that count."""

from tracker.exchange.cell_kinds import UNREAD, CellKind, cell_name, unread_message
from tracker.exchange.faults import RowFault
from tracker.exchange.headings import headings_used
from tracker.exchange.profiles import Section
from tracker.exchange.sheets import Sheet, SheetRow

REFUSED = UNREAD | {CellKind.MERGED}
"""These, and numbers of merged ranges that would be summed once for each row."""


def unread_faults(sheet: Sheet, row: SheetRow, section: Section) -> list[RowFault]:
    """Return the faults of cells without a value that could be read; a null of the profile is one.

    They are found before any value is used, so that none of them is taken for a blank one.
    """
    if not row.kinds or REFUSED.isdisjoint(row.kinds):
        return []
    own = section.columns is None
    counts = {one for one in sheet.headings if one} if own else headings_used(section)
    summed = {name for names in section.sums.values() for name in names}
    return [
        RowFault(
            sheet.file,
            row.number,
            heading,
            text,
            unread_message(kind, cell_name(row.number, index), text),
        )
        for index, (heading, text, kind) in enumerate(
            zip(sheet.headings, row.cells, row.kinds, strict=True)
        )
        if kind in REFUSED
        and heading in (counts if kind in UNREAD else summed)
        and text not in section.nulls
    ]
