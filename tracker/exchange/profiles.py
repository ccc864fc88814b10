"""Profiles: the mapping of other systems' columns, codes, dates and nulls to ours.

A profile is a TOML file with one table for each kind of sheet that it can read; docs/imports.md
explains its keys.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field, StrictStr, TypeAdapter, ValidationError

from tracker.assistance.programmes import ProgrammeDraft
from tracker.errors import InvalidInput, NotFound
from tracker.exchange.numbers import INDIAN, THREES
from tracker.exchange.profile_slips import nearest, slip_of, table_named
from tracker.settings import ROOT
from tracker.words import say

FOLDER = ROOT / "data" / "profiles"
REFUSE = "refuse"
WARN = "warn"
MARK = "mark"
TODAY = "today"
SHARED = ("source", "known_programmes")
AT_THE_TOP = ("title", *SHARED)
PLACE = re.compile(r"line (\d+), column (\d+)")
STRICT = ConfigDict(extra="forbid")


def _listed(value: object) -> object:
    """Read one text as a list of one."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[StrictStr, ...], BeforeValidator(_listed)]
"""One name, or a list of several."""


@dataclass(frozen=True, slots=True)
class RowRule:
    """A condition on the rows of a sheet, and the reason for which it leaves rows out.

    A cell meets it with one of the `values`, by the expression that it `matches`, or as a number
    between `at_least` and `at_most`.
    """

    __pydantic_config__: ClassVar = STRICT

    column: StrictStr
    reason: StrictStr
    values: frozenset[StrictStr] | None = None
    matches: re.Pattern[str] | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """A column of the sheet that holds several values with a separator between them."""

    __pydantic_config__: ClassVar = STRICT

    column: StrictStr
    separator: Annotated[StrictStr, Field(min_length=1)]
    into: tuple[StrictStr, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A column of the sheet from which a regular expression makes one of ours."""

    __pydantic_config__: ClassVar = STRICT

    column: StrictStr
    find: re.Pattern[str]
    replace: StrictStr


@dataclass(frozen=True, slots=True)
class KnownProgramme(ProgrammeDraft):
    """A programme that is added when a row names it."""

    __pydantic_config__: ClassVar = STRICT


@dataclass(frozen=True, slots=True)
class Section:
    """The mapping of sheets of one kind; the empty section is our own format.

    `where` names the profile's file and table in messages.
    """

    __pydantic_config__: ClassVar = STRICT

    source: StrictStr = ""
    sheet: StrictStr = ""
    heading_row: Annotated[int, Field(strict=True, ge=0)] = 0
    columns: Mapping[str, Names] | None = None
    optional: Names = ()
    constants: Mapping[str, StrictStr] = field(default_factory=dict)
    fallback: Mapping[str, Names] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, StrictStr]] = field(default_factory=dict)
    unknown_codes: Names = ()
    derive: Mapping[str, StrictStr] = field(default_factory=dict)
    number_like: Names = ()
    sums: Mapping[str, Names] = field(default_factory=dict)
    joins: Mapping[str, Names] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    needs: Mapping[str, StrictStr] = field(default_factory=dict)
    ahead: Mapping[str, StrictStr] = field(default_factory=dict)
    add_up: Names = ()
    round: Names = ()
    unused: Mapping[str, StrictStr] = field(default_factory=dict)
    nulls: frozenset[StrictStr] = frozenset()
    dates: Names = ()
    decimal: Annotated[StrictStr, Field(min_length=1, max_length=1)] = "."
    thousands: Annotated[StrictStr, Field(max_length=1)] = ""
    grouping: StrictStr = THREES
    take: tuple[RowRule, ...] = ()
    leave_out: tuple[RowRule, ...] = ()
    leave_out_sum: Names = ()
    known_programmes: tuple[KnownProgramme, ...] = ()
    negative: StrictStr = REFUSE
    undecided_donors: StrictStr = REFUSE
    fund_from: StrictStr = ""
    asked: StrictStr = REFUSE
    days_below_zero: StrictStr = REFUSE
    only_until: StrictStr = ""
    where: StrictStr = ""


OWN = Section()
"""Our own format: headings are our column names, nothing is mapped."""
KEYS = tuple(one.name for one in fields(Section) if one.name != "where")
CHOICES = {
    "negative": (REFUSE, "correct"),
    "undecided_donors": (REFUSE, "keep"),
    "fund_from": ("", "programme"),
    "asked": (REFUSE, WARN),
    "days_below_zero": (REFUSE, MARK),
    "only_until": ("", TODAY),
    "grouping": (THREES, INDIAN),
}
SECTIONS: TypeAdapter[Section] = TypeAdapter(Section)


def read_section(
    name: str, kind: str, folder: Path = FOLDER, kinds: Collection[str] = ()
) -> Section:
    """Read how the profile maps sheets of that kind; raises NotFound or InvalidInput.

    `name` is that of a profile in data/profiles, or the path of a TOML file. Where all `kinds` of
    sheets are given, a table of another name is refused.
    """
    path = _path(name, folder)
    content = _content(path)
    tables = [key for key, value in content.items() if isinstance(value, dict)]
    _refuse_strangers(path.name, content, kinds or tables)
    if kind not in tables:
        raise NotFound(
            say(
                "the profile %(name)s reads %(kinds)s, but no %(kind)s",
                name=name,
                kinds=", ".join(sorted(tables)) or say("nothing"),
                kind=kind,
            )
        )
    shared = {key: content[key] for key in SHARED if key in content}
    return make_section(shared | content[kind], path.name, kind)


def _path(name: str, folder: Path) -> Path:
    """Return the file of a profile; raises NotFound with the names of those that are there."""
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if path.is_file():
        return path
    known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
    raise NotFound(say("there is no profile '%(name)s'; known: %(known)s", name=name, known=known))


def _content(path: Path) -> dict[str, Any]:
    """Return what a profile's file holds; raises InvalidInput for what is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        if place is None:
            raise InvalidInput(
                say(
                    "the profile %(name)s cannot be read: it ends in the middle of a value or a "
                    "table; see that each quotation mark and bracket is closed",
                    name=path.name,
                )
            ) from error
        raise InvalidInput(
            say(
                "the profile %(name)s cannot be read: line %(line)s is no TOML at its sign "
                '%(sign)s; write key = "text", key = ["text", "text"] or [table]',
                name=path.name,
                line=place[1],
                sign=place[2],
            )
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidInput(
            say("the profile %(name)s cannot be read: save it as UTF-8", name=path.name)
        ) from error
    except OSError as error:
        raise InvalidInput(
            say(
                "the profile %(name)s cannot be read: %(error)s",
                name=path.name,
                error=error.strerror,
            )
        ) from error


def _refuse_strangers(file: str, content: Mapping[str, Any], kinds: Collection[str]) -> None:
    """Refuse a table that is no kind of sheet, and a key that stands outside of a table."""
    for key, value in content.items():
        if isinstance(value, dict) and key not in (*kinds, *AT_THE_TOP):
            raise InvalidInput(
                say(
                    "%(file)s: [%(table)s] is no kind of sheet; %(meant)s",
                    file=file,
                    table=key,
                    meant=nearest(key, kinds),
                )
            )
        if key in KEYS and key not in SHARED:
            raise InvalidInput(
                say(
                    "%(file)s: the key '%(key)s' stands before the first table; move it below the "
                    "table of a kind of sheet, such as [contributions]",
                    file=file,
                    key=key,
                )
            )
        if not isinstance(value, dict) and key not in AT_THE_TOP:
            raise InvalidInput(
                say(
                    "%(file)s: '%(key)s' is no key of a profile; %(meant)s",
                    file=file,
                    key=key,
                    meant=nearest(key, (*AT_THE_TOP, *kinds)),
                )
            )


def profiles_of(kind: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the names of the profiles that read sheets of that kind."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            content = _content(path)
        except InvalidInput:
            continue  # a faulty profile is reported when it is used
        if isinstance(content.get(kind), dict):
            found.append(path.stem)
    return tuple(found)


def make_section(table: Mapping[str, Any], file: str, kind: str) -> Section:
    """Make a section of a TOML table; raises InvalidInput for the first slip in it."""
    where = table_named(file, kind)
    for key, allowed in CHOICES.items():
        value = table.get(key, allowed[0])
        if isinstance(value, str) and value not in allowed:
            raise InvalidInput(
                say(
                    "%(where)s: %(key)s is one of %(allowed)s; %(meant)s",
                    where=where,
                    key=key,
                    allowed=", ".join(f'"{one}"' for one in allowed),
                    meant=nearest(value, allowed),
                )
            )
    if "where" in table:
        raise InvalidInput(say("%(where)s: there is no key 'where'", where=where))
    try:
        section = SECTIONS.validate_python(dict(table))
    except ValidationError as error:
        raise InvalidInput(slip_of(error, file, kind, KEYS)) from error
    return replace(section, where=where)
