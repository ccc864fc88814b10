"""The main navigation: what there is, for those who may see it."""

from dataclasses import dataclass
from functools import cache

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l

from tracker.http import context
from tracker.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the main navigation, and the permission that it takes."""

    path: str
    label: str
    permission: Permission | None = None


ENTRIES = (
    Entry("/", _l("Overview")),
    Entry("/dashboards/donors", _l("Donors")),
    Entry("/dashboards/regions", _l("Regions")),
    Entry("/dashboards/protocols", _l("Protocols")),
    Entry("/contributions", _l("Contributions")),
    Entry("/contributions/due", _l("What is due"), Permission.SEE_TERMS),
    Entry("/programmes", _l("Programmes")),
    Entry("/activities", _l("Activities")),
    Entry("/tools", _l("Tools")),
    Entry("/rates", _l("Exchange rates")),
    Entry("/imports", _l("Imports"), Permission.IMPORT_SHEETS),
    Entry("/tie-out", _l("Tie-out"), Permission.SEE_TIE_OUT),
    Entry("/donors", _l("Donor registry"), Permission.DECIDE_DONORS),
    Entry("/people", _l("People"), Permission.SEE_PEOPLE),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the reader sees it; `current` when the page lies under it."""

    path: str
    label: str
    current: bool


def navigation() -> list[Shown]:
    """Return the entries that exist and that the reader may see; one at most is current."""
    seen = [
        entry
        for entry in existing(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001
        if entry.permission is None or context.may(entry.permission)
    ]
    nearest = max((entry.path for entry in seen if _covers(entry.path)), key=len, default="")
    return [Shown(entry.path, str(entry.label), entry.path == nearest) for entry in seen]


@cache
def existing(app: Flask) -> tuple[Entry, ...]:
    """Return the entries whose page the application has."""
    paths = {rule.rule for rule in app.url_map.iter_rules()}
    return tuple(entry for entry in ENTRIES if entry.path in paths)


def _covers(path: str) -> bool:
    """Tell whether the page that is shown is the entry's or lies under it."""
    return request.path == path or (path != "/" and request.path.startswith(f"{path}/"))
