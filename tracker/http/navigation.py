"""The main navigation: the pages that a reader may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from weakref import WeakKeyDictionary

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from tracker.fund.approvals.request_list import count_waiting
from tracker.fund.asks.ask_list import count_asked
from tracker.http import context
from tracker.people.permissions import Permission


class MenuGroup(StrEnum):
    """A group of pages of the main navigation."""

    MONEY = "money"  # who gives, what was given and what became of it
    ASSISTANCE = "assistance"  # where and for what it is used
    REACH = "reach"  # whom it reached, by which tools
    MANDATE = "mandate"  # the Convention and the body that is reported to


GROUP_NAMES = {
    MenuGroup.MONEY: _l("Money"),
    MenuGroup.ASSISTANCE: _l("Assistance"),
    MenuGroup.REACH: _l("People and tools"),
    MenuGroup.MANDATE: _l("Commission and adherence"),
}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One page of the main navigation, and its permission.

    Entries for staff (`work`) have a line of their own, below those for all. One without a `group`
    stands by itself. `count` counts the page's waiting items for users with the permission
    `counted_for`.
    """

    path: str
    label: str
    permission: Permission | None = None
    signed_in: bool = False
    work: bool = False
    count: Callable[[Session], int] | None = None
    counted_for: Permission | None = None
    group: MenuGroup | None = None


ENTRIES = (
    MenuEntry("/", _l("Overview")),
    MenuEntry("/dashboards/donors", _l("Donors"), group=MenuGroup.MONEY),
    MenuEntry("/contributions", _l("Contributions"), group=MenuGroup.MONEY),
    MenuEntry("/dashboards/delivery", _l("Delivery"), group=MenuGroup.MONEY),
    MenuEntry("/rates", _l("Exchange rates"), group=MenuGroup.MONEY),
    MenuEntry("/dashboards/regions", _l("Regions"), group=MenuGroup.ASSISTANCE),
    MenuEntry("/dashboards/protocols", _l("Protocols"), group=MenuGroup.ASSISTANCE),
    MenuEntry("/programmes", _l("Programmes"), group=MenuGroup.ASSISTANCE),
    MenuEntry("/activities", _l("Activities"), group=MenuGroup.ASSISTANCE),
    MenuEntry("/requests", _l("Requests of States"), group=MenuGroup.ASSISTANCE),
    MenuEntry("/dashboards/people", _l("People reached"), group=MenuGroup.REACH),
    MenuEntry("/dashboards/tools", _l("Reach of tools"), group=MenuGroup.REACH),
    MenuEntry("/tools", _l("Tools"), group=MenuGroup.REACH),
    MenuEntry("/dissemination", _l("Dissemination of tools"), group=MenuGroup.REACH),
    MenuEntry("/dashboards/commission", _l("Commission"), group=MenuGroup.MANDATE),
    MenuEntry("/dashboards/adherence", _l("Adherence"), group=MenuGroup.MANDATE),
    MenuEntry("/reports", _l("Reports"), group=MenuGroup.MANDATE),
    MenuEntry("/home", _l("Home"), signed_in=True, work=True),
    MenuEntry(
        "/approvals",
        _l("Approvals"),
        Permission.SEE_TERMS,
        work=True,
        count=count_waiting,
        counted_for=Permission.APPROVE_MONEY,
    ),
    MenuEntry(
        "/asks",
        _l("Asked for"),
        Permission.SEE_TERMS,
        work=True,
        count=count_asked,
        counted_for=Permission.POST_MONEY,
    ),
    MenuEntry("/ledger", _l("Ledger"), Permission.SEE_TERMS, work=True),
    MenuEntry("/contributions/due", _l("What is due"), Permission.SEE_TERMS, work=True),
    MenuEntry("/periods", _l("Periods"), Permission.SEE_TERMS, work=True),
    MenuEntry("/imports", _l("Imports"), Permission.IMPORT_SHEETS, work=True),
    MenuEntry("/tie-out", _l("Tie-out"), Permission.SEE_TIE_OUT, work=True),
    MenuEntry("/donors", _l("Donor registry"), Permission.DECIDE_DONORS, work=True),
    MenuEntry("/people", _l("People"), Permission.SEE_PEOPLE, work=True),
    MenuEntry("/trail", _l("Trail of changes"), Permission.SEE_TRAIL, work=True),
)


class _Found(NamedTuple):
    """What an application has of the menu: the entries, and whether it searches."""

    entries: tuple[MenuEntry, ...]
    searches: bool


_FOUND: WeakKeyDictionary[Flask, _Found] = WeakKeyDictionary()


SEARCH = "/search"


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry for the reader; `current` on the page itself and below it.

    `waiting` is the number of waiting items for the reader, `group` the name of its group.
    """

    path: str
    label: str
    current: bool
    work: bool = False
    waiting: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Entries under one name, or one entry by itself, without a name."""

    name: str
    entries: tuple[Shown, ...]

    @property
    def current(self) -> bool:
        """Whether one of its entries is."""
        return any(entry.current for entry in self.entries)


def in_groups(entries: Iterable[Shown]) -> tuple[ShownGroup, ...]:
    """Return entries in their groups, in the order of the first entry of each."""
    groups: dict[str, list[Shown]] = {}
    for entry in entries:
        groups.setdefault(entry.group or entry.path, []).append(entry)
    return tuple(ShownGroup(own[0].group, tuple(own)) for own in groups.values())


def navigation() -> list[Shown]:
    """Return the entries that exist and that the reader may see; one at most is current."""
    seen = [
        entry
        for entry in existing(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001
        if _may_see(entry)
    ]
    nearest = max((entry.path for entry in seen if _covers(entry.path)), key=len, default="")
    return [
        Shown(
            entry.path,
            str(entry.label),
            entry.path == nearest,
            entry.work,
            _waiting(entry),
            "" if entry.group is None else str(GROUP_NAMES[entry.group]),
        )
        for entry in seen
    ]


def _may_see(entry: MenuEntry) -> bool:
    """Tell whether the entry is for this reader."""
    if entry.signed_in and not context.user().signed_in:
        return False
    return entry.permission is None or context.may(entry.permission)


def _waiting(entry: MenuEntry) -> int:
    """Count waiting items, in one statement and only for users who can act on them."""
    if context.reads_no_more() or entry.count is None or entry.counted_for is None:
        return 0
    return entry.count(context.session()) if context.may(entry.counted_for) else 0


def existing(app: Flask) -> tuple[MenuEntry, ...]:
    """Return the entries whose page the application has."""
    return _found_in(app).entries


def _found_in(app: Flask) -> _Found:
    """Look up once what an application has; one that is gone is forgotten with it."""
    if app not in _FOUND:
        paths = {rule.rule for rule in app.url_map.iter_rules()}
        entries = tuple(entry for entry in ENTRIES if entry.path in paths)
        _FOUND[app] = _Found(entries, SEARCH in paths)
    return _FOUND[app]


def has_search() -> bool:
    """Tell whether this application has the page of search, which each page leads to."""
    return _found_in(current_app._get_current_object()).searches  # type: ignore[attr-defined] # noqa: SLF001


def _covers(path: str) -> bool:
    """Tell whether the shown page is the entry's or below it."""
    return request.path == path or (path != "/" and request.path.startswith(f"{path}/"))
