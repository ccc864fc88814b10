"""Chooses the sheet of a workbook: the named one, else the one that can be meant; or asks."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Unreadable, UnreadSheet
from tracker.words import say


class WorkbookSheet(NamedTuple):
    """A sheet of cells in a workbook."""

    name: str
    visible: bool


class SheetChoice(NamedTuple):
    """The sheet to read, and those that are not read."""

    name: str
    unread: tuple[UnreadSheet, ...]


def choose_sheet(
    file: str,
    sheets: Sequence[WorkbookSheet],
    request: SheetRequest,
    has_headings: Callable[[str], bool | None],
) -> SheetChoice:
    """Choose a sheet; raises Unreadable where several can be meant, or none.

    That is the sheet that is named, in any case and with any blanks; else the visible one with
    the name of the kind; else the one with the headings, which `has_headings` tells (None for a
    blank sheet); else the first one that is not blank.
    """
    visible = [one.name for one in sheets if one.visible]
    if request.sheet:
        found = _named([one.name for one in sheets], request.sheet)
        if not found:
            raise Unreadable(
                say(
                    "%(file)s has no sheet '%(sheet)s'; it has %(names)s",
                    file=file,
                    sheet=request.sheet,
                    names=_listed(visible),
                )
            )
        blank: list[str] = []
    elif not visible:
        raise Unreadable(say("%(file)s holds no sheet that can be seen", file=file))
    elif found := _named(visible, request.kind):
        blank = []
    else:
        told = {name: has_headings(name) for name in visible} if len(visible) > 1 else {}
        blank = [name for name, one in told.items() if one is None]
        filled = [name for name in visible if name not in blank] or visible
        found = [name for name in filled if told.get(name)] or filled[:1]
    if len(found) > 1:
        raise Unreadable(
            say(
                "%(file)s has several sheets with the headings: %(names)s; say which sheet is to "
                "be read, and import the others one by one",
                file=file,
                names=_listed(found),
            )
        )
    unread = (
        UnreadSheet(one.name, not one.visible)
        for one in sheets
        if one.name not in (found[0], *blank)
    )
    return SheetChoice(found[0], tuple(unread))


def _named(names: Sequence[str], wanted: str) -> list[str]:
    """Return the sheets of a name: as it is written, else without case and blanks."""
    if wanted in names:
        return [wanted]
    return [name for name in names if _folded(name) == _folded(wanted)]


def _folded(name: str) -> str:
    """Return a name without case and blanks."""
    return "".join(name.casefold().split())


def _listed(names: Sequence[str]) -> str:
    """Return names in a list."""
    return ", ".join(f"'{name}'" for name in names)
