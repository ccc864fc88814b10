"""Profiles: the mapping of other systems' columns, codes, dates and nulls to ours.

A profile is a TOML file with one table for each kind of sheet that it can read; docs/imports.md
explains its keys.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tracker.assistance.programmes import ProgrammeDraft
from tracker.assistance.states import ProgrammeKind
from tracker.errors import InvalidInput, NotFound
from tracker.settings import ROOT
from tracker.words import say

FOLDER = ROOT / "data" / "profiles"
REFUSE = "refuse"
WARN = "warn"
MARK = "mark"
TODAY = "today"


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Rows to leave out: those with one of the values, for a reason."""

    column: str
    values: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Split:
    """A column of the sheet that holds several values with a separator between them."""

    column: str
    separator: str
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A column of the sheet from which a regular expression makes one of ours."""

    column: str
    find: re.Pattern[str]
    replace: str


@dataclass(frozen=True, slots=True)
class Section:
    """The mapping of sheets of one kind; the empty section is our own format."""

    source: str = ""
    columns: Mapping[str, tuple[str, ...]] | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derive: Mapping[str, str] = field(default_factory=dict)
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    unused: Mapping[str, str] = field(default_factory=dict)
    nulls: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ""
    leave_out: tuple[LeaveOut, ...] = ()
    leave_out_sum: tuple[str, ...] = ()
    known_programmes: tuple[ProgrammeDraft, ...] = ()
    negative: str = REFUSE
    undecided_donors: str = REFUSE
    fund_from: str = ""
    asked: str = REFUSE
    days_below_zero: str = REFUSE
    only_until: str = ""


OWN = Section()
"""Our own format: headings are our column names, nothing is mapped."""

CHOICES = {
    "negative": (REFUSE, "correct"),
    "undecided_donors": (REFUSE, "keep"),
    "fund_from": ("", "programme"),
    "asked": (REFUSE, WARN),
    "days_below_zero": (REFUSE, MARK),
    "only_until": ("", TODAY),
}


def read_section(name: str, kind: str, folder: Path = FOLDER) -> Section:
    """Read how the profile maps sheets of that kind; raises NotFound or InvalidInput.

    `name` is that of a profile in data/profiles, or the path of a TOML file.
    """
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
        raise NotFound(
            say("there is no profile '%(name)s'; known: %(known)s", name=name, known=known)
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            say("the profile %(name)s cannot be read: %(error)s", name=name, error=error)
        ) from error
    kinds = sorted(key for key, value in content.items() if isinstance(value, dict))
    if kind not in kinds:
        raise NotFound(
            say(
                "the profile %(name)s reads %(kinds)s, but no %(kind)s",
                name=name,
                kinds=", ".join(kinds),
                kind=kind,
            )
        )
    shared = {key: content[key] for key in ("source", "known_programmes") if key in content}
    return make_section(shared | content[kind], path.name)


def profiles_of(kind: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the names of the profiles that read sheets of that kind."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue  # a faulty profile is reported when it is used
        if isinstance(content.get(kind), dict):
            found.append(path.stem)
    return tuple(found)


def make_section(table: Mapping[str, Any], where: str) -> Section:
    """Make a section of a TOML table; raises InvalidInput for a key that means nothing."""
    unknown = sorted(set(table) - {item.name for item in fields(Section)})
    if unknown:
        raise InvalidInput(
            say("%(where)s: '%(key)s' is no key of a profile", where=where, key=unknown[0])
        )
    for key, allowed in CHOICES.items():
        if table.get(key, allowed[0]) not in allowed:
            raise InvalidInput(
                say(
                    "%(where)s: %(key)s is one of %(allowed)s",
                    where=where,
                    key=key,
                    allowed=", ".join(allowed),
                )
            )
    try:
        return Section(**{key: _read(key, value) for key, value in table.items()})
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise InvalidInput(
            say("%(where)s does not make sense: %(error)s", where=where, error=error)
        ) from error


def _read(key: str, value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    """Turn a value of TOML into that of a section."""
    reader = READERS.get(key)
    return value if reader is None else reader(value)


def _alternatives(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Read headings: one, or several of which the first that is there counts."""
    return {
        key: (value,) if isinstance(value, str) else tuple(value) for key, value in table.items()
    }


def _pattern(table: dict[str, str]) -> Pattern:
    return Pattern(table["column"], re.compile(table["find"]), table["replace"])


def _split(table: dict[str, Any]) -> Split:
    return Split(table["column"], table["separator"], tuple(table["into"]))


def _leave_out(table: dict[str, Any]) -> LeaveOut:
    return LeaveOut(table["column"], frozenset(table["values"]), table["reason"])


def _programme(table: dict[str, str]) -> ProgrammeDraft:
    return ProgrammeDraft(
        code=table["code"],
        title=table["title"],
        kind=ProgrammeKind(table["kind"]),
        place=table.get("place", ""),
        description=table.get("description", ""),
    )


READERS: Mapping[str, Any] = {
    "columns": _alternatives,
    "sums": _alternatives,
    "joins": _alternatives,
    "patterns": lambda value: {key: _pattern(table) for key, table in value.items()},
    "splits": lambda value: tuple(_split(table) for table in value),
    "leave_out": lambda value: tuple(_leave_out(table) for table in value),
    "known_programmes": lambda value: tuple(_programme(table) for table in value),
    "leave_out_sum": lambda value: (value,) if isinstance(value, str) else tuple(value),
    "nulls": frozenset,
    "dates": tuple,
}
