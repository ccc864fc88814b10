"""What can be changed of several records at once, and the sheet of two columns that says so.

A change is a column with its value ("status=finalisation"), or a column of a list with what is
added to it or taken from it ("paragraphs+5", "tools-").
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlmodel import Session

from tracker.assistance.activity_drafts import ToolShare
from tracker.assistance.states import (
    Priority,
    PublicationState,
    RequestStatus,
    ToolUse,
)
from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import programme_titles
from tracker.csv_text import write_csv
from tracker.exchange.cells import EMPTY
from tracker.exchange.record_sheets import SHEETS, cell_text
from tracker.http import context
from tracker.http.labels import label
from tracker.http.own_titles import own_titles
from tracker.reference.codes import ActivityStatus, ActivityType, Theme
from tracker.reference.paragraphs import paragraphs

Choices = list[tuple[str, str]]
Groups = dict[str, Choices]
SET, ADD, TAKE = "=", "+", "-"
TOOLS = "tools"


class SeveralChange(NamedTuple):
    """A change: its column, whether the value is set, added or taken, and the value."""

    column: str
    sign: str
    value: str

    @property
    def needs_tool(self) -> bool:
        """Tell whether the change names a tool beside it."""
        return self.column == TOOLS


def read_change(text: str) -> SeveralChange:
    """Return the change of an option of the form."""
    column, sign, value = next(
        (parts for sign in (SET, ADD, TAKE) if (parts := text.partition(sign))[1]), ("", SET, "")
    )
    return SeveralChange(column, sign, value)


def activity_changes() -> Groups:
    """Return what can be changed of several activities at once, grouped by field."""
    titles = own_titles(TitledKind.PROGRAMME, programme_titles(context.session()))
    submitted, draft = PublicationState.SUBMITTED, PublicationState.DRAFT
    return {
        _("Status"): _setting_options("status", ActivityStatus),
        _("Publication"): [
            (f"publication={submitted.value}", _("Submit for publication")),
            (f"publication={draft.value}", _("Take back from submission")),
        ],
        _("Programme"): [(f"programme={code}", f"{code}: {name}") for code, name in titles.items()],
        _("Type"): _setting_options("type", ActivityType),
        _("Tools"): [
            *((f"tools+{use.value}", _add(label(use))) for use in ToolUse),
            ("tools-", _("Take the tool away")),
        ],
        _("Operative paragraphs"): _list_options(
            "paragraphs",
            ((str(number), f"{number}. {one.action}") for number, one in paragraphs().items()),
        ),
        _("Themes"): _list_options("themes", ((one.value, label(one)) for one in Theme)),
    }


def request_changes() -> Groups:
    """Return what can be changed of several requests at once, grouped by field."""
    return {
        _("Status"): _setting_options("status", RequestStatus),
        _("Priority"): _setting_options("priority", Priority),
    }


CHANGES: Mapping[str, Callable[[], Groups]] = {
    "activities": activity_changes,
    "requests": request_changes,
}
"""The kinds of records of which several are changed at once."""


def sheet_of(
    session: Session, kind: str, codes: Sequence[str], change: SeveralChange, tool: str = ""
) -> bytes:
    """Return the sheet that makes a change of records: their codes, and the column that changes."""
    if change.sign == SET:
        return write_csv(("code", change.column), [(code, change.value) for code in codes])
    drafts = SHEETS[kind].read(session, codes)
    cells = (
        cell_text(change.column, _changed(getattr(drafts[code], change.column), change, tool))
        for code in codes
    )
    rows = [(code, cell or EMPTY) for code, cell in zip(codes, cells, strict=True)]
    return write_csv(("code", change.column), rows)


def _changed(before: tuple[Any, ...], change: SeveralChange, tool: str) -> tuple[Any, ...]:
    """Return a list with what is added to it, or without what is taken from it."""
    if change.needs_tool:
        return _with_tool(before, change, tool)
    value: Any = int(change.value) if change.column == "paragraphs" else Theme(change.value)
    left = {one for one in before if one != value}
    return tuple(sorted(left | {value} if change.sign == ADD else left))


def _with_tool(
    before: tuple[ToolShare, ...], change: SeveralChange, tool: str
) -> tuple[ToolShare, ...]:
    """Return the tools with one more use of a tool, or without the tool."""
    if change.sign == TAKE:
        return tuple(one for one in before if one.tool != tool)
    new = ToolShare(tool, ToolUse(change.value))
    if any(one.key == new.key for one in before):
        return before
    return tuple(sorted((*before, new)))


def _setting_options(column: str, kind: type[StrEnum]) -> Choices:
    """Return the options that set a column to each member."""
    return [(f"{column}={one.value}", label(one)) for one in kind]


def _list_options(column: str, members: Iterable[tuple[str, str]]) -> Choices:
    """Return the options that add each member to a column, and those that take it away."""
    named = list(members)
    return [
        *((f"{column}+{code}", _add(name)) for code, name in named),
        *((f"{column}-{code}", _("Take away: %(what)s", what=name)) for code, name in named),
    ]


def _add(name: str) -> str:
    """Return the text of an option that adds."""
    return str(_("Add: %(what)s", what=name))
